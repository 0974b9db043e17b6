"""The tokens of a parsed text by character offset."""

from __future__ import annotations

from bisect import bisect_right

from spacy import attrs
from spacy.tokens import Doc, Span, Token


class TokenIndex:
    """Finds the tokens at characters by bisection, however long the text."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._starts = doc.to_array([attrs.IDX]).tolist()

    def number_at(self, offset: int) -> int:
        """The number of the token at, or else right before, a character."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def span(self, start: int, end: int) -> Span:
        """The tokens that `start:end` touches; at least one."""
        return self._doc[self.number_at(start) : self.number_at(max(end - 1, start)) + 1]

    def head(self, start: int, end: int) -> Token:
        """The syntactic head of `start:end`."""
        return self.span(start, end).root
