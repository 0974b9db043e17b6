"""What the reader in context learns from: every pair that the coder may ask about, as it is read at run time.

Coded articles and sentences answer with their types, NONE where no row is between the two; plain news is left to the
teachers. Written and marked sentences stand alone, their sides called by the words that are marked.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from benchmarks.accuracy.events import GoldArticle
from coopmetrics.events import context
from coopmetrics.language import TYPES, Around, Engine, Mark, Pair
from coopmetrics.language.context import NAME, NOBODY, lay
from coopmetrics.language.vocabulary import Vocabulary
from training import events
from training.fit.data import Laid
from training.questions import Span

#: weight of a pair in a written and in a marked sentence; articles ask many times as much
WEIGHTS = {"written": 0.7, "marked": 2.0}
#: pairs of a sentence that nobody coded
MOST = 4


def of_articles(articles: Sequence[GoldArticle], vocabulary: Vocabulary) -> Iterator[Laid]:
    """Give the pairs of coded articles."""
    for document, article in events.documents(articles):
        for at in events.compared(document, article):
            for codes, rows in dict(zip((c.codes for c in at.candidates), at.rows, strict=True)).items():
                types = sorted({TYPES.index(row["type"]) for row in rows}) or [0]
                pair = context.of_codes(document, at.sentence_no, codes)
                yield _numbers(document.doc, pair, vocabulary, types, 1.0)


def of_plain(articles: Sequence[GoldArticle], vocabulary: Vocabulary, rng: random.Random) -> Iterator[Laid]:
    """Give pairs of texts that nobody coded."""
    for document, article in events.documents(articles):
        for at in events.compared(document, article):
            found = sorted({candidate.codes for candidate in at.candidates})
            for codes in rng.sample(found, min(MOST, len(found))):
                yield _numbers(document.doc, context.of_codes(document, at.sentence_no, codes), vocabulary, [], 1.0)


def of_sentences(
    sentences: Iterable[dict[str, Any]], kind: str, engine: Engine, vocabulary: Vocabulary
) -> Iterator[Laid]:
    """Give the pairs of sentences by themselves: each has `text` and `rows` with spans of characters."""
    known = list(sentences)
    for sentence, doc in zip(known, engine.parse(sentence["text"] for sentence in known), strict=True):
        for row in sentence["rows"]:
            types = ["CONCEDE", "RETREAT"] if row["type"] == "YIELD" else [row["type"]]
            pair = _of_spans(doc, row["source_span"], row["target_span"])
            yield _numbers(doc, pair, vocabulary, [*map(TYPES.index, types)], WEIGHTS[kind])


def _of_spans(doc: Doc, *sides: Span | None) -> Pair:
    spans = [doc.char_span(*side, alignment_mode="expand") if side else None for side in sides]
    one, other = (" ".join(word.text for word in span[:NAME]) if span else NOBODY for span in spans)
    marks = {span.start: mark for mark, span in zip((Mark.ONE, Mark.OTHER), spans, strict=True) if span}
    return Pair((one, other), Around((0, len(doc))), marks)


def _numbers(doc: Doc, pair: Pair, vocabulary: Vocabulary, types: list[int], weight: float) -> Laid:
    pieces, shapes = lay(doc, pair, vocabulary)
    return np.array(pieces), np.array(shapes), types, weight
