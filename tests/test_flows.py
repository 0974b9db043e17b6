"""The flows as a Prefect server shows them, and the server of a run that has none."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

from coopmetrics.settings import Settings
from flows import ingest, normalize, warehouse
from flows.server import begin

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


@pytest.mark.usefixtures("prefect_server")
def test_a_run_without_its_raw_folder_fails_and_publishes_nothing(tmp_path: Path) -> None:
    from flows.pipeline import pipeline

    with pytest.raises(FileNotFoundError, match=r"nothing at .*/not-mounted: name the folder of raw articles"):
        pipeline(Settings(raw=tmp_path / "not-mounted", warehouse=tmp_path / "warehouse"))

    assert not (tmp_path / "warehouse" / "cooperation.duckdb").exists()


#: the server that a flow would report to; then nothing, until the process is killed
RUN = """
from flows.server import begin
from prefect.settings import get_current_settings

with begin():
    print(get_current_settings().api.url, flush=True)
    input()
"""


def test_the_temporary_server_ends_with_its_run_however_that_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        address = run.stdout.readline().strip()
        assert httpx.get(f"{address}/health").json() is True

        run.kill()

    assert ends_within(60, address)


def ends_within(seconds: int, address: str) -> bool:
    for _ in range(seconds):
        try:
            httpx.get(f"{address}/health")
        except httpx.TransportError:
            return True
        time.sleep(1)
    return False


def test_no_temporary_server_is_started_where_there_is_one() -> None:
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:4200/api"}), begin():
        assert get_current_settings().api.url == "http://127.0.0.1:4200/api"


async def shown() -> tuple[set[str], list[str], list[Any]]:
    """Give the names of the flows and task runs, and the artifacts, that the server knows."""
    from prefect import get_client

    async with get_client() as client:
        flows = {flow.name for flow in await client.read_flows()}
        tasks = [run.name for run in await client.read_task_runs()]
        return flows, tasks, await client.read_artifacts()


WORKER = """
import multiprocessing, os, signal
from concurrent.futures import ProcessPoolExecutor
from flows.normalize import _end_with_run

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _end_with_run)
    pool.submit(os.getpid).result()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(WORKER)
    # the pipe ends when the last process that holds it does
    killed = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
