"""Time expressions in text and the days they stand for.

A small grammar (`time_grammar`), since the forms of the news are few and a general parser costs milliseconds each: days
with and without a year, ranges, months, quarters, years, weekdays, "last week", "two months ago", "the following year".
Yearless dates and weekdays are read from the anchor (the publication date) and from the tense of the verb they belong
to, where the text is parsed. In texts about the past (most years named lie well before the anchor) they continue
from the date told last instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from spacy.tokens import Doc, Span, Token

from coopmetrics.events import syntax
from coopmetrics.events.time_grammar import LONE_YEAR, RULES, RULES_OF_THE_PAST, WEEKDAY, matches
from coopmetrics.events.time_values import Resolver
from coopmetrics.events.timeline import Basis, Direction, Interval, Precision, Timeline


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


#: words that count from the day a text is written; as many as this many characters, and one more, make it news
_OF_THE_WEEK = re.compile(
    rf"\b(?i:today|yesterday|tomorrow|(?:this|last|next)\s+(?:week|month)|(?:on|last|next)\s+{WEEKDAY})\b"
)
_NEWS_CHARS = 5000
_NAMED_YEAR = re.compile(rf"(?<![\d.,$€£/-]){LONE_YEAR}")
#: where a text about the past names its first year
_OPENING_CHARS = 500
#: no news names as many years
_CHRONICLE_YEARS = 20
#: auxiliaries of what is not yet
_AHEAD = frozenset("will shall 'll ’ll would to wo may might could can should must".split())
#: verbs whose infinitive is done when they are
_BEGINNING = frozenset("begin start continue manage help cease fail go come get".split())
#: verbs of what is to be done "by" some month
_PROMISING: Final = frozenset(
    "promise pledge vow commit undertake agree hope want aim seek urge ask demand offer".split()
)
_REFUSING: Final = frozenset({"decline", "fail", "forget", "neglect", "refuse"})
#: ... and of what holds "until" some month from then on
_LASTING: Final = frozenset(
    "adjourn ban close delay exempt extend freeze lift postpone prolong renew shut suspend waive".split()
)
#: relations of a date to the noun that it tells of
_OF_NOUNS = frozenset({"nmod", "nmod:poss", "compound", "appos"})


def find(text: str | Span | Doc, anchor: date | None) -> list[TimeExpression]:
    """The time expressions of a text in order, resolved against `anchor`; offsets are into its document's text.

    A string has no tenses: there a weekday is the last one, and a day without a year the nearest.
    """
    plain = text if isinstance(text, str) else text.text
    offset = text.start_char if isinstance(text, Span) else 0
    timeline = Timeline(anchor, is_narrative=_tells_of_the_past(plain, anchor))
    found = []
    for match, resolve in matches(plain, RULES_OF_THE_PAST if timeline.is_narrative else RULES):
        timeline.direction = None if isinstance(text, str) else _direction(text, offset + match.start())
        interval = _attempt(resolve, match, timeline)
        if interval is None or (not isinstance(text, str) and _is_given_name(text, offset, match)):
            continue
        timeline.told, timeline.told_to = interval, match.end()
        found.append(TimeExpression(offset + match.start(), offset + match.end(), *interval))
        if interval[0] and _moves_on(plain, match, interval, timeline.reference):
            timeline.reference, timeline.precision = interval[0], interval[2]
    return found


def _moves_on(text: str, match: re.Match[str], interval: Interval, reference: date | None) -> bool:
    """Whether the telling goes on from this date: a look back or ahead ("since 1945", "a 2005 report") does not."""
    first, _, precision, _basis = interval
    if reference is None or first is None or (precision in {"day", "month"} and abs(first.year - reference.year) <= 10):
        return True
    lead = text[max(match.start() - 40, 0) : match.start()]
    return (
        bool(re.search(r"(?:^|(?<!\b[A-Z])[.!?:]['\"”’]?\s|\n)(?:\w+\s+){0,3}$", lead))
        or not text[match.end() : match.end() + 1].strip()
    )


def _is_given_name(text: Span | Doc, offset: int, match: re.Match[str]) -> bool:
    """Whether a month is what somebody is called: "January Kessy"."""
    doc = text.doc if isinstance(text, Span) else text
    span = doc.char_span(offset + match.start(), offset + match.end())
    if span is None or len(span) > 1 or span[0].ent_type_ != "PERSON":
        return False
    return any(child.dep_ == "flat" for child in span[0].rights)


def _attempt(resolve: Resolver, match: re.Match[str], timeline: Timeline) -> Interval | None:
    """The interval, or None where the words are no date after all ("February 30")."""
    try:
        return resolve(match, timeline)
    except (ValueError, OverflowError):
        return None


def _tells_of_the_past(text: str, anchor: date | None) -> bool:
    """Most years named lie four years or more before the anchor, the one that opens the text too; at least three.

    News tells its background in years, too, but does not open with one; and it has days of the week. A chronicle that
    reaches the present names many years, most of them over.
    """
    # what is of no known day is taken for the past only where no word counts from its own
    fewest = len(text) // _NEWS_CHARS if anchor else 0
    if sum(1 for _ in _OF_THE_WEEK.finditer(text)) > fewest:
        return False
    named = [(found.start(), int(found[0])) for found in _NAMED_YEAR.finditer(text)]
    if len(named) < 3 or named[0][0] > _OPENING_CHARS:
        return False
    years = sorted(year for _, year in named)
    if anchor is not None and years[-1] > anchor.year and len(named) < _CHRONICLE_YEARS:
        return False  # who tells of what is ahead is in the present
    median, opening = years[len(years) // 2], named[0][1]
    if anchor is None or max(median, opening) < anchor.year - 3:
        return True
    return len(named) >= _CHRONICLE_YEARS and opening < anchor.year - 3 and median < anchor.year - 1


def _direction(text: Span | Doc, position: int) -> Direction | None:
    """Tense of the verb that the expression at a character position belongs to.

    What is "since" a day is past, and so is the day right behind a verb in the past ("said on Monday"); what is
    promised "by" a month or extended "until" one is ahead. A noun's date ("the call of May 3") need not lie ahead
    where its verb does.
    """
    doc = text.doc if isinstance(text, Span) else text
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    if span is None:
        return None
    token, is_of_noun = span.root, False
    if token.i and doc[token.i - 1].lower_ == "since":
        return "past"
    behind = span.start - 2 if span.start > 1 and doc[span.start - 1].pos_ == "ADP" else span.start - 1
    if behind >= 0 and doc[behind].tag_ == "VBD" and doc[behind].pos_ == "VERB":
        return "past"
    for _ in range(8):
        if token.head == token:
            break
        is_of_noun = is_of_noun or token.dep_ in _OF_NOUNS
        token = token.head
        if token.pos_ in {"VERB", "AUX"} and not _is_before_infinitive(position, token):
            break
    if token.dep_ == "xcomp" and token.head.lemma_ in _REFUSING:
        token = token.head  # "refused to sign on Monday"
    before = doc[span.start - 1].lower_ if span.start else ""
    if token.lemma_.lower() in {"by": _PROMISING, "until": _LASTING}.get(before, ()):
        return "future"
    found = tense(token)
    return None if is_of_noun and found == "future" else found


def _is_before_infinitive(position: int, verb: Token) -> bool:
    """Whether a position lies before an infinitive's "to": "vowed on Monday to go" tells when the vow was."""
    return any(position < child.idx < verb.idx for child in verb.children if child.lower_ == "to")


def tense(token: Token) -> Direction | None:
    """Whether the clause of a verb tells of the past or the future; None for the present."""
    auxiliaries = {child.lower_ for child in token.children if child.dep_ in {"aux", "aux:pass", "cop", "mark"}}
    if _is_begun(token, auxiliaries):
        return "past"
    is_planned = token.tag_ == "VBN" and token.lemma_ in {"plan", "slate"}
    if (
        auxiliaries & _AHEAD
        or is_planned
        or token.lemma_ in {"await", "due", "expect", "schedule"}
        or syntax.has_day_ahead(token)
    ):
        return "future"
    if token.tag_ in {"VBD", "VBN"} or auxiliaries & {"was", "were", "had", "has", "have", "did"}:
        return "past"
    return None


def _is_begun(token: Token, auxiliaries: set[str]) -> bool:
    """Whether an infinitive tells what was done: "began to arrive"."""
    above = token.head
    is_of_beginning = "to" in auxiliaries and token.dep_ == "xcomp" and above.lemma_ in _BEGINNING
    return is_of_beginning and above.tag_ in {"VBD", "VBN"}
