"""What relative and yearless time expressions are read from: the publication date and the dates told before.

And how days, weeks, months and years are counted from it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "quarter", "year", "unknown"]
Basis = Literal["explicit", "relative", "publication"]
Direction = Literal["past", "future"]
#: first day, last day (None unless a range), precision, basis
Interval = tuple[date | None, date | None, Precision, Basis]

#: determiners that go on from the date told last, not from the publication
ANAPHORIC = {
    *("that", "same", "following", "previous", "preceding", "before", "after", "later", "late", "earlier", "early"),
    *("end", "middle", "beginning", "start", "latter part", "rest", "remainder"),
}
#: those that point at the date just before, even one that the telling did not go on to
POINTING = {"that", "same"}

#: units of time in days, or in months
DAYS_OF = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "centurie": 1200}


@dataclass(slots=True)
class Timeline:
    """What relative expressions are read from, while the text is read in order."""

    anchor: date | None
    #: the date told last, and how exactly it is known
    reference: date | None = None
    precision: Precision = "unknown"
    #: the text tells of the past, so that yearless dates continue from the reference
    is_narrative: bool = False
    #: tense of the verb that the expression belongs to
    direction: Direction | None = None
    #: what the expression before stands for, and the character where it ends
    told: Interval | None = None
    told_to: int = 0

    @property
    def base(self) -> date | None:
        """The day from which a date without a year is read; in news of no known day, a year alone is none."""
        if self.is_narrative and self.reference:
            return self.reference
        return self.anchor or (self.reference if self.precision in {"day", "month"} else None)

    def origin(self, which: str | None) -> date | None:
        """The day from which "that", "next" or "last" is counted: the date told last, or the anchor."""
        if (which or "").lower() in POINTING and self.told and self.told[0]:
            return self.told[0]
        if self.is_narrative or (which or "").lower() in ANAPHORIC:
            return self.reference or self.anchor
        return self.anchor


def shift(day: date, step: int, unit: str) -> date:
    """The day `step` units away; the end of a shorter month stands for a day it lacks."""
    if unit in DAYS_OF:
        return day + timedelta(days=step * DAYS_OF[unit])
    months = day.year * 12 + day.month - 1 + step * MONTHS_OF[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_around(day: date, unit: str, *, is_whole_week: bool = True) -> Interval:
    """The week (Monday to Sunday), month, quarter or year that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    if unit in {"day", "fortnight"} or (unit == "week" and not is_whole_week):
        return day, None, "day", "relative"
    if unit in {"week", "weekend"}:
        return monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6), "day", "relative"
    if unit == "month":
        return day.replace(day=1), None, "month", "relative"
    if unit == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return first, month_end(shift(first, 2, "month")), "quarter", "relative"
    return date(day.year, 1, 1), None, "year", "relative"


def month_end(day: date) -> date:
    """Last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
