"""Where a text is cut before it is parsed: at blank lines always, and within paragraphs too long to parse at once.

A piece is a span of the text that is tokenized and parsed on its own, so no sentence crosses its border. Every step
is linear in the text's length, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from spacy.language import Language

#: longest piece in characters; a longer paragraph is cut at a sentence's end, else at a space, else anywhere
MAX_PIECE = 3000
#: longest run without a space that is tokenized at once, as spaCy peels punctuation off a run in quadratic time
MAX_RUN = 300

BLANK_LINE = re.compile(r"\n\s*\n")
SENTENCE_END = re.compile(r".*[.!?…][\"'”’»)\]]*(?=\s)", re.DOTALL)
SPACE = re.compile(r".*(?=\s)", re.DOTALL)
LONG_RUN = re.compile(rf"\S{{{MAX_RUN}}}")
#: what is a space to the model: white space, control characters, direction marks, zero-width spaces
INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Token(NamedTuple):
    """One token: where it starts in the text, its characters, and what parts it from the token before it."""

    start: int
    text: str
    gap: str

    @property
    def end(self) -> int:
        """Character after the token's last."""
        return self.start + len(self.text)


def cut(text: str) -> Iterator[tuple[int, int]]:
    """Give the pieces of a text as spans, in order; at least one, which may be empty."""
    borders = [0, *(match.end() for match in BLANK_LINE.finditer(text)), len(text)]
    for start, end in pairwise(borders):
        while end - start > MAX_PIECE:
            window = text[start : start + MAX_PIECE]
            match = SENTENCE_END.match(window, 0) or SPACE.match(window)
            size = match.end() if match and match.end() > 0 else MAX_PIECE
            yield start, start + size
            start += size
        if end > start or end == 0:
            yield start, end


def tokenize(text: str, start: int, end: int, nlp: Language) -> list[Token]:
    """Tokenize one piece; white space and invisible characters are no tokens but part of the gaps."""
    visible = INVISIBLE.sub(" ", text[start:end])
    tokens: list[Token] = []
    last = start
    for first, stop in pairwise([0, *(match.end() for match in LONG_RUN.finditer(visible)), len(visible)]):
        for token in nlp.tokenizer(visible[first:stop]):
            if not token.is_space:
                begin = start + first + token.idx
                tokens.append(Token(begin, token.text, text[last:begin]))
                last = begin + len(token.text)
    return tokens
