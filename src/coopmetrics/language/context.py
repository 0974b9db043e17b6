"""What two do to each other in a sentence, read in its context: one pass of a small transformer for each pair.

The head of pairs (`pairs`) reads all pairs of a text in the one pass that parses it, by the vectors of their words.
Here the two are named first and every mention of them is marked, in the sentence and in what stands around it, so that
"the two leaders" or what was said before count. Each pair takes as long as parsing two sentences.

What is read: the names; the article's first sentence; the sentences just before; the sentence, with whose words it is;
the begin of the next. The graph and its arrays are made by `training.context`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from spacy.tokens import Doc

from coopmetrics.language.network import Floats, gelu, load_pieces, open_session
from coopmetrics.language.tokens import is_gap
from coopmetrics.language.vocabulary import Vocabulary

GRAPH: Final = "context.onnx"
ARRAYS: Final = "context.npz"
#: what goes into the graph and what comes out
EMBEDDED, VECTORS = "embedded", "vectors"
#: pieces that are read at most of the first sentence, of those before, of the sentence and of the next one
LEAD, BEFORE, SENTENCE, AFTER = 20, 36, 90, 8
#: words of a name that are read
NAME: Final = 8
NOBODY: Final = "nobody"

Words = tuple[int, int]
Read = tuple[list[int], list[int]]


class Mark(IntEnum):
    """Pieces that stand for no letters; they come before what they mark."""

    ONE = 1
    OTHER = 2
    BOTH = 3
    #: the sentence that is asked about
    HERE = 4
    #: ... and whose words it is
    SAID_BY_ONE = 5
    SAID_BY_OTHER = 6
    SAID_BY_A_THIRD = 7
    SAID = 8


@dataclass(frozen=True, slots=True)
class Around:
    """A sentence of a document and what is read around it, as ranges of tokens; empty where there is nothing."""

    sentence: Words
    lead: Words = (0, 0)
    before: Words = (0, 0)
    after: Words = (0, 0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two by what they are called, the tokens before which each or both are marked, and who says the sentence."""

    names: tuple[str, str]
    around: Around
    marks: Mapping[int, Mark] = field(default_factory=dict)
    said: Mark | None = None


class ContextReader:
    """The weights of a folder."""

    def __init__(self, folder: Path) -> None:
        self._pieces = load_pieces(folder)
        self._session = open_session(folder / GRAPH, threads=1)
        with np.load(folder / ARRAYS) as stored:
            #: pieces that it has learned; all others are one to it
            self._known = np.unpackbits(stored["known"]).astype(bool)
            names = [name for name in stored.files if name != "known"]
            self._weights: dict[str, Floats] = {name: stored[name].astype(np.float32) for name in names}

    def read(self, doc: Doc, pairs: Sequence[Pair]) -> Floats:
        """Give the log-probabilities of types [N, 17], NONE first, of pairs of one document, in either direction."""
        return np.stack([self._types(*lay(doc, pair, self._pieces.vocabulary)) for pair in pairs])

    def _types(self, pieces: Sequence[int], shapes: Sequence[int]) -> Floats:
        weights, ids = self._weights, np.asarray(pieces)
        ids = np.where(self._known[ids], ids, self._pieces.vocabulary.unknown)
        is_mark = (ids > 0) & (ids <= max(Mark))
        embedded = self._pieces.vectors(ids) + weights["shapes"][np.asarray(shapes)]
        embedded[is_mark] += weights["marks"][ids[is_mark]]
        [vectors] = self._session.run([VECTORS], {EMBEDDED: embedded[None]})[0]
        told = np.concatenate([vectors[0], vectors[ids == Mark.HERE][0]])
        scores = gelu(told @ weights["hidden.weight"] + weights["hidden.bias"]) @ weights["types.weight"]
        scores += weights["types.bias"]
        return np.asarray(scores - np.logaddexp.reduce(scores))


def lay(doc: Doc, pair: Pair, vocabulary: Vocabulary) -> Read:
    """Give the pieces of a pair with their shapes, in the order in which they are read."""
    around, pause = pair.around, ([vocabulary.separator], [0])
    parts: list[Read] = [([vocabulary.begin], [0])]
    for mark, name in zip((Mark.ONE, Mark.OTHER), pair.names, strict=True):
        parts += [([mark], [0]), *(_word(word, vocabulary) for word in name.replace("-", " ").split()[:NAME])]
    parts.append(pause)

    def words(tokens: Words) -> Read:
        return _words(doc, tokens, pair.marks, vocabulary)

    if around.lead[1]:
        parts += [_first(words(around.lead), LEAD), pause]
    parts += [_last(words(around.before), BEFORE), pause, ([Mark.HERE], [0])]
    parts += [([pair.said], [0])] if pair.said else []
    parts += [_first(words(around.sentence), SENTENCE), pause, _first(words(around.after), AFTER)]
    return _joined(parts)


def _words(doc: Doc, tokens: Words, marks: Mapping[int, Mark], vocabulary: Vocabulary) -> Read:
    parts: list[Read] = []
    for i in range(*tokens):
        if i in marks:
            parts.append(([marks[i]], [0]))
        if not is_gap(doc[i].text):
            parts.append(_word(doc[i].text, vocabulary))
    return _joined(parts)


def _word(word: str, vocabulary: Vocabulary) -> Read:
    pieces, shape = vocabulary.read(word)
    return pieces, [shape] * len(pieces)


def _joined(parts: Sequence[Read]) -> Read:
    return [piece for pieces, _ in parts for piece in pieces], [shape for _, shapes in parts for shape in shapes]


def _first(read: Read, most: int) -> Read:
    return read[0][:most], read[1][:most]


def _last(read: Read, most: int) -> Read:
    return read[0][-most:], read[1][-most:]


@cache
def load_context_reader(folder: str) -> ContextReader | None:
    """Load the reader of a folder of weights, once; None where a folder has none."""
    return ContextReader(Path(folder)) if (Path(folder) / GRAPH).is_file() else None
