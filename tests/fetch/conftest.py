"""A web server on this machine that behaves as it is told, and the settings to visit it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coopmetrics.fetch.polite import Manners
from coopmetrics.settings import Settings

ITEM = "<item><title>{0}</title><link>https://wire.example/{0}</link><description>{1}</description></item>"


def rss(*items: tuple[str, str], head: str = "") -> bytes:
    """Write a feed of items with a title and a text."""
    return f"{head}<rss version='2.0'><channel>{''.join(ITEM.format(*item) for item in items)}</channel></rss>".encode()


@dataclass
class Site:
    """What the server answers: a function a path, which is given the request; and what it was asked, in order."""

    address: str
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def serves(self, path: str, *answers: tuple[int, dict[str, str], bytes]) -> str:
        """Have a path answer one after another, the last for ever; returns its address."""
        left = list(answers)

        def answer(request: BaseHTTPRequestHandler) -> None:
            status, headers, body = left.pop(0) if len(left) > 1 else left[0]
            request.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer
        return self.address + path

    def paths(self) -> list[str]:
        """List the paths asked for, in order."""
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if page := here.pages.get(self.path):
                page(self)
            else:
                self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield here
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def manners() -> Manners:
    """Manners for a server that is ours: no pauses, small limits."""
    return Manners("tests/1.0", timeout_seconds=5, max_bytes=100_000, allow_private=True, pause_seconds=0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse", feeds=tmp_path / "sources.yaml")
