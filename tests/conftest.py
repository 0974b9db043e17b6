"""What the tests share: the sample articles, a warehouse built from them once, and one Prefect server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import flows  # noqa: F401 - sets Prefect's defaults before Prefect is imported

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """Folder of the shipped sample articles."""
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One Prefect server for all tests that run a flow; it takes many seconds to start."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="session")
def gold() -> Path:
    """Folder of hand-coded articles, which the project does not ship."""
    return _folder("COOPMETRICS_GOLD")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Folder of real articles, which the project does not ship."""
    return _folder("COOPMETRICS_CORPORA")


def _folder(variable: str) -> Path:
    folder = os.environ.get(variable)
    if not folder or not Path(folder).is_dir():
        pytest.skip(f"{variable} names no folder")
    return Path(folder)


@pytest.fixture(scope="session")
def published(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The main job on the sample articles, by the command that users type; done once for all tests."""
    folder = tmp_path_factory.mktemp("warehouse")
    done = coopmetrics("run", "--raw", samples, "--warehouse", folder)
    assert done.returncode == 0, done.stderr
    return Run(folder, done.stdout)


@dataclass(frozen=True)
class Run:
    """A warehouse folder, and what the run that built it printed."""

    warehouse: Path
    printed: str


def coopmetrics(*arguments: object, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "coopmetrics", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, timeout=570)
