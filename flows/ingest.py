"""Watched feeds → raw files → articles: one task a batch, one after another, so that none is ingested twice."""

from __future__ import annotations

from collections import Counter

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from rich.progress import track

from coopmetrics.articles import IngestBatch
from coopmetrics.fetch import fetch_feeds
from coopmetrics.ingest import KnownArticles, ingest_batch, pending_batches
from coopmetrics.settings import Settings
from coopmetrics.sources import must_exist
from flows.console import progress_console


@task(task_run_name="fetch {settings.feeds.name}", cache_policy=NO_CACHE)
def fetch(settings: Settings) -> dict[str, int]:
    """Visit the watched feeds; the snapshots of what is new are raw files."""
    return dict(Counter(f"feeds_{outcome.what}" for outcome in fetch_feeds(settings)))


@task(task_run_name="ingest {batch.key}", cache_policy=NO_CACHE)
def ingest_one(batch: IngestBatch, settings: Settings, known: KnownArticles) -> dict[str, int]:
    """Ingest one batch of raw files."""
    return ingest_batch(batch, settings, known)


@flow(name="ingest")
def ingest(settings: Settings) -> dict[str, int]:
    """Fetch what is new in the watched feeds, ingest what is new in the raw folder, and return what was counted.

    Raises `FileNotFoundError` where there is no raw folder: a run on a schedule must not pass for one with nothing new.
    """
    # a list that was named must be there and needs a folder, the default one need not
    is_there = settings.feeds.exists() and settings.raw_folder is not None
    is_watching = is_there or "feeds" in settings.model_fields_set
    counts: Counter[str] = Counter(fetch(settings) if is_watching else {})
    must_exist(settings.raw)
    batches = pending_batches(settings)
    known = KnownArticles(settings, batches)
    for batch in track(batches, "Reading", console=progress_console()):
        counts.update(ingest_one(batch, settings, known))
    return dict(counts)
