"""Texts to Docs of tokens: spaCy's English tokenizer, made safe for texts of any kind.

Every step is linear in the text's length, and `doc.text` is the text to the character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from spacy import attrs
from spacy.language import Language, create_tokenizer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

#: longest run without a space that is tokenized at once, as spaCy peels punctuation off a run in quadratic time
MAX_RUN: Final = 300
_LONG_RUN: Final = re.compile(rf"\S{{{MAX_RUN}}}")
#: characters that show nothing and are no white space: controls, direction marks, zero-width spaces
_HIDDEN: Final = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_INVISIBLE: Final = re.compile(f"[{_HIDDEN}]")
#: inside a class of a pattern: whatever shows nothing
UNSEEN: Final = rf"\s{_HIDDEN}"
_GAP: Final = re.compile(f"[{UNSEEN}]*")


class TextTokenizer:
    """Wraps a spaCy tokenizer: invisible characters become white space tokens, long runs are cut."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.vocab: Vocab = tokenizer.vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        if not _INVISIBLE.search(text) and not _LONG_RUN.search(text):
            plain: Doc = self._tokenizer(text)
            return plain
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for start, word in self._words(text):
            _add_gap(text[end:start], words, spaces)
            words.append(word)
            spaces.append(False)
            end = start + len(word)
        _add_gap(text[end:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _words(self, text: str) -> Iterator[tuple[int, str]]:
        visible = _INVISIBLE.sub(" ", text)
        for first, stop in pairwise([0, *(match.end() for match in _LONG_RUN.finditer(visible)), len(visible)]):
            for token in self._tokenizer(visible[first:stop]):
                if not token.is_space:
                    yield first + token.idx, token.text

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Save the wrapped tokenizer."""
        self._tokenizer.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> TextTokenizer:
        """Load the wrapped tokenizer."""
        self._tokenizer.from_disk(path, **options)
        return self


@registry.tokenizers("coopmetrics.TextTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], TextTokenizer]:
    """Give what makes the tokenizer of a pipeline, as spaCy asks for."""
    return lambda nlp: TextTokenizer(create_tokenizer()(nlp))


@lru_cache(maxsize=2)
def text_of(doc: Doc) -> str:
    """Give a document's text, joined once: `doc.text` is joined anew at every call."""
    return doc.text


def is_gap(token: str) -> bool:
    """Tell a token that shows nothing: white space and invisible characters."""
    return _GAP.fullmatch(token) is not None


def words_of(doc: Doc) -> tuple[list[int], list[str], list[str]]:
    """Give the places of the words among the tokens, the words, and what stands before each.

    That is nothing, a space, or white space of any kind with what is invisible among it.
    """
    forms, numbers = np.unique(doc.to_array(attrs.ORTH), return_inverse=True)
    texts = [doc.vocab.strings[form] for form in forms.tolist()]
    are_gaps = [is_gap(text) for text in texts]  # words come again and again
    places, words, gaps = [], [], []
    gap = ""
    for i, (number, space) in enumerate(zip(numbers.tolist(), doc.to_array(attrs.SPACY).tolist(), strict=True)):
        text = texts[number]
        if are_gaps[number]:
            gap += text
        else:
            places.append(i)
            words.append(text)
            gaps.append(gap)
            gap = ""
        if space:
            gap += " "
    return places, words, gaps


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    if words and gap.startswith(" "):
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)
