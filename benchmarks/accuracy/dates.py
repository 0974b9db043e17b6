"""Time expressions against WikiWars (TIMEX2), and dates of hand-coded events, given type and stage.

Of the time expressions those count whose value names a day, a month or a year after Christ; ours is right where it, or
the last day of our range, has that value. All texts of WikiWars are counted: the grammar has no weights to fit.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy.coded_articles import coded
from benchmarks.accuracy.events import is_held_out
from benchmarks.accuracy.figures import Figure
from coopmetrics.events import dates
from coopmetrics.events.time_expressions import TimeExpression

_TAG = re.compile(r'<TIMEX2(?:[^>]*?val="(?P<value>[^"]*)")?[^>]*>|</TIMEX2>')
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:T.*)?")
_LENGTHS = {"day": 10, "month": 7, "year": 4}


class Timex(NamedTuple):
    """One gold expression: offsets and value, the time of day cut off."""

    start: int
    end: int
    value: str


def score(gold: Path) -> Iterator[Figure]:
    """Share of time expressions found and valued right, and of events dated right."""
    yield from _expressions(gold)
    right = [_is_right(row, dates.resolve(document, sentence, predicate, row["stage"], row["type"]).on)
             for row, document, sentence, predicate in coded(gold, is_held_out)]  # fmt: skip
    yield Figure("event dates", sum(right) / max(len(right), 1), len(right))


def _expressions(gold: Path) -> Iterator[Figure]:
    found = valued = total = 0
    for path in sorted((gold / "dates" / "wikiwars").glob("*.xml")):
        text, anchor, timexes = read(path.read_text(encoding="utf-8"))
        expressions = dates.find(text, anchor)
        for timex in timexes:
            hits = [e for e in expressions if e.start < timex.end and timex.start < e.end]
            total += 1
            found += bool(hits)
            valued += any(timex.value in _values(hit, len(timex.value)) for hit in hits)
    yield Figure("time expressions found", found / max(total, 1), total)
    yield Figure("time expressions valued right", valued / max(total, 1), total)


def read(xml: str) -> tuple[str, date, list[Timex]]:
    """Text without tags, date of the document, and the expressions that name a day, a month or a year."""
    stated = re.search(r'<DATETIME>.*?val="(\d{4}-\d\d-\d\d)', xml, re.DOTALL)
    body = re.search(r"<TEXT>(.*)</TEXT>", xml, re.DOTALL)
    if stated is None or body is None:
        raise ValueError("no DATETIME or TEXT in the file")
    text, timexes = "", []
    opened: list[tuple[int, str]] = []
    position = 0
    for tag in _TAG.finditer(body[1]):
        text += html.unescape(body[1][position : tag.start()])
        position = tag.end()
        if not tag[0].startswith("</"):
            opened.append((len(text), tag["value"] or ""))
        elif _DATE.fullmatch((start_value := opened.pop())[1]):
            timexes.append(Timex(start_value[0], len(text), start_value[1].split("T")[0]))
    return text + html.unescape(body[1][position:]), date.fromisoformat(stated[1]), timexes


def _values(expression: TimeExpression, length: int) -> set[str]:
    """The expression's value, and the last day of its range cut to the precision asked for."""
    if expression.on is None or expression.precision not in _LENGTHS:
        return set()
    values = {expression.on.isoformat()[: _LENGTHS[expression.precision]]}
    return values | ({expression.end_on.isoformat()[:length]} if expression.end_on else set())


def _is_right(row: dict[str, str | None], on: date | None) -> bool:
    """Whether the first day is the coded one; months and years are coded as such, and stand for their first day."""
    coded_on = row["event_date"]
    return (on is None) if coded_on is None else on == date.fromisoformat((coded_on + "-01-01")[:10])
