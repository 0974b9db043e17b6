"""Phrases that refer to an actor without naming it, each with what it refers to: "the envoy", "the Baltic state".

Most stand in `reference/references.csv`. Offices are those of `roles.csv` and of the portfolios of ministers; what a
country is called by where or what it is stands in `country_descriptions.csv`, with the codes of those it may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from coopmetrics.entities.organizations import enterprises
from coopmetrics.reference import read_table

#: levels of those who speak or act for others, where "the ..." is somebody told of before
_OFFICIAL: Final = frozenset(
    "head_of_state royal head_of_government minister deputy_minister parliament ambassador military igo_official "
    "official business".split()
)
_FORMS: Final = ("{} minister", "{} secretary", "deputy {} minister", "minister of {}", "minister for {}")
_PLURALS: Final = {"country": "countries", "nation": "nations", "state": "states", "republic": "republics"}
#: what two countries of a region are called as well
_SIDES: Final = ("neighbours", "neighbors", "allies", "rivals", "powers", "leaders")
_TWO: Final = ("the two", "both")


def references() -> Iterator[tuple[str, str]]:
    """Phrases with what they refer to; of a phrase given twice the first holds."""
    yield from ((row["phrase"], row["refers_to"]) for row in read_table("references"))
    yield from _countries()
    for office in _offices():
        yield f"the {office}", "role"
    yield from ((f"the {company}", "organization") for company in sorted(enterprises()))
    for portfolio, two in product(_portfolios(), _TWO):
        yield f"{two} {portfolio} ministers", "pair_of_persons"


def _countries() -> Iterator[tuple[str, str]]:
    for row in read_table("country_descriptions"):
        for words, noun in product(row["words"].split("|"), row["nouns"].split("|")):
            yield f"the {words} {noun}".strip(), f"country:{row['codes']}"
            if noun in _PLURALS:
                yield f"the two {words} {_PLURALS[noun]}", "pair"
        yield from ((f"the two {words} {several}", "pair") for words in row["words"].split("|") for several in _SIDES)


def _offices() -> Iterator[str]:
    yield from (row["role"] for row in read_table("roles") if row["level"] in _OFFICIAL)
    yield from (form.format(portfolio) for portfolio, form in product(_portfolios(), _FORMS))


def _portfolios() -> list[str]:
    return [row["word"] for row in read_table("portfolios")]
