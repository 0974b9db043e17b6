"""The flows as a Prefect server shows them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prefect import Task
from prefect.cache_policies import NO_CACHE

from coopmetrics.settings import Settings
from flows import ingest, normalize, warehouse

pytestmark = pytest.mark.slow


def test_no_task_hashes_what_it_is_given() -> None:
    tasks = [
        each for module in (ingest, normalize, warehouse) for each in vars(module).values() if isinstance(each, Task)
    ]

    assert len(tasks) == 5
    assert all(task.cache_policy == NO_CACHE for task in tasks)


@pytest.mark.usefixtures("prefect_server")
def test_a_run_shows_one_task_a_batch_and_a_summary(samples: Path, tmp_path: Path) -> None:
    from flows.pipeline import pipeline

    summary = pipeline(Settings(raw=samples / "html", warehouse=tmp_path, workers=1))

    flows, tasks, artifacts = asyncio.run(shown())
    assert {"pipeline", "ingest", "normalize", "warehouse"} <= flows
    steps = [name.split()[0] for name in tasks if not name[-1].isdigit() or " " in name]
    assert sorted(steps) == ["build", "ingest", "normalize", "resolve"]
    assert any("articles" in str(artifact.data) for artifact in artifacts if artifact.key == "run-summary")
    assert summary.published.articles == summary.counts["articles"] > 0
    assert summary.published.rejected == summary.counts["rejected"] > 0


async def shown() -> tuple[set[str], list[str], list[Any]]:
    """Give the names of the flows and task runs, and the artifacts, that the server knows."""
    from prefect import get_client

    async with get_client() as client:
        flows = {flow.name for flow in await client.read_flows()}
        tasks = [run.name for run in await client.read_task_runs()]
        return flows, tasks, await client.read_artifacts()
