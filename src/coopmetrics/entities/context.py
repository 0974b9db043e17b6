"""What an article is about where it does not say so: the country meant by "the foreign minister" and the like."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from math import exp

from coopmetrics.document import Document, Mention
from coopmetrics.entities.lists import is_subject

#: characters over which a country named before still lends itself to an office named without one
_REACH = 400.0
#: what the share of a country among all mentions weighs against one mention right before the office
_OVERALL = 1.5
#: mentions of the country that an article about one is about, and the share that others may have
_SOLE_MENTIONS, _ASIDE = 3, 0.2
#: the same for the government that issues the article
_ISSUED = 4.0
#: ... and for where it is reported from
_REPORTED_FROM = 1.0
#: a city says less than a country's name; colleagues of an officeholder tend to be of the same country
_WEIGHTS = {"country": 1.0, "place": 0.5, "person": 0.6}
#: ... and one that acts says more than one that is only mentioned
_ACTING = 1.8
#: how a name says whose something is
_OWN = frozenset({"nmod:poss", "amod", "compound"})


class Context:
    """The countries of an article, near a point of it and over all."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._mentions = [m for m in document.mentions if m.kind in _WEIGHTS and m.country_code]
        self._starts = [mention.start for mention in self._mentions]
        self._issuer, self.outlet_country = document.issuer, document.outlet_country
        self._overall = Counter(mention.country_code for mention in self._mentions if mention.country_code)

    def sole_country(self) -> str | None:
        """The country that nearly all of an article is about, if it is about one."""
        total = sum(self._overall.values())
        first = next((code for code, count in self._overall.most_common(1) if count >= _SOLE_MENTIONS), None)
        return first if first and total - self._overall[first] <= max(_ASIDE * total, 1) else None

    def is_known_by(self, offset: int, code: str) -> bool:
        """Whether a country is named before a character, or issues the article."""
        before = self._mentions[: bisect_left(self._starts, offset)]
        return code == self._issuer or any(mention.country_code == code for mention in before)

    def next_mention(self, offset: int) -> Mention | None:
        """The first mention behind a character of whom the country is known."""
        at = bisect_left(self._starts, offset)
        return self._mentions[at] if at < len(self._mentions) else None

    def last_country(self, start: int, end: int) -> Mention | None:
        """The last country named within `start:end`."""
        named = self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return next((m for m in reversed(named) if m.kind == "country"), None)

    def countries_before(self, offset: int) -> list[Mention]:
        """The countries named last before a character, in order."""
        before = bisect_left(self._starts, offset)
        return [m for m in self._mentions[max(before - 20, 0) : before] if m.kind == "country"]

    def first_country_of_sentence(self, offset: int) -> Mention | None:
        """The first country named in the sentence of a character, before it."""
        named = self._named(self._document.sentence_at(offset), offset)
        return next((m for m in named if m.kind == "country"), None)

    def acting_country(self, offset: int) -> str | None:
        """The country that is the last subject before a character of its sentence.

        Where that names no country, it is the one of the sentence before.
        """
        number = self._document.sentence_at(offset)
        named = self._named(number, offset) or self._named(max(number - 1, 0), offset)
        acting = (m for m in reversed(named) if m.kind == "country" and is_subject(self._document.head(m.start, m.end)))
        return next((mention.country_code for mention in acting), None)

    def _named(self, sentence_no: int, offset: int) -> list[Mention]:
        """The mentions from the begin of a sentence to a character."""
        start = self._document.sentences[sentence_no].start_char
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, offset)]

    def _acts(self, mention: Mention) -> bool:
        """Whether a country, or what is its own, is the subject of its clause: "Peru's army"."""
        word = self._document.head(mention.start, mention.end)
        return mention.kind == "country" and is_subject(word.head if word.dep_ in _OWN else word)

    def country_near(
        self,
        offset: int,
        unlikely: Mapping[str, float] | None = None,
        *,
        scene: str | None = None,
        is_of_issuer: bool = False,
    ) -> str | None:
        """The country that an office named at `offset` without its country most likely is of.

        `unlikely` says by what factor countries are less likely than their mentions make them, `scene`, where the
        article is reported from; `is_of_issuer`, whether it may be an office of the government that issues it and need
        not say so.
        """
        total = sum(self._overall.values())
        weights = {code: _OVERALL * count / total for code, count in self._overall.items()}
        if is_of_issuer and self._issuer:
            weights[self._issuer] = weights.get(self._issuer, 0.0) + _ISSUED
        if scene:
            weights[scene] = weights.get(scene, 0.0) + _REPORTED_FROM
        before = bisect_left(self._starts, offset)
        for mention in self._mentions[max(before - 20, 0) : before]:
            weight = _WEIGHTS[mention.kind] * (_ACTING if self._acts(mention) else 1.0)
            weights[mention.country_code or ""] += weight * exp((mention.end - offset) / _REACH)
        for code, factor in (unlikely or {}).items():
            if code in weights:
                weights[code] *= factor
        return max(weights, key=weights.__getitem__, default=None)
