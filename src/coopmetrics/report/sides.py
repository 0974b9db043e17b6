"""Whom a report is about: the code of a country or organisation, by what users type."""

from __future__ import annotations

from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from coopmetrics.entities.countries import find_names
from coopmetrics.reference.names import country_names, igo_names

#: names that are less like what was typed, of 100, are not suggested
_LIKE: Final = 75
_SUGGESTED: Final = 3
#: what is shorter is like too many names
_LONG_ENOUGH: Final = 3


class UnknownSideError(ValueError):
    """No country or organisation is called so."""


class NoEventsError(ValueError):
    """The warehouse has no counted event of those that were asked for."""


@cache
def usual_names() -> dict[str, str]:
    """The usual English name of each country and organisation, by code."""
    return igo_names() | country_names()


def code_of(typed: str) -> str:
    """Find the code of "TJK", "tajikistan", "Russia" or "African Union". Raises `UnknownSideError`."""
    plain = " ".join(typed.split())
    if plain.upper() in usual_names():
        return plain.upper()
    by_name = {name.casefold(): code for code, name in usual_names().items()}
    code = by_name.get(plain.casefold()) or _read(plain) or _read(plain.title())
    if code is None:
        raise UnknownSideError(f"no country or organisation is called {plain!r}{_suggestion(plain)}")
    return code


def _read(text: str) -> str | None:
    """Read the whole text as one name, as the coder would."""
    codes = [match.value.code for match in find_names(text) if match.text == text]
    return codes[0] if codes else None


def _suggestion(typed: str) -> str:
    if len(typed) < _LONG_ENOUGH:
        return ""
    names = {code: name.casefold() for code, name in usual_names().items()}
    near = process.extract(typed.casefold(), names, scorer=fuzz.WRatio, score_cutoff=_LIKE, limit=_SUGGESTED)
    told = [f"{usual_names()[code]} ({code})" for _, _, code in near]
    return f": did you mean {' or '.join(told)}?" if told else ""
