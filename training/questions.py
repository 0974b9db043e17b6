"""What the head of pairs is trained on: questions about two actors in a sentence, and their answers.

Questions about articles are those that the event coder asks at run time: it goes over the article, and every candidate
becomes two questions, with its predicate named and without. The coded rows of the sentence that are between the same
two codes answer them; where there is none, the answer is NONE. Written sentences and marked relations name the words of
both sides themselves.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from benchmarks.accuracy import relations
from benchmarks.accuracy.events import GoldArticle, Row, pair, sentence_of
from coopmetrics.document import Document
from coopmetrics.events import candidates, parties, readings
from coopmetrics.events.candidates import Candidate
from coopmetrics.language import Engine, windows
from coopmetrics.language.paragraphs import paragraph_starts
from coopmetrics.language.sentences import sentence_starts
from coopmetrics.language.tokens import words_of
from coopmetrics.language.vocabulary import Vocabulary
from coopmetrics.normalize import prepare

ANNOTATIONS = Path(__file__).parent / "annotations"
#: written sentences, by what their texts are called; no shipped weights have learned those added (decision 0047)
WRITTEN_FILES = {"written": "sentences.jsonl", "added": "mutual_sentences.jsonl"}
Span = tuple[int, int]
FLAGS = ("negated", "hypothetical", "reciprocal")
SPANS = ("source_span", "target_span", "predicate_span")
#: weight of a question about a written sentence and about a marked relation: articles ask many times as much
WRITTEN, MARKED = 2.0, 3.0
#: questions of one sentence that are kept whose answer is NONE, with a predicate named and without
MOST_NAMED, MOST_FOUND = 6, 10


@dataclass(frozen=True, slots=True)
class Question:
    """Words of source, target, sentence, and perhaps the predicate, counted in the text; and the right answers."""

    source: Span
    target: Span
    sentence: Span
    predicate: Span | None
    types: tuple[str, ...]
    stages: tuple[str, ...] = ()
    flags: dict[str, bool] = field(default_factory=dict)
    #: where the act is told, if it is known and not named in the question
    told: Span | None = None
    weight: float = 1.0


@dataclass(slots=True)
class Window:
    """Pieces and shapes of a window, and for each the number of its word in the text, -1 for separators."""

    pieces: list[int]
    shapes: list[int]
    word_of: list[int]


@dataclass(slots=True)
class Text:
    """A text as the encoder reads it, with its questions."""

    name: str
    windows: list[Window]
    words: int
    questions: list[Question]


def marked(gold: Path) -> Iterator[dict[str, Any]]:
    """Give the sentences with one marked relation, in the order that their folds are counted in."""
    for row in relations.shuffled(gold):
        source, target = marked_spans(row["marked"])
        rows = [{"source_span": source, "target_span": target, "type": row["type"], "weight": MARKED}]
        yield {"name": row["id"], "text": row["text"], "rows": rows}


def written() -> Iterator[dict[str, Any]]:
    """Give the written sentences, with spans in place of the words of sides and predicates."""
    for name, file in WRITTEN_FILES.items():
        lines = (ANNOTATIONS / file).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            sentence = json.loads(line)
            spans = [dict(zip(SPANS, spans_of(sentence["text"], row), strict=True)) for row in sentence["rows"]]
            rows = [row | found | {"weight": WRITTEN} for row, found in zip(sentence["rows"], spans, strict=True)]
            yield {"name": f"{name} {number}", "text": sentence["text"], "rows": rows}


def of_articles(
    articles: Sequence[GoldArticle], engine: Engine, vocabulary: Vocabulary, rng: random.Random
) -> Iterator[Text]:
    """Ask what the coder asks of coded articles."""
    docs = engine.parse(article.text for article in articles)
    for article, doc in zip(articles, docs, strict=True):
        document = Document(doc, None, article.published_on)
        prepare(document)
        place, _, _ = words_of(doc)
        asked = [_numbered(question, place) for question in _questions(document, article, rng)]
        name = article.name if article.coded is None else f"sentences of {article.name}"
        yield Text(name, _windows(doc, vocabulary), len(place), asked)


def of_sentences(sentences: Iterable[dict[str, Any]], engine: Engine, vocabulary: Vocabulary) -> Iterator[Text]:
    """Ask about marked pairs: each sentence has `name`, `text` and `rows` with spans of characters."""
    known = list(sentences)
    docs = engine.parse(sentence["text"] for sentence in known)
    for sentence, doc in zip(known, docs, strict=True):
        place, _, _ = words_of(doc)
        asked = [_numbered(question, place) for question in _marked(doc, sentence["rows"])]
        yield Text(sentence["name"], _windows(doc, vocabulary), len(place), asked)


def _questions(document: Document, article: GoldArticle, rng: random.Random) -> Iterator[Question]:
    cast = parties.cast(document)
    gold: dict[tuple[int, tuple[str, str]], list[Row]] = {}
    for row in article.rows:
        gold.setdefault((sentence_of(document, row), pair(row["source"] or "", row["target"] or "")), []).append(row)
    for sentence_no, sentence in enumerate(document.sentences):
        if not article.is_coded(sentence):
            continue
        asked: dict[tuple[Span, Span, Span | None], Question] = {}
        for candidate in candidates.find(document, sentence_no, cast):
            for question in _of_candidate(document, candidate, gold.get((sentence_no, candidate.codes), [])):
                asked.setdefault((question.source, question.target, question.predicate), question)
        yield from _chosen(list(asked.values()), rng)


def _of_candidate(document: Document, candidate: Candidate, rows: Sequence[Row]) -> Iterator[Question]:
    sentence = document.sentences[candidate.sentence_no]
    named, found = readings.ask(document, sentence, candidate)
    borders = (sentence.start, sentence.end - 1)
    spans = [_words(document.doc, predicate_span(row, document.text)) for row in rows]
    told = {span for span in spans if span}
    yield Question(found.source, found.target, borders, None, *_answer(rows), *told if len(told) == 1 else ())
    place = candidate.predicate.i
    matched = [row for row, span in zip(rows, spans, strict=True) if span and span[0] <= place <= span[1]]
    # a predicate beside that of a row may be part of how the act is told: neither an event nor none
    if matched or not rows:
        yield Question(named.source, named.target, borders, named.predicate, *_answer(matched))


def _answer(rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, bool]]:
    types = {row["type"] for row in rows} or {"NONE"}
    if types == {"NONE"}:
        return ("NONE",), (), {}
    said = {flag: {row.get(flag) for row in rows} - {None} for flag in FLAGS}
    flags = {flag: bool(*values) for flag, values in said.items() if len(values) == 1}
    return tuple(types), tuple({row["stage"] for row in rows if row.get("stage")}), flags


def predicate_span(row: Row, text: str) -> Span | None:
    """Give the characters of a coded row's predicate, which it names by place or by words; None where by neither."""
    if row.get("predicate_span"):
        start, end = row["predicate_span"]
        return start, end
    words = row.get("predicate")
    found = re.compile(rf"\b{re.escape(words)}").search(text, row["start"], row["end"]) if words else None
    return found.span() if found else None


def predicate_token(document: Document, row: Row) -> Token | None:
    """Give the topmost word of a coded row's predicate; None where it names none."""
    place = predicate_span(row, document.text)
    span = document.doc.char_span(*place, alignment_mode="expand") if place else None
    return span.root if span is not None else None


def _chosen(asked: list[Question], rng: random.Random) -> Iterator[Question]:
    """Leave out some of those that nothing happens in."""
    rng.shuffle(asked)
    room = {True: MOST_NAMED, False: MOST_FOUND}
    for question in asked:
        is_named = question.predicate is not None
        if question.types == ("NONE",):
            room[is_named] -= 1
            if room[is_named] < 0:
                continue
        yield question


def _marked(doc: Doc, rows: Sequence[Row]) -> Iterator[Question]:
    borders = (0, len(doc) - 1)
    for row in rows:
        source, target = (_words(doc, row[side]) or borders for side in SPANS[:2])
        predicate = _words(doc, row["predicate_span"]) if row.get("predicate_span") else None
        answer = _answer([row])
        types = ("CONCEDE", "RETREAT") if row["type"] == "YIELD" else answer[0]
        weight = row["weight"]
        yield Question(source, target, borders, None, types, *answer[1:], predicate, weight)
        if predicate:
            yield Question(source, target, borders, predicate, types, *answer[1:], None, weight)


def _words(doc: Doc, span: Sequence[int] | None) -> Span | None:
    found = doc.char_span(span[0], span[1], alignment_mode="expand") if span else None
    return (found.start, found.end - 1) if found is not None and len(found) else None


def _numbered(question: Question, place: Sequence[int]) -> Question:
    """Count words instead of tokens, among which are gaps."""
    number = {token: i for i, token in enumerate(place)}

    def moved(span: Span | None) -> Span | None:
        inside = [number[i] for i in range(span[0], span[1] + 1) if i in number] if span else []
        return (inside[0], inside[-1]) if inside else None

    sentence = moved(question.sentence)
    assert sentence
    sides = [moved(side) or sentence for side in (question.source, question.target)]
    return Question(
        *sides,
        sentence,
        moved(question.predicate),
        question.types,
        question.stages,
        question.flags,
        moved(question.told),
        question.weight,
    )


def _windows(doc: Doc, vocabulary: Vocabulary) -> list[Window]:
    _, words, gaps = words_of(doc)
    read = [vocabulary.read(word) for word in words]
    opens = paragraph_starts(words, gaps)
    found = []
    for start, end in windows.cut([len(pieces) for pieces, _ in read], opens, sentence_starts(words, gaps)):
        window = Window([vocabulary.begin], [0], [-1])
        for i in range(start, end):
            pieces, shape = read[i]
            if opens[i] and i > start:
                _add(window, [vocabulary.separator], 0, -1)
            _add(window, pieces, shape, i)
        _add(window, [vocabulary.separator], 0, -1)
        found.append(window)
    return found


def _add(window: Window, pieces: Sequence[int], shape: int, word: int) -> None:
    window.pieces += pieces
    window.shapes += [shape] * len(pieces)
    window.word_of += [word] * len(pieces)


def spans_of(text: str, row: dict[str, Any]) -> list[Span | None]:
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
