"""Names in one list with their countries in another: "the ministers of Chile and Peru, Hugo Salas and Rosa Quispe"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from coopmetrics.document import Mention

#: before the first country: the office of several
_OFFICES: Final = re.compile(r"\b[a-z]+s (?:of|from) (?:the )?$")
_AND: Final = re.compile(r",? and (?:the )?|, (?:the )?")
#: between the last country and the first name
_NAMELY: Final = re.compile(r"(?:, | [(–—-] ?|: )(?:(?:Messrs\.?|Mr\.?|Ms\.?|H\.E\.) )?")
_OFFICE_REACH: Final = 40


def countries_in_turn(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """The code of each person, by key, whose country stands at the same place in a list before; in text order."""
    ordered = sorted((m for m in mentions if m.kind in ("country", "person")), key=lambda m: m.start)
    found: dict[str, str] = {}
    for at, mention in enumerate(ordered):
        if mention.kind == "country" and _OFFICES.search(text, max(mention.start - _OFFICE_REACH, 0), mention.start):
            countries = list(_list_from(text, ordered, at))
            people = list(_list_from(text, ordered, at + len(countries)))
            if len(countries) == len(people) > 1 and _NAMELY.fullmatch(text, countries[-1].end, people[0].start):
                found |= {
                    p.entity_key: c.country_code for p, c in zip(people, countries, strict=True) if c.country_code
                }
    return found


def _list_from(text: str, mentions: Sequence[Mention], first: int) -> Iterator[Mention]:
    """The mentions of one kind that follow each other in a list."""
    for at in range(first, len(mentions)):
        one = mentions[at]
        if at > first and not (
            one.kind == mentions[first].kind and _AND.fullmatch(text, mentions[at - 1].end, one.start)
        ):
            return
        yield one
