"""The days that a time expression stands for, read from an anchor and from the dates told before it.

Each function takes a match of the grammar in `time_grammar` and the timeline, and gives the interval meant, or
None where it cannot be told. They raise `ValueError` where the words are no date ("February 30").
"""

from __future__ import annotations

import calendar
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from coopmetrics.events.timeline import (
    ANAPHORIC,
    DAYS_OF,
    MONTHS_OF,
    POINTING,
    Basis,
    Direction,
    Interval,
    Precision,
    Timeline,
    month_end,
    shift,
    unit_around,
)

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "a couple of": 2, "couple": 2, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_BACK = {"last", "past", "previous", "preceding", "before"}
_AHEAD = {"next", "coming", "following", "upcoming", "after"}
_DAY_PARTS = {"morning", "afternoon", "evening", "night"}
HOLIDAYS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24)} | {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
}
#: characters between a date and what is said of it: " – "
_APPOSITION_GAP = 3
#: what is ahead by no more than this is soon
_SOON_DAYS = 45
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

Resolver = Callable[[re.Match[str], Timeline], Interval | None]


def day(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A day or a range of days, with or without a year."""
    groups = match.groupdict()
    month, last_month = groups.get("m1") or groups["m2"], groups.get("m2") or groups["m1"]
    year, basis = _year_for(_month_number(month), _number(groups["d1"]), groups.get("year"), timeline)
    first = date(year, _month_number(month), _number(groups["d1"]))
    if not groups.get("year"):
        first = _of_weekday(first, groups.get("first_weekday") or groups.get("weekday"), timeline)
        year = first.year
    if not groups.get("d2"):
        return first, None, "day", basis
    last = date(year, _month_number(last_month), _number(groups["d2"]))
    if last < first and groups.get("year"):
        first = first.replace(year=year - 1)
    elif last < first:
        last = last.replace(year=year + 1)
    return first, last, "day", basis


def month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A month or a range of months, with or without a year."""
    groups = match.groupdict()
    first_month, last_month = _month_number(groups["m1"]), _month_number(groups.get("m2") or groups["m1"])
    # of a winter, the year is that of its end
    year, basis = _year_for(last_month, None, groups.get("year"), timeline)
    first = date(year - (last_month < first_month), first_month, 1)
    return first, month_end(date(year, last_month, 1)) if groups.get("m2") else None, "month", basis


def of_a_year(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A month or a day of "that year", "last year"."""
    base, day = timeline.origin(match["which"]), match["d1"]
    if base is None:
        return None
    year = base.year + _step(match["which"])
    on = date(year, _month_number(match["m1"]), _number(day) if day else 1)
    return on, None, "day" if day else "month", "relative"


def day_of_month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "on the 20th": of the month told last; else of the anchor's, or the next to it where need be."""
    base, day = timeline.reference or timeline.anchor, _number(match["d1"])
    if base is None or (timeline.told and timeline.told[2] not in {"day", "month"}):
        return None
    month = base.replace(day=1)
    if timeline.reference is None:
        is_ahead = timeline.direction == "future"
        month = shift(month, int(day < base.day) if is_ahead else -int(day > base.day), "month")
    return month.replace(day=day), None, "day", "relative"


def day_of_a_month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "The 3rd of this month", "the 20th of last month", "the 5th of the same month"."""
    which = match["which"].split()[-1].lower()
    base = timeline.reference if which == "same" else timeline.anchor
    if base is None:
        return None
    month = shift(base.replace(day=1), _step(which), "month")
    return month.replace(day=_number(match["d1"])), None, "day", "relative"


def holiday(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A holiday that is the same day every year."""
    month, day = HOLIDAYS[" ".join(match["holiday"].lower().replace("’", "'").split())]
    year, basis = _year_for(month, day, match.groupdict().get("year"), timeline)
    return date(year, month, day), None, "day", basis


def apposition(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "two days after the vote" tells no day by itself; just after a date it stands for the same."""
    if match.start() - timeline.told_to > _APPOSITION_GAP:
        return None
    between = match.string[timeline.told_to : match.start()].strip()
    return timeline.told if between in {",", "(", "-", "–", "—"} else None


def same_day(_: re.Match[str], timeline: Timeline) -> Interval | None:
    """A time of day, or "hours later": in a text about the past, of the day told last."""
    return (timeline.told[0], None, "day", "relative") if timeline.told and timeline.told[2] == "day" else None


def same_time(_: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "at that time": in a text about the past, what was told last."""
    return timeline.told


def deictic_month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "last August", "next May", "this June", "the previous April"."""
    base, month = timeline.origin(match["which"]), _month_number(match["m1"])
    if base is None:
        return None
    return date(_year_around(base, match["which"], month), month, 1), None, "month", "relative"


def deictic_season(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "last winter", "this summer": by its first month; in January "this winter" is that which began in December."""
    base, month = timeline.origin(match["which"]), SEASONS[match["season"].lower()]
    if base is None:
        return None
    is_of_winter = month == SEASONS["winter"] and match["which"].lower() not in _AHEAD
    base = shift(base, -2, "month") if is_of_winter else base
    first = date(_year_around(base, match["which"], month), month, 1)
    return first, month_end(shift(first, 2, "month")), "quarter", "relative"


def _year_around(base: date, which: str, month: int) -> int:
    """The year of "last August", "next May", "this June"."""
    if which.lower() in _BACK:
        return base.year - (month >= base.month)
    return base.year + (which.lower() in _AHEAD and month <= base.month)


def iso(match: re.Match[str], _: Timeline) -> Interval | None:
    """A day as 2023-09-12."""
    return date.fromisoformat(match[0]), None, "day", "explicit"


def numeric(match: re.Match[str], _: Timeline) -> Interval | None:
    """12.09.2023 (day first), 09/12/2023 (month first where it can be)."""
    first, second = int(match["a"]), int(match["b"])
    day, month = (second, first) if match["separator"] == "/" and first <= 12 else (first, second)
    return date(int(match["year"]), month, day), None, "day", "explicit"


def years(match: re.Match[str], _: Timeline) -> Interval | None:
    """A year, or a range of years ("2021-2025", "1914-18")."""
    groups = match.groupdict()
    first, last = int(groups.get("year") or groups["year_2"]), groups.get("last")
    if not last:
        return date(first, 1, 1), None, "year", "explicit"
    end = int(str(first)[: 4 - len(last)] + last)
    return (date(first, 1, 1), date(end, 12, 31), "year", "explicit") if end > first else None


def decade(match: re.Match[str], _: Timeline) -> Interval | None:
    """The ten years of "the 1990s"."""
    first = int(match["year"])
    return date(first, 1, 1), date(first + 9, 12, 31), "year", "explicit"


def quarter(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """Quarters, halves and seasons of a year."""
    groups = match.groupdict()
    year = _year_meant(match, timeline)
    if not year:
        return None
    if groups.get("season"):
        month, months = SEASONS[groups["season"].lower()], 3
    elif groups.get("half"):
        month, months = 1 + 6 * (ORDINALS[groups["half"].lower()] - 1), 6
    else:
        which = groups.get("q") or str(ORDINALS[groups["ordinal"].lower()])
        month, months = 1 + 3 * (int(which) - 1), 3
    if not groups.get("year") and not groups.get("which") and timeline.base:
        year += _years_off(timeline.base.month, month, months, timeline.direction)
    return _months_from(date(year, month, 1), months, "quarter", "explicit" if groups.get("year") else "relative")


def months_of_year(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "The first five months of this year", "the last two months of 2025"."""
    year, months = _year_meant(match, timeline), _number(match["count"])
    if not year or not 1 <= months <= 12:
        return None
    month = 1 if match["end"].lower() == "first" else 13 - months
    return _months_from(date(year, month, 1), months, "month", "explicit" if match["year"] else "relative")


def _year_meant(match: re.Match[str], timeline: Timeline) -> int | None:
    """The year written, or "this year", "the year", "last year", "the same year"; else that of the timeline."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    which = (groups.get("which") or "the").split()[-1]
    base = timeline.base if which.lower() == "the" else timeline.origin(which)
    return base.year + _step(which) if base else None


def _years_off(now: int, month: int, months: int, direction: Direction | None) -> int:
    """Years from this one's months to those meant: the coming ones where they are ahead, those gone by in the past."""
    if direction == "past":
        return -(month > now)
    return int(direction == "future" and month + months <= now)


def _months_from(first: date, months: int, precision: Precision, basis: Basis) -> Interval:
    return first, month_end(shift(first, months - 1, "month")), precision, basis


def weekday(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A weekday: the last one up to the anchor, the next one in the future tense or after "next"."""
    base, which = timeline.origin(match["which"]), (match["which"] or "").lower()
    if base is None:
        return None
    back = (base.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    if which in {"next", "coming"} or (not which and timeline.direction == "future"):
        ahead = -back % 7 or (7 if which else 0)
        return base + timedelta(days=ahead), None, "day", "relative"
    if which == "this":
        return base - timedelta(days=base.weekday() - WEEKDAYS[match["weekday"].lower()]), None, "day", "relative"
    return base - timedelta(days=back or (7 if which else 0)), None, "day", "relative"


def weekday_of_week(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "Tuesday next week", "last week on Friday"."""
    base = timeline.origin(match["which"])
    if base is None:
        return None
    days = WEEKDAYS[match["weekday"].lower()] - base.weekday() + 7 * _step(match["which"])
    return base + timedelta(days=days), None, "day", "relative"


def today(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "today", "last night", "the day before yesterday"."""
    if timeline.anchor is None:
        return None
    word = match[0].lower()
    days = 1 if "tomorrow" in word else -1 if "yesterday" in word or "last night" in word else 0
    days = 2 * days if match["twice"] else days
    return timeline.anchor + timedelta(days=days), None, "day", "relative"


def deictic(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "this week", "last month", "the coming year"; "that year" and "the following day" go on from the date before."""
    which = " ".join(match["which"].lower().split())
    unit = match["unit"].lower()
    unit = "day" if unit in _DAY_PARTS else unit
    if unit == "day" and not _leads_to_day(which, timeline.told[2] if timeline.told else None):
        return None
    # "next week" is counted from the publication, "the next day" from the day before
    base = timeline.origin("following" if unit == "day" and which == "next" else which)
    return unit_around(shift(base, _step(which), unit), unit) if base else None


def _leads_to_day(which: str, told: Precision | None) -> bool:
    """Whether a day can be counted from what was told: "that day" only from a day, "the next day" not from a year."""
    is_anaphoric = which in ANAPHORIC or which == "next"
    return not (which in POINTING and told not in ("day", None)) and not (is_anaphoric and told in ("year", None))


def distance(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "two weeks ago", "three years later", "in ten days"; "two days after the vote" only beside a date."""
    if match.groupdict().get("clause") is not None:
        return apposition(match, timeline)
    count, unit = _count_of(match)
    way = (match.groupdict().get("way") or "hence").lower()
    is_anaphoric = way in {"later", "earlier", "after", "before", "previously"}
    base = (timeline.reference or timeline.anchor) if is_anaphoric else timeline.anchor
    if base is None:
        return None
    step = -count if way in {"ago", "earlier", "before", "previously"} else count
    return unit_around(shift(base, step, unit), unit, is_whole_week=False)


def distance_ahead(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "Will meet in two weeks": ahead; "was built in two years" tells how long it took."""
    return distance(match, timeline) if timeline.direction == "future" else None


def _count_of(match: re.Match[str]) -> tuple[int, str]:
    """How many of which unit: "ten days", "half a year", "two and a half years"."""
    groups, unit = match.groupdict(), match["unit"].lower()
    count = _number(match["count"]) if groups["count"] else 0
    if not any(groups.get(half) for half in ("half", "only_half", "and_half")):
        return count, unit
    if unit in DAYS_OF:
        return (2 * count + 1) * DAYS_OF[unit] // 2, "day"
    return ((2 * count + 1) * MONTHS_OF[unit] // 2, "month") if unit != "month" else (count, unit)


def counted_from_news(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "It comes two weeks after the vote": the vote's day, counted back from the news."""
    base = timeline.told[0] if timeline.told and timeline.told[2] == "day" else timeline.anchor
    if base is None or timeline.is_narrative:
        return None
    unit, count = match["unit"].lower(), _number(match["count"])
    return unit_around(shift(base, -count if match["way"] == "after" else count, unit), unit, is_whole_week=False)


def weekend(_: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "Over the weekend": the last one that has begun, the coming one in the future tense."""
    base = timeline.base
    if base is None:
        return None
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    if timeline.direction == "future" and base.weekday() < 5:
        saturday += timedelta(days=7)
    return saturday, saturday + timedelta(days=1), "day", "relative"


def vague(_: re.Match[str], __: Timeline) -> Interval | None:
    """ "recently": a time, but no day."""
    return None, None, "unknown", "relative"


def _step(which: str) -> int:
    """Units back or ahead that a determiner means."""
    return (which.lower() in _AHEAD) - (which.lower() in _BACK)


def _year_for(month: int, day: int | None, year: str | None, timeline: Timeline) -> tuple[int, Basis]:
    """The year as written, else the one that puts the month or day nearest to the base, by tense."""
    if year:
        return int(year), "explicit"
    base = timeline.base
    if base is None:
        raise ValueError("no year and no date to read it from")
    if timeline.is_narrative and timeline.reference:
        return _forward_year(base, month), "explicit"
    return _nearest_year(base, month, day, timeline.direction), "explicit"


def _nearest_year(base: date, month: int, day: int | None, direction: Direction | None) -> int:
    """The year in which a month or day is nearest to a day, by tense."""
    this = (month, day if day is not None else base.day)
    now = (base.month, base.day)
    if direction == "future":
        return base.year + (this[0] < now[0])
    if direction == "past":
        return base.year - (this > now and not _is_soon(base, month, day))
    return base.year + (now[0] - this[0] > 6) - (this[0] - now[0] > 6)


def _of_weekday(day: date, weekday: str | None, timeline: Timeline) -> date:
    """A day read in the course of a narrative; that of the news where only this has the day of the week told."""
    if weekday is None or timeline.anchor is None or day.weekday() == WEEKDAYS[weekday.lower()]:
        return day
    year = _nearest_year(timeline.anchor, day.month, day.day, timeline.direction)
    news = shift(day, year - day.year, "year")
    return news if news.weekday() == WEEKDAYS[weekday.lower()] else day


def _is_soon(base: date, month: int, day: int | None) -> bool:
    """A day just ahead is the coming one, even in the past tense ("proposed May 5-6 for the talks")."""
    is_day = day is not None and 1 <= day <= monthrange(base.year, month)[1]
    return is_day and (date(base.year, month, day or 1) - base).days <= _SOON_DAYS


def _forward_year(reference: date, month: int) -> int:
    """In a narrative a month is near the date told last, rather after than before it."""
    ahead = month - reference.month
    return reference.year + (ahead < -4) - (ahead > 8)


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else NUMBERS[text.lower()]
