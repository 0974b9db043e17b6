"""The persons of one article: which mentions are one person.

A shorter name belongs to the fullest one before or after it whose words it shares ("Kabir" → "Sherali Kabir"), unless
its title is that of a leader of the name: "President Biden" is not Jill Biden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from coopmetrics.document import Mention
from coopmetrics.entities.roles import Role
from coopmetrics.entities.scanner import fold

#: levels that are of some government, so that a country can be inferred
GOVERNMENT: Final = frozenset(
    "head_of_state head_of_government royal minister deputy_minister ambassador parliament military official".split()
)
#: people of one surname that are told apart, and mentions of each that are looked back at
_MAX_NAMESAKES: Final = 50


@dataclass(slots=True)
class Person:
    """One person of an article."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)

    @property
    def role(self) -> Role | None:
        """The office held now where others are over, else the first that says whom it is for, else the first."""
        if any(role.is_former for role in self.roles):
            new = next((role for role in self.roles if role.is_new and role.level != "other"), None)
            if new is not None:
                return new
        return next((role for role in self.roles if role.country_code), None) or next(iter(self.roles), None)

    @property
    def stated_country(self) -> str | None:
        """The country or IGO that the words of the office name, else those of another office held."""
        role = self.role
        codes = [role.country_code] if role else []
        return next((code for code in (*codes, *(other.country_code for other in self.roles)) if code), None)


def group(
    mentions: Iterable[Mention], may_be: Callable[[Mention, str], bool] = lambda _surname, _name: True
) -> list[Person]:
    """The persons behind mentions in text order; `may_be` says whether a surname as it stands may be that of a name."""
    people: list[Person] = []
    by_word: dict[str, list[Person]] = defaultdict(list)
    mentions = list(mentions)
    for mention in sorted(mentions, key=lambda m: (-len(_words(m.text)), m.start)):
        words = _words(mention.text)
        person = _same(words, mention, by_word, may_be)
        if person is None:
            person = Person(mention.name)
            people.append(person)
            for word in words:
                by_word[word].append(person)
        person.mentions.append(mention)
    return people


def _same(
    words: list[str], mention: Mention, by_word: dict[str, list[Person]], may_be: Callable[[Mention, str], bool]
) -> Person | None:
    """The person whose name has all of `words`; of several, the one named last before the mention."""
    if not words:
        return None
    namesakes = by_word[words[-1]][:_MAX_NAMESAKES]
    candidates = [person for person in namesakes if set(words) <= set(_words(person.name))]
    if len(words) == 1:
        candidates = [person for person in candidates if may_be(mention, person.name)]
    return min(candidates, key=lambda person: _distance(person, mention), default=None)


def _distance(person: Person, mention: Mention) -> int:
    recent = person.mentions[-_MAX_NAMESAKES:]
    before = [mention.start - other.start for other in recent if other.start <= mention.start]
    return min(before, default=1_000_000 + person.mentions[0].start)


def _words(name: str) -> list[str]:
    """The words of a name that matter, folded: no initials, no suffixes."""
    words = [fold(word).strip(".'’,“”\"") for word in name.replace("-", " ").split()]
    return [word for word in words if len(word) > 1 and word not in ("jr", "sr", "jnr")] or words[:1]
