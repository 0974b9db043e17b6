"""The grammar of time expressions: where in a text each form can begin, what it looks like, and what reads it.

The forms of the news are few. A form is a regular expression of named groups, which the functions of `time_values`
turn into days; of matches that begin at the same place the longest holds.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from coopmetrics.events import time_values as values
from coopmetrics.events.time_values import NUMBERS, Resolver


class Rule(NamedTuple):
    """How one form of time expressions is found and read."""

    #: finds all places where the pattern can match, and more; None where it can begin anywhere
    opening: re.Pattern[str] | None
    pattern: re.Pattern[str]
    resolve: Resolver

    def matches(self, text: str, places: Mapping[re.Pattern[str], list[int]]) -> Iterator[re.Match[str]]:
        """The matches that the pattern has in a text, given the places of each opening there."""
        if self.opening is None:
            yield from self.pattern.finditer(text)
            return
        end = 0
        for place in places[self.opening]:
            if place >= end and (match := self.pattern.match(text, place)):
                end = match.end()
                yield match


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_FULL_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[.,]\d{1,3}(?!\d))"
_YEAR = r"(?:1[0-9]|20)\d{2}(?![\d%]|[.,]\d)"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|\s+(?:to|through|till|until|and)\s+)"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
# What is looked up is ASCII: ignoring case, a dotless "ı" would pass for an "i", a "ſ" for an "s".
_COUNT = r"(?:\d{1,3}|(?ai:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + "))"
_UNIT = r"(?P<unit>(?ai:day|week|fortnight|month|year|decade|century|centurie))[sS]?"
#: "Friday, " before the day's date, which it belongs to: "on Friday, May 12", "Monday and Tuesday (3-4 June)"
_OF_WEEK = rf"(?:(?:(?P<first_weekday>{WEEKDAY}){_TO})?(?P<weekday>{WEEKDAY}),?\s+\(?(?:the\s+)?)?"
_PART = r"(?:(?:the\s+)?(?:very\s+)?(?:early|mid|late|beginning of|start of|middle of|end of)[\s-]+(?:in\s+)?)?"
_IN_YEAR = rf"(?:(?:\s+of|,)?\s+(?P<year>{_YEAR}))?"
_NOT_COUNTED = (
    r"(?!\s*(?:[-–]?\s?(?:km|kg|MW|GW)\b|(?:people|troops|men|women|soldiers|workers|students|tonnes|tons|miles|metres|"
    r"meters|kilometers|kilometres|barrels|hectares|megawatts|points|dollars|euros|others|persons|members|vehicles)\b))"
)
#: after these a number is a year: "since the 2022 floods", "in 2023 ministers met"; each look back has its own width
_LEADS = [
    *(rf"\b(?ai:{word})\s" for word in "in of by from since until till through to during before after for as".split()),
    *(rf"\b(?ai:{word})\s" for word in "above below the its their his her our this a year early mid late".split()),
    *(rf"\b{month}\s" for month in calendar.month_name if month),
    *(r"['’]s\s", r"s['’]\s", r"\d,\s", r"\d{4}\sand\s", "mid-"),
]
_LED = "(?:" + "|".join(f"(?<={lead})" for lead in _LEADS) + ")"
#: what other numbers count: "sent 1900 blankets", not "the 2008 crisis", "2023 marks ten years"
_COUNTED = r"\s+(?!(?:marks|sees|begins|ends)\b)[a-z]{2,}[a-hj-rtv-z]s\b"
#: a year that stands by itself; a number below 1800 seldom is one, but where it is led to or in brackets
LONE_YEAR = rf"(?=[12]\d)(?:{_LED}{_YEAR}|(?!1[0-7]){_YEAR}(?!{_COUNTED})|(?<=\(){_YEAR}(?=\))){_NOT_COUNTED}(?![\w-])"


_WHICH = r"(?P<which>(?i:this|last|past|next|coming|upcoming|current|that|same|following|previous|preceding))"
_OF_A_YEAR = rf",?\s+(?:of\s+)?(?:the\s+)?{_WHICH}\s+year\b"
# Looking back from the first letter on, not from before it, lets a search skip to that letter.
#: after words that stand before a month, not before the modal or the verb
_MARCH_OR_MAY = r"M(?:(?<=\b(?i:in|by|of)\sM)|(?<=\b(?i:late|from)\sM)|(?<=\b(?i:since|until|early)\sM))(?:arch|ay)"
_AFTER_ARTICLE = r"M(?:(?<=\b[Aa]\sM)(?:arch|ay)|(?<=\b[Tt]he\sM)arch)"
_THE_AFTER_PREPOSITION = r"the\s(?:(?<=\b(?i:on|by|to)\sthe\s)|(?<=\b(?i:from)\sthe\s)|(?<=\b(?i:since|until)\sthe\s))"
_DAY_PART = r"morning|afternoon|evening|night"
_HOLIDAY = r"(?<!Father\s)(?P<holiday>Christmas(?:\s+(?:Eve|Day)\b)?|New\s+Year['’]s\s+(?:Eve|Day)\b)"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s?(?i:[ap]\.m\.|[ap]m\b)|\d{1,2}:[0-5]\d(?!:?\d)"
_SEASON = r"(?ai:spring|summer|autumn|fall|winter)"
_QUARTER = r"(?:(?P<ordinal>(?ai:first|second|third|fourth|final|last))\s+quarter|Q(?P<q>[1-4]))"

_OF_YEAR_MEANT = r"\s+of\s+(?P<which>(?i:this|the|last|next|the\s+same|the\s+following|the\s+previous))\s+year\b"
#: by itself "last quarter" is the one before this, not the fourth
_NOT_LAST = r"(?<!(?i:last)\squarter)"

#: where rules of the grammar can begin: by trying them only there, a text is not gone through for each of them
_NUMBER_OR_MONTH = re.compile(r"\d+|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
#: ... or at one of these words
_WORD = re.compile(
    rf"{_NUMBER_OR_MONTH.pattern}|{WEEKDAY}|Q[1-4]"
    r"|\b(?i:the|very|early|earlier|mid|late|later|latter|beginning|start|middle|end|rest|remainder|spring|summer|autumn"
    r"|fall|today|tonight|yesterday|tomorrow|first|second|third|fourth|final|this|last|past|next|coming|upcoming|current"
    r"|that|same|following|previous|preceding)\b"
)
_ANYWHERE = None

#: the grammar: where a rule can begin, what matches; of matches that begin at the same place the longest is taken
_GRAMMAR: list[tuple[re.Pattern[str] | None, str, Resolver]] = [
    # September 29-30, 2023; June 27-July 2; May 31 to June 4
    (
        _WORD,
        rf"\b{_OF_WEEK}(?P<m1>{_MONTH})\s+(?P<d1>{_DAY}){_TO}(?:(?P<m2>{_MONTH})\s+)?(?P<d2>{_DAY})(?!\s+[a-z]{{3,}}s\b){_IN_YEAR}",
        values.day,
    ),
    # 29-30 September 2023; 31 May to 4 June
    (
        _WORD,
        rf"\b{_OF_WEEK}(?P<d1>{_DAY})(?:\s+(?P<m1>{_MONTH}))?{_TO}(?:the\s+)?(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m2>{_MONTH}){_IN_YEAR}",
        values.day,
    ),
    # September 29, 2023; Sept. 29; Friday, September 29
    (_WORD, rf"\b{_OF_WEEK}(?P<m1>{_MONTH})\s+(?:the\s+)?(?P<d1>{_DAY}){_NOT_COUNTED}{_IN_YEAR}", values.day),
    # 29 September 2023; the 29th of September; Friday 29 September
    (_WORD, rf"\b{_OF_WEEK}(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}){_IN_YEAR}", values.day),
    # June of that year; in May last year; 5 May of the same year
    (_NUMBER_OR_MONTH, rf"\b(?P<m1>{_MONTH})(?<!March)(?<!May)(?:\s+(?P<d1>{_DAY}))?{_OF_A_YEAR}", values.of_a_year),
    (_NUMBER_OR_MONTH, rf"(?P<m1>{_MARCH_OR_MAY})\b(?:\s+(?P<d1>{_DAY}))?{_OF_A_YEAR}", values.of_a_year),
    (_NUMBER_OR_MONTH, rf"\b(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH}){_OF_A_YEAR}", values.of_a_year),
    # the 20th, not the 38th parallel
    (
        _ANYWHERE,
        rf"{_THE_AFTER_PREPOSITION}(?P<d1>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th))(?=\s*(?:[.;:)]|,(?!\s\d)|$)|\s+(?:was|were|and\s+the\s+\d+)\b)",
        values.day_of_month,
    ),
    # the 3rd of this month
    (
        _ANYWHERE,
        rf"\b(?P<d1>{_DAY})(?:\s+day)?\s+of\s+(?P<which>(?i:this|last|next|the\s+current|the\s+same))\s+month\b",
        values.day_of_a_month,
    ),
    # by Christmas; Christmas 2021; not Christmas gifts, a Christmas market
    (
        _ANYWHERE,
        rf"{_HOLIDAY}(?:(?:\s+of|,)?\s+(?P<year>{_YEAR})|(?=\s*(?:[.,;:)]|$)|\s+(?:and|or|but|after|when|in|at)\b))",
        values.holiday,
    ),
    (_NUMBER_OR_MONTH, r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])", values.iso),
    (
        _NUMBER_OR_MONTH,
        rf"(?<![\d./])(?P<a>\d\d?)(?P<separator>[./])(?P<b>\d\d?)(?P=separator)(?P<year>{_YEAR})(?![\d./]\d)",
        values.numeric,
    ),
    # March-April 2022; between March and May 2020
    (_NUMBER_OR_MONTH, rf"\b(?P<m1>{_FULL_MONTH}){_TO}(?P<m2>{_FULL_MONTH})\b{_IN_YEAR}", values.month),
    # March 2022; early May of 2020
    (_WORD, rf"\b{_PART}(?P<m1>{_MONTH})(?:\s+of|,)?\s+(?P<year>{_YEAR})", values.month),
    # in early June; March and May only where they cannot be a verb
    (_WORD, rf"\b{_PART}(?P<m1>{_FULL_MONTH})(?<!March)(?<!May)\b", values.month),
    (_NUMBER_OR_MONTH, rf"(?P<m1>{_MARCH_OR_MAY})\b(?!,?\s+{_YEAR})", values.month),
    (_WORD, rf"\b{_PART[:-1]}(?P<m1>March|May)\b(?!,?\s+{_YEAR})", values.month),
    # a March summit, not the March on the capital
    (_NUMBER_OR_MONTH, rf"(?P<m1>{_AFTER_ARTICLE})\b(?=\s+(?!(?:on|to|for|of|from)\b)[a-z])", values.month),
    (_WORD, rf"\b{_WHICH}\s+(?P<m1>{_FULL_MONTH})\b", values.deictic_month),
    (_WORD, rf"\b{_WHICH}\s+(?P<season>{_SEASON})\b", values.deictic_season),
    # the third quarter of 2022; Q3 2022; the first half of the year; summer 2021, but no winter, which is of two years
    (
        _WORD,
        rf"\b{_QUARTER}(?:(?:\s+of|,)?\s+(?P<year>{_YEAR})|{_OF_YEAR_MEANT}|{_NOT_LAST})\b",
        values.quarter,
    ),
    (_WORD, rf"\b(?P<half>(?ai:first|second))\s+half(?:\s+of\s+(?P<year>{_YEAR})|{_OF_YEAR_MEANT})", values.quarter),
    # the first five months of this year; the last two months of 2025
    (
        _WORD,
        rf"\b(?P<end>(?ai:first|last))\s+(?P<count>{_COUNT})\s+months(?:\s+of\s+(?P<year>{_YEAR})|{_OF_YEAR_MEANT})",
        values.months_of_year,
    ),
    (_WORD, rf"\b(?P<season>(?!(?i:winter)){_SEASON})\s+(?:of\s+)?(?P<year>{_YEAR})", values.quarter),
    # from 2017 to 2021; between 2010 and 2015
    (
        _NUMBER_OR_MONTH,
        rf"(?:(?<=\b(?i:from)\s)(?P<year>{_YEAR})\s+to|(?<=\b(?i:between)\s)(?P<year_2>{_YEAR})\s+and)"
        rf"\s+(?P<last>{_YEAR})\b",
        values.years,
    ),
    # 2021-2025; 1914-18
    (
        _NUMBER_OR_MONTH,
        rf"(?<![\d.,$€£/-])(?P<year>{_YEAR})\s?[-–—/]\s?(?P<last>\d{{4}}|\d{{2}})(?![\d%-]|[.,]\d)",
        values.years,
    ),
    (_WORD, rf"(?<![\d.,$€£/-])(?:\b{_PART})(?P<year>{LONE_YEAR})", values.years),
    (_WORD, r"\b(?:the\s+)?(?P<year>(?:1[0-9]|20)\d0)s\b", values.decade),
    (_WORD, rf"\b(?:{_WHICH}\s+)?(?P<weekday>{WEEKDAY})\b", values.weekday),
    # Tuesday next week; last week on Friday
    (_WORD, rf"\b(?P<weekday>{WEEKDAY})\s+(?:of\s+)?{_WHICH}\s+week\b", values.weekday_of_week),
    (_WORD, rf"\b{_WHICH}\s+week\s+(?:on\s+)?(?P<weekday>{WEEKDAY})\b", values.weekday_of_week),
    (
        _WORD,
        r"\b(?i:(?P<twice>the\s+day\s+(?:before|after)\s+)?(?:today|tonight|yesterday|tomorrow)|last\s+night"
        r"|(?:earlier|later)\s+today|this\s+(?:morning|afternoon|evening))\b",
        values.today,
    ),
    (
        _WORD,
        rf"\b(?:(?i:earlier|later)\s+)?(?:(?i:the)\s+)?{_WHICH}\s+(?P<unit>(?ai:day|{_DAY_PART}|weekend|week|month|quarter|year))\b"
        rf"(?!(?<=(?i:quarter))\s+of\s+(?:{_YEAR}|(?:this|the)\s+year))",
        values.deictic,
    ),
    (
        _WORD,
        r"\b(?P<which>(?i:later?|earl(?:y|ier)|end|middle|beginning|start|latter\s+part|rest|remainder))\s+(?:in|of)\s+the\s+"
        r"(?P<unit>week|month|year)\b",
        values.deictic,
    ),
    (_ANYWHERE, r"(?P<unit>month|year)['’]s\s+(?P<which>end)\b", values.deictic),
    (_ANYWHERE, r"(?<=\b(?i:by|at)\s)(?:the\s+)?(?P<unit>year)[\s-](?P<which>end)\b", values.deictic),
    (_WORD, r"[Tt]he\s+(?P<unit>day)\s+(?P<which>before|after|following)\b(?=\s*(?:[.,;:)]|$))", values.deictic),
    # the third time this year is no day of it
    (
        _ANYWHERE,
        r"\b(?:\w+(?:st|nd|rd|th)\s+time|\w+\s+times|twice)\s+(?i:this|last)\s+(?:year|month|week)\b",
        values.apposition,
    ),
    # beside a date: the day after the vote; the tenth anniversary of the accord; the hottest month in years
    (
        _WORD,
        r"[Tt]he\s+(?:day\s+(?:after|before)(?=\s+\w)"
        r"|(?:\w+(?:th|st|nd|rd)|\w+est(?:\s+single)?)\s+(?:anniversary|day|month|year)\s+(?:of|in|since)\b)",
        values.apposition,
    ),
    (
        _ANYWHERE,
        rf"(?<![\w-])(?:(?P<count>{_COUNT})(?P<half>[\s-]and[\s-]a[\s-]half)?|(?P<only_half>(?ai:half))\s+an?)[\s-]{_UNIT}"
        r"(?P<and_half>\s+and\s+a\s+half)?(?:\s+or\s+so)?"
        r"\s+(?P<way>(?ai:ago|earlier|later|after|before|previously|from\s+now))\b"
        r"(?:(?<=(?ai:after|efore))(?P<clause>(?=\s+\w)))?",
        values.distance,
    ),
    (_ANYWHERE, rf"\b(?i:in)\s+(?P<count>{_COUNT})\s+{_UNIT}(?='|’|\s+time\b)", values.distance),
    (_ANYWHERE, rf"\b(?i:in)\s+(?P<count>{_COUNT})\s+{_UNIT}\b(?!['’]|\s+(?:time|of)\b)", values.distance_ahead),
    # it comes a week after he took office: told by when it comes
    (
        _ANYWHERE,
        rf"\b(?:comes?|came|follows?|followed)\s+(?:(?:just|only|about|nearly|almost|exactly|barely|some)\s+)?"
        rf"(?P<count>{_COUNT})\s+{_UNIT}\s+(?P<way>after|before|ahead\s+of)\b",
        values.counted_from_news,
    ),
    (_ANYWHERE, r"\b(?:over|at|on|during)\s+the\s+weekend\b", values.weekend),
    (
        _ANYWHERE,
        r"\b(?i:recently|lately|(?:in\s+|over\s+)?(?:the\s+)?(?:recent|last\s+few|past\s+few|coming)\s+(?:days|weeks|months|years)"
        r"|(?:\w+\s)?recent\s+(?:visit|trip|meeting|talks|call)|in\s+the\s+(?:near\s+)?future|soon"
        r"|(?:days|weeks|months|years|decades)\s+(?:ago|earlier|later|before|after)"
        rf"|(?:over|in|for|during)\s+the\s+(?:past|last|next|coming)\s+{_COUNT}\s+(?:days|weeks|months|years|decades))\b(?!\s+of\b)",
        values.vague,
    ),
]
#: in texts about the past, where a time of day says nothing of the day of publication
_GRAMMAR_OF_THE_PAST: list[tuple[re.Pattern[str] | None, str, Resolver]] = [
    (_ANYWHERE, rf"(?<![\d:.,$€£])(?:{_CLOCK})", values.same_day),
    (_ANYWHERE, rf"\b(?:(?i:{_COUNT}|some|several|a\s+few)\s+)?(?i:hours|minutes)\s+later\b", values.same_day),
    (_ANYWHERE, r"(?<=\b(?i:at|by)\s)(?:this|that|the(?:\s+same)?)\s+time\b(?!\s+of\b)", values.same_time),
    (_ANYWHERE, r"(?<=\b(?i:from)\s)(?:this|that)\s+time\b", values.same_time),
]
RULES = [Rule(opening, re.compile(pattern), resolver) for opening, pattern, resolver in _GRAMMAR]
RULES_OF_THE_PAST = RULES + [
    Rule(opening, re.compile(pattern), resolver) for opening, pattern, resolver in _GRAMMAR_OF_THE_PAST
]


def opened(text: str) -> dict[re.Pattern[str], list[int]]:
    """The places in a text where rules can begin, by opening."""
    return {opening: [match.start() for match in opening.finditer(text)] for opening in (_NUMBER_OR_MONTH, _WORD)}


def matches(text: str, rules: list[Rule]) -> Iterator[tuple[re.Match[str], Resolver]]:
    """Matches of the grammar from left to right, the longest first, without overlaps."""
    places = opened(text)
    candidates = [(m.start(), -m.end(), m, rule.resolve) for rule in rules for m in rule.matches(text, places)]
    candidates.sort(key=lambda c: (c[0], c[1]))
    last = -1
    for start, negative_end, match, resolve in candidates:
        if start >= last:
            last = -negative_end
            yield match, resolve
