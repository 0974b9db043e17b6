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
#: whom photographs are from, as the last word of their credit
_CREDITED: Final = frozenset("reuters afp ap epa tass bloomberg images shutterstock file".split())
#: words of a credit, with its marks
_LONGEST_CREDIT: Final = 40
#: months that are names as well, and words before a month
_MONTHS: Final = frozenset("jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.".split())
_BEFORE_MONTH: Final = frozenset("in on of by since until early mid late last next this from to and".split())
_HYPHENS: Final = frozenset("-‐–")
#: marks before the items of a list
BULLETS: Final = frozenset("*•·▪◦‣●○■")
DASHES: Final = frozenset("-–—")
#: characters of the number of an item: "viii"
_LONGEST_NUMBER: Final = 4
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
    if not gaps[i] or words[i] in FINAL or _is_behind_number(words, gaps, i):
        return False
    if _is_letter(words, gaps, i):
        return True
    if words[i][0].islower():
        return False
    if _is_bullet(words, gaps, i) or _is_behind_credit(words, gaps, i) or _is_behind_name(words, i):
        return True
    is_new_line = "\n" in gaps[i]
    if not _is_ended(words, gaps, i):
        return None if is_new_line and not is_full_line else False
    return True if is_new_line and not is_full_line else None


def _is_bullet(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether a word is the mark before an item of a list: each item is told by itself.

    A dash is one where the line before is closed, or opens the list: a line that was wrapped may go on with a dash.
    """
    if "\n" not in gaps[i] or i + 1 == len(words) or not gaps[i + 1].isspace():
        return False
    return words[i] in BULLETS or (words[i] in DASHES and _is_behind_closed_line(words, gaps, i))


def _is_behind_closed_line(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    return gaps[i].count("\n") > 1 or words[i - 1][-1] in ",;:.!?)" or words[i - 1] in ("and", "or")


def _is_letter(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether a word begins the letter or number before an item of a list: "(a) to build", "b) to run"."""
    name = i + 1 if words[i] == "(" else i
    if "\n" not in gaps[i] or words[name + 1 : name + 2] != [")"] or gaps[name + 1] or (name > i and gaps[name]):
        return False
    return words[name].isalnum() and len(words[name]) <= _LONGEST_NUMBER and _is_behind_closed_line(words, gaps, i)


def _is_behind_number(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether only the number of an item stands before a word in its line: "3. To open an embassy"."""
    if words[i - 1][-1] != ".":
        return False
    first = i - 2 if words[i - 1] == "." else i - 1
    number = words[first].rstrip(".") if first >= 0 else ""
    is_number = number.isdecimal() and len(number) < _LONGEST_NUMBER
    return (
        is_number and (not first or "\n" in gaps[first]) and "\n" not in gaps[i] and not (first < i - 1 and gaps[i - 1])
    )


def _is_behind_credit(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether a photograph's credit, which has no full stop, ends before a word: "Ana Vula/AFP/Getty Images"."""
    if words[i - 1].rpartition("/")[2].lower() not in _CREDITED:
        return False
    first = i - 1
    while first > 0 and i - first < _LONGEST_CREDIT and (not gaps[first] or words[first] == "Images"):
        first -= 1
    return "/" in "".join(words[first:i]) and words[first][0].isupper()


def _is_behind_name(words: Sequence[str], i: int) -> bool:
    """Tell whether a name that looks like a month ends a sentence before a word: "Tan Jun. Lee"."""
    if i < 2 or words[i - 1].lower() not in _MONTHS or not words[i][0].isalpha():
        return False
    before = words[i - 2]
    return before[0].isupper() and before.isalpha() and before.lower() not in _BEFORE_MONTH


def _is_ended(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether the words before `i` can end a sentence there."""
    last = i - 1
    while last > 0 and words[last] in CLOSING and not gaps[last]:
        last -= 1
    word = words[last].lower()
    if word in FINAL:
        return not _is_stop_of_abbreviation(words, gaps, last, before_number=words[i][0].isdigit())
    is_initial = len(word) == 2
    if not word.endswith(".") or word in _abbreviations("name") or is_initial or words[i][0].isdigit():
        return False
    return not _is_joined(words, gaps, last)


def _is_stop_of_abbreviation(words: Sequence[str], gaps: Sequence[str], i: int, *, before_number: bool) -> bool:
    """Tell whether a full stop is of "No" before a number, or of a title whose capitals hide it: "DR."."""
    word = words[i - 1] if i else ""
    if before_number and word.lower() in _abbreviations("number"):
        return True
    return words[i] == "." and not gaps[i] and word[:1].isupper() and f"{word.lower()}." in _abbreviations("name")


def _is_joined(words: Sequence[str], gaps: Sequence[str], i: int) -> bool:
    """Tell whether a hyphen joins a word to the one before it, as in "EU-U.S.", which goes on with a noun."""
    return i > 1 and words[i - 1] in _HYPHENS and not gaps[i] and not gaps[i - 1]
