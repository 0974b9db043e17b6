"""Where a sentence may begin and where not, known from lines and punctuation.

In edited prose a sentence begins after a full stop, a question or exclamation mark (with the quotation marks and
brackets that close after it) or after a short line such as a heading, and never with a small letter or a closing
mark. The parser, which learned from less tidy texts too, is held to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from coopmetrics.reference import read_table

FINAL: Final = frozenset({".", "!", "?", "…", "...", "?!", "!!", "??", "....", "。"})
CLOSING: Final = frozenset("”’»)]}\"'") | {"''", "’’"}
#: characters of a line that was broken because it was full, not because a heading or paragraph ended
FULL_LINE: Final = 60


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    """Read abbreviations whose full stop ends nothing: those before a `name` (Mr.), those before a `number` (No. 5)."""
    return frozenset(row["abbreviation"] for row in read_table("abbreviations") if row["kind"] == kind)


def sentence_starts(words: Sequence[str], gaps: Sequence[str]) -> list[bool | None]:
    """Tell for each word whether a sentence begins there: True, False, or None where the parser may decide.

    `gaps[i]` is what stands between word i - 1 and word i in the text.
    """
    lines = _lengths_of_lines(words, gaps)
    return [_starts(words, gaps, i, line >= FULL_LINE) if i else True for i, line in enumerate(lines)]


def _lengths_of_lines(words: Sequence[str], gaps: Sequence[str]) -> Iterator[int]:
    """Give for each word how long its line is, or the line before it where it begins one, up to the word."""
    line = 0
    for word, gap in zip(words, gaps, strict=True):
        yield line
        line = len(word) + (0 if "\n" in gap else line + len(gap))


def _starts(words: Sequence[str], gaps: Sequence[str], i: int, is_full_line: bool) -> bool | None:
    if not gaps[i] or words[i] in FINAL or words[i][0].islower():
        return False
    is_new_line = "\n" in gaps[i]
    if not _is_ended(words, gaps, i):
        return None if is_new_line and not is_full_line else False
    return True if is_new_line and not is_full_line else None


def _is_ended(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether the words before `i` can end a sentence there."""
    last = i - 1
    while last > 0 and words[last] in CLOSING and not gaps[last]:
        last -= 1
    word = words[last].lower()
    if word in FINAL:
        return not (words[i][0].isdigit() and last > 0 and words[last - 1].lower() in _abbreviations("number"))
    is_initial = len(word) == 2
    return word.endswith(".") and word not in _abbreviations("name") and not is_initial and not words[i][0].isdigit()
