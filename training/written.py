"""News written for this project, with its events: `annotations/written_news.txt`.

An article opens with `=== headline` and its day. A line is a sentence, an empty one parts paragraphs. The rows of a
sentence, or of the headline, follow it: `> SRC>TGT`, type, stage, the words of the predicate and flags (r, n, h or a
full stop), parted by tabs. A target of `?` is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.accuracy.events import GoldArticle, Row

NEWS = Path(__file__).parent / "annotations" / "written_news.txt"
_OPENING = re.compile(r"^=== ?", re.MULTILINE)
_ROW = "> "
_FLAGS = {"r": "reciprocal", "n": "negated", "h": "hypothetical"}


def news(path: Path = NEWS) -> Iterator[GoldArticle]:
    """Give the articles with their coded rows."""
    for number, article in enumerate(_OPENING.split(path.read_text(encoding="utf-8"))[1:]):
        head, day, *lines = article.split("\n")
        yield _article(f"news {number}", date.fromisoformat(day), [head, *lines])


def _article(name: str, day: date, lines: list[str]) -> GoldArticle:
    text, start = "", 0
    rows: list[Row] = []
    for line in lines:
        if line.startswith(_ROW):
            rows.append(_row(line.removeprefix(_ROW), text, start))
        elif line.strip():
            start = len(text) + int(not text.endswith("\n")) if text else 0
            text = text.ljust(start) + line.strip()
        elif text:
            text = text.rstrip("\n") + "\n\n"
    return GoldArticle(name, text.rstrip("\n"), day, rows)


def _row(line: str, text: str, start: int) -> Row:
    sides, kind, stage, predicate, flags = line.split("\t")
    source, target = sides.split(">")
    at = text.index(predicate, start)
    return {
        "start": start,
        "end": len(text.rstrip()),
        "source": source,
        "target": None if target == "?" else target,
        "type": kind,
        "stage": stage,
        "predicate_span": [at, at + len(predicate)],
        **{name: flag in flags for flag, name in _FLAGS.items()},
    }
