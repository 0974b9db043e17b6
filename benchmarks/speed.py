"""Speed and memory of the main job's steps, on one core.

    python -m benchmarks.speed [--texts DIR] [--articles N] [--markdown FILE]

Raw files of any supported form are ingested, the English articles parsed alone and then coded (parse included);
`benchmarks.stories` joins near-duplicates among made ones. Figures of one run can be compared with each other, those
of two machines cannot: what is to be watched is coding as a ratio to parsing alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from coopmetrics.articles import ingest
from coopmetrics.language import load_engine
from coopmetrics.normalize import CODED_LANGUAGES, Article, Coded, code_articles
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files

Measured = tuple[str, str]
Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do some work and give its result and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def measure(settings: Settings, most: int) -> Iterator[Measured]:
    """Run each step over the raw folder's articles, and give what was measured."""
    _ingested(settings, 1)  # what is loaded at the first use does not count
    articles, seconds = timed(lambda: _ingested(settings, most))
    yield "articles ingested", f"{len(articles):,}"
    yield "ingest", f"{len(articles) / seconds:,.0f} articles/s"
    engine, seconds = timed(lambda: load_engine(settings.language_model))
    yield "loading the language engine", f"{seconds:.1f} s"
    english = [row for row in articles if row["language"] in CODED_LANGUAGES]
    texts = [row["text"] for row in english]
    _code(english[:1], settings)
    sentences, parsing = timed(lambda: sum(len(list(doc.sents)) for doc in engine.parse(texts)))
    yield "sentences parsed", f"{sentences:,}"
    yield "parsing alone", f"{sentences / parsing:,.0f} sentences/s"
    _, coding = timed(lambda: _code(english, settings))
    yield "coding, parse included", f"{sentences / coding:,.0f} sentences/s"
    yield "coding to parsing, time", f"{coding / parsing:.2f}"
    yield "peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def _ingested(settings: Settings, most: int) -> list[dict[str, Any]]:
    batches = ingest(raw_files(settings.raw), settings.raw, settings, known=())
    return list(islice((row for batch in batches for row in batch.articles), most))


def _code(rows: list[dict[str, Any]], settings: Settings) -> int:
    articles = (Article(row["article_id"], row["text"], row["title"], row["published_on"]) for row in rows)
    return sum(len(coded.events) for coded in code_articles(articles, settings) if isinstance(coded, Coded))


def _machine() -> str:
    day = datetime.now(UTC).date()
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {day}"


def main() -> None:
    """Measure, print, and write Markdown if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path("data/raw"), help="folder of raw files; default data/raw")
    parser.add_argument("--articles", type=int, default=1000, help="take at most so many articles; default 1000")
    parser.add_argument("--markdown", type=Path, help="file to write the table to as Markdown")
    arguments = parser.parse_args()
    measured = list(measure(Settings(raw=arguments.texts), arguments.articles))
    table = Table("what", title=f"Speed ({_machine()})")
    table.add_column("measured", justify="right")
    for row in measured:
        table.add_row(*row)
    Console().print(table)
    if arguments.markdown:
        rows = "\n".join(f"| {what} | {value} |" for what, value in measured)
        arguments.markdown.write_text(f"{_machine()}\n\n| what | measured |\n|---|--:|\n{rows}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
