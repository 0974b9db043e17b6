"""The mentions of one article by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from coopmetrics.document import Mention

_ACTORS = ("country", "igo", "organization")
#: characters of the longest name
_LONGEST = 200


class MentionIndex:
    """Looks mentions up by character offset; built once the mentions of an article are known."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self.persons = [mention for mention in self.mentions if mention.kind == "person"]
        self._starts = [mention.start for mention in self.mentions]
        self._person_chars = characters(self.persons)
        self._country_chars = characters(mention for mention in self.mentions if mention.kind == "country")
        self._actor_chars = characters(mention for mention in self.mentions if mention.kind in _ACTORS)

    def person_at(self, offset: int) -> bool:
        """Whether a person is named at a character."""
        return offset in self._person_chars

    def actor_at(self, offset: int) -> bool:
        """Whether a country, IGO or organisation is named at a character."""
        return offset in self._actor_chars

    def is_country_at(self, offset: int) -> bool:
        """Whether a country is named at a character."""
        return offset in self._country_chars

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie within `start:end`, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def starting(self, offset: int) -> Mention | None:
        """The longest mention that starts at a character."""
        at = bisect_left(self._starts, offset)
        return self.mentions[at] if at < len(self.mentions) and self._starts[at] == offset else None

    def around(self, mention: Mention) -> list[Mention]:
        """The longer mentions that a mention lies within."""
        first = bisect_left(self._starts, mention.start - _LONGEST)
        last = bisect_left(self._starts, mention.start + 1)
        length = mention.end - mention.start
        return [m for m in self.mentions[first:last] if m.end >= mention.end and m.end - m.start > length]

    def actors(self, start: int, end: int) -> list[Mention]:
        """The countries, IGOs and organisations within `start:end`, in order."""
        return [mention for mention in self.between(start, end) if mention.kind in _ACTORS]


def characters(mentions: Iterable[Mention]) -> set[int]:
    """The offsets of all characters that mentions cover."""
    return {offset for mention in mentions for offset in range(mention.start, mention.end)}
