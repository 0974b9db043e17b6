"""Titles and honorifics that stand directly before a name: "President", "Mr", "H.E. Dr".

A title before a capitalised word makes it a person ("Minister Kabir"), and is no part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from coopmetrics.entities.scanner import Match, Scanner
from coopmetrics.entities.vocabulary import read_table

#: an honorific may belong to the name as annotators and readers see it
_PART_OF_NAME: Final = frozenset({"sheikh", "imam", "shri", "prince", "princess", "king", "queen", "pope", "chief"})
#: levels whose titles, capitalised before a name, are proof of a person
_TITLE_LEVELS: Final = frozenset(
    {"head_of_state", "head_of_government", "royal", "minister", "deputy_minister", "ambassador", "parliament"}
)
_INITIAL: Final = r"[A-Z]\.?"
_PART: Final = r"[^\W\d_a-z][\w’'‐-]*[\w]"
_PARTICLE: Final = r"(?:al|el|bin|ibn|bint|de|da|dos|do|van|der|von|la|le|du|del|di|abu)[ -]"
_NAME: Final = re.compile(rf"(?:{_PARTICLE})?{_PART}(?: (?:{_INITIAL} )?(?:{_PARTICLE}){{0,2}}{_PART}){{0,3}}")
_GAP: Final = re.compile(r"\.? ")


@cache
def role_scanner() -> Scanner[str]:
    """The scanner for roles ("prime minister"); the value is the level."""
    return Scanner((row["role"], row["level"]) for row in read_table("roles"))


@cache
def _title_scanner() -> Scanner[str]:
    honorifics = [(row["honorific"], "honorific") for row in read_table("honorifics")]
    titles = [
        (row["role"].title() if row["role"].islower() else row["role"], row["level"]) for row in read_table("roles")
    ]
    return Scanner(honorifics + titles)


def without_title(name: str) -> tuple[int, bool]:
    """Where a recognised name starts behind the titles in it, and whether those prove a person.

    The end of the name where it is nothing but the title of an office.
    """
    start, is_proof = 0, False
    for match in _title_scanner().find(name):
        is_title = match.value in _TITLE_LEVELS and match.text.lower() not in _PART_OF_NAME
        directly = not name[start : match.start].strip(" .")
        if is_title or (directly and match.text.lower() not in _PART_OF_NAME):
            start, is_proof = match.end, is_proof or is_title
    rest = name[start:]
    if not rest.strip(" .,") and not is_proof:
        return 0, False
    return start + len(rest) - len(rest.lstrip(" .,")), is_proof


def titled_names(text: str) -> Iterator[Match[str]]:
    """Capitalised words after a title; the value is the title as written."""
    for title in _title_scanner().find(text):
        if title.value not in _TITLE_LEVELS | {"honorific"}:
            continue
        gap = _GAP.match(text, title.end)
        name = gap and _NAME.match(text, gap.end())
        if name and not text[title.start].islower():
            yield Match(name.start(), name.end(), name.group(), title.text)
