"""Sentences as proof: the parts of each that state the act and name the sides, numbered and by article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from coopmetrics.report.figures import Row

#: the words of the act, the name of a side, or neither
Kind: TypeAlias = Literal["act", "side", ""]
Part: TypeAlias = tuple[Kind, str]
#: first character, the one after the last, and what stands there
Span: TypeAlias = tuple[int, int, Kind]


@dataclass(frozen=True)
class Article:
    """The events of one article, in the order of its text."""

    events: list[Row]

    @property
    def head(self) -> Row:
        """Any of its rows: title, source, address and date are the same in all."""
        return self.events[0]


@dataclass(frozen=True)
class Month:
    """The articles whose stories came out in a month, the newest first; None for those without a known date."""

    month: date | None
    articles: list[Article]


def by_month(evidence: list[Row]) -> list[Month]:
    """Put rows, which come in order, together by month and article."""
    return [
        Month(month, [Article(list(rows)) for _, rows in groupby(of_month, lambda row: row["article_id"])])
        for month, of_month in groupby(evidence, lambda row: row["month"])
    ]


def numbers(evidence: list[Row]) -> dict[str, int]:
    """Number the events from 1 on, as lists cite them."""
    return {row["event_id"]: number for number, row in enumerate(evidence, 1)}


def parts(row: Row) -> list[Part]:
    """Split a sentence into its marked and other parts.

    The warehouse keeps the words and not where they stand; the first place of each that is still free is taken.
    """
    spans: list[Span] = []
    words: list[tuple[Kind, str]] = [("act", row["predicate"]), *(("side", mention) for mention in row["mentions"])]
    for kind, told in words:
        if told and (place := _first_free(told, row["sentence"], spans)):
            spans.append((*place, kind))
    return [part for part in _cut(row["sentence"], sorted(spans)) if part[1]]


def _cut(sentence: str, spans: list[Span]) -> Iterator[Part]:
    position = 0
    for start, end, kind in spans:
        yield "", sentence[position:start]
        yield kind, sentence[start:end]
        position = end
    yield "", sentence[position:]


def _first_free(told: str, sentence: str, taken: list[Span]) -> tuple[int, int] | None:
    """Find where the words stand whole, outside of what is marked already."""
    for match in re.finditer(rf"(?<!\w){re.escape(told)}(?!\w)", sentence):
        if not any(start < match.end() and match.start() < end for start, end, _ in taken):
            return match.span()
    return None
