"""Training windows: stretches of running text, as the engine reads them, with what is known of their words.

A window holds whole segments (a sentence of a treebank, a paragraph of a newswire article) of one document, up to a
random number of word pieces, so that short and long inputs, single sentences and several paragraphs are all learned.
Segments that open a paragraph are parted from the one before by `[SEP]`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coopmetrics.language.vocabulary import Vocabulary
from coopmetrics.language.windows import MAX_PIECES

#: label of a word whose true label is not known
UNKNOWN = -100
#: share of windows of one segment alone, and of windows in capitals or small letters throughout
ALONE, RECASED = 0.3, 0.06


Span = tuple[int, int]


@dataclass(slots=True)
class Pair:
    """Two spans of words, first and last, with labels by kind, and perhaps the predicate between them."""

    source: Span
    target: Span
    labels: dict[str, str]
    predicate: Span | None = None


@dataclass(slots=True)
class Segment:
    """Words in a row that are never parted; lists are empty where nothing is known, heads count from 0 within it."""

    words: list[str]
    opens_paragraph: bool = True
    tags: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    #: BIO tags
    entities: list[str] = field(default_factory=list)
    #: BIO tags after another guideline
    things: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


@dataclass(slots=True)
class Window:
    """Segments in a row."""

    segments: list[Segment]
    casing: str = ""

    def size(self, vocabulary: Vocabulary) -> int:
        """Word pieces, separators included."""
        return 2 + sum(segment_size(segment, vocabulary) for segment in self.segments)


def segment_size(segment: Segment, vocabulary: Vocabulary) -> int:
    """Word pieces of a segment and a separator."""
    return 1 + sum(len(vocabulary.pieces(word)) for word in segment.words)


def pack(document: Sequence[Segment], vocabulary: Vocabulary, rng: random.Random) -> Iterator[Window]:
    """Part one document into windows at random."""
    pending: list[Segment] = []
    room = _room(rng)
    for segment in document:
        size = segment_size(segment, vocabulary)
        if size > MAX_PIECES - 2:
            continue
        if pending and size > room:
            yield Window(pending, _casing(rng))
            pending, room = [], _room(rng)
        pending.append(segment)
        room -= size
    if pending:
        yield Window(pending, _casing(rng))


def _room(rng: random.Random) -> int:
    return 0 if rng.random() < ALONE else rng.randint(24, MAX_PIECES - 2)


def _casing(rng: random.Random) -> str:
    draw = rng.random()
    return "upper" if draw < RECASED / 2 else "lower" if draw < RECASED else ""


def batches(
    windows: Iterable[Window], vocabulary: Vocabulary, pieces: int, rng: random.Random
) -> Iterator[list[Window]]:
    """Shuffle windows into batches of about `pieces` word pieces, padding included; alike in length within a batch."""
    sized = [(window.size(vocabulary) + rng.uniform(0, 12), window) for window in windows]
    sized.sort(key=lambda pair: pair[0])
    made: list[list[Window]] = [[]]
    for size, window in sized:
        if made[-1] and size * (len(made[-1]) + 1) > pieces:
            made.append([])
        made[-1].append(window)
    rng.shuffle(made)
    yield from made
