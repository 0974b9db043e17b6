"""Names of countries, intergovernmental organisations and agencies in running text, read in context.

The vocabulary finds the phrases; this module drops those that mean something else where they stand ("US dollar",
"speaks Russian", "French" in "French fries") and picks a reading for ambiguous names by the other words of the article
("Georgia" beside Tbilisi or beside Atlanta).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coopmetrics.entities.scanner import Match
from coopmetrics.entities.vocabulary import Name, Sense, actor_scanner, ambiguous_names

#: forms of names that stand for an actor
_ACTOR_FORMS = frozenset({"name", "demonym", "capital", "combining", "igo", "agency"})
#: cues further away than this many characters from the article's start are not looked for
_CUE_REACH = 20_000
#: characters before and after a name in which its neighbours are
_NEAR = 30
#: what a nationality may stand before without meaning the country
_AFTER_CURRENCY = re.compile(
    r"[ -](?:dollars?|cents?|pounds?|francs?|yen|yuan|renminbi|ru?oubles?|rubles?|rupees?|pesos?|won|krona|kronor|krone"
    r"|dinars?|dirhams?|riyals?|shillings?|rand|lira|manats?|tenge|somoni|soms?|sum|hryvnias?|cedis?|naira"
    r"|languages?|dialect|alphabet)\b"
)
#: sums behind which "US" is their currency, and one before which it is, without an article: "US $3 million"
_SUM_BEFORE = re.compile(r"(?:\bdollars?|\$ ?[\d.,]+(?:\s(?:thousand|million|billion|trillion))?)\s$")
_SUM_AFTER = re.compile(r"\s?\$\s?\d")
_ARTICLE_BEFORE = re.compile(r"\bthe $", re.IGNORECASE)
_US = frozenset({"US", "U.S."})
_BEFORE_LANGUAGE = re.compile(r"\b(?:in|into|from|fluent|spoken?|speaks?|speaking|learn(?:ing|s|ed)?) $", re.IGNORECASE)
_NO_NOUN_FOLLOWS = re.compile(
    r"[.,;:!?)\"”]|$| (?:and|or|as|on|to|at|for|by|with|that|but|when|while|in|of|from|per|over|an?)\b"
)
#: what bears the name of the capital where it was signed or began: "Oslo Accords", "Kampala Process"
_NAMED_AFTER = re.compile(
    r" (?:Accords?|(?:Action )?Agenda|Agreements?|Amendment|Call|Charter|Communiqu[eé]|Conference|Consensus"
    r"|Conventions?|Declaration|Dialogue|Document|Final Act|Format|Formula|Initiative|Marathon|Mechanism|Memorandum"
    r"|Olympics|Pact|Principles|Process|Protocols?|Roadmap|Round|Statute|Treaty)\b"
)
#: what the two Koreas call each other, and other countries whose parts are called so
_HALVES = {"North": "PRK", "South": "KOR"}
_SUDANS = {"North": "SDN", "South": "SSD"}
_BOTH_HALVES = re.compile(r"\b(North|South) and (?:North|South) (Kore|Sudan)")
_HALF = re.compile(r"\b[Tt]he (North|South)\b(?! ?-|\s(?:of\s(?:the\s|[A-Z])|and\s|[A-Z]))")
_OTHERS_DIVIDED = re.compile(r"\b(?:Sudan|Vietnam|Yemen|Cyprus|Ossetia|Macedonia|Global (?:North|South))\b")
_HYPHEN = re.compile(r"[-‐–]\w")
_CAPITALS_AROUND = re.compile(r"[A-Z]{2,}\W+$")
#: abbreviations that are words when everything is in capitals ("CONTACT US")
_WORDS_IN_CAPITALS = frozenset({"US", "WHO", "ECO", "PACE"})


def find_names(text: str) -> list[Match[Name]]:
    """Every name in `text` that means a country, an IGO, an agency, or a place called after a country.

    Matches are in order and do not overlap; names of nothing of that kind ("other") are left out.
    """
    readings = _Readings(text)
    found = []
    for match in actor_scanner().find(text):
        name = readings.of(match.text, match.value)
        if name.form not in ("other", "person") and _stands_for_itself(text, match, name):
            found.append(Match(match.start, match.end, match.text, name))
    taken = [range(match.start, match.end) for match in found]
    halves = (half for half in _koreas(text) if not any(half.start in other for other in taken))
    return sorted([*found, *halves], key=lambda match: match.start)


def _koreas(text: str) -> Iterator[Match[Name]]:
    """ "The North" and "the South" where the other half of Korea is named and no other country that is divided."""
    for both in _BOTH_HALVES.finditer(text):
        code = _HALVES[both[1]] if both[2] == "Kore" else _SUDANS[both[1]]
        yield Match(both.start(1), both.end(1), both[1], Name(code, "name"))
    if "Korea" not in text or _OTHERS_DIVIDED.search(text):
        return
    halves = list(_HALF.finditer(text))
    words = {half[1] for half in halves} | {half for half in _HALVES if f"{half} Korea" in text}
    if words == set(_HALVES):
        yield from (Match(m.start(1), m.end(1), m[1], Name(_HALVES[m[1]], "name")) for m in halves)


def count_actors(text: str) -> int:
    """How many different countries and IGOs `text` names: the cheap test before any parsing."""
    return len(set(_actor_codes(text)))


def _actor_codes(text: str) -> Iterator[str]:
    for match in find_names(text):
        if match.value.code and match.value.form in _ACTOR_FORMS:
            yield match.value.code


class _Readings:
    """Which sense an ambiguous name has in one article; the same one throughout."""

    def __init__(self, text: str) -> None:
        self._text = text[:_CUE_REACH]
        self._chosen: dict[str, Name] = {}

    def of(self, spelling: str, default: Name) -> Name:
        senses = ambiguous_names().get(spelling) or ambiguous_names().get(spelling.title())
        if senses is None:
            return default
        if spelling not in self._chosen:
            self._chosen[spelling] = max(senses, key=self._support).name
        return self._chosen[spelling]

    def _support(self, sense: Sense) -> int:
        return sum(self._text.count(cue) for cue in sense.cues)


def _stands_for_itself(text: str, match: Match[Name], name: Name) -> bool:
    before, after = text[max(match.start - _NEAR, 0) : match.start], text[match.end : match.end + _NEAR]
    if name.form == "combining":
        return _HYPHEN.match(after) is not None
    if match.text in _WORDS_IN_CAPITALS and _CAPITALS_AROUND.search(before):
        return False
    if name.form == "capital" and names_another(text, match.end):
        return False
    if name.form in ("demonym", "name") and _AFTER_CURRENCY.match(after):
        return False
    if match.text in _US and _is_currency(before, after):
        return False
    is_language = name.form == "demonym" and _BEFORE_LANGUAGE.search(before) and _NO_NOUN_FOLLOWS.match(after)
    return not is_language


def names_another(text: str, end: int) -> bool:
    """Whether what a place is part of the name of follows it: "the Paris Agreement", "the Durban Call to Action"."""
    return _NAMED_AFTER.match(text, end) is not None


def _is_currency(before: str, after: str) -> bool:
    """Whether "US" says whose dollars a sum is in: "a million dollars U.S.", "US $2 million"."""
    if _SUM_AFTER.match(after):
        return _ARTICLE_BEFORE.search(before) is None
    return _SUM_BEFORE.search(before) is not None and _NO_NOUN_FOLLOWS.match(after) is not None
