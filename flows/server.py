"""The temporary server of a run where none is configured, started while the flows are still being imported.

Prefect starts one by itself too, but not before the first flow begins, and imports all of the server for that into the
flow's own process. Both take many seconds, as the flows' imports do; beside each other they cost the longer of the two.

    python -m flows.server FD    serves on a listening socket until its standard input ends
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Thread

import httpx
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_UI_URL,
    get_current_settings,
    temporary_settings,
)


def begin() -> AbstractContextManager[None]:
    """Start a server where Prefect knows none; entering what is given waits for it, and has flows report to it."""
    settings = get_current_settings()
    if settings.api.url or not settings.server.ephemeral.enabled:
        return nullcontext()
    return _reported_to(_started(), settings.server.ephemeral.startup_timeout_seconds)


def _started() -> str:
    """Start the server and give its address; it ends with this process, however that ends."""
    # open and never closed: it is the server's standard input that ends
    end, _ = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        command = [sys.executable, "-m", "flows.server", str(listening.fileno())]
        # a session of its own, so that Ctrl-C does not take the server away before the flow has told of it
        subprocess.Popen(  # noqa: S603
            command, stdin=end, stdout=subprocess.DEVNULL, pass_fds=[listening.fileno()], start_new_session=True
        )
        os.close(end)
        host, port = listening.getsockname()
    return f"http://{host}:{port}/api"


@contextmanager
def _reported_to(address: str, timeout: int) -> Iterator[None]:
    try:
        # who comes early waits at the socket until the server takes it
        httpx.get(f"{address}/health", timeout=timeout, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        raise ConnectionError(f"Prefect's temporary server does not answer: {error}") from error
    # heartbeats tell a lasting server which runs have crashed; each flow would wait up to a second for its last one
    told = {PREFECT_API_URL: address, PREFECT_UI_URL: "", PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings(told):
        yield


def serve(listening: socket.socket) -> None:
    """Serve without UI and schedules, as Prefect's own temporary server does, until standard input ends."""
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(ephemeral=True, final=True), log_level="error", lifespan="on"))

    def end() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    Thread(target=end, daemon=True).start()
    server.run(sockets=[listening])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
