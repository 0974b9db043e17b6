"""Speed and memory of the main job's steps, on one core.

    python -m benchmarks.speed [STEP ...] [--texts DIR] [--pages DIR] [--articles N] [--markdown FILE]

Made articles in JSON Lines and web pages are ingested, in articles a second of one core's time; of several passes the
fastest counts. Raw files of any supported form are ingested, the English articles parsed alone and then coded (parse
included): all of them and, as the job does, only those that name two countries. `benchmarks.stories` joins
near-duplicates among made ones. Figures of one run can be compared with each other, those of two machines cannot: what
is to be watched is coding as a ratio to parsing alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from coopmetrics.articles import ingest
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files

if TYPE_CHECKING:
    from coopmetrics.language import Engine

Measured = tuple[str, str]
#: times that made articles and pages are ingested, and raw files parsed and coded while that takes `SHORT` seconds
PASSES, SHORT = 5, 10.0
#: articles coded before any are timed: what is loaded at the first use does not count
WARM = 20
Result = TypeVar("Result")


#: as frequent in made articles as in English
WORDS = (
    "the the the of of and and to to in in a a for on said that with by from was will has have Kenya India Suva "
    "minister agreement energy port railway visit talks signed project companies government cooperation new two year"
).split()


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do some work and give its result and the seconds of CPU time it took; what else runs hardly counts then."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def fastest(work: Callable[[], Result]) -> tuple[Result, float]:
    """Time what takes a moment several times: a collection of garbage in one of them is as long as many articles."""
    result, seconds = timed(work)
    left = min(PASSES, int(SHORT / max(seconds, 1e-3))) - 1
    return result, min([seconds, *(timed(work)[1] for _ in range(left))])


def measure_lines(articles: int) -> Iterator[Measured]:
    """Ingest made JSON Lines of 300 words each: everything from the bytes to the signed row."""
    chance = random.Random(0)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.jsonl"
        texts = (". ".join(" ".join(chance.choices(WORDS, k=15)) for _ in range(20)) for _ in range(articles))
        path.write_text("".join(json.dumps({"text": f"The ministers said that. {text}"}) + "\n" for text in texts))
        yield from _rate("JSON Lines", Settings(raw=path), "articles")


def measure_pages(pages: Path) -> Iterator[Measured]:
    """Ingest web pages."""
    yield from _rate("web pages", Settings(raw=pages), "pages")


def _rate(what: str, settings: Settings, unit: str) -> Iterator[Measured]:
    """Ingest several times, for what else runs on the machine can only slow a pass down: the fastest counts."""
    _ingested(settings, 1)
    seconds = []
    for _ in range(PASSES):
        started = time.process_time()
        count = len(_ingested(settings, 1_000_000))
        seconds.append(time.process_time() - started)
    fastest, slowest = (count / spent for spent in (min(seconds), max(seconds)))
    yield f"{what}, {count:,}", f"{fastest:,.0f} {unit} a second of CPU time (slowest of {PASSES}: {slowest:,.0f})"


def measure_steps(settings: Settings, most: int) -> Iterator[Measured]:
    """Run each step over the raw folder's articles, and give what was measured."""
    # these bring the language engine along, which the other measurements do without
    from coopmetrics.language import load_engine
    from coopmetrics.normalize import CODED_LANGUAGES

    _ingested(settings, 1)
    articles, seconds = timed(lambda: _ingested(settings, most))
    yield "articles ingested", f"{len(articles):,}"
    yield "ingest", f"{len(articles) / seconds:,.0f} articles/s"
    engine, seconds = timed(lambda: load_engine(settings.language_model))
    yield "loading the language engine", f"{seconds:.1f} s"
    english = [row for row in articles if row["language"] in CODED_LANGUAGES]
    texts = [row["text"] for row in english]
    _code(english[:WARM], settings)
    sentences, parsing = fastest(lambda: sum(len(list(doc.sents)) for doc in engine.parse(texts)))
    yield "sentences parsed", f"{sentences:,}"
    yield "parsing alone", f"{sentences / parsing:,.0f} sentences/s"
    encoding = _encoding(engine, texts)
    yield "the encoder alone", f"{sentences / encoding:,.0f} sentences/s" if encoding else "-"
    _, coding = fastest(lambda: _code(english, settings))
    yield "coding, parse included", f"{sentences / coding:,.0f} sentences/s"
    yield "coding to parsing, time", f"{coding / parsing:.2f}"
    kept, whole = fastest(lambda: _code_worthy(english, settings))
    yield "articles that name two countries", f"{kept:,} of {len(english):,}"
    yield "the whole job: these coded, the rest left out unparsed", f"{sentences / whole:,.0f} sentences/s of all"
    yield "peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def _encoding(engine: Engine, texts: list[str]) -> float:
    """Give the seconds that parsing spends in the built-in engine's encoder."""
    from coopmetrics.language.network import Network

    spent = 0.0
    encode = Network.encode

    def timed_encode(*arguments: Any) -> Any:
        nonlocal spent
        vectors, seconds = timed(lambda: encode(*arguments))
        spent += seconds
        return vectors

    with patch.object(Network, "encode", timed_encode):
        for _ in engine.parse(texts):
            pass
    return spent


def _ingested(settings: Settings, most: int) -> list[dict[str, Any]]:
    batches = ingest(raw_files(settings.raw), settings.raw, settings)
    return list(islice((row for batch in batches for row in batch.articles), most))


def _code(rows: list[dict[str, Any]], settings: Settings) -> int:
    from coopmetrics.normalize import Article, Coded, code_articles

    articles = (
        Article(row["article_id"], row["text"], row["title"], row["published_on"], row["source_url"]) for row in rows
    )
    return sum(len(coded.events) for coded in code_articles(articles, settings) if isinstance(coded, Coded))


def _code_worthy(rows: list[dict[str, Any]], settings: Settings) -> int:
    """Code as a batch is coded: only what names two countries is parsed; give how many articles that is."""
    from coopmetrics.normalize import is_worth_coding

    kept = [row for row in rows if is_worth_coding(row["text"])]
    _code(kept, settings)
    return len(kept)


STEPS: Final = ("lines", "pages", "steps")


def measure(steps: Sequence[str], texts: Path, pages: Path, most: int) -> Iterator[Measured]:
    """Measure what is asked for."""
    if "lines" in steps:
        yield from measure_lines(10 * most)
    if "pages" in steps:
        yield from measure_pages(pages)
    if "steps" in steps:
        yield from measure_steps(Settings(raw=texts), most)


def _machine() -> str:
    day = datetime.now(UTC).date()
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {day}"


def main() -> None:
    """Measure, print, and write Markdown if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"what to measure: {', '.join(STEPS)}; default all")
    parser.add_argument("--pages", type=Path, default=Path("data/raw/html"), help="folder of pages; data/raw/html")
    parser.add_argument("--texts", type=Path, default=Path("data/raw"), help="folder of raw files; default data/raw")
    parser.add_argument("--articles", type=int, default=1000, help="take at most so many articles; default 1000")
    parser.add_argument("--markdown", type=Path, help="file to write the table to as Markdown")
    arguments = parser.parse_args()
    measured = list(measure(arguments.steps or STEPS, arguments.texts, arguments.pages, arguments.articles))
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
