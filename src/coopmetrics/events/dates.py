"""When an event happens: which of the dates told belongs to it.

An event may be of a day, month or year told in its sentence; of a day told before (of the meeting that the article goes
on about, or of the lead's news) or told next; of the day of publication, as words and standing relations are; or of no
known date, as past acts told without one. A plan lies ahead, or takes the publication's day. A learned model
(`weights/date.npz`, made by `training/coder.py`) chooses by where each date stands beside the predicate
(`date_settings`), by how the event is told, and by the language engine's vectors of the words of both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import takewhile
from typing import Any, Final, Literal, cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import model, syntax
from coopmetrics.events.date_settings import Setting, is_contact
from coopmetrics.events.time_expressions import TimeExpression, find
from coopmetrics.events.timeline import Basis, Precision

__all__ = ["EventDate", "TimeExpression", "choices", "find", "resolve"]

#: where a date comes from: the event's sentence, one before, one after, the publication, or from nowhere
Origin = Literal["own", "before", "after", "published", "unknown"]
#: of two origins of one date the first is kept
ORIGINS: Final[tuple[Origin, ...]] = ("own", "published", "unknown", "before", "after")
Floats = NDArray[np.float32]
#: stages of words that are said before what they are about is due
_WORDS_ONLY: Final = frozenset({"proposed", "discussed", "agreed"})
#: what stands right before a day by which something is due
_BY: Final = re.compile(r"\b[Bb]y (?:the )?(?:(?:end|start|beginning|middle) of )?(?:the |early |late |mid-? ?)?$")
_BEFORE: Final = 30
#: ... or until which it is valid, or of the years it is for
_UNTIL: Final = re.compile(r"\b(?:[Uu]ntil|till|through) (?:at least )?(?:the )?(?:end of )?(?:the )?$")
_FOR: Final = re.compile(r"\bfor (?:the )?(?:(?:period|years?) )?(?:of |from |between )?$")
#: words before a date among which one of signing is dated by it, and any other participle
_NEAR: Final = 6
_NEXT: Final = 2
_SIGNING: Final = frozenset({"agree", "conclude", "ink", "reach", "sign", "strike"})
#: participles of what happens on a day that holds for all that it brings
_TAKING_PLACE: Final = frozenset(
    "convene date deliver dedicate hold host open organise organize schedule stage".split()
)
#: signs of an ISO date that a precision leaves open
KNOWN_SIGNS: Final = {"year": 4, "month": 7, "quarter": 7}


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last day of an event; `on` is None where it is unknown, `end_on` unless it is a range."""

    on: date | None
    end_on: date | None
    precision: Precision
    basis: Basis

    @property
    def known(self) -> str:
        """As much of the first day's ISO form as is known: "2023-07-07", "2023-07", "2023", or nothing."""
        return self.on.isoformat()[: KNOWN_SIGNS.get(self.precision, 10)] if self.on else ""


#: a date, where it comes from, and the words that tell it
Told = tuple[Origin, EventDate, TimeExpression | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A date that an event may have: what speaks for or against it, by name and in the engine's vectors."""

    origin: Origin
    #: how the event is told, the same for all its choices
    told: list[str]
    #: what the date is, and where it stands
    own: list[str]
    #: of the predicate, of the date's words, and of the word that these belong to; then which of `ORIGINS` it is
    vectors: Floats

    @property
    def features(self) -> list[str]:
        """All by the names they are learned under: each speaks differently for each origin."""
        return [f"{self.origin}|{name}" for name in (*self.told, *self.own)]


@dataclass(frozen=True, slots=True)
class DateModel:
    """Scores choices: weights of features, and a network of one layer of rectified units above the vectors."""

    #: what features say of a date of each origin
    linear: dict[Origin, model.BinaryModel]
    hidden: Floats
    bias: Floats
    out: Floats

    def scores(self, choices: Collection[Choice]) -> list[float]:
        """Of the choices of one event: the higher, the likelier."""
        told = {c.origin: self.linear[c.origin].log_odds(c.told) for c in choices}
        linear = [told[c.origin] + self.linear[c.origin].log_odds(c.own) for c in choices]
        units = np.maximum(np.stack([c.vectors for c in choices]) @ self.hidden + self.bias, 0)
        return [float(score) for score in linear + units @ self.out]


@cache
def load() -> DateModel:
    """Load the learned model, once."""
    return from_arrays(model.arrays("date"))


def from_arrays(arrays: dict[str, Any]) -> DateModel:
    """A model from its stored arrays, where the origin is a part of the features' names."""
    weights: dict[Origin, dict[str, float]] = {origin: {} for origin in ORIGINS}
    for feature, weight in model.binary_from_arrays(arrays).weights.items():
        origin, _, name = feature.partition("|")
        weights[cast("Origin", origin)][name] = weight
    linear = {origin: model.BinaryModel(of_origin) for origin, of_origin in weights.items()}
    return DateModel(linear, *(arrays[name].astype(np.float32) for name in ("hidden", "bias", "out")))


def resolve(document: Document, sentence: Span, predicate: Token | None, stage: str, event_type: str) -> EventDate:
    """The likeliest date of an event."""
    word = predicate if predicate is not None else sentence.root
    asked = "date", sentence.start, word.i, stage, event_type
    return document.once(asked, lambda: _likeliest(Setting.of(document, sentence, word, stage, event_type)))


def _likeliest(setting: Setting) -> EventDate:
    found = choices(setting)
    scores = dict(zip(found, load().scores(found.values()), strict=True))
    return max(found, key=scores.__getitem__)


def choices(setting: Setting) -> dict[EventDate, Choice]:
    """The dates that an event may have."""
    told: dict[str, list[Told]] = defaultdict(list)
    for one in _told(setting):
        told[one[1].known].append(one)
    return dict(_choice(setting, same) for same in told.values())


def _choice(setting: Setting, same: list[Told]) -> tuple[EventDate, Choice]:
    """A date as it is told where it counts most, and that it is told elsewhere, too."""
    origin, when, expression = min(same, key=lambda one: ORIGINS.index(one[0]))
    origins = {one[0] for one in same}
    own = _of_date(setting, origin, expression, when)
    own += [f"also={other}" for other in ORIGINS if other in origins and other != origin]
    return when, Choice(origin, setting.told, own, _vectors(setting, origin, expression))


def _vectors(setting: Setting, origin: Origin, expression: TimeExpression | None) -> Floats:
    which = np.zeros(len(ORIGINS), np.float32)
    which[ORIGINS.index(origin)] = 1
    return np.concatenate([*setting.vectors(expression), which])


def _told(setting: Setting) -> Iterator[Told]:
    published_on = setting.document.published_on
    if published_on is not None:
        yield "published", EventDate(published_on, None, "day", "publication"), None
    if published_on is None or setting.stage != "planned":
        yield "unknown", EventDate(None, None, "unknown", "publication"), None
    stretches: tuple[tuple[Origin, list[TimeExpression]], ...] = (
        ("own", setting.own),
        ("before", setting.before),
        ("after", setting.after),
    )
    for origin, expressions in stretches:
        for e in expressions:
            if _may_tell(setting, origin, e):
                yield origin, EventDate(e.on, e.end_on, e.precision, e.basis), e


def _may_tell(setting: Setting, origin: Origin, expression: TimeExpression) -> bool:
    """Whether an expression may date an act: another sentence's must name a day, and that of a plan lies ahead.

    What is agreed "by 2030" is agreed before, and what is extended "until June" is so now. In "freed a priest jailed in
    2022" the year is that of the jailing.
    """
    is_near = origin == "own" or expression.precision == "day"
    is_later = _is_ahead(setting.document, expression) and _is_end(setting, expression)
    is_others = origin == "own" and _is_of_other_act(setting, expression)
    return is_near and not (is_later or is_others) and (setting.stage != "planned" or setting.fits(expression))


def _is_ahead(document: Document, expression: TimeExpression) -> bool:
    return document.published_on is None or expression.on is None or expression.on > document.published_on


def _is_end(setting: Setting, expression: TimeExpression) -> bool:
    """Whether a day is only the last one of what an act is for: "by 2030", "until June", "a plan for 2025-2027"."""
    before = setting.document.text[max(expression.start - _BEFORE, 0) : expression.start]
    is_due = setting.stage in _WORDS_ONLY and (_BY.search(before) or _FOR.search(before))
    return bool(is_due or (setting.stage != "planned" and _UNTIL.search(before)))


def _is_of_other_act(setting: Setting, expression: TimeExpression) -> bool:
    """Whether a date belongs to a participle that only says which one a noun is: "a contract signed in 2020".

    What "a summit held in May" brings is of May.
    """
    date = setting.document.span(expression.start, expression.end)
    others = (word for word in (*syntax.climb(date.root), *_just_before(date)) if _is_telling_which(word))
    other = next(others, None)
    if other is None or other.lemma_.lower() in _TAKING_PLACE:
        return False
    is_told = setting.predicate.i in (other.i, other.head.i) or other.is_ancestor(setting.predicate)
    return setting.predicate.i < other.i and not is_told


def _is_telling_which(word: Token) -> bool:
    return word.dep_ == "acl" and word.tag_ == "VBN"


def _just_before(date: Span) -> Iterator[Token]:
    """The words before a date: those next to it, and a signing even before its place, however it was parsed."""
    words = takewhile(lambda word: not word.is_punct, reversed(date.doc[max(date.start - _NEAR, 0) : date.start]))
    yield from (w for w in words if date.start - w.i <= _NEXT or w.lemma_.lower() in _SIGNING)


# ---- features


def _of_date(setting: Setting, origin: Origin, expression: TimeExpression | None, when: EventDate) -> list[str]:
    found = [*_of_expression(setting, origin, expression)] if expression else []
    found.append(f"published={when.on is not None and when.on == setting.document.published_on}")
    return [*found, *[f"{feature}|{setting.stage}" for feature in found]]


def _of_expression(setting: Setting, origin: Origin, expression: TimeExpression) -> Iterator[str]:
    """What the expression is, and where it stands."""
    yield f"precision={expression.precision}"
    yield f"basis={expression.basis}"
    yield f"fits={setting.fits(expression)}"
    yield f"contact={is_contact(setting.document, expression)}"
    yield f"ago={setting.ago(expression)}"
    yield from setting.grammar(expression)
    if origin == "own":
        yield from setting.nearness(expression)
    else:
        yield from setting.order(expression)
