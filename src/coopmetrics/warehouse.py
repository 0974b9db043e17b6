"""The published database: built from the lake, audited, put in place in one rename; read-only access to it.

    build/scratch.duckdb       lake.* (views of the live Parquet files), reference.*, staging.*, intermediate.*
    build/cooperation.duckdb   marts.* and metrics.*, built by the dbt project in `sql/` and held to its data tests
    cooperation.duckdb         the last build that passed

Readers hold the file they opened and a build writes another one, so neither ever waits for the other. A build that
fails leaves the published file as it is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pycountry

from coopmetrics.corrected import counting, replaced
from coopmetrics.lake import Lake, Unit, key_of, locked
from coopmetrics.reference.names import country_names
from coopmetrics.settings import Settings
from coopmetrics.tables import TABLES, Table

PACKAGE: Final = Path(__file__).parent
STEP: Final = "publish"
#: one unit of work: the whole warehouse
KEY: Final = "all"
#: vocabularies that become dimensions
REFERENCES: Final = ("igos", "sectors", "event_types", "stages", "levels")
#: user-assigned in ISO 3166-1, and in general use
KOSOVO: Final = ("XKX", "Kosovo", "XK", False)

COUNTS: Final = """
select
    (select count(*) from marts.fct_articles where is_current),
    (select count(distinct story_id) from marts.fct_articles),
    (select count(*) from marts.fct_events where is_current),
    (select count(*) from marts.fct_events where is_counted),
    (select count(*) from metrics.dyad_summary),
    (select count(*) from marts.fct_initiatives),
    (select count(*) from marts.fct_rejected)
"""


class BuildError(RuntimeError):
    """The models or their tests failed; the message names which, and why. The last good warehouse stays published."""


class NotPublishedError(FileNotFoundError):
    """There is no published warehouse yet."""


class OtherVersionError(RuntimeError):
    """The published warehouse lacks what this version looks for: it was built by the models of another."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the published database holds."""

    database: Path
    articles: int
    stories: int
    events: int
    counted_events: int
    dyads: int
    initiatives: int
    rejected: int


def build(settings: Settings) -> Published:
    """Build the warehouse from the lake, audit it and publish it.

    A build already going on elsewhere is waited for. Raises `BuildError` if a model or a data test fails.
    """
    folder, lake = settings.warehouse.absolute() / "build", Lake(settings.lake.absolute())
    with locked(folder), lake.unit(STEP, KEY, _made_from(lake)), _cleared(folder):
        load(lake, folder / "scratch.duckdb")
        transform(folder)
        _publish(folder / "cooperation.duckdb", settings.database)
    return published(settings)


def is_current(settings: Settings) -> bool:
    """Tell whether the published warehouse was built from what the lake holds now, by the models as they are now."""
    lake = Lake(settings.lake)
    return _is_database(settings.database) and lake.is_done(STEP, KEY, _made_from(lake))


def _is_database(path: Path) -> bool:
    """Tell whether DuckDB can open a file: a damaged one, or one of another DuckDB, is built anew."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error:
        return False
    return True


def _made_from(lake: Lake) -> str:
    """Hash what a build depends on: the live batches, the rejects that count, the models, the vocabularies."""
    units = lake.live_units()
    batches = sorted(output.batch_id for unit in units for output in unit.outputs)
    mended = sorted(map("/".join, _mended(units)))
    models = [*_project().rglob("*.sql"), *_project().rglob("*.yml"), *(_reference(name) for name in REFERENCES)]
    texts = (path.read_text(encoding="utf-8") for path in sorted(models) if "target" not in path.parts)
    return f"{version('coopmetrics')}-{key_of(*batches, *mended, *texts)[:8]}"


def published(settings: Settings) -> Published:
    """Count what the published warehouse holds. Raises `NotPublishedError` if there is none."""
    with opened(settings) as database:
        return counted(database, settings)


def counted(database: duckdb.DuckDBPyConnection, settings: Settings) -> Published:
    """Count what an open warehouse holds."""
    return Published(settings.database, *(database.execute(COUNTS).fetchone() or ()))


def connect(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Open the published warehouse for reading; the connection can reach no other file and no network.

    It keeps showing the warehouse as it was when opened. Raises `NotPublishedError` if there is none.
    """
    if not settings.database.exists():
        raise NotPublishedError(f"no warehouse at {settings.database} yet: `coopmetrics run` builds it")
    database = duckdb.connect(str(settings.database), read_only=True, config={"enable_external_access": "false"})
    database.execute("set TimeZone = 'UTC'")
    return database


@contextmanager
def opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse for queries of this version.

    Raises `OtherVersionError` where it lacks a table or a column that they name, and what `connect` raises.
    """
    with connect(settings) as database:
        try:
            yield database
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise OtherVersionError(
                f"{settings.database} was published by another version of coopmetrics: `coopmetrics run` builds it anew"
                f" ({str(error).splitlines()[0]})"
            ) from error


def query(settings: Settings, sql: str) -> pa.Table:
    """Answer a query on the published warehouse; no rows for a statement that gives none, such as SET.

    Raises `duckdb.Error` for wrong SQL, or for what read-only access forbids, and `ValueError` where there is none.
    """
    if not duckdb.extract_statements(sql):
        raise ValueError("there is no query: give one in quotes, such as 'FROM metrics.dyad_summary'")
    with connect(settings) as database:
        answer = database.sql(sql)
        return pa.table({}) if answer is None else answer.to_arrow_table()


def load(lake: Lake, scratch: Path) -> None:
    """Give a new database at `scratch` the lake's live rows as schema `lake`, the vocabularies as `reference`."""
    files: dict[str, list[str]] = defaultdict(list)
    units = lake.live_units()
    for unit in units:
        for output in unit.outputs:
            files[output.table].append(str(lake.root / output.path))
    with duckdb.connect(str(scratch)) as database:
        database.execute("create schema lake; create schema declared; create schema reference")
        try:
            replaced(lake).create(database, "declared")
            for table in TABLES.values():
                _load_table(database, table, files[table.name])
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            told = str(error).splitlines()[0]
            raise BuildError(
                f"the lake is damaged: restore {lake.root}, or delete it to read all raw files anew ({told})"
            ) from error
        _forget(database, _mended(units))
        for name in REFERENCES:
            # all text: a CAMEO code such as 042 is no number
            database.read_csv(str(_reference(name)), header=True, all_varchar=True).create(f"reference.{name}")
        database.from_arrow(_countries()).create("reference.countries")


def transform(folder: Path, *, unit_tests: bool = False) -> None:
    """Build `marts` and `metrics` from the scratch database in `folder`, and run their data tests.

    dbt runs in a process of its own: inside this one it would keep the files locked. Raises `BuildError`.
    """
    results = folder / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "dbt.cli.main", "--no-use-colors", "build"]
    if not unit_tests:
        command += ["--exclude-resource-type", "unit_test"]
    run = subprocess.run(command, env=_environment(folder), capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        failures = _failures(results) or [f"{_error(run.stdout + run.stderr)} (more in {folder / 'logs' / 'dbt.log'})"]
        raise BuildError("the warehouse was not published:\n" + "\n".join(failures))


def _load_table(database: duckdb.DuckDBPyConnection, table: Table, files: list[str]) -> None:
    """Show a table's files as a view, without copying them; without files, as an empty table of the declared types.

    A column that older files lack is null in their rows. Rows that a correction has replaced are left out.
    """
    if files:
        paths = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
        columns = ", ".join(column.name for column in table.columns)
        reader = f"read_parquet([{paths}], union_by_name = true, hive_partitioning = false)"
        database.from_arrow(table.schema.empty_table()).create(f"declared.{table.name}")
        every = f"(select * from {reader} union all by name from declared.{table.name})"  # noqa: S608
        rows = f"select {columns} from {every} {counting(table, 'declared')}"  # noqa: S608
        database.execute(f"create view lake.{table.name} as {rows}")
    else:
        database.from_arrow(table.schema.empty_table()).create(f"lake.{table.name}")


def _mended(units: list[Unit]) -> set[tuple[str, str]]:
    # they bring all that reads raw files along, which takes a second, and whoever queries does without
    from coopmetrics.articles import superseded
    from coopmetrics.ingest import STEP as INGEST

    return superseded(unit for unit in units if unit.step == INGEST)


def _forget(database: duckdb.DuckDBPyConnection, mended: set[tuple[str, str]]) -> None:
    """Leave out what was rejected of raw files that have changed since."""
    if mended:
        batch_ids, raw_paths = (pa.array(column, pa.string()) for column in zip(*sorted(mended), strict=True))
        database.register("mended", pa.table({"batch_id": batch_ids, "raw_path": raw_paths}))
        # a file's own path, or that of a member of it
        database.execute(
            "create temp table counted as from lake.rejected anti join mended on rejected.batch_id = mended.batch_id "
            "and (rejected.raw_path = mended.raw_path or starts_with(rejected.raw_path, mended.raw_path || '!/'))"
        )
        database.execute("drop view lake.rejected; create table lake.rejected as from counted")


def _countries() -> pa.Table:
    """Countries of ISO 3166-1 and, for older articles, of ISO 3166-3: code, name, two-letter code, whether historic.

    Names are the usual ones, as in reports: Russia, not the Russian Federation.
    """
    usual = country_names()
    rows = [(c.alpha_3, usual.get(c.alpha_3, c.name), c.alpha_2, False) for c in pycountry.countries]
    codes = {row[0] for row in rows}
    historic = [(c.alpha_3, c.name, None, True) for c in pycountry.historic_countries if c.alpha_3 not in codes]
    names = ("country_code", "name", "alpha_2_code", "is_historic")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in [*rows, KOSOVO, *historic]])


def _environment(folder: Path) -> dict[str, str]:
    project = str(_project())
    return os.environ | {
        "COOPMETRICS_BUILD": str(folder),
        "DBT_PROJECT_DIR": project,
        "DBT_PROFILES_DIR": project,
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_LOG_LEVEL_FILE": "info",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def _reference(name: str) -> Path:
    return PACKAGE / "reference" / f"{name}.csv"


def _project() -> Path:
    """Find the dbt project: inside an installed package, or beside `src/` in a checkout."""
    installed = PACKAGE / "sql"
    return installed if installed.is_dir() else PACKAGE.parents[1] / "sql"


def _failures(results: Path) -> list[str]:
    """Say which models and tests failed, and why, from the record dbt leaves of its last run."""
    if not results.exists():
        return []
    nodes = json.loads(results.read_text(encoding="utf-8"))["results"]
    return [f"{node['unique_id']}: {node['message']}" for node in nodes if node["status"] in ("error", "fail")]


def _error(told: str) -> str:
    """Name the error that ended dbt, from what it printed."""
    lines = [line.strip() for line in told.replace("\\n", "\n").splitlines() if line.strip()]
    errors = [number for number, line in enumerate(lines) if re.match(r"[\w.]*(?:Error|Exception)\b", line)]
    found = lines[errors[-1] :] if errors else lines[-1:]
    # some errors tell what is wrong on the line below
    length = 2 if found and found[0].endswith("Error") else 1
    return " ".join(found[:length])[:500] or "dbt ended without a word"


def _publish(candidate: Path, database: Path) -> None:
    with duckdb.connect(str(candidate)) as connection:
        connection.execute("checkpoint")
    # a log left beside the old file by whoever wrote to it would be replayed into the new one
    Path(f"{database}.wal").unlink(missing_ok=True)
    with candidate.open("rb") as file:
        os.fsync(file.fileno())
    candidate.replace(database)


@contextmanager
def _cleared(folder: Path) -> Iterator[None]:
    """Leave no databases behind, and begin without half-built ones of a killed run."""
    _clear(folder)
    try:
        yield
    finally:
        _clear(folder)


def _clear(folder: Path) -> None:
    for path in folder.glob("*.duckdb*"):
        path.unlink()
