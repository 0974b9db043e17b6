"""The parsed pieces of a text, laid over the whole text as one Doc."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy import attrs
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.types import Ints2d

from coopmetrics.language.pieces import Token

COLUMNS: Final = [attrs.TAG, attrs.POS, attrs.MORPH, attrs.LEMMA, attrs.HEAD, attrs.DEP, attrs.ENT_IOB, attrs.ENT_TYPE]
HEAD, IOB, TYPE = COLUMNS.index(attrs.HEAD), COLUMNS.index(attrs.ENT_IOB), COLUMNS.index(attrs.ENT_TYPE)
#: values of ENT_IOB
INSIDE, OUTSIDE = 1, 2


def merge(text: str, pieces: Sequence[Sequence[Token]], docs: Iterable[Doc], vocab: Vocab) -> Doc:
    """Make one Doc of the text from its pieces' tokens and their parsed Docs, in order."""
    tokens = list(chain.from_iterable(pieces))
    rows = np.concatenate([doc.to_array(COLUMNS).reshape(-1, len(COLUMNS)) for doc in docs]).view(np.int64)
    words, spaces, place = _with_gaps(text, tokens)
    doc = Doc(vocab, words=words, spaces=spaces)
    if words:
        doc.from_array(COLUMNS, cast("Ints2d", _spread(rows, place, words, vocab).view(np.uint64)))
    return doc


def _with_gaps(text: str, tokens: Sequence[Token]) -> tuple[list[str], list[bool], NDArray[np.int64]]:
    """Give the words and spaces that spell the text, and where among them each token comes to stand."""
    words: list[str] = []
    spaces: list[bool] = []
    place: list[int] = []
    end = 0
    for token in tokens:
        _add_gap(text[end : token.start], words, spaces)
        place.append(len(words))
        words.append(token.text)
        spaces.append(False)
        end = token.end
    _add_gap(text[end:], words, spaces)
    return words, spaces, np.array(place, np.int64)


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    if words and gap.startswith(" "):
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def _spread(rows: NDArray[np.int64], place: NDArray[np.int64], words: Sequence[str], vocab: Vocab) -> NDArray[np.int64]:
    """Move the tokens' rows to their places; a gap hangs on the word before it, the first one on the word after."""
    gaps = np.setdiff1d(np.arange(len(words)), place)
    spread = np.empty((len(words), len(COLUMNS)), np.int64)
    spread[gaps] = _gap_rows([words[gap] for gap in gaps], vocab)
    if not len(rows):
        return spread
    spread[place] = rows
    spread[place, HEAD] = place[np.arange(len(rows)) + rows[:, HEAD]] - place
    spread[gaps, HEAD] = np.where(gaps == 0, 1, -1)
    within = gaps[gaps < len(words) - 1]
    within = within[spread[within + 1, IOB] == INSIDE]
    spread[within, IOB], spread[within, TYPE] = INSIDE, spread[within + 1, TYPE]
    return spread


def _gap_rows(gaps: Sequence[str], vocab: Vocab) -> NDArray[np.int64]:
    tag, pos, label = (vocab.strings.add(name) for name in ("_SP", "SPACE", "dep"))
    rows = [[tag, pos, 0, vocab.strings.add(gap), 0, label, OUTSIDE, 0] for gap in gaps]
    return np.array(rows, np.uint64).reshape(-1, len(COLUMNS)).view(np.int64)
