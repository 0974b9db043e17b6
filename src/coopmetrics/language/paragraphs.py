"""The paragraphs of a text: parted by blank lines or, where no line was wrapped by hand, by every line end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain
from statistics import median
from typing import Final

from coopmetrics.language.tokens import UNSEEN

#: a text of longer lines was not wrapped by hand: each is a paragraph
WRAPPED: Final = 120
#: a line that holds anything, without the white space around it
_LINE: Final = re.compile(rf"[^{UNSEEN}](?:[^\n]*[^{UNSEEN}])?")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of every paragraph that holds anything; a line that goes on in small letters was torn."""
    lines = [match.span() for match in _LINE.finditer(text)]
    is_wrapped = len(lines) < 2 or median(end - start for start, end in lines[:-1]) <= WRAPPED
    found: list[tuple[int, int]] = []
    for start, end in lines:
        is_next_line = bool(found) and text.count("\n", found[-1][1], start) == 1
        if is_next_line and (is_wrapped or text[start].islower()):
            start, _ = found.pop()
        found.append((start, end))
    return found


def paragraph_starts(words: Sequence[str], gaps: Sequence[str]) -> list[bool]:
    """Tell for each word whether a paragraph begins there, other than at the very beginning of the text.

    `gaps[i]` is what stands between word i - 1 and word i in the text.
    """
    text = "".join(chain.from_iterable(zip(gaps, words, strict=True)))
    begins = {start for start, _ in paragraphs(text) if start}
    ends = accumulate(len(gap) + len(word) for gap, word in zip(gaps, words, strict=True))
    return [end - len(word) in begins for end, word in zip(ends, words, strict=True)]
