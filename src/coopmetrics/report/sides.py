"""Whom a report is about: the code of a country or organisation, by what users type."""

from __future__ import annotations

import re
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


def doubt(typed: str) -> str | None:
    """Tell whom a name is taken for that is part of several countries' names ("Korea"); None where it is plain.

    Raises `UnknownSideError`.
    """
    code, plain = code_of(typed), " ".join(typed.split()).casefold()
    if plain.upper() in usual_names() or plain in (name.casefold() for name in usual_names().values()):
        return None
    part = re.compile(rf"\b{re.escape(plain)}\b")
    others = [
        f"{name} ({other})" for other, name in country_names().items() if other != code and part.search(name.casefold())
    ]
    if not others:
        return None
    return f"{typed!r} is taken for {usual_names()[code]} ({code}); name {' or '.join(others)} by its code"


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
