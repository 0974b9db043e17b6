"""Whom an article is about: its countries and organisations of states, and how often they are told of together.

What is the same for all its sentences is gathered once, as the cast of the article.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from itertools import combinations
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.events.actors import Actor, actors_by_sentence, is_press, words_of

#: parties of an article that are counted as pairs, the most mentioned ones
MAX_PARTIES: Final = 30
#: pairs that are told apart by how often they are mentioned together
MAX_RANK: Final = 4
#: share of the mentions of all others from which one of them is the other side
MOST: Final = 0.8
#: sentences back in which an unsaid party may have been mentioned
RECENT: Final = 2


@dataclass(frozen=True, slots=True)
class Party:
    """A country or organisation of states that an article is about, with its mentions in text order."""

    code: str
    mentions: list[Mention]

    def last_before(self, sentence_no: int) -> Mention | None:
        """Its last mention in the sentences just before one."""
        at = bisect_left(self.mentions, sentence_no, key=lambda m: m.sentence_no)
        last = self.mentions[at - 1] if at else None
        return last if last is not None and last.sentence_no >= sentence_no - RECENT else None


@dataclass(frozen=True)
class Cast:
    """Who appears in an article: parties, most mentioned first, actors by sentence, all words of names."""

    parties: list[Party]
    actors: dict[int, list[Actor]]
    named: set[int]
    #: one side answers questions on this and that, so that no other party is that of the whole
    is_questioned: bool = False
    #: in how many sentences two codes are both mentioned
    together: Counter[tuple[str, str]] = field(default_factory=Counter)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Place of each code by how often it is mentioned."""
        return {party.code: rank for rank, party in enumerate(self.parties)}

    @cached_property
    def foremost(self) -> tuple[Mention, ...]:
        """The two mentioned together most often, as where they are first mentioned; none where no two are."""
        codes = () if self.is_questioned else max(self.together, key=self.together.__getitem__, default=())
        return tuple(self.parties[self.ranks[code]].mentions[0] for code in codes)

    @cached_property
    def beside(self) -> dict[str, list[Party]]:
        """For each code that is mentioned together with another, all parties, those most often with it first."""
        codes = {code for pair in self.together for code in pair}
        return {code: sorted(self.parties, key=lambda p: -self.often(code, p.code)) for code in codes}

    @cached_property
    def highest(self) -> list[int]:
        """How often the few pairs that are mentioned together most often are."""
        return nlargest(MAX_RANK, self.together.values())

    def often(self, code: str, other: str | None) -> int:
        """In how many sentences two are mentioned together."""
        return self.together[min(code, other), max(code, other)] if other else 0

    def recent(self, sentence_no: int) -> list[Mention]:
        """The last mention of each party in the sentences just before one, the most mentioned party's first."""
        return [found for party in self.parties if (found := party.last_before(sentence_no)) is not None]


def cast(document: Document) -> Cast:
    """Gather what is the same for all sentences of an article."""
    found: dict[str, list[Mention]] = {}
    named: set[int] = set()
    for mention in sorted(document.mentions, key=lambda m: m.start):
        if not mention.is_pronoun:
            named.update(words_of(document, mention))
        if mention.country_code and mention.kind != "place" and not is_press(document, mention):
            found.setdefault(mention.country_code, []).append(mention)
    parties = sorted((Party(code, mentions) for code, mentions in found.items()), key=lambda p: -len(p.mentions))
    is_asked, answering = any(turn.is_question for turn in document.turns), document.answering()
    is_questioned = is_asked and len(answering) < 2 and not _is_about_one(parties, answering)
    return Cast(parties, actors_by_sentence(document), named, is_questioned, _together(parties))


def _is_about_one(parties: list[Party], answering: set[str]) -> bool:
    """Whether nearly all that is told of others than who answers is of one of them, as in an ambassador's interview."""
    others = [len(party.mentions) for party in parties if party.code not in answering]
    return bool(others) and others[0] > MOST * sum(others)


def _together(parties: list[Party]) -> Counter[tuple[str, str]]:
    codes_of: dict[int, set[str]] = defaultdict(set)
    for party in parties[:MAX_PARTIES]:
        for mention in party.mentions:
            codes_of[mention.sentence_no].add(party.code)
    return Counter(pair for codes in codes_of.values() for pair in combinations(sorted(codes), 2))
