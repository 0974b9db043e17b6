"""How values are worded: dates by their precision, numbers, amounts, links; and nothing that cannot be seen."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

from coopmetrics.articles.clean import visible
from coopmetrics.reference import read_table

#: what an amount is exact to, as it was printed
_MODIFIERS: Final = {"about": "about ", "at_least": "at least ", "at_most": "up to "}
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_UNITS: Final = read_table("units")
_CURRENCIES: Final = frozenset(row["currency_code"] for row in _UNITS)
#: what more than one of a unit is called, by its code: "tonnes", and "kilometres" for km
_PLURALS: Final = {
    row["unit"]: f"{row['unit']}s"
    if len(row["unit"]) > 3 and f"{row['unit']}s" in forms
    else forms[0].removesuffix(" of")
    for row in _UNITS
    if row["factor"] == "1" and (forms := row["forms"].split("|"))
}
_DASH: Final = "\N{EN DASH}"


def shown(value: Any) -> Any:
    """Prepare any value for the page: nothing for None, thousands apart, text without invisible characters."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return visible(str(value))


def link(url: str | None) -> str | None:
    """Give an address that is safe to follow; None for any other scheme than http and https, and for what is none."""
    try:
        parts = urlsplit(visible(url or "").strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return parts.geturl() if is_web else None


def day(on: date | None) -> str:
    """Word a day: 3 October 2024."""
    return f"{on.day} {on:%B} {on.year}" if on else "no known date"


def month(on: date | None) -> str:
    """Word a month: October 2024."""
    return f"{on:%B} {on.year}" if on else "no known month"


def when(on: date | None, end_on: date | None, precision: str | None) -> str:
    """Word a date as precisely as it was told: "3 October 2024", "3–4 October 2024", "July 2023", "2022–2027"."""
    if on is None:
        return "no known date"
    if precision == "quarter" and not _is_calendar_quarter(on, end_on or on):
        precision = "month"  # summer is of June to August
    first, last = _told(on, precision), _told(end_on or on, precision)
    if first == last:
        return first
    if precision in ("day", "unknown") and end_on and (on.year, on.month) == (end_on.year, end_on.month):
        return f"{on.day}{_DASH}{last}"
    return f"{first}{_DASH}{last}" if precision == "year" else f"{first} {_DASH} {last}"


def _is_calendar_quarter(on: date, end_on: date) -> bool:
    return on.month % 3 == 1 and (end_on == on or end_on.month % 3 == 0)


def _told(on: date, precision: str | None) -> str:
    match precision:
        case "year":
            return str(on.year)
        case "quarter":
            return f"quarter {(on.month + 2) // 3} of {on.year}"
        case "month":
            return month(on)
        case _:
            return day(on)


def amount(value: float, unit: str, modifier: str | None = None) -> str:
    """Word an amount: "about USD 11.5 million", "3,000 megawatts"; currencies stand before it."""
    told, about = _scaled(value), _MODIFIERS.get(modifier or "", "")
    if unit in _CURRENCIES:
        return f"{about}{unit} {told}"
    words = unit if told == "1" else _PLURALS.get(unit, unit)
    return f"{about}{told} {words.replace('_', ' ')}"


def _scaled(value: float) -> str:
    for scale, word in _SCALES:
        if value >= scale:
            return f"{_short(value / scale)} {word}"
    return _short(value)


def _short(value: float) -> str:
    """Write a number with two decimals at most, and none that says nothing."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def percent(share: float | None) -> str:
    """Word a share: "42 %"; what is more than nothing and less than one in a hundred is "under 1 %"."""
    if share is None:
        return _DASH
    return "under 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Word a number of things: "1 story", "1,204 stories"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
