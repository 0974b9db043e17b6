"""Memory of reading large raw files, which must not grow with the file.

    python -m benchmarks.memory [--megabytes N] [--ingest]

JSON Lines, the same compressed, in an archive, and a WARC of pages are made in a temporary folder and read to the end,
each in a process of its own. What counts is how much its peak memory has grown since it started. `--ingest` makes rows
of the articles, too, which takes many times as long; then some hundred bytes an article are kept to know it again.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing
import random
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from rich.console import Console
from rich.table import Table
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coopmetrics.articles import ingest
from coopmetrics.settings import Settings
from coopmetrics.sources import Limits, RawItem, read

SENTENCE = (
    "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries. "
)


_RANDOM = random.Random(0)  # noqa: S311 - no secret
#: two thousand characters each, with words that make them pack about as well as real articles
BODIES = [SENTENCE * 5 + " ".join(f"{_RANDOM.getrandbits(32):x}" for _ in range(160)) for _ in range(1000)]


def lines(size: int) -> Iterator[bytes]:
    """Make so many bytes of JSON Lines, each article with an address of its own."""
    made = number = 0
    while made < size:
        line = json.dumps(
            {"url": f"https://wire.example/{number}", "text": f"{number} {BODIES[number % 1000]}"}
        ).encode()
        yield line + b"\n"
        made, number = made + len(line) + 1, number + 1


def make_lines(path: Path, size: int) -> None:
    """Write plain JSON Lines."""
    with path.open("wb") as file:
        file.writelines(lines(size))


def make_gzip(path: Path, size: int) -> None:
    """Write compressed JSON Lines."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines(lines(size))


def make_zip(path: Path, size: int) -> None:
    """Write an archive with one large member."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("news.jsonl", "w", force_zip64=True) as file,
    ):
        for line in lines(size):
            file.write(line)


def make_warc(path: Path, size: int) -> None:
    """Write a web archive of small pages."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number in range(size // 40_000 + 1):
            page = f"<html><body><p>{number} {' '.join(BODIES[:20])}</p></body></html>".encode()
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            address = f"https://wire.example/{number}"
            writer.write_record(
                writer.create_warc_record(address, "response", payload=io.BytesIO(page), http_headers=headers)
            )


FORMS: dict[str, Callable[[Path, int], None]] = {
    "news.jsonl": make_lines,
    "news.jsonl.gz": make_gzip,
    "news.zip": make_zip,
    "news.warc": make_warc,
}


def grown(path: Path, is_ingested: bool, answer: Connection) -> None:
    """Read a file, and answer how many articles it has, how many MB the peak has grown by, and the CPU seconds."""
    before, started = _peak(), time.process_time()
    settings = Settings(raw=path)
    if is_ingested:
        articles = sum(len(batch.articles) for batch in ingest([path], path, settings))
    else:
        articles = sum(isinstance(item, RawItem) for item in read(path, path, Limits()))
    answer.send((articles, _peak() - before, time.process_time() - started))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(megabytes: int, is_ingested: bool) -> Iterator[tuple[str, str, str, str, str]]:
    """Make each form, read it, and give its sizes and what it took."""
    context = multiprocessing.get_context("fork")
    for name, make in FORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            make(path, megabytes * 2**20)
            here, there = context.Pipe()
            process = context.Process(target=grown, args=(path, is_ingested, there))
            process.start()
            articles, memory, seconds = here.recv()
            process.join()
            size = path.stat().st_size / 2**20
            yield name, f"{size:,.0f} MB", f"{articles:,}", f"{memory:,.0f} MB", f"{seconds:,.1f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000, help="size of each form, not compressed; default 1000")
    parser.add_argument("--ingest", action="store_true", help="make rows of the articles, too")
    arguments = parser.parse_args()
    table = Table("form", title="Memory of reading")
    for column in ("size", "articles", "memory grown by", "CPU time"):
        table.add_column(column, justify="right")
    for row in measure(arguments.megabytes, arguments.ingest):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
