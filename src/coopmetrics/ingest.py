"""One batch of raw files → its articles: those not in the lake yet, and what was rejected and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow.parquet as pq

from coopmetrics.articles import IngestBatch, ingest, plan
from coopmetrics.lake import Lake
from coopmetrics.settings import Settings
from coopmetrics.tables import ARTICLES, REJECTED
from coopmetrics.version import ingest_version

STEP: Final = "ingest"


class KnownArticles:
    """The ids of the articles in the lake, so that an item found again is nothing new."""

    def __init__(self, settings: Settings, pending: Iterable[IngestBatch] = ()) -> None:
        """Read the ids from the lake, but for the batches that are about to be done again."""
        lake, redone = Lake(settings.lake), {batch.key for batch in pending}
        outputs = (output for unit in lake.live_units(STEP) if unit.key not in redone for output in unit.outputs)
        self._ids = {
            article_id
            for output in outputs
            if output.table == ARTICLES.name
            for article_id in pq.read_table(lake.root / output.path, columns=["article_id"])["article_id"].to_pylist()
        }

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._ids

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Take note of articles just written."""
        self._ids.update(row["article_id"] for row in rows)


def pending_batches(settings: Settings) -> list[IngestBatch]:
    """Plan what is new or changed in the raw folder, or was ingested by an older version."""
    return plan(settings, Lake(settings.lake).units(STEP), ingest_version(settings))


def ingest_batch(batch: IngestBatch, settings: Settings, known: KnownArticles) -> dict[str, int]:
    """Ingest one batch of raw files into the lake, add its articles to `known`, and return what was counted.

    A batch of a few large files gives several Parquet files of about `settings.batch_articles` each.
    """
    lake = Lake(settings.lake)
    with lake.unit(STEP, batch.key, batch.version, inputs=batch.inputs()) as unit:
        for found in ingest(batch.paths(settings.raw), settings.raw, settings, known):
            unit.write(ARTICLES, found.articles)
            unit.write(REJECTED, found.rejected)
            unit.count("known", found.known)
            known.add(found.articles)
    return unit.counts
