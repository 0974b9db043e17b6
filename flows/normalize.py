"""Articles → sentences, mentions, events: one task a batch, in any order, in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from threading import Thread
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture, as_completed
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner
from rich.progress import track

from coopmetrics.lake import Output
from coopmetrics.normalize import normalize_batch, pending_batches
from coopmetrics.settings import Settings
from flows.console import progress_console


@task(task_run_name="normalize {batch.batch_id}", cache_policy=NO_CACHE)
def normalize_one(batch: Output, settings: Settings) -> dict[str, int]:
    """Code one batch of articles."""
    return normalize_batch(batch, settings)


@flow(name="normalize")
def normalize(settings: Settings) -> dict[str, int]:
    """Code the batches that this version has not coded yet and return what was counted."""
    batches = pending_batches(settings)
    counts = Counter[str]()
    for done in track(_results(batches, settings), "Coding", total=len(batches), console=progress_console()):
        counts.update(done)
    return dict(counts)


def _results(batches: list[Output], settings: Settings) -> Iterator[dict[str, int]]:
    workers = min(settings.workers, len(batches))
    # a process takes seconds to start, so one batch is coded in this one
    if workers <= 1:
        yield from (normalize_one(batch, settings) for batch in batches)
        return
    with _server_shared(), ProcessPoolTaskRunner(max_workers=workers, initializer=_end_with_run) as pool:
        futures: list[PrefectFuture[dict[str, int]]] = [
            pool.submit(normalize_one, {"batch": batch, "settings": settings}) for batch in batches
        ]
        yield from (future.result() for future in as_completed(futures))


def _end_with_run() -> None:
    """Have a worker process end with the run, however that ends: it would wait for batches for ever."""

    def wait() -> None:
        if (run := multiprocessing.parent_process()) is not None:
            run.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _server_shared() -> AbstractContextManager[Any]:
    """Have worker processes report to this run's server; each would start one of its own otherwise."""
    run = FlowRunContext.get()
    return temporary_settings({PREFECT_API_URL: str(run.client.api_url).rstrip("/")}) if run else nullcontext()
