"""The lake: Parquet files written batch by batch, and the manifest of what was done, from what, by which version.

    lake/<table>/version=<version>/<batch_id>.parquet    rows of one batch, complete or not there at all
    lake/_manifest/<step>/<key>.json                     one finished unit of work, written after its outputs

The manifest decides which files count: a Parquet file that no unit names (left by a killed run, or by an older
version) is never read, and a finished run sweeps it away. A unit's key is the hash of its inputs, so the same inputs
done again by a newer version take the place of the older result, and a unit whose upstream batches were replaced no
longer counts either.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from coopmetrics.tables import BATCH, TABLES, Column, Table

logger = logging.getLogger(__name__)

#: the step that is a whole run, and how many of them are remembered
RUN: Final = "run"
RUNS: Final = 100

Rows: TypeAlias = pa.Table | Sequence[Mapping[str, Any]]


class ManifestError(ValueError):
    """A record of the manifest cannot be read; the message names its file, and what to do."""


class SchemaError(ValueError):
    """A row does not fit its table; the message names table, column and row."""


def key_of(*parts: str) -> str:
    """Hash what identifies a unit of work: 32 hexadecimal digits, the same in every run."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Output:
    """One Parquet file a unit wrote; `path` is relative to the lake."""

    table: str
    path: str
    batch_id: str
    rows: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One finished unit of work, as recorded in the manifest.

    `inputs` are what it read, in the step's own terms; `upstream` the batch ids it was made from; `counts` whatever
    the step counted; times are UTC in ISO 8601.
    """

    step: str
    key: str
    version: str
    inputs: tuple[Any, ...]
    upstream: tuple[str, ...]
    outputs: tuple[Output, ...]
    counts: dict[str, int]
    started_at: str
    finished_at: str
    seconds: float


@dataclass(slots=True)
class OpenUnit:
    """A unit of work in progress: writes its outputs, and is recorded when all of them are there."""

    lake: Lake
    step: str
    key: str
    version: str
    inputs: tuple[Any, ...] = ()
    upstream: tuple[str, ...] = ()
    outputs: list[Output] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def write(self, table: Table, rows: Rows) -> str:
        """Write rows as one batch and return its id; a table written again gets another batch. Empty rows: no file.

        Raises `SchemaError` if a row does not fit the table.
        """
        part = sum(output.table == table.name for output in self.outputs)
        batch_id = f"{key_of(self.step, self.version, self.key)[:16]}-{part:04d}"
        if output := self.lake.write_batch(table, rows, batch_id, self.version):
            self.outputs.append(output)
        self.count(table.name, len(rows))
        return batch_id

    def count(self, what: str, number: int = 1) -> None:
        """Add to one of the unit's counts."""
        self.counts[what] = self.counts.get(what, 0) + number


@dataclass(frozen=True, slots=True)
class Lake:
    """The lake in one folder. Cheap to make, holds no state: every answer is read from the disk."""

    root: Path

    @contextmanager
    def unit(
        self, step: str, key: str, version: str, *, inputs: Iterable[Any] = (), upstream: Iterable[str] = ()
    ) -> Iterator[OpenUnit]:
        """Do one unit of work: what is written inside counts once the block ends without an error, all at once."""
        started = datetime.now(UTC)
        work = OpenUnit(self, step, key, version, tuple(inputs), tuple(upstream))
        yield work
        finished = datetime.now(UTC)
        unit = Unit(
            step=step,
            key=key,
            version=version,
            inputs=work.inputs,
            upstream=work.upstream,
            outputs=tuple(work.outputs),
            counts=work.counts,
            started_at=started.isoformat(),
            finished_at=finished.isoformat(),
            seconds=round((finished - started).total_seconds(), 3),
        )
        self._record(unit)

    def write_batch(self, table: Table, rows: Rows, batch_id: str, version: str) -> Output | None:
        """Write one batch of one table atomically; without rows there is no file and no output."""
        if not len(rows):
            return None
        path = self.root / table.name / f"version={version}" / f"{batch_id}.parquet"
        with atomic(path) as temporary:
            pq.write_table(conform(table, rows, batch_id, version), temporary, compression="zstd")
        return Output(table.name, path.relative_to(self.root).as_posix(), batch_id, len(rows))

    def units(self, step: str) -> list[Unit]:
        """Read every recorded unit of a step, in the order they were finished."""
        folder = self.root / "_manifest" / step
        units = [_read_unit(path) for path in folder.glob("*.json")]
        return sorted(units, key=lambda unit: (unit.finished_at, unit.key))

    def is_done(self, step: str, key: str, version: str) -> bool:
        """Tell whether this version has finished the unit with these inputs."""
        path = self._manifest_file(step, key)
        return path.exists() and _read_unit(path).version == version

    def live_units(self, step: str | None = None) -> list[Unit]:
        """Give the units that count, of one step or all: those whose upstream batches still count themselves."""
        units = [unit for name in self._steps() for unit in self.units(name)]
        while True:
            batches = {output.batch_id for unit in units for output in unit.outputs}
            live = [unit for unit in units if batches.issuperset(unit.upstream)]
            if len(live) == len(units):
                return [unit for unit in live if step in (None, unit.step)]
            units = live

    def live_batches(self, table: str) -> list[Output]:
        """Give the batches of a table that count, in the order they were finished."""
        name = TABLES[table].name  # a misspelt table is a KeyError, not an empty one
        return [output for unit in self.live_units() for output in unit.outputs if output.table == name]

    def live_files(self, table: str) -> list[Path]:
        """Give the Parquet files of a table that count."""
        return [self.root / output.path for output in self.live_batches(table)]

    def alone(self) -> AbstractContextManager[None]:
        """Wait until no other run works on this lake, and keep others waiting."""
        return locked(self.root)

    def sweep(self) -> None:
        """Remove what no longer counts: replaced results, what killed runs left behind, and records of runs long ago.

        Only for a run that is `alone` and has resolved: others may still read or be about to record what goes.
        """
        live = self.live_units()
        # in the order they were finished; without outputs, and read at each run
        forgotten = [unit for unit in live if unit.step == RUN][:-RUNS]
        kept = {self._manifest_file(unit.step, unit.key) for unit in live}
        kept -= {self._manifest_file(unit.step, unit.key) for unit in forgotten}
        kept |= {self.root / output.path for unit in live for output in unit.outputs}
        # records first: a unit must not name files that are gone
        for pattern in ("_manifest/*/*.json", "*/version=*/*.parquet", "**/.*.tmp"):
            for path in set(self.root.glob(pattern)) - kept:
                path.unlink(missing_ok=True)

    def _steps(self) -> list[str]:
        return sorted(path.name for path in (self.root / "_manifest").glob("*") if path.is_dir())

    def _manifest_file(self, step: str, key: str) -> Path:
        return self.root / "_manifest" / step / f"{key}.json"

    def _record(self, unit: Unit) -> None:
        with atomic(self._manifest_file(unit.step, unit.key)) as temporary:
            temporary.write_text(json.dumps(asdict(unit), indent=1), encoding="utf-8")


def conform(table: Table, rows: Rows, batch_id: str, version: str) -> pa.Table:
    """Give rows the table's exact schema, with `batch_id` and `coder_version` filled in.

    Nothing is coerced with loss, dropped or added: a missing, unknown or ill-typed column or a null where the table
    allows none raises `SchemaError`.
    """
    columns = [column for column in table.columns if column not in BATCH]
    _check_names(table, columns, rows)
    arrays = [_array(table, column, rows) for column in columns]
    stamps = [pa.repeat(pa.scalar(value, pa.string()), len(rows)) for value in (batch_id, version)]
    return pa.Table.from_arrays(arrays + stamps, schema=table.schema)


def _check_names(table: Table, columns: list[Column], rows: Rows) -> None:
    expected = {column.name for column in columns}
    found = [set(rows.column_names)] if isinstance(rows, pa.Table) else (row.keys() for row in rows)
    for number, names in enumerate(found):
        if names != expected:
            wrong = ", ".join(sorted(names ^ expected))
            raise SchemaError(f"table {table.name}, row {number}: missing or unknown columns: {wrong}")


def _array(table: Table, column: Column, rows: Rows) -> pa.Array | pa.ChunkedArray:
    values = rows.column(column.name) if isinstance(rows, pa.Table) else [row[column.name] for row in rows]
    try:
        array = _convert(values, column.type)
    except _MISFITS as error:
        number = _first_misfit(values, column.type)
        raise SchemaError(f"table {table.name}, column {column.name}, row {number}: {error}") from error
    if column.required and array.null_count:
        number = pc.index(array.is_null(), True).as_py()
        raise SchemaError(f"table {table.name}, column {column.name}, row {number}: null in a required column")
    return array


_MISFITS = (pa.ArrowException, TypeError, OverflowError, ValueError)


def _convert(values: pa.ChunkedArray | list[Any], type_: pa.DataType) -> pa.Array | pa.ChunkedArray:
    """Convert without loss; Arrow alone would cut 4.5 to 4 and take a number for a text."""
    if isinstance(values, list):
        values = pa.array(values, None if pa.types.is_integer(type_) else type_)
    if not pa.types.is_null(values.type) and _is_text(values.type) != _is_text(type_):
        raise TypeError(f"{values.type} where {type_} is due")
    return values.cast(type_)


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))


def _first_misfit(values: pa.ChunkedArray | list[Any], type_: pa.DataType) -> int:
    for number in range(len(values)):
        try:
            _convert(values[number : number + 1], type_)
        except _MISFITS:
            return number
    return 0


def _read_unit(path: Path) -> Unit:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        outputs = tuple(Output(**output) for output in fields.pop("outputs"))
        inputs, upstream = tuple(fields.pop("inputs")), tuple(fields.pop("upstream"))
        return Unit(**fields, inputs=inputs, upstream=upstream, outputs=outputs)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(
            f"{path} is damaged, or of a newer version of coopmetrics, which is needed then; "
            f"what is damaged may be deleted, and its work is done again ({error})"
        ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time work in the folder; the system frees the lock when a process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.warning("another run is at work in %s; waiting for it to end", folder)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary file to write beside `path`; it takes that name once it is complete and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
