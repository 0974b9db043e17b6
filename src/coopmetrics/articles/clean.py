"""Clean text: paragraphs with a blank line between them, nothing around them that is not the article.

Whatever changes a character happens here, before the text is stored, since every offset refers to the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Final

from coopmetrics.reference import read_yaml

#: longer paragraphs are never boilerplate of a group
_LONGEST: Final = {"placeholders": 400, "bylines": 90, "leading": 140, "trailing": 320, "notes": 120, "anywhere": 100}
#: lines longer than this were not wrapped by hand
_WRAPPED: Final = 120
#: controls, lone surrogates, noncharacters, direction marks, zero-width spaces, soft hyphens
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_BREAKS: Final = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_SPACES: Final = re.compile(r"[^\S\n ]")
_SPACES: Final = re.compile(" {2,}")
#: what is composed at a time: the time it takes grows with the square of a run of accents
_WORD: Final = re.compile(r"\S{1,200}")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d?);", re.I)
#: longer paragraphs repeat no title or byline, which have 500 characters at most
_LONGEST_SAID: Final = 1000
_DATE_LINE: Final = re.compile(r"(?:date|published)[ :]+(\d{4}-\d{2}-\d{2})(?=\s|$)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The article's paragraphs, and what was said in the lines cut from their beginning."""

    text: str
    byline: str | None = None
    date_line: str | None = None


def clean(
    text: str,
    *,
    title: str | None = None,
    byline: str | None = None,
    outlet: str | None = None,
    wrapped: bool = False,
) -> Cleaned:
    """Clean an article's text; `wrapped` texts may have their lines broken by hand.

    The text is empty where nothing but a placeholder or boilerplate was left.
    """
    found = [p for p in paragraphs(printable(text), wrapped) if not _matches("anywhere", p)]
    if not found or _matches("placeholders", " ".join(found[:2])):
        return Cleaned("")
    # aggregators put the outlet behind the headline
    said = {_plain(text) for text in (title, byline, title and f"{title} {outlet}") if text}
    start, byline, date_line = _head(found, said, byline)
    end = _notes(found, start)
    while end > start and (_matches("trailing", found[end - 1]) or is_date(found[end - 1])):
        end -= 1
        date_line = date_line or (found[end] if is_date(found[end]) else None)
    return Cleaned("\n\n".join(found[start:end]), byline, date_line)


def _notes(found: list[str], start: int) -> int:
    """Find where notes to editors and links to other articles begin, in the second half: all that follows is such."""
    before, whole = 0, sum(map(len, found[start:]))
    for number in range(start, len(found)):
        if before * 2 >= whole and _matches("notes", found[number]):
            return number
        before += len(found[number])
    return len(found)


def printable(text: str) -> str:
    """Drop what cannot be seen and HTML entities, in Unicode's composed form, with plain spaces and line breaks."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    if not (is_plain := _is_plain(text)):
        text = _INVISIBLE.sub("", _BREAKS.sub("\n", text.replace("\r\n", "\n")))
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = _WORD.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    if not is_plain:
        text = _ODD_SPACES.sub(" ", text)
    return (_SPACES.sub(" ", text) if "  " in text else text).strip()


def visible(text: str) -> str:
    """Drop what cannot be seen, and nothing else: for identifiers, in which "&sect" is no paragraph sign."""
    return _INVISIBLE.sub("", text)


def _is_plain(text: str) -> bool:
    """Tell, in a fraction of the time a pattern takes, that only line feeds and spaces stand between what is seen."""
    return text.replace("\n", "").isprintable()


def paragraphs(text: str, wrapped: bool) -> list[str]:
    """Split at blank lines and, where lines were not wrapped by hand, at every line; whole again what was torn."""
    lines = [line.strip() for line in text.split("\n")]
    width = max(map(len, lines))
    hand_wrapped = wrapped and width <= _WRAPPED and len(lines) > 3
    found: list[list[str]] = []
    previous = ""
    for line in lines:
        joins = hand_wrapped and _was_wrapped(previous, line, width)
        if found and (joins or (wrapped and _continues(found[-1][-1], line))):
            found[-1].append(line)
        elif line:
            found.append([line])
        previous = line
    return [" ".join(parts) for parts in found]


def _was_wrapped(previous: str, line: str, width: int) -> bool:
    """Tell a wrapped line from a paragraph's last: the next word would not have fitted."""
    return bool(previous and line) and len(previous) + 1 + len(line.split(" ", 1)[0]) > width - 8


def _continues(last: str, line: str) -> bool:
    """Tell a sentence torn by a line break: it goes on in lower case after a letter or a comma."""
    return line[:1].islower() and (last[-1].isalpha() or last[-1] == ",") and " " in last


def _head(found: list[str], said: set[str], byline: str | None) -> tuple[int, str | None, str | None]:
    """Find where the article begins, after its date, labels and what was `said` elsewhere, such as its title."""
    date_line: str | None = None
    for number, paragraph in enumerate(found):
        if (match := _DATE_LINE.match(paragraph)) and not date_line:
            date_line, found[number] = match[1], paragraph[match.end() :]
            if found[number]:
                return number, byline, date_line
        elif match := _matches("bylines", paragraph):
            byline = byline or next(filter(None, match.groups()))
        elif is_date(paragraph):
            date_line = date_line or paragraph
        elif not (_says_again(paragraph, said) or _matches("leading", paragraph)):
            return number, byline, date_line
    return len(found), byline, date_line


def _says_again(paragraph: str, said: set[str]) -> bool:
    return bool(said) and len(paragraph) <= _LONGEST_SAID and _plain(paragraph) in said


def is_date(paragraph: str) -> bool:
    """Tell a paragraph that is nothing but a date."""
    return len(paragraph) < 60 and _ONLY_DATE.fullmatch(paragraph) is not None


_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_ONLY_DATE: Final = re.compile(
    rf"(?:[a-z]{{3,9}}day,? )?(?:{_MONTH}\.? \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH}\.?,? \d{{4}}|\d{{4}}-\d\d-\d\d)\.?",
    re.I,
)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = read_yaml("boilerplate")
    return {name: re.compile("|".join(f"(?:{p})" for p in known), re.I) for name, known in groups.items()}


def _matches(group: str, paragraph: str) -> re.Match[str] | None:
    return _patterns()[group].fullmatch(paragraph) if len(paragraph) <= _LONGEST[group] else None
