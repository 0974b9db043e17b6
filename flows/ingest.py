"""Raw files → articles: one task a batch, one after another, so that an item found twice is ingested once."""

from __future__ import annotations

from collections import Counter

from prefect import flow, task
from rich.progress import track

from coopmetrics.articles import IngestBatch
from coopmetrics.ingest import KnownArticles, ingest_batch, pending_batches
from coopmetrics.settings import Settings
from flows.console import progress_console


@task(task_run_name="ingest {batch.key}")
def ingest_one(batch: IngestBatch, settings: Settings, known: KnownArticles) -> dict[str, int]:
    """Ingest one batch of raw files."""
    return ingest_batch(batch, settings, known)


@flow(name="ingest")
def ingest(settings: Settings) -> dict[str, int]:
    """Ingest what is new in the raw folder and return what was counted."""
    batches = pending_batches(settings)
    known = KnownArticles(settings, batches)
    counts = Counter[str]()
    for batch in track(batches, "Reading", console=progress_console()):
        counts.update(ingest_one(batch, settings, known))
    return dict(counts)
