"""One reading of a name throughout an article.

A name that is a person, an organisation or a place in most of the spans found is so everywhere it stands, also where
the language engine passed it over; words after a title are a person. What most spans take for a work, a law or a
product is no party anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from coopmetrics.entities.cues import abbreviations, evidence, speakers
from coopmetrics.entities.scanner import Scanner
from coopmetrics.entities.spans import Label, NamedSpan
from coopmetrics.entities.titles import titled_names

#: how much one reading by the engine says, and a title before a name, against the cues around it
_ENGINE_WEIGHT: Final = 3
_TITLE_WEIGHT: Final = 5
#: share of a name's places where it must have been seen to be a name in the others: "the City" is none for one slip
_SEEN: Final = 0.5
#: weight from which a part of a person's name is something else of that name
_OWN_WEIGHT: Final = 5
_MIN_LENGTH: Final = 3
#: words in running text, not in addresses of pages
_SMALL_WORD: Final = re.compile(r"(?<!\S)[^\W\d_A-Z]\w+(?=[\s,;])")


def consistent(text: str, spans: list[NamedSpan]) -> list[NamedSpan]:
    """`spans` with one label a name, and with the further places where those names stand, in order."""
    titled = list(_titled(text, spans))
    titled = _with(titled, abbreviations(text, spans))
    labels = _labels(text, spans, titled)
    for span in spans:
        if span.name is None:
            span.label = labels.get(text[span.start : span.end], span.label)
    common = _common_words(text, labels)
    spans = [span for span in spans if span.name or text[span.start : span.end] not in common]
    found = _with(_without_pieces(spans, titled), titled)
    further = _elsewhere(text, found, {name: label for name, label in labels.items() if name not in common})
    return [span for span in _with(found, further) if span.label != "other"]


def _elsewhere(text: str, found: list[NamedSpan], labels: dict[str, Label]) -> Iterator[NamedSpan]:
    """The places where names stand, of those that were seen to be names in most of their places."""
    names = [(name, name) for name in labels if len(name) >= _MIN_LENGTH and name[0].isupper()]
    matches = list(Scanner(names).find(text))
    places = Counter(match.value for match in matches)
    seen = Counter(text[span.start : span.end] for span in found)
    for match in matches:
        if seen[match.value] >= _SEEN * places[match.value]:
            yield NamedSpan(match.start, match.end, labels[match.value])


def _titled(text: str, spans: list[NamedSpan]) -> Iterator[NamedSpan]:
    """Names after titles, as long as the engine or the vocabulary has it where they know a longer name."""
    by_start = {span.start: span for span in spans}
    for match in titled_names(text):
        at = by_start.get(match.start)
        if at is None:
            continue
        if (at.name is None and at.end < match.end) or _is_given_name(at, match.text):
            yield NamedSpan(match.start, match.end, "person")
        elif at.name is None:
            yield NamedSpan(at.start, at.end, "person")


def _common_words(text: str, labels: dict[str, Label]) -> frozenset[str]:
    """Single words taken for an organisation or place that are written small elsewhere: "Fire", "Agreement"."""
    small = set(_SMALL_WORD.findall(text))
    return frozenset(
        name
        for name, label in labels.items()
        if label != "person" and name.isalpha() and not name.isupper() and name.lower() in small
    )


def _is_given_name(span: NamedSpan, name: str) -> bool:
    """Whether a country's name opens a person's: "Singer Chad Brock"."""
    is_country = span.name is not None and span.name.form in ("name", "capital")
    return is_country and " " in name and span.length == len(name.split()[0])


def _without_pieces(spans: list[NamedSpan], titled: list[NamedSpan]) -> list[NamedSpan]:
    """`spans` without those that are only a piece of a name after a title."""
    starts = [span.start for span in titled]
    kept = []
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        if at < 0 or not (titled[at].holds(span) and titled[at].length > span.length):
            kept.append(span)
    return kept


def _labels(text: str, spans: Iterable[NamedSpan], titled: Iterable[NamedSpan]) -> dict[str, Label]:
    """The label of each name that is not in the vocabulary."""
    votes: dict[str, dict[Label, float]] = defaultdict(lambda: defaultdict(float))
    for weight, group in ((_ENGINE_WEIGHT, spans), (_TITLE_WEIGHT, titled)):
        for span in group:
            if span.name is None:
                votes[text[span.start : span.end]][span.label] += weight
                for label, cue in evidence(text, span.start, span.end).items():
                    votes[text[span.start : span.end]][label] += cue
    labels = {name: max(weights, key=weights.__getitem__) for name, weights in votes.items()}
    return labels | _parts_of_persons(text, labels, votes)


def _parts_of_persons(text: str, labels: dict[str, Label], votes: dict[str, dict[Label, float]]) -> dict[str, Label]:
    """The words of full names that stand for the person alone: the last one, and the first where it was seen alone."""
    parts: dict[str, Label] = {}
    alone = votes.keys() | speakers(text)
    for name, label in labels.items():
        words = name.split()
        if label != "person" or len(words) < 2:
            continue
        if words[-1][0].isupper() and len(words[-1]) > 1 and not _is_of_its_own(words[-1], votes):
            parts[words[-1]] = "person"
        if words[0] in alone and not _is_of_its_own(words[0], votes):
            parts[words[0]] = "person"
    return parts


def _is_of_its_own(part: str, votes: dict[str, dict[Label, float]]) -> bool:
    """Whether a part of a person's name is far more often seen as something else: "CID" of "CID Manik"."""
    weights = votes.get(part, {})
    other = max((weight for label, weight in weights.items() if label != "person"), default=0)
    return other >= _OWN_WEIGHT and other > 2 * weights.get("person", 0)


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
