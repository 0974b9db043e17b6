"""The names by which English news calls countries, intergovernmental organisations and government agencies.

Country names come from CLDR (babel) and ISO 3166 (pycountry), everything else from the tables of
`coopmetrics.reference`. Each name has a code and a form:

- `name`: Tajikistan, US
- `demonym`: Tajik, Tajiks
- `capital`: Dushanbe; a place or, as an actor, its country
- `region`: a part of a country, or a territory that news treats as a place
- `combining`: Sino-, Franco-
- `igo`, `agency`: United Nations; State Department, also outlets and movements that act for no country
- `place`: a place that contains a country's name and is of no country ("South China Sea")
- `other`: contains a country's name and means something else ("French fries")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pycountry
from babel import Locale

from coopmetrics.entities.scanner import Scanner
from coopmetrics.reference import read_table
from coopmetrics.reference.names import country_names

Form = Literal["name", "demonym", "capital", "region", "combining", "igo", "agency", "place", "other", "person"]


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for; `code` is None for names that are of no country."""

    code: str | None
    form: Form


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of an ambiguous name, and the words of the article that speak for it."""

    name: Name
    cues: tuple[str, ...]


def acts_for(code: str) -> str:
    """Whom an actor of that code acts for: the United Nations, if it is one of their programmes, else itself."""
    return _wholes().get(code, code)


@cache
def _wholes() -> dict[str, str]:
    return {row["code"]: row["part_of"] for row in read_table("igos") if row["part_of"]}


@cache
def ambiguous_names() -> dict[str, tuple[Sense, ...]]:
    """The readings of each ambiguous name; the first one holds where nothing speaks for another."""
    senses: dict[str, tuple[Sense, ...]] = {}
    for row in read_table("ambiguous_names"):
        sense = Sense(Name(row["code"] or None, _form(row["form"])), tuple(row["cues"].split("|")))
        senses[row["name"]] = (*senses.get(row["name"], ()), sense)
    return senses


@cache
def actor_scanner() -> Scanner[Name]:
    """The scanner for every name of this module."""
    return Scanner(_names())


def _names() -> Iterator[tuple[str, Name]]:
    for row in read_table("not_countries"):
        yield row["phrase"], Name(None, "place" if row["comment"] == "place" else "other")
    for row in read_table("country_aliases"):
        yield row["name"], Name(row["code"], "name" if row["form"] == "canonical" else _form(row["form"]))
    for table, form in (("demonyms", "demonym"), ("capitals", "capital")):
        for row in read_table(table):
            for spelling in row["forms"].split("|"):
                yield spelling, Name(row["code"], _form(form))
    for row in read_table("igos"):
        for spelling in (row["name"], *filter(None, row["aliases"].split("|"))):
            yield spelling, Name(row["code"], "igo")
    for row in read_table("agencies"):
        yield row["name"], Name(row["code"], "agency")
    for row in read_table("stateless_organizations"):
        yield row["name"], Name(None, "agency")
    yield from _official_names()


def _official_names() -> Iterator[tuple[str, Name]]:
    for number, region in Locale("en").territories.items():
        if number.isdecimal() and region[0].isupper():
            yield region, Name(None, "place")
    for code, name in country_names().items():
        yield name, Name(code, "name")
    for country in pycountry.countries:
        for spelling in (country.name, getattr(country, "common_name", None), getattr(country, "official_name", None)):
            if spelling and "," not in spelling and country.alpha_3 in country_names():
                yield spelling, Name(country.alpha_3, "name")
        usual = country_names().get(country.alpha_3)
        if usual and getattr(country, "official_name", "").endswith(" Republic"):  # "Lebanese Republic"
            yield f"Republic of {usual}", Name(country.alpha_3, "name")


def _form(text: str) -> Form:
    forms: tuple[Form, ...] = (
        "name", "demonym", "capital", "region", "combining", "igo", "agency", "place", "other", "person",
    )  # fmt: skip
    for form in forms:
        if form == text:
            return form
    raise ValueError(f"unknown form of name: {text!r}")
