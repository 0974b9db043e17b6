"""Organisations: which mentions are one organisation, and the country it belongs to.

The country is the one in the name ("Bank of China", "Shanghai Construction Group"), right before it ("Azerbaijan's
Ministry of Economy"), right behind it ("the Ministry of Economy of Azerbaijan"), in what it is called ("Norwegian
salmon producer Havbris") or that of its leader ("the Gillard government"), stated at any mention of the organisation;
a ministry, court or army without one belongs to the country that is spoken of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, takewhile
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.entities.context import Context
from coopmetrics.entities.leaders import leader_of_surname
from coopmetrics.entities.mention_index import MentionIndex
from coopmetrics.entities.name_heads import organization_kind
from coopmetrics.entities.places import country_of_metropolis
from coopmetrics.reference import read_table

#: kinds of organisations that act for their state
OF_STATE: Final = frozenset({"government", "parliament", "military"})
_INFERRED: Final = 0.6
#: how likely a ministry is of the country that it turns to, and the words between
_TURNED_TO: Final = 0.15
_TURNS_TO: Final = re.compile(
    r"(?: (?:has|had|have|also|again|later|strongly|immediately)){0,2} (?:summon|expel|urg|condemn|accus|critici[sz]"
    r"|blam|thank|warn|denounc|congratulat|slam|call(?:ed|s)? (?:on|upon)|lodg|welcom|invit|ask)\w*(?: [\w-]+){0,6} "
)
_BEFORE: Final = re.compile(r"(?:['’]s?)? (?:(?:state|national|federal|former|central) )?")
_BEHIND: Final = re.compile(r" (?:of|in) (?:the )?(?:Republic of )?")
#: before the country that an organisation works in
_SENT_TO: Final = re.compile(r"\b(?:in|to) (?:the )?$")
#: what is called after who leads it
_LED: Final = frozenset({"government", "administration", "cabinet", "regime", "presidency", "coalition"})
_LED_BEHIND: Final = re.compile(rf"(?:['’]s)? (?:{'|'.join(sorted(_LED))})\b")
#: "the Lund-Quispe Administration" is the first one's
_FOREMOST: Final = re.compile(r"\b(\w+)[-–]$")
_LONGEST_SURNAME: Final = 30
#: characters to the country that a name is described by
_REACH: Final = 60
#: "(British) luxury retailer (Harrods)", "(Lima)-based gold miner (Oroval)"
_DESCRIPTION: Final = re.compile(r"(?:['’]s|[-–‑]based)?\s((?:[a-z-]+\s){0,3}?[a-z-]+)\s")
#: "(Lima)-based (Andean Bank)"
_BASED: Final = re.compile(r"[-–‑]based\s")
#: "(Harrods), the (British) luxury retailer", "(Oroval), (Peru)'s second-largest gold miner,"
_IN_APPOSITION: Final = re.compile(r",\s(?:(?:an?|the|one\sof)\s)?(?:[a-z-]+\s){0,2}")
_DESCRIBED_BEHIND: Final = re.compile(r"(?:['’]s|[-–‑]based)?\s((?:[a-z-]+\s){0,3}[a-z-]+)\b")
#: what a company is only behind its trade: "energy group", unlike "rights group"
_OF_TRADE: Final = frozenset({"group", "major", "house", "line", "arm", "unit", "platform"})
#: what is called after who makes it, or a model of it
_MODEL: Final = re.compile(
    r"[ -](?:[A-Z]{0,3}-?\d[\w-]*|(?:car|van|truck|plane|jet|aircraft|airliner|helicopter|phone|smartphone|SUV)\b)"
)
_ONE: Final = re.compile(r"\b[Aa]n? $")
_ARTICLE: Final = re.compile(r"\b(?:[Aa]n?|[Tt]he) $")
_THE: Final = re.compile(r"\b[Tt]he $")
#: "Kenya Airways (KQ)"
_SHORT: Final = re.compile(r" \([“\"]?$")


def describe_organizations(document: Document) -> None:
    """Give the mentions of each organisation its fullest name and its country."""
    document.mentions = _without_products(document)
    index = MentionIndex(document.mentions)
    organizations = [mention for mention in index.mentions if mention.kind == "organization"]
    for mention, full in _short_names(document.text, organizations):
        mention.name, mention.entity_key = full.name, full.entity_key
    for mention, full in _called_by_last_word(document.text, index):
        mention.kind, mention.name, mention.entity_key = full.kind, full.name, full.entity_key
        mention.country_code = full.country_code
    organizations = [mention for mention in organizations if mention.kind == "organization"]
    same: dict[str, list[Mention]] = defaultdict(list)
    for mention in organizations:
        same[mention.entity_key].append(mention)
    context = Context(document)
    for mentions in same.values():
        _give_country(document.text, mentions, index, context)
    document.mentions = [mention for mention in document.mentions if not _is_part(mention, index)]


def _without_products(document: Document) -> list[Mention]:
    """The mentions but for companies' names that stand for what they make: "drove a Volvo", and "the Volvo" then."""
    text = document.text
    named = [m for m in document.mentions if m.kind == "organization" and m.country_code]
    made = {m.text for m in named if _ONE.search(text, max(m.start - 3, 0), m.start) and _is_made(document, m)}
    products = {id(m) for m in named if m.text in made and _ARTICLE.search(text, max(m.start - 4, 0), m.start)}
    return [m for m in document.mentions if id(m) not in products]


def _is_made(document: Document, mention: Mention) -> bool:
    """Whether a name has a model or a thing behind it ("XC90", "jet"), or no noun at all."""
    if _MODEL.match(document.text, mention.end):
        return True
    is_joined = document.text.startswith(("-", "\N{NON-BREAKING HYPHEN}"), mention.end)  # "a USAID-funded school"
    return not is_joined and document.head(mention.start, mention.end).dep_ not in ("compound", "nmod:poss")


def _short_names(text: str, organizations: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Each mention of a short name with the organisation that it was introduced for."""
    full_of: dict[str, Mention] = {}
    for full, short in pairwise(organizations):
        if short.text.isupper() and _SHORT.fullmatch(text, full.end, short.start):
            full_of.setdefault(short.text, full)
    return [(mention, full_of[mention.text]) for mention in organizations if mention.text in full_of]


def _called_by_last_word(text: str, index: MentionIndex) -> Iterator[tuple[Mention, Mention]]:
    """Each "the Fund" with the organisation of states that was last named so: the International Monetary Fund."""
    last_called: dict[str, Mention] = {}
    for mention in index.mentions:
        if mention.kind == "organization" and _THE.search(text, max(mention.start - 4, 0), mention.start):
            full = last_called.get(mention.text)
            if full is not None and full.kind == "igo":
                yield mention, full
                continue
        if mention.kind in ("organization", "igo"):
            last_called[mention.name.rpartition(" ")[2]] = mention


def _give_country(text: str, mentions: list[Mention], index: MentionIndex, context: Context) -> None:
    kind = organization_kind(mentions[0].name)
    stated = next((code for m in mentions if (code := m.country_code or _stated(text, m, index))), None)
    if stated is None:
        stated = next((code for m in mentions if (code := _led_by(text, m) or _of_nationality(text, m, index))), None)
    for mention in mentions:
        mention.country_code = stated
        if stated is None and kind in OF_STATE and not _parties(mention, index):
            turned_to = _turned_to(text, mention, context)
            mention.country_code = context.country_near(
                mention.start, turned_to, scene=context.outlet_country, is_of_issuer=not turned_to
            )
            mention.confidence = _INFERRED


def _turned_to(text: str, mention: Mention, context: Context) -> dict[str, float]:
    """Whom a ministry turns to, which is hardly its own country: "The ministry summoned Oslo's envoy"."""
    following = context.next_mention(mention.end)
    if following is None or not _TURNS_TO.fullmatch(text, mention.end, following.start):
        return {}
    return {following.country_code or "": _TURNED_TO}


def _stated(text: str, mention: Mention, index: MentionIndex) -> str | None:
    """The country that stands in, right before or right behind an organisation's name."""
    inside = _parties(mention, index)
    if len(inside) > 1:
        inside = _senders(text, mention, index) or inside
    if inside:
        return inside.pop() if len(inside) == 1 else None
    for country in index.between(max(mention.start - 60, 0), mention.start)[-1:]:
        if country.kind in ("country", "igo") and _BEFORE.fullmatch(text, country.end, mention.start):
            return country.country_code
    for country in index.between(mention.end, mention.end + 60)[:1]:
        if country.kind in ("country", "place") and _BEHIND.fullmatch(text, mention.end, country.start):
            return country.country_code
    first_word, space, _ = mention.text.partition(" ")
    return country_of_metropolis(first_word) if space and mention.name not in _stateless() else None


def _led_by(text: str, mention: Mention) -> str | None:
    """The country of "the Gillard government", whether or not the last word is part of the name."""
    first, _, last = mention.name.rpartition(" ")
    foremost = _FOREMOST.search(text, max(mention.start - _LONGEST_SURNAME, 0), mention.start)
    if last.lower() in _LED:
        # "Akufo-Addo" is one name; of "Biden-Harris" the first leads
        name = f"{foremost.group(1)}-{first}" if foremost else first
        leader = leader_of_surname(name) or leader_of_surname(name.partition("-")[0])
    else:
        leader = leader_of_surname(mention.name) if _LED_BEHIND.match(text, mention.end) else None
    return leader.country_code if leader else None


def _of_nationality(text: str, mention: Mention, index: MentionIndex) -> str | None:
    """The country of "British luxury retailer Harrods", "Lima-based Andean Bank", "Harrods, the British retailer"."""
    for place in index.between(max(mention.start - _REACH, 0), mention.start)[-1:]:
        if _BASED.fullmatch(text, place.end, mention.start) and _is_company(mention.name.lower()):
            return place.country_code
        words = _DESCRIPTION.fullmatch(text, place.end, mention.start)
        if words and _is_company(words.group(1)):
            return place.country_code
    for place in index.between(mention.end, mention.end + _REACH)[:1]:
        words = _DESCRIBED_BEHIND.match(text, place.end)
        if words and _IN_APPOSITION.fullmatch(text, mention.end, place.start):
            described = words.group(1).split()
            if any(_is_company(" ".join(described[:n])) for n in range(1, len(described) + 1)):
                return place.country_code
    return None


def _is_company(description: str) -> bool:
    """Whether words are what a company is called: "luxury retailer"."""
    *others, noun = description.split()
    return noun in enterprises() or (noun in _OF_TRADE and bool(others) and others[-1] in _industries())


@cache
def _industries() -> frozenset[str]:
    """What companies are called after: "energy group"."""
    return frozenset(row["word"] for row in read_table("industries"))


@cache
def enterprises() -> frozenset[str]:
    """What companies are called, which act for the country that they are of."""
    return frozenset(row["noun"] for row in read_table("group_nouns") if row["kind"] in ("enterprise", "apposed"))


@cache
def _stateless() -> frozenset[str]:
    """Organisations that are of no country by their name."""
    return frozenset(row["name"] for row in read_table("stateless_organizations"))


def _parties(mention: Mention, index: MentionIndex) -> set[str]:
    """The countries named within an organisation's name."""
    return {m.country_code for m in index.actors(mention.start, mention.end) if m is not mention and m.country_code}


def _senders(text: str, mention: Mention, index: MentionIndex) -> set[str]:
    """The countries in an organisation's name before where it works: "the British Commission in Peru and Chile"."""
    named = (m for m in index.actors(mention.start, mention.end) if m is not mention)
    own = takewhile(lambda m: not _SENT_TO.search(text, mention.start, m.start), named)
    return {m.country_code for m in own if m.country_code}


def _is_part(mention: Mention, index: MentionIndex) -> bool:
    """Whether a country is named only as part of an organisation that acts for it."""
    if mention.kind not in ("country", "place"):
        return False
    around = [m for m in index.around(mention) if m.kind == "organization"]
    return any(m.country_code == mention.country_code for m in around)
