"""Named spans: what the language engine recognises, cleaned, and reconciled with the vocabulary.

The engine knows names by their looks, the vocabulary by heart. Where they meet, the longer name wins ("South China
Sea", "Bank of China"), the vocabulary says what exactly a name is, and a person's name is not a country
("Chad Smith"). A known name within an organisation's stays a span of its own, as it may be another party
("... between Tajikistan and Azerbaijan").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from spacy.tokens import Doc

from coopmetrics.entities.countries import find_names
from coopmetrics.entities.name_heads import head_of, headed_names, is_sentence_opener, joined_organizations
from coopmetrics.entities.places import country_of_place
from coopmetrics.entities.titles import (
    ends_in_office,
    is_office,
    is_portfolio,
    portfolio_end,
    role_scanner,
    served_state,
    without_title,
)
from coopmetrics.entities.vocabulary import Name
from coopmetrics.person_names import person_proper
from coopmetrics.reference import read_table

#: "name" is what the vocabulary knows, "other" a work, law, index or product: no mention, but no party or place either
Label = Literal["person", "organization", "place", "name", "other"]

_LABELS: Final[dict[str, Label]] = {
    "PERSON": "person",
    "ORG": "organization",
    "LOC": "place",
    "FAC": "place",
    "MISC": "other",
    "PRODUCT": "other",
}
_LEADING: Final = re.compile(r"(?:[\s\W]|(?:the|a|an|The|A|An)\s)+")
_TRAILING: Final = re.compile(r"(?:['’]s?|[^\w.)\]”\"+'’])+$")
_CLOSED_ABBREVIATION: Final = re.compile(r"\b\w\.$|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|Jnr|Snr)\.$")
#: what the engine took along behind a name: "Asha Rao's visit", "Delhi- A boy"
_TAIL: Final = re.compile(r"(?:['’]s\s.*|(?<=\w)-\s.*)$", re.DOTALL)
#: small words behind a person's name
_SMALL_TAIL: Final = re.compile(r"(?:(?<![-–‐])\s(?!al-|el-|bin\b|ibn\b)[a-z][a-z-]+)+$")
#: ... and behind a place's; those for a part of a country or the earth belong to it ("Marsabit county")
_SMALL_PLACE_TAIL: Final = re.compile(r"\s(?:city|town|village|bridge|beach|highway|plant|pass|toll gate)$")
_LOCATIVE: Final = re.compile(r"\b(?:in|at|near|to|from|outside|around)\s$")
#: joins the names of two parties: "U.S.-Thai"
_HYPHENS: Final = ("-", "–", "‐")
_MINISTRY: Final = re.compile(r"(?:Ministry|Ministries|Department)\b")
#: behind a leader's surname: "the Gillard Government"
_GOVERNMENT: Final = re.compile(r" (?:Government|Administration)\b")
#: a body called by its letters and its seat: "IIT-Madras"
_BRANCH: Final = re.compile(r"([A-Z]{2,}) ?[-–‐] ?[A-Z][a-z]+")
#: "Africanisation", "Marxism"
_NOTION: Final = re.compile(r"\w+(?:i[sz]ation|ism)")
#: characters in which the office behind a name begins
_OFFICE_REACH: Final = 40
#: longer spans are not names
MAX_LENGTH: Final = 200


@dataclass(slots=True)
class NamedSpan:
    """A name at `start:end`; `name` says what the vocabulary knows of it, where the label is "name"."""

    start: int
    end: int
    label: Label
    name: Name | None = None

    def holds(self, other: NamedSpan) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    @property
    def length(self) -> int:
        """In characters."""
        return self.end - self.start


def named_spans(doc: Doc, text: str) -> list[NamedSpan]:
    """The named spans of a parsed text, in order; a span may hold another one of the vocabulary."""
    known = [NamedSpan(match.start, match.end, "name", match.value) for match in find_names(text)]
    recognised = _completed(text, list(_recognised(doc, text)))
    given_names = {word for span in recognised if span.label == "person" for word in _words_of_long(text, span)}
    given_names &= {text[span.start : span.end] for span in known}
    spans = _reconcile(text, recognised, known, {name for name in given_names if not _names_a_place(text, name)})
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _names_a_place(text: str, name: str) -> bool:
    """Whether a word stands for where something is: "in Chad", "the people of Chad"."""
    behind = (
        rf"\b(?:in|within|across|from|visit(?:ed)? to|(?:people|government|republic|president) of) {re.escape(name)}\b"
    )
    return name.istitle() and re.search(behind, text, re.IGNORECASE) is not None


def _recognised(doc: Doc, text: str) -> Iterator[NamedSpan]:
    is_tagged = doc.has_annotation("POS")
    for entity in doc.ents:
        label = _LABELS.get(entity.label_)
        is_common = is_tagged and label != "organization" and not any(token.pos_ == "PROPN" for token in entity)
        if label is None or is_common or entity.end_char - entity.start_char > 2 * MAX_LENGTH:
            continue
        start, end = trim(text, entity.start_char, entity.end_char)
        if label == "other":
            yield NamedSpan(start, end, label)
            continue
        if label == "organization" and text[entity.start_char : start] == "The ":
            start = entity.start_char
        for span in _cut(text, start, end, label):
            yield from _cleaned(text, span)


def _cleaned(text: str, span: NamedSpan) -> Iterator[NamedSpan]:
    """A recognised span without titles and tails, with the label that its words call for."""
    start, label = _behind_title(text, span.start, span.end, span.label)
    name = text[start : span.end]
    if label == "organization":
        name = _organization_proper(name)
    else:
        name = _TAIL.sub("", name)
        name = _SMALL_TAIL.sub("", person_proper(name)) if label == "person" else _SMALL_PLACE_TAIL.sub("", name)
    end = start + len(name)
    located = _located(text, start, name, _by_head(name, label))
    government = _GOVERNMENT.match(text, end) if located in ("person", "place") and name.isalpha() else None
    if government and not _is_country(name):
        end, located = government.end(), "organization"
    is_no_name = _is_half_office(text, start, end) or _is_unnamed_office(text, start, name)
    if located and start < end <= start + MAX_LENGTH and _is_name(name) and not is_no_name:
        yield NamedSpan(start, end, located)


def _cut(text: str, start: int, end: int, label: Label) -> Iterator[NamedSpan]:
    """The names in one recognised span: two organisations, or an organisation or country and who speaks for it."""
    name = text[start:end]
    start += served_state(text, start, name) if label == "person" else 0
    joined = joined_organizations(name) if label == "organization" else None
    ministry = _MINISTRY.match(name)
    of = portfolio_end(text, start + ministry.end()) if ministry else start
    # "Ministry of Energy Ana Vula", but not "Ministry of Energy of the Republic of Chad"
    is_apart = text[of : of + 1] == " " and not text.endswith((" of", " the"), start, of)
    if label == "place" and _are_capitals(name):
        for capital in re.finditer(r"[^,]+", name):
            yield NamedSpan(start + capital.start() + (capital[0][0] == " "), start + capital.end(), label)
    elif joined:
        yield NamedSpan(start, start + len(joined[0]), label)
        yield NamedSpan(end - len(joined[1]), end, label)
    elif ministry and start + ministry.end() < of < end and is_apart and text[of + 1].isupper():
        yield NamedSpan(start, of, "organization")
        yield NamedSpan(of + 1, end, "person")
    else:
        yield NamedSpan(start, end, label)


def _are_capitals(name: str) -> bool:
    """Whether a span is a row of capitals, as in headlines: "Hanoi, Manila", but not "Cairo, Egypt"."""
    found = list(find_names(name)) if ", " in name else []
    are_all = [match.text for match in found] == name.split(", ")
    return are_all and len({match.value.code for match in found if match.value.form == "capital"}) == len(found)


def _organization_proper(name: str) -> str:
    """An organisation's name without the office of its head or the next sentence's first word."""
    words = name.split()
    while len(words) > 1 and is_sentence_opener(words[-1]):
        words.pop()
        name = name[: name.rindex(words[-1]) + len(words[-1])]
    office = ends_in_office(name)
    before = name[:office].rstrip() if office else name
    return before if office and head_of(before) else name


def _is_half_office(text: str, start: int, end: int) -> bool:
    """Whether a span is what an office is of: "Brazilian Transport" before "Minister"."""
    following = text[end + 1 : end + _OFFICE_REACH] if text[end : end + 1] == " " else ""
    role = next(role_scanner().find(following), None)
    if role is None or role.start:
        return False
    nation = next((match.end for match in find_names(text[start:end]) if match.start == 0), 0)
    return bool(nation) and is_portfolio(text[start + nation : end])


def _is_unnamed_office(text: str, start: int, name: str) -> bool:
    """Whether a span only says in what office somebody is: "the Minister of Energy", but not "King" of "Ms King"."""
    office = name.removeprefix("The ")
    is_sure = " " in office or office != name or text[max(start - 4, 0) : start].lower() == "the "
    return is_sure and is_office(office)


def _is_name(name: str) -> bool:
    """Whether a recognised span is a name at all, rather than a portfolio, a platform or a notion."""
    has_capital = any(c.isupper() or not c.isascii() for c in name)
    return has_capital and name.lower() not in _not_names() and not is_portfolio(name) and not _NOTION.fullmatch(name)


@cache
def _not_names() -> frozenset[str]:
    return frozenset(row["name"] for row in read_table("not_names"))


def _completed(text: str, recognised: list[NamedSpan]) -> list[NamedSpan]:
    """The recognised spans, where an organisation's was cut short as long as the phrase around its telling word."""
    by_start = {span.start: span for span in recognised if span.label == "organization"}
    swallowed: set[int] = set()
    for start, end in headed_names(text):
        organization = by_start.get(start)
        if organization is None or organization.end >= end:
            continue
        further = list(_overlapping(recognised, NamedSpan(organization.end, end, "organization")))
        if further and _is_full_name(text, further[-1]):
            _, end = trim(text, start, further.pop().start)
        if all(other.end <= end for other in further):
            organization.end = max(organization.end, end)
            swallowed.update(id(other) for other in further)
    return [span for span in recognised if id(span) not in swallowed]


def _behind_title(text: str, start: int, end: int, label: Label) -> tuple[int, Label]:
    """Where a name starts without its titles; behind an office it is a person, whatever the engine took it for."""
    offset, is_proof = without_title(text[start:end])
    if label != "person" and (not is_proof or not text[start + offset : start + offset + 1].isupper()):
        return start, label
    return start + offset, "person"


def _located(text: str, start: int, name: str, label: Label | None) -> Label | None:
    """A place where the engine saw a person in a city's name behind "in" or "to"."""
    is_place = label == "person" and _LOCATIVE.search(text, max(start - 10, 0), start) and country_of_place(name)
    return "place" if is_place else label


def _by_head(name: str, label: Label) -> Label | None:
    """The engine's label, for a person that of the name's telling word; None for names of other things.

    What is called by letters and a seat is an organisation.
    """
    branch = _BRANCH.fullmatch(name) if label == "place" else None
    if branch and not any(find_names(branch[1])):
        return "organization"
    head = head_of(name)
    if head is None or (label == "person" and head.is_surname):
        return label
    labels: dict[str, Label] = {"organization": "organization", "place": "place"}
    found = labels.get(head.label)
    return label if found and label != "person" else found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without articles before it, and without punctuation and the possessive behind it."""
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading else start
    span = text[start:end]
    trailing = _TRAILING.search(span)
    span = span[: trailing.start()] if trailing else span
    if span.endswith(".") and not _CLOSED_ABBREVIATION.search(span):
        span = span[:-1]
    return start, start + len(span)


def _is_full_name(text: str, span: NamedSpan) -> bool:
    return span.label == "person" and " " in text[span.start : span.end]


def _words_of_long(text: str, span: NamedSpan) -> list[str]:
    words = text[span.start : span.end].split()
    return words if len(words) > 1 else []


def _reconcile(
    text: str, recognised: list[NamedSpan], known: list[NamedSpan], given_names: set[str]
) -> Iterator[NamedSpan]:
    """Merge both lists; each is in order and without overlaps."""
    dropped: set[int] = set()
    for span in known:
        keep = True
        for other in _overlapping(recognised, span):
            winner = _winner(text, other, span, given_names)
            if winner == "known":
                dropped.add(id(other))
            elif winner == "recognised":
                keep = False
        if keep:
            yield span
    yield from (span for span in recognised if id(span) not in dropped and span.length > 0)


def _overlapping(recognised: list[NamedSpan], span: NamedSpan) -> Iterable[NamedSpan]:
    low, high = 0, len(recognised)
    while low < high:
        middle = (low + high) // 2
        if recognised[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    while low < len(recognised) and recognised[low].start < span.end:
        yield recognised[low]
        low += 1


def _winner(
    text: str, recognised: NamedSpan, known: NamedSpan, given_names: set[str]
) -> Literal["known", "recognised", "both"]:
    """Which of two overlapping spans stays; a recognised one may be shortened to make room for a known one."""
    surface = text[known.start : known.end]
    if recognised.label == "other":
        return "known" if known.holds(recognised) else "both"
    if known.holds(recognised):
        is_person = recognised.label == "person" and recognised.holds(known) and surface in given_names
        return "recognised" if is_person else "known"
    if not recognised.holds(known):
        return "known" if known.length >= recognised.length else "recognised"
    if recognised.label == "organization":
        return "both"
    if recognised.label == "place" and known.name is not None and known.name.form == "agency":
        return "known"
    if text[known.end : known.end + 1] in _HYPHENS or text[known.start - 1 : known.start] in _HYPHENS:
        return "known"
    before = text[recognised.start : known.start].rstrip()
    if recognised.label == "place" and before.endswith(",") and _is_country(before):
        recognised.start, recognised.end = trim(text, recognised.start, known.start)
        return "both"
    follows_of = text.endswith((" of ", " of the "), 0, recognised.start)
    if recognised.label == "person" and recognised.start == known.start and (follows_of or _is_adjective(known)):
        recognised.start, recognised.end = trim(text, known.end, recognised.end)
        return "both"
    return "recognised"


def _is_country(name: str) -> bool:
    return any(match.value.form == "name" for match in find_names(name))


def _is_adjective(span: NamedSpan) -> bool:
    return span.name is not None and span.name.form in ("demonym", "igo")
