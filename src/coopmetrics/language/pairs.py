"""What one actor does to another in a sentence: the head of pairs, on the vectors that the annotator left.

Both spans ask every word of the sentence how much it says of the act; the words so weighted are taken for the
predicate, unless one is named. No further pass of the encoder is needed, so a sentence's pairs cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from coopmetrics.language.network import HEADS, Floats, gelu

#: distances told apart on each side of a span, the last being "farther"
REACH: Final = 6
TYPES: Final = (
    "NONE AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT"
).split()
STAGES: Final = "proposed discussed agreed planned under_way completed halted".split()

#: first and last token of a side or a predicate, in the document
Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair of actors and perhaps the predicate between them."""

    source: Words
    target: Words
    predicate: Words | None = None


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

    @property
    def width(self) -> int:
        """Columns of the `doc.tensor` that it reads."""
        return len(self._weights["key.weight"])

    def read(self, sentence: Span, asked: Sequence[Asked]) -> Reading | None:
        """Read the pairs of a sentence; None where its document has no vectors of this network."""
        vectors = np.asarray(sentence.doc.tensor)
        if vectors.ndim != 2 or vectors.shape[1] != self.width:
            return None
        words = vectors[sentence.start : sentence.end].astype(np.float32)
        keys = self._linear("key", words)
        seen: dict[tuple[Words, Words], Floats] = {}
        rows = [self._features(words, keys, _within(pair, sentence), seen) for pair in asked]
        hidden = gelu(self._linear("hidden", np.stack(rows)))
        scores = {kind: _log_softmax(self._linear(f"labels.{kind}_", hidden)) for kind in ("type", "stage")}
        flags = {
            flag: _log_softmax(self._linear(f"labels.{flag}_", hidden))[:, 1]
            for flag in ("negated", "hypothetical", "reciprocal")
        }
        return Reading(scores["type"], scores["stage"], **flags)

    def _features(self, words: Floats, keys: Floats, pair: Asked, seen: dict[tuple[Words, Words], Floats]) -> Floats:
        source, target = (_mean(words, side) for side in (pair.source, pair.target))
        found = seen.get((pair.source, pair.target))
        if found is None:
            query = self._linear("query", np.concatenate([source, target, source * target]))
            near = self._weights["near_source.weight"][_nearness(len(words), pair.source)]
            near = near + self._weights["near_target.weight"][_nearness(len(words), pair.target)]
            weights = (np.tanh(query + keys + near) @ self._weights["weigh.weight"])[:, 0]
            found = seen[pair.source, pair.target] = np.exp(_log_softmax(weights[None]))[0] @ words
        told = found if pair.predicate is None else _mean(words, pair.predicate)
        return np.concatenate([source, target, source * target, told, found])

    def _linear(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


@cache
def load_pair_head(folder: Path) -> PairHead:
    """Load the head of a folder of weights, once."""
    return PairHead(folder)


def _within(pair: Asked, sentence: Span) -> Asked:
    """Count the words of a pair from the sentence's begin; what lies outside is cut to its borders."""

    def moved(words: Words) -> Words:
        first, last = (min(max(word - sentence.start, 0), len(sentence) - 1) for word in words)
        return first, last

    return Asked(moved(pair.source), moved(pair.target), moved(pair.predicate) if pair.predicate else None)


def _mean(words: Floats, span: Words) -> Floats:
    result: Floats = words[span[0] : span[1] + 1].mean(0)
    return result


def _nearness(length: int, span: Words) -> NDArray[np.int64]:
    """Number each word by how far before (below REACH) or after a span it stands; REACH is within it."""
    place = np.arange(length)
    return REACH - _grade(span[0] - place) + _grade(place - span[1])


def _grade(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Grade distances: 0 or less, 1, 2, 3-4, 5-8, 9-16, more."""
    grade = np.ceil(np.log2(np.maximum(distance, 1))).astype(np.int64) + 1
    return np.where(distance > 0, np.minimum(grade, REACH), 0)


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
