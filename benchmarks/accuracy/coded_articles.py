"""The hand-coded articles: their rows, and the articles parsed and annotated up to their attributions.

Every third article, by the hash of its name, is held out: rules and vocabularies are made on the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Span, Token

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events import attribution
from coopmetrics.language import load_engine

FOLDER = "coded_articles"
#: tells articles by their names
Chooser = Callable[[str], bool]


def is_held_out(article: str) -> bool:
    """Whether an article is kept to measure with."""
    return int(hashlib.md5(article.encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def rows(gold: Path, name: str, chosen: Chooser = is_held_out) -> list[dict[str, Any]]:
    """Rows of one file ("events", "quotations") of the held-out articles."""
    lines = (gold / FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if chosen(row["article"])]


@cache
def documents(gold: Path, chosen: Chooser = is_held_out) -> dict[str, Document]:
    """The held-out articles by name, with mentions, quotations and attributions."""
    folder = gold / FOLDER
    published = json.loads((folder / "published_on.json").read_text(encoding="utf-8"))
    paths = [path for path in sorted((folder / "articles").glob("*.txt")) if chosen(path.stem)]
    parsed = load_engine().parse(path.read_text(encoding="utf-8") for path in paths)
    found = {}
    for path, doc in zip(paths, parsed, strict=True):
        on = published.get(path.stem)
        found[path.stem] = Document(doc, published_on=date.fromisoformat(on) if on else None)
        entities.annotate(found[path.stem])
        attribution.annotate(found[path.stem])
    return found


def coded(gold: Path, chosen: Chooser = is_held_out) -> Iterator[tuple[dict[str, Any], Document, Span, Token | None]]:
    """Every event row with its article, its sentence, and the topmost word of its predicate where that is coded.

    `chosen` chooses the articles by name.
    """
    articles = documents(gold, chosen)
    for row in rows(gold, "events", chosen):
        document = articles[row["article"]]
        sentence = document.doc.char_span(row["start"], row["end"], alignment_mode="expand")
        if sentence is not None:
            yield row, document, sentence, _predicate(sentence, row["predicate"])


def _predicate(sentence: Span, words: str | None) -> Token | None:
    at = sentence.text.find(words) if words else -1
    if not words or at < 0:
        return None
    start = sentence.start_char + at
    span = sentence.doc.char_span(start, start + len(words), alignment_mode="expand")
    return span.root if span is not None else None
