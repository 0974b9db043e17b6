"""Sentences with labelled pairs of actors, as segments: a side task of the encoder's second stage.

A pair is two spans of words and its labels: `type` (a PLOVER type, or NONE), `stage`, three flags, and the words of
the predicate. Where one side is nobody that is named, its span is the whole sentence. Written sentences label the pairs
that were marked. In annotated articles the pairs of actors that no row names are NONE; actors are the sides of the
sentence's rows and the names of countries in it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from coopmetrics.reference import read_table
from training import texts
from training.windows import Pair, Segment

ANNOTATIONS = Path(__file__).parent / "annotations"
FLAGS = ("negated", "hypothetical", "reciprocal")
#: unlabelled pairs taken of a sentence, and the share of sentences without any row that are taken
MOST_NONE, SHARE_NONE = 4, 0.5
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")

Row = dict[str, Any]
Span = tuple[int, int]
_NLP = spacy.blank("en")


def written() -> Iterator[list[Segment]]:
    """Give the written sentences, each a document of its own."""
    for line in (ANNOTATIONS / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        sentence = json.loads(line)
        doc = _NLP(sentence["text"])
        found = [_pair(doc, spans_of(sentence["text"], row), row) for row in sentence["rows"]]
        yield [_segment(doc, 0, len(doc), [pair for pair in found if pair])]


def annotated(root: Path, rng: random.Random) -> Iterator[list[Segment]]:
    """Give the annotated articles of the corpora under `root`; of two annotations of one article, the first."""
    seen = set()
    for line in (ANNOTATIONS / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["text"] in seen:
            continue
        seen.add(article["text"])
        text = texts.read(root, article["text"])
        if texts.digest(text) == article["sha256"]:
            yield list(_article(text, article["rows"], rng))


def _article(text: str, rows: Sequence[Row], rng: random.Random) -> Iterator[Segment]:
    by_sentence: dict[Span, list[Row]] = {}
    for row in rows:
        by_sentence.setdefault((row["start"], row["end"]), []).append(row)
    doc = _NLP(text)
    start = text.index("\n") + 1 if text.startswith("http") else 0
    for begin, end in _sentences(text, start, by_sentence):
        span = doc.char_span(begin, end, alignment_mode="expand")
        if span is None or not text[begin:end].strip():
            continue
        own = by_sentence.get((begin, end), [])
        opens = "\n" in text[max(0, begin - 2) : begin]
        yield _segment(doc, span.start, span.end, [*_labelled(doc, span.start, span.end, own, rng)], opens)


def _sentences(text: str, start: int, known: Iterable[Span]) -> list[Span]:
    """Give the annotated sentences and, between them, others cut at full stops."""
    spans, position = [], start
    for begin, end in [*sorted(known), (len(text), len(text))]:
        last = position
        for match in _SENTENCE_END.finditer(text, position, begin):
            spans.append((last, match.start()))
            last = match.end()
        spans += [(last, begin), (begin, end)]
        position = end
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _labelled(doc: Doc, start: int, end: int, rows: Sequence[Row], rng: random.Random) -> Iterator[Pair]:
    labelled: set[tuple[Span, Span]] = set()
    actors: list[Span] = []
    for row in rows:
        nobody = None if row["target"] else (row["start"], row["end"])
        pair = _pair(doc, [row["source_span"], row["target_span"] or nobody, row["predicate_span"]], row)
        if pair:
            sides = (pair.source, pair.target)
            labelled |= {sides, sides[::-1]}
            actors += [pair.source] if nobody else sides
            yield pair
    if not rows and rng.random() > SHARE_NONE:
        return
    actors += _countries(doc, start, end)
    others = [(a, b) for a, b in permutations(dict.fromkeys(actors), 2) if (a, b) not in labelled]
    apart = [(a, b) for a, b in others if (a[1] < b[0] or b[1] < a[0]) and _key(doc, a) != _key(doc, b)]
    # a side without a span of its own ("both sides" of the sentence before) may be any of the names
    if all(row["source_span"] and row["target_span"] for row in rows):
        for source, target in rng.sample(apart, min(MOST_NONE, len(apart))):
            yield Pair(source, target, {"type": "NONE"})


def _key(doc: Doc, span: Span) -> str:
    return doc[span[0] : span[1] + 1].text.lower()[:4]


def _countries(doc: Doc, start: int, end: int) -> list[Span]:
    names = _names()
    found = []
    for i in range(start, end):
        for size in (3, 2, 1):
            if i + size <= end and doc[i : i + size].text in names and (not found or found[-1][1] < i):
                found.append((i, i + size - 1))
                break
    return found


@cache
def _names() -> frozenset[str]:
    """Read what countries, their people and capitals are called."""
    tables = [row for name in ("country_aliases", "demonyms", "capitals") for row in read_table(name)]
    return frozenset(value for row in tables for value in row.values() if value[:1].isupper() and len(value) > 3)


def _segment(doc: Doc, start: int, end: int, found: Sequence[Pair], opens: bool = True) -> Segment:
    """Give the words of a stretch as a segment, without white space, and the pairs renumbered."""
    place = {}
    words = []
    for token in doc[start:end]:
        if not token.is_space:
            place[token.i] = len(words)
            words.append(token.text)
    kept = []
    for pair in found:
        spans = [_moved(span, place) for span in (pair.source, pair.target, pair.predicate)]
        if spans[0] and spans[1]:
            kept.append(Pair(spans[0], spans[1], pair.labels, spans[2]))
    return Segment(words, opens, pairs=kept)


def _moved(span: Span | None, place: dict[int, int]) -> Span | None:
    inside = [place[i] for i in range(span[0], span[1] + 1) if i in place] if span else []
    return (inside[0], inside[-1]) if inside else None


def _pair(doc: Doc, spans: Sequence[Sequence[int] | None], row: Row) -> Pair | None:
    """Build a pair from character spans of source, target and perhaps predicate; None where a side has no span."""
    words = [_words(doc, span) for span in spans]
    if words[0] is None or words[1] is None or words[0] == words[1]:
        return None
    labels = {"type": row["type"]}
    if row.get("stage"):
        labels["stage"] = row["stage"]
    for flag in FLAGS:
        if row.get(flag) is not None and row["type"] != "NONE":
            labels[flag] = str(bool(row[flag]))
    return Pair(words[0], words[1], labels, words[2] if len(words) > 2 else None)


def _words(doc: Doc, span: Sequence[int] | None) -> Span | None:
    found = doc.char_span(span[0], span[1], alignment_mode="expand") if span else None
    return (found.start, found.end - 1) if found is not None and len(found) else None


def spans_of(text: str, row: Row) -> list[Span | None]:
    """Give the characters of source, target and predicate, which a row names by their words."""
    spans: list[Span | None] = []
    for side in ("source", "target", "predicate"):
        start = text.find(row[side]) if row[side] else -1
        spans.append((start, start + len(row[side])) if start >= 0 else None)
    return spans


def marked_spans(text: str) -> list[Span | None]:
    """Find the marked source and target in the text that is left when the marks are taken out."""
    spans: list[Span | None] = []
    for mark in "st":
        match = re.search(rf"<{mark}>\s*(.*?)\s*</{mark}>", text)
        if match is None:
            spans.append(None)
            continue
        before = re.sub(r"</?[st]>", "", text[: match.start(1)])
        inner = re.sub(r"</?[st]>", "", match[1])
        spans.append((len(before), len(before) + len(inner)))
    return spans
