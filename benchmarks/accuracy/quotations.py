"""Quotations, speakers and attributed sentences: on hand-coded articles, and on news with reported speech (PolNeAR).

The hand-coded quotations are few: they are counted on the held-out articles, and on all, most of which the rules were
made on.

Speakers are compared by the words of their names, since the gold names may be fuller or shorter than ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy.coded_articles import Chooser, coded, documents, is_held_out, rows
from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics import entities
from coopmetrics.document import Document, Mention
from coopmetrics.events import attribution
from coopmetrics.language import load_engine

#: news files of PolNeAR that are read, in order of name
NEWS_FILES = 40
#: capitalised where they open a sentence, and no names
_PRONOUNS = frozenset("he she it they we you i who this that these those".split())


class Said(NamedTuple):
    """What is said in one annotated attribution: its span and the source as written."""

    start: int
    end: int
    source: str


def score(gold: Path) -> Iterator[Figure]:
    """Quotations and speakers of held-out articles, and attributed sentences of both sets."""
    yield from _quotations(gold, is_held_out)
    marked = {row["article"] for row in rows(gold, "quotations", lambda _: True)}
    yield from _quotations(gold, marked.__contains__, " in all articles")
    right = []
    for row, document, sentence, _ in coded(gold):
        if row["attribution"] != "none":
            number = max(i for i, s in enumerate(document.sentences) if s.start_char <= sentence.end_char - 1)
            right.append(_is_same(document.attributions[number].speaker, row["speaker"]))
    yield Figure("speakers of attributed events", sum(right) / max(len(right), 1), len(right))
    yield from _news(gold / "attribution")


def _quotations(gold: Path, chosen: Chooser, where: str = "") -> Iterator[Figure]:
    found = spoken = 0
    quotations = rows(gold, "quotations", chosen)
    for row in quotations:
        same = [
            quotation
            for quotation in documents(gold, chosen)[row["article"]].quotations
            if abs(quotation.start - row["start"]) <= 1 and abs(quotation.end - row["end"]) <= 1
        ]
        found += bool(same)
        spoken += any(_is_same(quotation.speaker, row["speaker"]) for quotation in same)
    yield Figure(f"quotations found{where}", found / max(len(quotations), 1), len(quotations))
    yield Figure(f"quotations with the right speaker{where}", spoken / max(len(quotations), 1), len(quotations))


def _news(folder: Path) -> Iterator[Figure]:
    """Sentences said by somebody, and who, on news articles; sources that are pronouns are not compared."""
    said: set[tuple[str, int]] = set()
    true: set[tuple[str, int]] = set()
    named: list[bool] = []
    engine = load_engine()
    paths = sorted((folder / "attributions").glob("*.ann"))[:NEWS_FILES]
    for path in paths:
        text_path = folder / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        document = Document(next(engine.parse([text_path.read_text(encoding="utf-8")])))
        entities.annotate(document)
        attribution.annotate(document)
        contents = read(path.read_text(encoding="utf-8"))
        for number, sentence in enumerate(document.sentences):
            over = [c for c in contents if c.start < sentence.end_char and sentence.start_char < c.end]
            kind = document.attributions[number].kind
            said |= {(path.stem, number)} if kind != "none" else set()
            true |= {(path.stem, number)} if over else set()
            if over and kind != "none" and _is_named(over[0].source):
                named.append(_is_same(document.attributions[number].speaker, over[0].source))
    yield from precision_recall_f1("attributed sentences of news", said, true)
    yield Figure("their named speakers", sum(named) / max(len(named), 1), len(named))


def read(annotations: str) -> list[Said]:
    """Contents of the attributions in a brat file, each with the words of its source."""
    spans: dict[str, tuple[int, int, str]] = {}
    found = []
    for line in annotations.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T"):
            place, _, words = rest.partition("\t")
            offsets = [int(number) for number in re.findall(r"\d+", place)]
            spans[key] = (offsets[0], offsets[-1], words)
        elif key.startswith("E"):
            parts = dict(part.split(":", 1)[::-1] for part in rest.split())
            arguments = {role.rstrip("0123456789"): span for span, role in parts.items()}
            if "Content" in arguments and arguments["Content"] in spans:
                start, end, _ = spans[arguments["Content"]]
                found.append(Said(start, end, spans.get(arguments.get("Source", ""), (0, 0, ""))[2]))
    return found


def _is_named(source: str) -> bool:
    return re.search(r"[A-Z]\w+$", source) is not None and source.lower() not in _PRONOUNS


def _is_same(speaker: Mention | None, name: str | None) -> bool:
    ours, theirs = _words(speaker.name if speaker else None), _words(name)
    return bool(ours & theirs) or (not ours and not theirs)


def _words(name: str | None) -> set[str]:
    return {word for word in re.findall(r"\w+", (name or "").lower()) if len(word) > 2}
