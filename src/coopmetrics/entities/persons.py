"""Persons: which mentions are one person, what office they hold, and whom they represent.

A shorter name belongs to the fullest one before or after it whose words it shares ("Kabir" → "Sherali Kabir"). The
office comes from the title before a name or the description behind it; the country from the office's words, from the
table of leaders, or, for an office said without one ("Foreign Minister Wang"), from what the article is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.entities.context import Context
from coopmetrics.entities.leaders import leader_named
from coopmetrics.entities.mention_index import MentionIndex
from coopmetrics.entities.roles import Role, find_roles
from coopmetrics.entities.scanner import fold

#: levels that are of some government, so that a country can be inferred
GOVERNMENT: Final = frozenset(
    "head_of_state head_of_government royal minister deputy_minister ambassador parliament military official".split()
)
_STATED: Final = 0.95
#: people of one surname that are told apart, and mentions of each that are looked back at
_MAX_NAMESAKES: Final = 50
_INFERRED: Final = 0.6
_HONORIFICS: Final = r"(?:(?:Mr|Mrs|Ms|Dr|H\.? ?E|Sir|Hon|Honou?rable|His Excellency|Her Excellency|Gen|Lt|Prof)\.? )*"
_TITLE_GAP: Final = re.compile(rf",?\s(?:Mr )?{_HONORIFICS}|,\s")
_BEHIND: Final = re.compile(
    r"\s?[,(–—-]\s?(?:who (?:is|was|serves as|heads|leads|also serves as) )?"
    r"(?:(?:the|a|an|its|his|her|their|then|once|now|formerly|currently|also) )*"
    r"| (?:is|was|became|serves as|served as|as|, who is|has been) (?:(?:the|a|an|also|now|currently) )*"
)


_OF: Final = re.compile(r"\s(?:of|from)\s(?:the\s)?(?:Republic\sof\s)?")
#: characters of "of the Republic of" and a country's name
_OF_REACH: Final = 60


@dataclass(slots=True)
class Person:
    """One person of an article."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)

    @property
    def role(self) -> Role | None:
        """The first role that says whom it is for, else the first."""
        return next((role for role in self.roles if role.country_code), None) or next(iter(self.roles), None)


def describe_persons(document: Document) -> None:
    """Give each person's mentions the fullest name, the role with its level, and the country represented."""
    index = MentionIndex(document.mentions)
    people = group(index.persons)
    by_mention = {id(mention): person for person in people for mention in person.mentions}
    portfolios: set[int] = set()
    for role in find_roles(document, index):
        holder = _holder(document.text, role, index.persons)
        if holder is not None:
            role.affiliation = role.affiliation or _country_behind(document.text, holder, index)
            by_mention[id(holder)].roles.append(role)
            portfolios.update(id(m) for m in index.between(role.start, role.end) if _is_unknown_place(m))
    document.mentions = [mention for mention in document.mentions if id(mention) not in portfolios]
    for person in people:
        _describe(person, document.published_on)
    context = Context(document)
    for person in people:
        _infer_country(person, context)


def group(mentions: Iterable[Mention]) -> list[Person]:
    """The persons behind mentions in text order."""
    people: list[Person] = []
    by_word: dict[str, list[Person]] = defaultdict(list)
    mentions = list(mentions)
    for mention in sorted(mentions, key=lambda m: (-len(_words(m.text)), m.start)):
        words = _words(mention.text)
        person = _same(words, mention, by_word)
        if person is None:
            person = Person(mention.name)
            people.append(person)
            for word in words:
                by_word[word].append(person)
        person.mentions.append(mention)
    return people


def _same(words: list[str], mention: Mention, by_word: dict[str, list[Person]]) -> Person | None:
    """The person whose name has all of `words`; of several, the one named last before the mention."""
    if not words:
        return None
    namesakes = by_word[words[-1]][:_MAX_NAMESAKES]
    candidates = [person for person in namesakes if set(words) <= set(_words(person.name))]
    return min(candidates, key=lambda person: _distance(person, mention), default=None)


def _distance(person: Person, mention: Mention) -> int:
    recent = person.mentions[-_MAX_NAMESAKES:]
    before = [mention.start - other.start for other in recent if other.start <= mention.start]
    return min(before, default=1_000_000 + person.mentions[0].start)


def _words(name: str) -> list[str]:
    """The words of a name that matter, folded: no initials, no suffixes."""
    words = [fold(word).strip(".'’,“”\"") for word in name.replace("-", " ").split()]
    return [word for word in words if len(word) > 1 and word not in ("jr", "sr", "jnr")] or words[:1]


def _holder(text: str, role: Role, persons: list[Mention]) -> Mention | None:
    """Who holds a role: the name right behind it, or else the name that it describes."""
    behind = bisect_left(persons, role.end, key=lambda person: person.start)
    if behind < len(persons) and _TITLE_GAP.fullmatch(text, role.end, persons[behind].start):
        return persons[behind]
    before = bisect_right(persons, role.start, key=lambda person: person.end) - 1
    if before >= 0 and _BEHIND.fullmatch(text, persons[before].end, role.start):
        return persons[before]
    return None


def _country_behind(text: str, holder: Mention, index: MentionIndex) -> Mention | None:
    """The country of "Prime Minister Jonas Vik of Norway"."""
    following = index.actors(holder.end, holder.end + _OF_REACH)[:1]
    return next((m for m in following if m.kind == "country" and _OF.fullmatch(text, holder.end, m.start)), None)


def _is_unknown_place(mention: Mention) -> bool:
    """What looks like a place within an office is its portfolio ("Minister of New Technologies")."""
    return mention.kind == "place" and mention.country_code is None


def _describe(person: Person, on: date | None) -> None:
    """Name, office and country as far as the article or the table of leaders states them."""
    role = person.role
    leader = leader_named(person.name, on)
    for mention in person.mentions:
        mention.name = person.name
        mention.entity_key = f"person:{person.name.lower()}"
        mention.role = role.text if role else leader.role if leader else None
        mention.level = role.level if role else leader.level if leader else "other"
        mention.country_code = (role.country_code if role else None) or (leader.country_code if leader else None)
        mention.confidence = _STATED


def _infer_country(person: Person, context: Context) -> None:
    """The country of an office named without one."""
    role = person.role
    if role is None or role.level not in GOVERNMENT or person.mentions[0].country_code:
        return
    country = role.usual_country or context.country_near(role.start)
    for mention in person.mentions:
        mention.country_code = country
        mention.confidence = _INFERRED
