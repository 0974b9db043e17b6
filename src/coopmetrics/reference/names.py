"""What countries and intergovernmental organisations are called, by code.

Country names come from CLDR (babel) and ISO 3166 (pycountry).
"""

from __future__ import annotations

from functools import cache

import pycountry
from babel import Locale

from coopmetrics.reference import read_table

#: ISO 3166-1 does not name Kosovo; XKX is the code in general use
KOSOVO = "XKX"
#: CLDR names of territories that are no actors, or stand for something more common in news
_UNUSED_TERRITORIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "GS"}
)


@cache
def country_names() -> dict[str, str]:
    """The usual English name of each country and territory, by alpha-3 code."""
    territories = Locale("en").territories
    names = {
        country.alpha_3: territories.get(country.alpha_2, country.name).replace(" & ", " and ")
        for country in pycountry.countries
        if country.alpha_2 not in _UNUSED_TERRITORIES
    }
    corrections = {row["code"]: row["name"] for row in read_table("country_aliases") if row["form"] == "canonical"}
    return names | {KOSOVO: territories["XK"]} | corrections


@cache
def igo_names() -> dict[str, str]:
    """The full name of each intergovernmental organisation or forum, by code."""
    return {row["code"]: row["name"] for row in read_table("igos")}
