"""What stands in and around a name says what it is, where the language engine does not know it.

"... said Revik" speaks for a person, "in Dabrin" and "Dabrin province" for a place, "shares of Halvor" and "HLV" for an
organisation. Each cue is a weight for one label; one reading by the engine weighs 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from coopmetrics.entities.name_heads import head_of
from coopmetrics.entities.places import country_of_place, place_abbreviations
from coopmetrics.entities.spans import Label, NamedSpan
from coopmetrics.entities.titles import role_scanner
from coopmetrics.reference import read_table

Weights = dict[Label, float]

#: characters looked at on either side of a name
_REACH: Final = 48
_HEAD_WEIGHT: Final = 3.0
_DATELINE_WEIGHT: Final = 4.0
_GIVEN_NAME_WEIGHT: Final = 2.0
_ABBREVIATION_WEIGHT: Final = 2.0
#: "the defence firm Halvor" is one wherever else it is named
_COMPANY_WEIGHT: Final = 4.0
_KNOWN_WEIGHT: Final = 4.0
#: many surnames are names of towns too
_GAZETTEER_WEIGHT: Final = 0.75
_SAYS: Final = (
    r"(?:said|says|told|added|noted|stressed|explained|recalled|argued|warned|tweeted|thanked|asked|insisted|admitted"
    r"|praised|remarked|replied|wrote|thinks|believes)"
)
_SPEAKER: Final = re.compile(rf"\b([A-Z]\w+) {_SAYS}\b|[,”\"] {_SAYS} ([A-Z]\w+)\b")
_IN_BRACKETS: Final = re.compile(r" \(([A-Z][A-Z&-]{1,7})\)")
#: what follows the place that opens a report: ", March 4", ", Kestovia, 4 March", " (Agency) --", " –"
_DATELINE: Final = re.compile(
    r"(?:,? [A-Z][\w. ]{2,20})?,? (?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))|(?: \([\w /]+\))? ?(?:–|—|--) "
)
_ABBREVIATION: Final = re.compile(r"[A-Z][A-Z&-]{1,5}")


def evidence(text: str, start: int, end: int) -> Weights:
    """The weight of each label for the name at `start:end`."""
    weights: Weights = defaultdict(float)
    name, before, after = text[start:end], text[max(start - _REACH, 0) : start], text[end : end + _REACH]
    for pattern, label, weight in _cues_before():
        if pattern.search(before):
            weights[label] += weight
    for pattern, label, weight in _cues_behind():
        if pattern.match(after):
            weights[label] += weight
    opens_line = not before.rpartition("\n")[2].strip()
    if opens_line and (_DATELINE.match(after) or (after[:1] == ":" and name.isupper() and country_of_place(name))):
        weights["place"] += _DATELINE_WEIGHT
    if _describes_person(after) and " " in name:
        weights["person"] += 2
    for inside, weight in _inside(name):
        weights[inside] += weight
    return weights


def abbreviations(text: str, spans: list[NamedSpan]) -> Iterator[NamedSpan]:
    """What stands in brackets behind an organisation, or a place whose initials it is: "KwaZulu-Natal (KZN)"."""
    for span in spans:
        short = _IN_BRACKETS.match(text, span.end) if span.label in ("organization", "place") else None
        if short and (span.label == "organization" or _are_initials(short[1], text[span.start : span.end])):
            yield NamedSpan(short.start(1), short.end(1), span.label)


def _are_initials(short: str, name: str) -> bool:
    """Whether the capitals of a name hold the letters of an abbreviation in order, its first one first."""
    capitals = iter(sign for sign in name if sign.isupper())
    return name.startswith(short[0]) and all(letter in capitals for letter in short)


def speakers(text: str) -> frozenset[str]:
    """The single capitalised words that say something: "Pang said"."""
    return frozenset(name for pair in _SPEAKER.findall(text) for name in pair if name)


def _inside(name: str) -> Iterator[tuple[Label, float]]:
    first, space, _ = name.partition(" ")
    head = head_of(name)
    if head and head.label == "organization":
        yield "organization", _HEAD_WEIGHT
    elif head and head.label == "place" and not head.is_surname:
        yield "place", _HEAD_WEIGHT
    elif first in _given_names():
        yield "person", _GIVEN_NAME_WEIGHT if space else _GIVEN_NAME_WEIGHT / 2
    if head is None and first not in _given_names() and country_of_place(name):
        yield "place", _GAZETTEER_WEIGHT
    if name in place_abbreviations():
        yield "place", _KNOWN_WEIGHT
    elif _ABBREVIATION.fullmatch(name) and not country_of_place(name):
        yield "organization", _ABBREVIATION_WEIGHT


def _describes_person(after: str) -> bool:
    """Whether ", the Kestovian minister", ", an analyst at" or ", chief economist" follows."""
    opening = re.match(r",\s(?:(?:the|a|an|his|her|its|their|who is|who was)\s)?", after)
    if opening is None:
        return False
    phrase = re.split(r"[,.;:()\n]| (?:of|at|for|who|said|told|in|and) ", after[opening.end() :], maxsplit=1)[0]
    return any(not phrase[match.end :].strip() for match in role_scanner().find(phrase))


@cache
def _cues_before() -> list[tuple[re.Pattern[str], Label, float]]:
    place, organization = _words("before", "place"), _words("before", "organization")
    return [
        (re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? $"), "person", 3),
        (re.compile(rf"[,”\"] (?:{_SAYS}) $"), "person", 1),
        (re.compile(r"\b(?:named|nicknamed|brother|sister|wife|husband|son|daughter|father|mother) $"), "person", 1.5),
        (re.compile(r"\bknown as $"), "person", 0.5),
        (re.compile(r"\b(?:in|near|outside|across|throughout) (?:[a-z]+ern )?$", re.IGNORECASE), "place", 1),
        (re.compile(rf"\b(?:{place}) of $"), "place", 2),
        (re.compile(rf"(?<!’s )(?<!'s )\b(?:{organization}) $"), "organization", 1.5),
        (re.compile(rf"\b(?:{_words('before', 'company')}) $"), "organization", _COMPANY_WEIGHT),
        (re.compile(r"\b(?:analyst|economist|strategist|executive|manager|director|partner) at $"), "organization", 2),
    ]


@cache
def _cues_behind() -> list[tuple[re.Pattern[str], Label, float]]:
    place, organization = _words("behind", "place"), _words("behind", "organization")
    return [
        (re.compile(rf" (?:also |later |then )?{_SAYS}\b"), "person", 1),
        (re.compile(r", who\b| who (?:is|was|heads|leads|chairs|runs)\b| \(?aged \d|, (?:aged )?\d\d,"), "person", 2),
        (re.compile(rf" (?:{place})\b"), "place", 1.5),
        (re.compile(r"-based\b"), "place", 3),
        (re.compile(rf" (?:{organization})\b"), "organization", 1.5),
        (re.compile(r" \([A-Z][A-Z&-]{1,7}\)"), "organization", 2),
    ]


def _words(side: str, label: str) -> str:
    rows = read_table("name_cues")
    return "|".join(re.escape(row["word"]) for row in rows if (row["side"], row["label"]) == (side, label))


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"] for row in read_table("given_names"))
