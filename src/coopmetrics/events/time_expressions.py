"""Time expressions in text and the days they stand for.

A small grammar, since the forms of the news are few and a general parser costs milliseconds each: days with and
without a year, ranges, months, quarters, years, weekdays, "last week", "two months ago", "the following year".
Yearless dates and weekdays are read from the anchor (the publication date) and from the tense of the verb they belong
to, where the text is parsed. In texts about the past (most dated years lie well before the anchor) they continue
from the date told last instead.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from spacy.tokens import Doc, Span, Token

Precision = Literal["day", "month", "quarter", "year", "unknown"]
Basis = Literal["explicit", "relative", "publication"]
Direction = Literal["past", "future"]
#: first day, last day (None unless a range), precision, basis
Interval = tuple[date | None, date | None, Precision, Basis]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One time expression: character offsets into the text given, and the days it stands for.

    `on` is None where no day can be told ("recently"); `end_on` only where it spans several days, months or years
    as a range.
    """

    start: int
    end: int
    on: date | None
    end_on: date | None
    precision: Precision
    basis: Basis


@dataclass(slots=True)
class Timeline:
    """What relative expressions are read from, while the text is read in order."""

    anchor: date | None
    #: the date told last
    reference: date | None = None
    #: the text tells of the past, so that yearless dates continue from the reference
    is_narrative: bool = False
    #: tense of the verb that the expression belongs to
    direction: Direction | None = None

    @property
    def base(self) -> date | None:
        """The day from which a date without a year is read."""
        return self.reference if self.is_narrative and self.reference else self.anchor or self.reference


MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
} | {"a": 1, "an": 1, "a couple of": 2, "couple": 2, "twenty": 20, "thirty": 30}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
#: determiners that go on from the date told last, not from the publication
_ANAPHORIC = {"that", "same", "following", "previous", "preceding", "later", "earlier", "end", "middle", "beginning"}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_FULL_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d{1,3}(?!\d))"
_YEAR = r"(?:1[0-9]|20)\d{2}(?![\d%]|[.,]\d)"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|\s+(?:to|through|till|until|and)\s+)"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_PART = r"(?:(?:the\s+)?(?:very\s+)?(?:early|mid|late|beginning of|start of|middle of|end of)[\s-]+(?:in\s+)?)?"
_IN_YEAR = rf"(?:(?:\s+of|,)?\s+(?P<year>{_YEAR}))?"
_NOT_COUNTED = (
    r"(?!\s*(?:[-–]?\s?(?:km|kg|MW|GW)\b|(?:people|troops|men|women|soldiers|workers|students|tonnes|tons|miles|metres|"
    r"meters|kilometers|kilometres|barrels|hectares|megawatts|points|dollars|euros|others|persons|members|vehicles)\b))"
)


def find(text: str | Span | Doc, anchor: date | None) -> list[TimeExpression]:
    """The time expressions of a text in order, resolved against `anchor`; offsets are into its document's text.

    A string has no tenses: there a weekday is the last one, and a day without a year the nearest.
    """
    plain = text if isinstance(text, str) else text.text
    offset = text.start_char if isinstance(text, Span) else 0
    matches = list(_matches(plain))
    timeline = Timeline(anchor, is_narrative=_tells_of_the_past(plain, anchor))
    found = []
    for match, resolve in matches:
        timeline.direction = None if isinstance(text, str) else _direction(text, offset + match.start())
        interval = _attempt(resolve, match, timeline)
        if interval is None:
            continue
        found.append(TimeExpression(offset + match.start(), offset + match.end(), *interval))
        if interval[0] and _moves_on(plain, match, interval, timeline.reference):
            timeline.reference = interval[0]
    return found


def month_end(day: date) -> date:
    """Last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _matches(text: str) -> Iterator[tuple[re.Match[str], Resolver]]:
    """Matches of the grammar from left to right, the longest first, without overlaps."""
    candidates = [(m.start(), -m.end(), m, resolve) for pattern, resolve in RULES for m in pattern.finditer(text)]
    candidates.sort(key=lambda c: (c[0], c[1]))
    last = -1
    for start, negative_end, match, resolve in candidates:
        if start >= last:
            last = -negative_end
            yield match, resolve


def _moves_on(text: str, match: re.Match[str], interval: Interval, reference: date | None) -> bool:
    """Whether the telling goes on from this date: a look back or ahead ("since 1945", "a 2005 report") does not."""
    first, _, precision, basis = interval
    if reference is None or first is None or (precision in {"day", "month"} and abs(first.year - reference.year) <= 10):
        return True
    lead = text[max(match.start() - 40, 0) : match.start()]
    return bool(re.search(r"(?:^|[.!?:]['\"”’]?\s|\n)(?:\w+\s+){0,3}$", lead)) or not text[match.end() : match.end() + 1].strip()


def _attempt(resolve: Resolver, match: re.Match[str], timeline: Timeline) -> Interval | None:
    """The interval, or None where the words are no date after all ("February 30")."""
    try:
        return resolve(match, timeline)
    except (ValueError, OverflowError):
        return None


def _tells_of_the_past(text: str, anchor: date | None) -> bool:
    """Most years named lie two years or more before the anchor, and there are at least three."""
    years = sorted(int(year) for year in re.findall(rf"(?<![\d.,$€£/-]){_YEAR}{_NOT_COUNTED}(?![\w-])", text))
    return len(years) >= 3 and (anchor is None or years[len(years) // 2] < anchor.year - 1)


def _direction(text: Span | Doc, position: int) -> Direction | None:
    """Tense of the verb that the expression at a character position belongs to."""
    doc = text.doc if isinstance(text, Span) else text
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    token = span[0] if span is not None else None
    for _ in range(8):
        if token is None or token.head is token:
            break
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            break
    return tense(token) if token is not None else None


def tense(token: Token) -> Direction | None:
    """Whether the clause of a verb tells of the past or the future; None for the present."""
    auxiliaries = {child.lower_ for child in token.children if child.dep_ in {"aux", "aux:pass", "cop", "mark"}}
    if auxiliaries & {"will", "shall", "'ll", "’ll", "would", "to", "wo"} or token.lemma_ in {"schedule", "expect"}:
        return "future"
    if token.tag_ in {"VBD", "VBN"} or auxiliaries & {"was", "were", "had", "has", "have", "did"}:
        return "past"
    return None


# ---- resolvers: a match and the timeline to an interval


def _day(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A day or a range of days, with or without a year."""
    groups = match.groupdict()
    month, last_month = groups.get("m1") or groups["m2"], groups.get("m2") or groups["m1"]
    year, basis = _year_for(_month_number(month), _number(groups["d1"]), groups.get("year"), timeline)
    first = date(year, _month_number(month), _number(groups["d1"]))
    if not groups.get("d2"):
        return first, None, "day", basis
    last = date(year, _month_number(last_month), _number(groups["d2"]))
    if last < first and groups.get("year"):
        first = first.replace(year=year - 1)
    elif last < first:
        last = last.replace(year=year + 1)
    return first, last, "day", basis


def _month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A month or a range of months, with or without a year."""
    groups = match.groupdict()
    month = _month_number(groups["m1"])
    year, basis = _year_for(month, None, groups.get("year"), timeline)
    first = date(year, month, 1)
    if not groups.get("m2"):
        return first, None, "month", basis
    last_month = _month_number(groups["m2"])
    return first, month_end(date(year + (last_month < month), last_month, 1)), "month", basis


def _deictic_month(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "last August", "next May", "this June"."""
    base, month = timeline.base, _month_number(match["m1"])
    if base is None:
        return None
    year = base.year
    if match["which"].lower() in {"last", "past"}:
        year -= month >= base.month
    elif match["which"].lower() in {"next", "coming"}:
        year += month <= base.month
    return date(year, month, 1), None, "month", "relative"


def _iso(match: re.Match[str], _: Timeline) -> Interval | None:
    return date.fromisoformat(match[0]), None, "day", "explicit"


def _numeric(match: re.Match[str], _: Timeline) -> Interval | None:
    """12.09.2023 (day first), 09/12/2023 (month first where it can be)."""
    first, second = int(match["a"]), int(match["b"])
    day, month = (second, first) if match["separator"] == "/" and first <= 12 else (first, second)
    return date(int(match["year"]), month, day), None, "day", "explicit"


def _years(match: re.Match[str], _: Timeline) -> Interval | None:
    """A year, or a range of years ("2021-2025", "1914-18")."""
    first = int(match["year"])
    last = match.groupdict().get("last")
    if not last:
        return date(first, 1, 1), None, "year", "explicit"
    end = int(str(first)[: 4 - len(last)] + last)
    return (date(first, 1, 1), date(end, 12, 31), "year", "explicit") if end > first else None


def _decade(match: re.Match[str], _: Timeline) -> Interval | None:
    first = int(match["year"])
    return date(first, 1, 1), date(first + 9, 12, 31), "unknown", "explicit"


def _quarter(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """Quarters, halves and seasons of a year."""
    year = int(match["year"]) if match.groupdict().get("year") else timeline.base and timeline.base.year
    if not year:
        return None
    groups = match.groupdict()
    if groups.get("season"):
        month, months = SEASONS[groups["season"].lower()], 3
    elif groups.get("half"):
        month, months = 1 + 6 * (ORDINALS[groups["half"].lower()] - 1), 6
    else:
        which = groups.get("q") or str(ORDINALS[groups["ordinal"].lower()])
        month, months = 1 + 3 * (int(which) - 1), 3
    end = month_end(date(year, month + months - 1, 1))
    return date(year, month, 1), end, "quarter", "explicit" if groups.get("year") else "relative"


def _weekday(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """A weekday: the last one up to the anchor, the next one in the future tense or after "next"."""
    base, which = timeline.base, (match["which"] or "").lower()
    if base is None:
        return None
    back = (base.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    if which in {"next", "coming"} or (not which and timeline.direction == "future"):
        ahead = -back % 7 or (7 if which else 0)
        return base + timedelta(days=ahead), None, "day", "relative"
    if which == "this":
        return base - timedelta(days=base.weekday() - WEEKDAYS[match["weekday"].lower()]), None, "day", "relative"
    return base - timedelta(days=back or (7 if which else 0)), None, "day", "relative"


def _today(match: re.Match[str], timeline: Timeline) -> Interval | None:
    if timeline.anchor is None:
        return None
    word = match[0].lower()
    days = 1 if word.startswith("tomorrow") else -1 if word.startswith("yesterday") or "last night" in word else 0
    days = 2 * days if match["twice"] else days
    return timeline.anchor + timedelta(days=days), None, "day", "relative"


def _deictic(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "this week", "last month", "the coming year"; "that year" and "the following day" go on from the date before."""
    which = match["which"].lower()
    is_anaphoric = which in _ANAPHORIC
    base = (timeline.reference or timeline.anchor) if is_anaphoric or timeline.is_narrative else timeline.anchor
    if base is None:
        return None
    step = -1 if which in {"last", "past", "previous", "preceding"} else 0
    step = 1 if which in {"next", "coming", "following", "upcoming"} else step
    return _unit_around(_shift(base, step, match["unit"].lower()), match["unit"].lower())


def _distance(match: re.Match[str], timeline: Timeline) -> Interval | None:
    """ "two weeks ago", "three years later", "in ten days"."""
    unit, count = match["unit"].lower(), _number(match["count"])
    way = match.groupdict().get("way") or "hence"
    is_anaphoric = way in {"later", "earlier", "after", "before"}
    base = (timeline.reference or timeline.anchor) if is_anaphoric else timeline.anchor
    if base is None:
        return None
    step = -count if way in {"ago", "earlier", "before"} else count
    return _unit_around(_shift(base, step, unit), unit, is_whole_week=False)


def _vague(_: re.Match[str], __: Timeline) -> Interval | None:
    return None, None, "unknown", "relative"


def _shift(day: date, step: int, unit: str) -> date:
    """The day `step` units away; the end of a shorter month stands for a day it lacks."""
    if unit in {"day", "week", "weekend"}:
        return day + timedelta(days=step * (1 if unit == "day" else 7))
    months = day.year * 12 + day.month - 1 + step * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _unit_around(day: date, unit: str, *, is_whole_week: bool = True) -> Interval:
    """The week (Monday to Sunday), month, quarter or year that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    if unit == "day" or (unit == "week" and not is_whole_week):
        return day, None, "day", "relative"
    if unit in {"week", "weekend"}:
        return monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6), "day", "relative"
    if unit == "month":
        return day.replace(day=1), None, "month", "relative"
    if unit == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return first, month_end(_shift(first, 2, "month")), "quarter", "relative"
    return date(day.year, 1, 1), None, "year", "relative"


def _year_for(month: int, day: int | None, year: str | None, timeline: Timeline) -> tuple[int, Basis]:
    """The year as written, else the one that puts the month or day nearest to the base, by tense."""
    if year:
        return int(year), "explicit"
    base = timeline.base
    if base is None:
        raise ValueError("no year and no date to read it from")
    if timeline.is_narrative and timeline.reference:
        return _forward_year(base, month), "explicit"
    this = (month, day if day is not None else base.day)
    now = (base.month, base.day)
    if timeline.direction == "future" and this < now and (now[0] - this[0]) >= 1:
        return base.year + 1, "explicit"
    if timeline.direction == "past" and this > now:
        return base.year - 1, "explicit"
    return base.year + (now[0] - this[0] > 6) - (this[0] - now[0] > 6), "explicit"


def _forward_year(reference: date, month: int) -> int:
    """In a narrative a month is near the date told last, rather after than before it."""
    ahead = month - reference.month
    return reference.year + (ahead < -4) - (ahead > 8)


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else NUMBERS[text.lower()]


Resolver = Callable[[re.Match[str], Timeline], Interval | None]

_WHICH = r"(?P<which>(?i:this|last|past|next|coming|upcoming|current|that|same|following|previous|preceding))"
#: words that stand before a month, not before the modal or the verb
_AFTER_PREPOSITION = r"(?:(?<=\b(?i:in|by|of)\s)|(?<=\b(?i:late|from)\s)|(?<=\b(?i:since|until|early)\s))"
_QUARTER = r"(?:(?P<ordinal>(?i:first|second|third|fourth|final|last))\s+quarter|Q(?P<q>[1-4]))"

#: the grammar; of matches that begin at the same place the longest is taken
_GRAMMAR: list[tuple[str, Resolver]] = [
    # September 29-30, 2023; June 27-July 2; May 31 to June 4
    (
        rf"\b(?P<m1>{_MONTH})\s+(?P<d1>{_DAY}){_TO}(?:(?P<m2>{_MONTH})\s+)?(?P<d2>{_DAY})(?!\s+[a-z]{{3,}}s\b){_IN_YEAR}",
        _day,
    ),
    # 29-30 September 2023; 31 May to 4 June
    (rf"\b(?P<d1>{_DAY})(?:\s+(?P<m1>{_MONTH}))?{_TO}(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m2>{_MONTH}){_IN_YEAR}", _day),
    # September 29, 2023; Sept. 29
    (rf"\b(?P<m1>{_MONTH})\s+(?:the\s+)?(?P<d1>{_DAY}){_NOT_COUNTED}{_IN_YEAR}", _day),
    # 29 September 2023; the 29th of September
    (rf"\b(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}){_IN_YEAR}", _day),
    (r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])", _iso),
    (rf"(?<![\d./])(?P<a>\d\d?)(?P<separator>[./])(?P<b>\d\d?)(?P=separator)(?P<year>{_YEAR})(?![\d./]\d)", _numeric),
    # March-April 2022; between March and May 2020
    (rf"\b(?P<m1>{_FULL_MONTH}){_TO}(?P<m2>{_FULL_MONTH})\b{_IN_YEAR}", _month),
    # March 2022; early May of 2020
    (rf"\b{_PART}(?P<m1>{_MONTH})(?:\s+of|,)?\s+(?P<year>{_YEAR})", _month),
    # in early June; March and May only where they cannot be a verb
    (rf"\b{_PART}(?P<m1>{_FULL_MONTH})(?<!March)(?<!May)\b", _month),
    (rf"(?:{_AFTER_PREPOSITION}|\b{_PART[:-1]})(?P<m1>March|May)\b(?!,?\s+{_YEAR})", _month),
    (rf"\b{_WHICH}\s+(?P<m1>{_FULL_MONTH})\b", _deictic_month),
    # the third quarter of 2022; Q3 2022; the first half of the year; summer 2021
    (rf"\b{_QUARTER}(?:(?:\s+of|,)?\s+(?P<year>{_YEAR})|\s+of\s+(?:this|the)\s+year)?\b", _quarter),
    (rf"\b(?P<half>(?i:first|second))\s+half\s+of\s+(?:(?P<year>{_YEAR})|(?:this|the)\s+year)", _quarter),
    (rf"\b(?P<season>(?i:spring|summer|autumn|fall))\s+(?:of\s+)?(?P<year>{_YEAR})", _quarter),
    # 2021-2025; 1914-18
    (rf"(?<![\d.,$€£/-])(?P<year>{_YEAR})\s?[-–—/]\s?(?P<last>\d{{4}}|\d{{2}})(?![\d%-]|[.,]\d)", _years),
    (rf"(?<![\d.,$€£/-])(?:\b{_PART})(?P<year>{_YEAR}){_NOT_COUNTED}(?![\w-])", _years),
    (r"\b(?:the\s+)?(?P<year>(?:1[0-9]|20)\d0)s\b", _decade),
    (rf"\b(?:{_WHICH}\s+)?(?P<weekday>{_WEEKDAY})\b", _weekday),
    (
        r"\b(?i:(?P<twice>the\s+day\s+(?:before|after)\s+)?(?:today|tonight|yesterday|tomorrow)|last\s+night"
        r"|(?:earlier|later)\s+today|this\s+(?:morning|afternoon|evening))\b",
        _today,
    ),
    (rf"\b(?:(?i:earlier|later)\s+)?(?:(?i:the)\s+)?{_WHICH}\s+(?P<unit>(?i:day|weekend|week|month|quarter|year))\b", _deictic),
    (r"\b(?P<which>(?i:later|earlier|end|middle|beginning|start))\s+(?:in|of)\s+the\s+(?P<unit>week|month|year)\b", _deictic),
    (rf"\b(?P<count>(?i:{_COUNT}))\s+{_UNIT}\s+(?P<way>ago|earlier|later|after|before)\b(?!\s+(?:the|a)\b)", _distance),
    (rf"\b(?i:in)\s+(?P<count>(?i:{_COUNT}))\s+{_UNIT}(?='|’|\s+time\b)", _distance),
    (
        r"\b(?i:recently|lately|(?:in\s+|over\s+)?(?:the\s+)?(?:recent|last\s+few|past\s+few|coming)\s+(?:days|weeks|months|years)"
        r"|(?:\w+\s)?recent\s+(?:visit|trip|meeting|talks|call)|in\s+the\s+(?:near\s+)?future|soon)\b",
        _vague,
    ),
]
RULES = [(re.compile(pattern), resolver) for pattern, resolver in _GRAMMAR]
