"""A run that is killed and started again ends with the same tables as one that was left alone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow

#: the steps of the flow one after another, without Prefect, in batches small enough to be killed between
JOB = """
import sys
from pathlib import Path
from coopmetrics import ingest, normalize, resolve, warehouse
from coopmetrics.settings import Settings

settings = Settings(raw=Path(sys.argv[1]), warehouse=Path(sys.argv[2]), batch_articles=6)
batches = ingest.pending_batches(settings)
known = ingest.KnownArticles(settings, batches)
for batch in batches:
    ingest.ingest_batch(batch, settings, known)
for batch in normalize.pending_batches(settings):
    normalize.normalize_batch(batch, settings)
resolve.resolve(settings)
warehouse.build(settings)
"""


def start(raw: Path, warehouse: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", JOB, str(raw), str(warehouse)])


def kill_once_there(process: subprocess.Popen[bytes], warehouse: Path, pattern: str, files: int) -> None:
    """Send SIGKILL as soon as the run has written so many files."""
    while process.poll() is None and len(list(warehouse.glob(pattern))) < files:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def contents(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give every mart's rows but for the columns that tell when they were written."""
    with duckdb.connect(str(warehouse / "cooperation.duckdb"), read_only=True) as database:
        tables = database.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        clocks = {"ingested_at", "rejected_at"}
        found = {}
        for (table,) in tables:
            rows = database.table(f"marts.{table}")
            kept = [f'"{column}"' for column in rows.columns if column not in clocks]
            found[table] = [rounded(row) for row in rows.select(", ".join(kept)).order("ALL").fetchall()]
        return found


def rounded(row: tuple[object, ...]) -> tuple[object, ...]:
    """Leave out the last digits of means, which depend on the order of adding up."""
    return tuple(round(value, 9) if isinstance(value, float) else value for value in row)


def test_killed_at_every_stage(samples: Path, tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    assert start(samples, undisturbed).wait() == 0

    for pattern, files in [
        ("lake/articles/*/*.parquet", 2),
        ("lake/_manifest/ingest/*.json", 3),
        ("lake/events/*/*.parquet", 1),
        ("lake/_manifest/normalize/*.json", 2),
        ("lake/_manifest/stories/*.json", 1),
        ("build/scratch.duckdb", 1),
        ("build/target/*", 1),
    ]:
        kill_once_there(start(samples, killed), killed, pattern, files)
    assert start(samples, killed).wait() == 0

    assert contents(killed) == contents(undisturbed)
    assert not list(killed.glob("*.wal"))
