"""One batch of raw files → its articles: those not in the lake yet or corrected, and what was rejected and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from coopmetrics.articles import IngestBatch, Known, ingest, plan
from coopmetrics.articles.known import COLUMNS
from coopmetrics.lake import Lake
from coopmetrics.settings import Settings
from coopmetrics.tables import ARTICLES, REJECTED
from coopmetrics.version import ingest_version

STEP: Final = "ingest"


class KnownArticles(Known):
    """The articles in the lake, so that an item found again is nothing new, unless it corrects one."""

    def __init__(self, settings: Settings, pending: Iterable[IngestBatch] = ()) -> None:
        """Read what is known from the lake, but for the batches that are about to be done again."""
        lake, redone = Lake(settings.lake), {batch.key for batch in pending}
        units = (unit for unit in lake.live_units(STEP) if unit.key not in redone)
        files = (output.path for unit in units for output in unit.outputs if output.table == ARTICLES.name)
        super().__init__(row for path in files for row in _remembered(lake.root / path))


def _remembered(path: Path) -> Iterator[dict[str, Any]]:
    """Read the columns that are remembered; files of older versions lack some."""
    file = pq.ParquetFile(path)
    there = [column for column in COLUMNS if column in file.schema_arrow.names]
    blank: dict[str, Any] = dict.fromkeys(COLUMNS)
    for batch in file.iter_batches(columns=there):
        yield from (blank | row for row in batch.to_pylist())


def pending_batches(settings: Settings) -> list[IngestBatch]:
    """Plan what is new or changed in the raw folder, or was ingested by an older version."""
    return plan(settings, Lake(settings.lake).units(STEP), ingest_version(settings))


def ingest_batch(batch: IngestBatch, settings: Settings, known: Known) -> dict[str, int]:
    """Ingest one batch of raw files into the lake, add its articles to `known`, and return what was counted.

    A batch of a few large files gives several Parquet files of about `settings.batch_articles` each.
    """
    lake = Lake(settings.lake)
    with lake.unit(STEP, batch.key, batch.version, inputs=batch.inputs()) as unit:
        for found in ingest(batch.paths(settings.raw), settings.raw, settings, known):
            unit.write(ARTICLES, found.articles)
            unit.write(REJECTED, found.rejected)
            unit.count("known", found.known)
            unit.count("corrected", found.corrected)
    return unit.counts
