"""Whether a person is "he" or "she", as a title, an office or a given name tells; names of both tell nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from coopmetrics.document import Document, Gender
from coopmetrics.entities.people import Person
from coopmetrics.reference import read_table

_HER: Final = re.compile(r"\b(?:Ms|Mrs|Miss|Mme|Madam|Madame|Lady|Dame|Queen|Princess|Sheikha|Smt|Baroness)\.? $")
_HIM: Final = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Sultan|Pope|Father|Shri)\.? $")
_HER_OFFICE: Final = re.compile(r"\b(?:\w+woman|queen|princess|empress|first lady|duchess)\b", re.IGNORECASE)
_HIS_OFFICE: Final = re.compile(
    r"\b(?:(?:chair|spokes|states|business|congress|council|police)man|king|prince|emperor|sultan|emir|pope|duke)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 12


def tell_genders(document: Document, people: list[Person]) -> None:
    """Fill in the gender of people's mentions, as far as it is told."""
    for person in people:
        gender = _titled(document.text, person) or _in_office(person) or _given_names().get(_given(person.name))
        for mention in person.mentions:
            mention.gender = gender


def _titled(text: str, person: Person) -> Gender | None:
    for mention in person.mentions:
        start = max(mention.start - _LONGEST_TITLE, 0)
        if _HER.search(text, start, mention.start):
            return "f"
        if _HIM.search(text, start, mention.start):
            return "m"
    return None


def _in_office(person: Person) -> Gender | None:
    office = person.role.text if person.role else ""
    if _HER_OFFICE.search(office):
        return "f"
    return "m" if _HIS_OFFICE.search(office) else None


def _given(name: str) -> str:
    """The first of a name's words, if it has more: not the surname "Grant"."""
    given, _, surname = name.partition(" ")
    return given if surname else ""


@cache
def _given_names() -> dict[str, Gender]:
    rows = read_table("given_names")
    return {row["name"]: "f" if row["gender"] == "f" else "m" for row in rows if row["gender"]}
