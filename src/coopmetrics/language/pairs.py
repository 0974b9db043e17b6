"""What one actor does to another in a sentence: the head of pairs, on the vectors that the annotator left.

Both spans ask every word of the sentence how much it says of the act; the words so weighted are taken for the
predicate, unless one is named. A side may stand in another sentence ("The ministers met."). No further pass of the
encoder is needed, so a sentence's pairs cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final, TypeVar

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

#: what the head has learned to tell of a pair, in the order of the scores
LABELS: Final = ("type", "stage", "negated", "hypothetical", "reciprocal")
_BORDERS_OF_LABELS: Final = np.cumsum([len(TYPES), len(STAGES), 2, 2])
#: distance from which all count as one
FARTHEST: Final = 17
#: grades of the distances up to that: 1, 2, 3-4, 5-8, 9-16, more; negative ones before a side
_BEHIND: Final = np.repeat(np.arange(1, REACH + 1), [1, 1, 2, 4, 8, 1])
_GRADES: Final = np.concatenate([-_BEHIND[::-1], [0], _BEHIND])

Item = TypeVar("Item")
Ints = NDArray[np.int64]
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
    """Log-probabilities, one row a pair that was asked: types [N, 17], NONE first, stages [N, 7], a flag [N]."""

    types: Floats
    stages: Floats
    reciprocal: Floats


class PairHead:
    """The head's weights."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / HEADS) as stored:
            names = [name for name in stored.files if name.startswith("pairs.")]
            weights = {name.removeprefix("pairs."): stored[name].astype(np.float32) for name in names}
        self._weights = weights
        # rows of the hidden layer: source, target, their product and difference, what is told, what is found
        of_sides, of_told, of_found = np.split(weights["hidden.weight"], [4 * WIDTH, 5 * WIDTH])
        self._of_pair, self._of_told = np.concatenate([of_sides, of_found]), of_told
        #: what a distance from a side adds to the weight of a word, from `FARTHEST` before it to as far behind it
        self._near = [weights[f"near_{side}.weight"][REACH + _GRADES, 0] for side in ("source", "target")]
        #: all labels as one layer
        self._labels, self._labels_bias = (
            np.concatenate([weights[f"labels.{kind}_.{part}"] for kind in LABELS], -1) for part in ("weight", "bias")
        )

    def read(self, sentences: Sequence[Span], asked: Sequence[Sequence[Asked]]) -> list[Reading]:
        """Read pairs of some sentences of a document that this network has annotated; at least one of each."""
        words = numbered(sentences[0].doc)
        borders = [words.span((sentence.start, sentence.end - 1)) for sentence in sentences]
        scores = gelu(self._hidden(words, borders, asked)) @ self._labels + self._labels_bias
        of_labels = dict(zip(LABELS, np.split(scores, _BORDERS_OF_LABELS, 1), strict=True))
        types, stages, reciprocal = (_log_softmax(of_labels[label]) for label in ("type", "stage", "reciprocal"))
        of_questions = (types, stages, reciprocal[:, 1])
        borders_of_sentences = np.cumsum([len(pairs) for pairs in asked])[:-1]
        return [
            Reading(*of_one) for of_one in zip(*(np.split(a, borders_of_sentences) for a in of_questions), strict=True)
        ]

    def _hidden(self, words: Numbered, sentences: Sequence[Words], asked: Sequence[Sequence[Asked]]) -> Floats:
        """Give the hidden layer's units before their activation, one row for each that is asked.

        What is asked of two sides is mostly asked for several predicates: each part is worked out once.
        """
        questions = [(number, pair) for number, pairs in enumerate(asked) for pair in pairs]
        spans = _indices(span for _, pair in questions for span in pair.spans if span)
        keys = [(number, spans[pair.source], spans[pair.target]) for number, pair in questions]
        pairs = _indices(keys)
        places = [words.span(span) for span in spans]
        means = words.means(places)
        read = self._pairs(words, sentences, np.array(list(pairs)), np.array(places), means)
        of_pair = read @ self._of_pair + self._weights["hidden.bias"]
        # where no predicate is named, what is found is taken for what is told
        of_told = np.concatenate([means, read[:, -WIDTH:]]) @ self._of_told
        rows = [pairs[key] for key in keys]
        told = [pair.predicate for _, pair in questions]
        hidden: Floats = of_pair[rows]
        hidden += of_told[[spans[t] if t else len(spans) + row for t, row in zip(told, rows, strict=True)]]
        return hidden

    def _pairs(self, words: Numbered, sentences: Sequence[Words], pairs: Ints, places: Ints, means: Floats) -> Floats:
        """Give what is read of pairs: source, target, their product and difference, what is found.

        A pair is the number of its sentence and those of its source and target among `places` and `means`.
        """
        numbers, *sides = pairs.T
        within = np.array(sentences)[numbers]
        source, target = (means[side] + self._marks(places[side], within) for side in sides)
        product = source * target
        query = np.concatenate([source, target, product], 1) @ self._weights["query.weight"]
        query += self._weights["query.bias"]
        beside = [(weights, places[side]) for weights, side in zip(self._near, sides, strict=True)]
        found = np.empty_like(source)
        for number, rows in _runs(numbers.tolist()):
            near = [(weights, of_side[rows]) for weights, of_side in beside]
            found[rows] = _attended(query[rows], words.vectors(sentences[number]), sentences[number], near)
        return np.concatenate([source, target, product, source - target, found], 1)

    def _marks(self, sides: Ints, within: Ints) -> Floats:
        """Give what marks sides that stand in their sentence, and sides that stand outside of it."""
        is_beyond = (sides[:, 0] < within[:, 0]) | (sides[:, 1] > within[:, 1])
        marks: Floats = self._weights["beyond.weight"][is_beyond.astype(int)]
        return marks


def _attended(query: Floats, words: Floats, sentence: Words, near: Iterable[tuple[Floats, Ints]]) -> Floats:
    """Weight the words of a sentence by how much each of them says of what pairs do, and sum them up.

    `near` are the sources and the targets, with what a word's distance from them adds to its weight.
    """
    logits = query @ words.T / np.float32(np.sqrt(WIDTH))
    place = np.arange(sentence[0], sentence[1] + 1)
    for weights, sides in near:
        logits += weights.take(_distances(place, sides) + FARTHEST, mode="clip")
    found: Floats = np.exp(_log_softmax(logits)) @ words
    return found


def _distances(place: Ints, sides: Ints) -> Ints:
    """Count by how many words each word stands before (negative) or after each side; 0 within it."""
    before, after = np.minimum(place - sides[:, :1], 0), np.maximum(place - sides[:, 1:], 0)
    distances: Ints = before + after
    return distances


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

    def means(self, spans: Sequence[Words]) -> Floats:
        """Give the mean vector of the words of each span, one row a span."""
        tokens = np.concatenate([self._tokens[first : last + 1] for first, last in spans])
        sizes = np.array([last + 1 - first for first, last in spans])
        sums = np.add.reduceat(self._tensor[tokens].astype(np.float32), np.cumsum(sizes) - sizes)
        return np.asarray(sums / sizes[:, None].astype(np.float32))


@lru_cache(maxsize=2)
def numbered(doc: Doc) -> Numbered:
    """Number the words of a document once for all its sentences."""
    return Numbered(doc)


@cache
def load_pair_head(folder: str) -> PairHead:
    """Load the head of a folder of weights, once."""
    return PairHead(Path(folder))


def _indices(items: Iterable[Item]) -> dict[Item, int]:
    """Give each different item its index, in the order in which they first come."""
    return {item: number for number, item in enumerate(dict.fromkeys(items))}


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, slice]]:
    """Give each number of a sorted row once, and where in the row it stands."""
    start = 0
    for number, same in groupby(numbers):
        end = start + len(list(same))
        yield number, slice(start, end)
        start = end


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
