"""When an article was published, and what says so.

`field`: its raw item states it, or its address does. `text`: a date line or dateline opens the text. `file`: the file's
name has it. `none`: nothing says it, or only something that could mean two days ("04/05/2024", "6 years ago").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

Basis = Literal["field", "text", "file", "none"]

_MONTH_NAMES: Final = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORDED: Final = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ .-]{{1,2}}(?P<month>{_MONTH})\b|(?P<month2>{_MONTH})\b\.? "
    rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?),?[ .-]{{0,2}}(?P<year>\d{{4}})\b"
)
_WORDED_DATE: Final = re.compile(_WORDED, re.I)
_ISO: Final = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_EUROPEAN: Final = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
_SLASHED: Final = re.compile(r"(?<!\d)(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{4})(?!\d)")
_COMPACT: Final = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d{1,5}(?!\d))")
_IN_URL: Final = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})(?P<separator>[-/_])(?P<month>\d{{1,2}}|{_MONTH})(?P=separator)(?P<day>\d{{1,2}})(?!\d)",
    re.I,
)
_AGO: Final = re.compile(r"(?:(\d{1,3})|an?) ?(min(?:ute)?|h(?:ou)?r|day)s? ago|(yesterday|today|just now)", re.I)
#: a place, an agency and a weekday may stand before a dateline's date, a sentence may not
_DATELINE: Final = re.compile(
    r"(?!(?:On|In|Since|By|From|After|Until|Before|During|As|At|The)\b)"
    rf"(?:[^\W\d_a-z][\w.'’()-]*+[ ,/–—-]++|and ){{0,9}}(?i:{_WORDED})",
)
_EARLIEST: Final = 1700


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, its time in UTC where one with a time zone is stated, and what says so."""

    on: date | None
    at: datetime | None
    basis: Basis


NEVER: Final = Published(None, None, "none")


def published(
    *,
    stated: str | datetime | None,
    seen: str | None,
    url: str | None,
    lines: tuple[str | None, str],
    file: str | None,
    time_zone: str | None = None,
) -> Published:
    """Choose the publication date: what a field or the address states, a text's date line, dateline, a file's name.

    `lines` are the date line cut from the text and the text itself; `time_zone` is that of times without one.
    """
    date_line, text = lines
    if found := _stated(stated, seen, time_zone):
        return found
    candidates: tuple[tuple[date | None, Basis], ...] = (
        (_in_url(url or ""), "field"),
        (parse_day(date_line or ""), "text"),
        (_day(_DATELINE.match(text[:160])), "text"),
        (_in_file_name(file or ""), "file"),
    )
    return next((Published(day, None, basis) for day, basis in candidates if day and _plausible(day)), NEVER)


def _stated(stated: str | datetime | None, seen: str | None, time_zone: str | None) -> Published | None:
    value = stated if isinstance(stated, datetime) else parse(stated or "")
    day = value.date() if isinstance(value, datetime) else value
    if day and _plausible(day):
        if isinstance(value, datetime) and not value.tzinfo and time_zone:
            value = value.replace(tzinfo=ZoneInfo(time_zone))
        at = value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None
        return Published(day, at, "field")
    anchor = parse_day(seen or "")
    day = _relative(stated, anchor) if isinstance(stated, str) and anchor else None
    return Published(day, None, "field") if day else None


def stated_date(stated: str | datetime | None, seen: str | None, time_zone: str | None, file: str | None) -> str | None:
    """Write the date that a field states, or else a file's name, so that equal dates are equal; unread as it stands."""
    if found := _stated(stated, seen, time_zone):
        return str(found.at or found.on)
    return str(stated or _in_file_name(file or "") or "") or None


def parse_day(text: str) -> date | None:
    """Read a written date, of a datetime the day as stated."""
    value = parse(text)
    return value.date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def parse(text: str) -> datetime | date | None:
    """Read a date or datetime as fields state them; None where it is no date, or could be two ("04/05/2024")."""
    text = text.strip()[:100]
    # milliseconds would pass for a compact date and time of the year 1712
    for form in (_epoch, _iso, _rfc_822):
        if value := form(text):
            return value
    for pattern in (_WORDED_DATE, _ISO, _EUROPEAN, _COMPACT):
        if value := _day(pattern.search(text)):
            return value
    return _slashed(text)


def _iso(text: str) -> datetime | date | None:
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc_822(text: str) -> datetime | None:
    if not re.search(r"\d:\d\d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    """Read seconds, or milliseconds, since 1970."""
    if not re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        return None
    return datetime.fromtimestamp(float(text) / (1000 if len(text.split(".")[0]) > 10 else 1), UTC)


def _slashed(text: str) -> date | None:
    match = _SLASHED.search(text)
    one, two = (int(match["one"]), int(match["two"])) if match else (0, 0)
    if not match or (one <= 12 and two <= 12 and one != two):
        return None
    return _date(match["year"], two if one > 12 else one, one if one > 12 else two)


def _relative(text: str, anchor: date) -> date | None:
    """Read "4 days ago" against the day it was collected; months and years ago are too vague for a date."""
    match = _AGO.fullmatch(text.strip())
    if not match:
        return None
    days = int(match[1] or 1) if (match[2] or "").lower() == "day" else int((match[3] or "").lower() == "yesterday")
    return anchor - timedelta(days=days)


def _in_url(url: str) -> date | None:
    return _day(_IN_URL.search(url)) or _day(_COMPACT.search(url))


def _in_file_name(name: str) -> date | None:
    return _day(_ISO.search(name.replace("_", "-"))) or _day(_COMPACT.search(name))


def _day(match: re.Match[str] | None) -> date | None:
    if not match:
        return None
    parts = match.groupdict()
    month, day = parts.get("month") or parts["month2"], parts.get("day") or parts["day2"]
    return _date(parts["year"], _MONTHS.get(month.lower(), 0) or month, day)


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if _plausible(value) else None


def _plausible(day: date) -> bool:
    return day.year >= _EARLIEST and day <= datetime.now(UTC).date() + timedelta(days=2)
