"""What one actor does to another in a sentence: the head of pairs, on the vectors that the annotator left.

Both spans ask every word of the sentence how much it says of the act; the words so weighted are taken for the
predicate, unless one is named. A side may stand in another sentence ("The ministers met."). No further pass of the
encoder is needed, so a sentence's pairs cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from coopmetrics.language.network import HEADS, Floats, gelu

#: columns of `doc.tensor`
WIDTH: Final = 256
#: distances told apart on each side of a span, the last being "farther"
REACH: Final = 6
TYPES: Final = (
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
).split()
#: all types but NONE
ACTS: Final = TYPES[1:]
STAGES: Final = "proposed discussed agreed planned under_way completed halted".split()

#: first and last token of a side or a predicate, in the document
Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair of actors and perhaps the predicate between them."""

    source: Words
    target: Words
    predicate: Words | None = None

    @property
    def spans(self) -> tuple[Words, Words, Words | None]:
        """Source, target, predicate."""
        return self.source, self.target, self.predicate


@dataclass(frozen=True, slots=True)
class Reading:
    """Log-probabilities, one row a pair that was asked: types [N, 17], NONE first, stages [N, 7], three flags [N]."""

    types: Floats
    stages: Floats
    negated: Floats
    hypothetical: Floats
    reciprocal: Floats


class PairHead:
    """The head's weights."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / HEADS) as stored:
            names = [name for name in stored.files if name.startswith("pairs.")]
            self._weights = {name.removeprefix("pairs."): stored[name].astype(np.float32) for name in names}

    def read(self, sentence: Span, asked: Sequence[Asked]) -> Reading:
        """Read pairs of a sentence of a document that this network has annotated; at least one."""
        words = numbered(sentence.doc)
        borders = words.span((sentence.start, sentence.end - 1))
        questions = [
            Asked(words.span(pair.source), words.span(pair.target), pair.predicate and words.span(pair.predicate))
            for pair in asked
        ]
        hidden = gelu(self._linear("hidden", self._features(words, borders, questions)))
        scores = {kind: _log_softmax(self._linear(f"labels.{kind}_", hidden)) for kind in ("type", "stage")}
        flags = {
            flag: _log_softmax(self._linear(f"labels.{flag}_", hidden))[:, 1]
            for flag in ("negated", "hypothetical", "reciprocal")
        }
        return Reading(scores["type"], scores["stage"], **flags)

    def _features(self, numbers: Numbered, sentence: Words, asked: Sequence[Asked]) -> Floats:
        place = np.arange(sentence[0], sentence[1] + 1)
        words = numbers.vectors(sentence)
        means = {span: numbers.vectors(span).mean(0) for pair in asked for span in pair.spans if span}
        source = np.stack([self._side(means[pair.source], pair.source, sentence) for pair in asked])
        target = np.stack([self._side(means[pair.target], pair.target, sentence) for pair in asked])
        query = self._linear("query", np.concatenate([source, target, source * target], 1))
        logits = query @ words.T / np.float32(np.sqrt(words.shape[1]))
        for name, sides in (("source", [p.source for p in asked]), ("target", [p.target for p in asked])):
            near = self._weights[f"near_{name}.weight"][:, 0]
            logits += np.stack([near[_nearness(place, side)] for side in sides])
        found = np.exp(_log_softmax(logits)) @ words
        told = np.stack([means[p.predicate] if p.predicate else found[i] for i, p in enumerate(asked)])
        return np.concatenate([source, target, source * target, source - target, told, found], 1)

    def _side(self, mean: Floats, span: Words, sentence: Words) -> Floats:
        """Mark a side that stands outside of the sentence."""
        is_beyond = span[0] < sentence[0] or span[1] > sentence[1]
        side: Floats = mean + self._weights["beyond.weight"][int(is_beyond)]
        return side

    def _linear(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


class Numbered:
    """The words of a document without the gaps among its tokens, whose vectors are zeros: a line break is no word."""

    def __init__(self, doc: Doc) -> None:
        self._tensor = np.asarray(doc.tensor)
        is_word = self._tensor.any(1)
        self._tokens = np.flatnonzero(is_word)
        #: words before each token, and before the end
        self._before = np.concatenate([[0], np.cumsum(is_word)]).tolist()

    def span(self, tokens: Words) -> Words:
        """Number the words of a span of tokens; the word before it where it holds none."""
        first, last = self._before[tokens[0]], max(self._before[tokens[1] + 1] - 1, 0)
        return min(first, last), last

    def vectors(self, words: Words) -> Floats:
        """Give the vectors of words, from the first to the last."""
        found: Floats = self._tensor[self._tokens[words[0] : words[1] + 1]].astype(np.float32)
        return found


@lru_cache(maxsize=2)
def numbered(doc: Doc) -> Numbered:
    """Number the words of a document once for all its sentences."""
    return Numbered(doc)


@cache
def load_pair_head(folder: Path) -> PairHead:
    """Load the head of a folder of weights, once."""
    return PairHead(folder)


def _nearness(place: NDArray[np.int64], span: Words) -> NDArray[np.int64]:
    """Number each word by how far before (below REACH) or after a span it stands; REACH is within it."""
    return REACH - _grade(span[0] - place) + _grade(place - span[1])


def _grade(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Grade distances: 0 or less, 1, 2, 3-4, 5-8, 9-16, more."""
    grade = np.ceil(np.log2(np.maximum(distance, 1))).astype(np.int64) + 1
    return np.where(distance > 0, np.minimum(grade, REACH), 0)


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
