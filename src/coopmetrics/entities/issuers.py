"""Whose site an article stands on, where that is a government's: "mfa.gov.tr"; and in which country an outlet is.

Most governments say in their domain what they are (`GOVERNMENTAL`), before a country's letters; the others are in
`reference/government_domains.csv`. Outlets are told by a country's letters, or listed in `outlet_domains.csv`.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from urllib.parse import urlsplit

import pycountry

from coopmetrics.reference import read_table

#: labels by which domains of governments are told, before the letters of the country
GOVERNMENTAL: Final = frozenset(
    "gov govt go gob gouv gub gv mfa government president prezident parliament premier".split()
)
#: these also open names of firms ("go.de"), and tell only of what stands before them: "mofa.go.jp"
_SHORT: Final = frozenset({"go", "gv", "premier"})
#: letters that are not those of ISO 3166
_LETTERS: Final = {"uk": "GB"}
#: ... and those that are sold to anybody
_SOLD: Final = frozenset("ai am bz cc co fm gg im io is la ly me mn nu pw sc sh so st to tv vc ws".split())


def issuer_of(url: str | None) -> str | None:
    """The ISO 3166-1 alpha-3 code of the government that runs a site; mostly none."""
    labels = _host(url).split(".")
    is_governmental = len(labels) > 1 and labels[-2] in GOVERNMENTAL and (len(labels) > 2 or labels[-2] not in _SHORT)
    return (_by_letters(labels) if is_governmental else None) or _listed(labels, "government_domains")


def country_of_outlet(url: str | None) -> str | None:
    """The ISO 3166-1 alpha-3 code of the country that an outlet is of, by its address; mostly none."""
    labels = _host(url).split(".")
    is_of_country = len(labels) > 1 and labels[-1] not in _SOLD
    return (_by_letters(labels) if is_of_country else None) or _listed(labels, "outlet_domains")


def _host(url: str | None) -> str:
    try:
        return (urlsplit((url or "").strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _by_letters(labels: list[str]) -> str | None:
    country = pycountry.countries.get(alpha_2=_LETTERS.get(labels[-1], labels[-1].upper()))
    return str(country.alpha_3) if country is not None else None


def _listed(labels: list[str], table: str) -> str | None:
    domains = (".".join(labels[at:]) for at in range(len(labels)))
    return next((_domains(table)[domain] for domain in domains if domain in _domains(table)), None)


@cache
def _domains(table: str) -> dict[str, str]:
    return {row["domain"]: row["code"] for row in read_table(table)}
