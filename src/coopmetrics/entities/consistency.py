"""One reading of a name throughout an article.

A name that is a person, an organisation or a place in most of the spans found is so everywhere it stands, also where
the language engine passed it over; words after a title are a person, and so is that person's surname alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from coopmetrics.entities.scanner import Scanner
from coopmetrics.entities.spans import Label, NamedSpan
from coopmetrics.entities.titles import titled_names

#: how much a title before a name says against one reading by the engine
_TITLE_WEIGHT: Final = 3
_MIN_LENGTH: Final = 3


def consistent(text: str, spans: list[NamedSpan]) -> list[NamedSpan]:
    """`spans` with one label a name, and with the further places where those names stand, in order."""
    titled = list(_titled(text, spans))
    labels = _labels(text, spans, titled)
    for span in spans:
        if span.name is None:
            span.label = labels.get(text[span.start : span.end], span.label)
    found = _with(spans, titled)
    names = [(name, label) for name, label in labels.items() if len(name) >= _MIN_LENGTH and name[0].isupper()]
    further = [NamedSpan(match.start, match.end, match.value) for match in Scanner(names).find(text)]
    return _with(found, further)


def _titled(text: str, spans: list[NamedSpan]) -> Iterator[NamedSpan]:
    """Names after titles, as long as the engine or the vocabulary has it where they know the name."""
    by_start = {span.start: span for span in spans}
    for match in titled_names(text):
        at = by_start.get(match.start)
        if at is None:
            yield NamedSpan(match.start, match.end, "person")
        elif at.name is None:
            yield NamedSpan(at.start, at.end, "person")


def _labels(text: str, spans: Iterable[NamedSpan], titled: Iterable[NamedSpan]) -> dict[str, Label]:
    """The label of each name that is not in the vocabulary."""
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for span in spans:
        if span.name is None:
            votes[text[span.start : span.end]][span.label] += 1
    for span in titled:
        votes[text[span.start : span.end]][span.label] += _TITLE_WEIGHT
    for name, counts in list(votes.items()):
        words = name.split()
        if counts["person"] and len(words) > 1 and words[-1][0].isupper():
            votes[words[-1]]["person"] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in votes.items()}


def _with(spans: list[NamedSpan], further: Iterable[NamedSpan]) -> list[NamedSpan]:
    """`spans` and those of `further` that touch none of them, in order."""
    starts = [span.start for span in spans]
    ends = list(accumulate((span.end for span in spans), max))
    free = []
    for span in further:
        before = bisect_left(starts, span.end)
        if before == 0 or ends[before - 1] <= span.start:
            free.append(span)
    return sorted([*spans, *free], key=lambda span: (span.start, -span.end))
