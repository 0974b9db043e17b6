"""Roles in a text: the office, the words that go with it, and whom it is an office of.

From "prime minister" the role grows to the left over its portfolio and nationality ("South Korea's former Prime
Minister") and to the right over what follows "of", "for" or "to" ("Minister of Industry and New Technologies",
"Ambassador to Azerbaijan").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from coopmetrics.document import Document, Mention
from coopmetrics.entities.countries import find_names
from coopmetrics.entities.mention_index import MentionIndex
from coopmetrics.entities.name_heads import head_of, organization_kind
from coopmetrics.entities.scanner import Match
from coopmetrics.entities.titles import role_scanner, usual_countries
from coopmetrics.language.labels import TIMES

#: roles whose level depends on what they are a role in
_BY_ORGANIZATION: Final = frozenset({"head_of_state", "official", "business", "other", "igo_official", "minister"})
_NEVER_MOVED: Final = ("minister", "scholar", "professor", "analyst", "lawyer", "journalist")
_LEVEL_OF_KIND: Final = {
    "government": "official",
    "business": "business",
    "military": "military",
    "parliament": "official",
}
#: offices that may be about another country: "envoy for Sudan", "assistant secretary for Africa"
_ABOUT: Final = ("envoy", "representative", "director", "secretary", "coordinator", "adviser", "advisor", "rapporteur")
#: whom a country sends to an organisation; an "envoy" or a "mission chief" may be the organisation's own
_ALWAYS_SENT: Final = ("ambassador", "permanent representative", "high commissioner")
_SENT: Final = (*_ALWAYS_SENT, "envoy", "representative", "delegate", "diplomat")
_MAX_WORDS: Final = 12
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_PREPOSITIONS: Final = frozenset({"of", "for", "to", "at", "in", "with", "on"})
_CONNECTING: Final = frozenset({"of", "and", "for", "the", "&", "on", "'s", "’s", "-", "to"})
#: "deputy health minister", but not "vice president and foreign minister"
_DEPUTY: Final = re.compile(r"\b(?:deputy|vice|junior|assistant)\b(?!.*\b(?:and|president|premier|minister)\b)")
_FORMER: Final = re.compile(r"\b(?:former|ex|past|previous|erstwhile|one-?time|late|ousted)\b", re.IGNORECASE)
_ONCE: Final = re.compile(r"\b(?:former|ex|then|late|once|formerly|one-?time)[ -](?:(?:the|a|an) )?$", re.IGNORECASE)
_NOW: Final = re.compile(r"\b(?:now|currently|current|new|newly appointed) (?:(?:the|a|an) )?$", re.IGNORECASE)
#: characters before an office in which "former" or "now" stands
_TIME_REACH: Final = 24
#: between an office and where it is held, and before one that is anybody's
_HELD: Final = re.compile(r"\s(?P<where>at|in) (?:the )?")
_OF: Final = re.compile(r"\bof (?:the )?$")
_AT_SOME_BODY: Final = re.compile(r"\sat (?:the )?[A-Z]")
_ANY: Final = re.compile(r"\b(?:a|an|former)\s")
_COUNTRY_FORMS: Final = frozenset({"name", "demonym"})
#: "X, director, Vasant Hospital"
_COMMA_REACH: Final = 80
#: behind it a town is where something happens
_WHERE: Final = re.compile(r"\b(?:in|at|from|near|to|outside|via|visiting|leaving)\s$", re.IGNORECASE)
#: characters of an abbreviation in brackets
_BRACKETS: Final = 10
_COMMA: Final = re.compile(r",\s(?:the )?")


@dataclass(slots=True)
class Role:
    """An office at `start:end`; `affiliation` is the country, IGO or organisation it is an office of, where stated."""

    start: int
    end: int
    text: str
    level: str
    affiliation: Mention | None = None
    #: the country that has such an office, where only one has
    usual_country: str | None = None
    #: the word for the office itself, in lower case
    head: str = ""
    #: the country named in the office's words where no mention has it ("Kenyan Cabinet Secretary")
    nationality: str | None = None
    #: the country that an envoy is sent to
    host: str | None = None
    is_former: bool = False
    #: said to be held now or from now on
    is_new: bool = False

    @property
    def country_code(self) -> str | None:
        """The country or IGO that the holder acts for, where stated."""
        return (self.affiliation.country_code if self.affiliation else None) or self.nationality


def find_roles(document: Document, mentions: MentionIndex) -> Iterator[Role]:
    """The roles in a text, in order."""
    for match in role_scanner().find(document.text):
        head = document.span(match.start, match.end)
        first = _grow_left(document.doc, head.start, mentions)
        last = _grow_right(document.doc, head.end, mentions)
        start, end = document.doc[first].idx, document.doc[last - 1].idx + len(document.doc[last - 1])
        yield _role(document.text, mentions, match, start, end)


def _role(text: str, mentions: MentionIndex, match: Match[str], start: int, end: int) -> Role:
    """The role at `start:end` with its head at `match`."""
    office = match.text.lower()
    affiliation = _affiliation(text, mentions, (start, match.start), (match.end, end))
    affiliation = affiliation or _in_apposition(text, mentions, start, end) or _in_brackets(text, mentions, start)
    affiliation = affiliation or _where_held(text, mentions, match, (start, end))
    role = Role(start, end, text[start:end], match.value, affiliation, usual_countries().get(office), office)
    role.level = _level(office, match.value, affiliation, text[start : match.start].lower(), text[match.end : end])
    if affiliation is None and role.level == "official" and _AT_SOME_BODY.match(text, end):
        role.level = "other"
    if role.country_code is None and not (affiliation and affiliation.kind == "igo"):
        role.nationality = _nationality(text, mentions, start, match.start) or _seat(text, mentions, start, end)
    role.host = _host(text, mentions, match, end)
    before = text[max(start - _TIME_REACH, 0) : start]
    role.is_former = bool(_FORMER.search(text, start, match.start) or _ONCE.search(before))
    role.is_new = not role.is_former and _NOW.search(before) is not None
    return role


def _grow_left(doc: Doc, first: int, mentions: MentionIndex) -> int:
    """The first token of the role that has its head at token `first`."""
    begin = first
    for token in reversed(doc[max(first - _MAX_WORDS, 0) : first]):
        if mentions.person_at(token.idx) or "\n" in token.text or _joins_another(token, mentions):
            break
        if token.pos_ in _NOMINAL or mentions.actor_at(token.idx):
            begin = token.i
        elif token.lower_ not in _CONNECTING - {"of", "the", "for", "to", "on"}:
            break
    return begin


def _joins_another(token: Token, mentions: MentionIndex) -> bool:
    """Whether "and" stands behind the country of somebody else: "President Lund of Norway and Prime Minister ..."."""
    before = token.nbor(-1) if token.i else token
    return token.lower_ == "and" and before.pos_ != "ADJ" and mentions.is_country_at(before.idx)


def _grow_right(doc: Doc, last: int, mentions: MentionIndex) -> int:
    """The token after the role that has its head before token `last`."""
    if last >= len(doc) or doc[last].lower_ not in _PREPOSITIONS:
        return last
    end = last
    for token in doc[last : last + _MAX_WORDS + 2]:
        if mentions.person_at(token.idx) or "\n" in token.text or token.ent_type_ in TIMES:
            break
        if token.pos_ in _NOMINAL or mentions.actor_at(token.idx):
            end = token.i + 1
        elif token.lower_ not in _CONNECTING and not _lists(token) and token.i != last:
            break
    return end


def _lists(comma: Token) -> bool:
    """Whether a comma stands within a list that goes on with "and": "Trade, Industry and Competition"."""
    following = comma.doc[comma.i + 1 : comma.i + 5]
    return comma.text == "," and any(token.lower_ in ("and", "&") for token in following)


def _affiliation(text: str, mentions: MentionIndex, before: tuple[int, int], after: tuple[int, int]) -> Mention | None:
    """Whose office it is: the nearest actor named before the head, else the first one after "of"."""
    left = mentions.actors(*before)
    if left:
        return _sender(text, left, before[1], after[0]) or left[-1]
    right = mentions.actors(*after)
    if _deals_with(text, (before[1], after[0]), after[1]):  # "director for Africa of the World Bank"
        right = [actor for actor in right if _OF.search(text, after[0], actor.start)]
    if _serves(text, *after):
        return next((actor for actor in mentions.actors(*after) if actor.country_code), None)
    return right[0] if right and not _is_elsewhere(text, right, *after) else None


def _sender(text: str, named: list[Mention], head: int, end: int) -> Mention | None:
    """The country of an envoy to an organisation: "Kenyan UN ambassador", "Kenya's UN envoy", not "Kenyan EU chief"."""
    if len(named) < 2 or named[-1].kind != "igo" or named[-2].kind != "country":
        return None
    is_whose = text.startswith(("'s", "’s"), named[-2].end)
    return named[-2] if text[head:end].lower().endswith(_SENT if is_whose else _ALWAYS_SENT) else None


def _is_elsewhere(text: str, named: list[Mention], start: int, end: int) -> bool:
    """Whether who is named behind an office is where it is held: "ambassador to Ghana", "director in Accra".

    A ministry or an organisation of states that somebody is an official "in" is his own.
    """
    word, is_body = _first_word(text, start, end), bool(named) and named[0].kind in ("organization", "igo")
    return word == "to" or (word == "in" and not is_body)


def _first_word(text: str, start: int, end: int) -> str:
    return text[start:end].strip().split(" ", 1)[0].lower()


def _deals_with(text: str, head: tuple[int, int], end: int) -> bool:
    """Whether who is named behind an office is what it is about: "special envoy for Sudan", "director for Russia"."""
    return _first_word(text, head[1], end) in ("for", "on") and text[slice(*head)].lower().endswith(_ABOUT)


def _serves(text: str, start: int, end: int) -> bool:
    """Whether another office is served: "adviser to the President of", "envoy for the Secretary General of"."""
    is_for = _first_word(text, start, end) in ("to", "in", "for")
    return is_for and any(role_scanner().find(text[start:end]))


def _in_apposition(text: str, mentions: MentionIndex, start: int, end: int) -> Mention | None:
    """The organisation behind "Asha Rao, director, " where the office stands between commas."""
    if not text[max(start - 2, 0) : start].startswith(","):
        return None
    following = next(iter(mentions.actors(end, end + _COMMA_REACH)), None)
    is_next = following is not None and following.kind != "country" and _COMMA.fullmatch(text, end, following.start)
    return following if is_next else None


def _in_brackets(text: str, mentions: MentionIndex, start: int) -> Mention | None:
    """The organisation before "Coastal People's Party (CPP) president", "... Fund (UNF) director"."""
    if not text.endswith(") ", 0, start):
        return None
    before = mentions.actors(max(start - _COMMA_REACH, 0), start)[-1:]
    return next((m for m in before if m.kind != "country" and start - m.end <= _BRACKETS), None)


def _where_held(text: str, mentions: MentionIndex, head: Match[str], role: tuple[int, int]) -> Mention | None:
    """The organisation behind "head of trade policy at", or the country behind "a former minister of ports in"."""
    behind = _HELD.match(text, role[1]) or _HELD.match(text, head.end)
    held = mentions.starting(behind.end()) if behind else None
    if behind is None or held is None or head.text.lower().endswith(_SENT):
        return None
    is_country = (
        behind["where"] == "in" and held.kind == "country" and _ANY.search(text, max(role[0] - 12, 0), head.start)
    )
    return held if is_country or (behind["where"] == "at" and held.kind in ("igo", "organization")) else None


def _nationality(text: str, mentions: MentionIndex, start: int, head: int) -> str | None:
    """The country that the words before an office name, if the article does not mean a place by them ("Georgia")."""
    places = [mention for mention in mentions.between(start, head) if mention.kind == "place"]
    names = [name for name in find_names(text[start:head]) if name.value.form in _COUNTRY_FORMS]
    outside = (n for n in names if not any(place.start <= start + n.start < place.end for place in places))
    return next((name.value.code for name in reversed([*outside])), None)


def _seat(text: str, mentions: MentionIndex, start: int, end: int) -> str | None:
    """The country of the town or province that an office is of: "Osaka governor", not "in Osaka President Lund ..."."""
    if _WHERE.search(text, max(start - _TIME_REACH, 0), start):
        return None
    places = (mention for mention in mentions.between(start, end) if mention.kind == "place")
    return next((place.country_code for place in places if place.country_code), None)


def _host(text: str, mentions: MentionIndex, head: Match[str], end: int) -> str | None:
    """The country behind "ambassador to", "envoy for"."""
    actors = mentions.actors(head.end, end)
    is_abroad = _is_elsewhere(text, actors, head.end, end) and not _serves(text, head.end, end)
    is_abroad = is_abroad or _deals_with(text, (head.start, head.end), end)
    return next((actor.country_code for actor in actors if actor.country_code), None) if is_abroad else None


def _level(role: str, level: str, affiliation: Mention | None, before: str, after: str) -> str:
    """The level of a role, which for a president or director depends on what it is of."""
    if level == "minister" and role.endswith("minister") and _DEPUTY.search(before):
        return "deputy_minister"
    if role in usual_countries():
        return level
    if affiliation is None and level == "head_of_state" and _is_of_body(after):
        return "other"
    if affiliation is None or level not in _BY_ORGANIZATION or role.endswith(_NEVER_MOVED):
        return level
    if affiliation.kind == "igo":
        return "igo_official"
    if affiliation.kind == "organization" and level in ("head_of_state", "official", "minister"):
        return _LEVEL_OF_KIND.get(organization_kind(affiliation.name), "other")
    return level


def _is_of_body(after: str) -> bool:
    """Whether an office is of a body that has no name: "president of the country's chess federation"."""
    of, _, words = after.strip().partition(" ")
    head = head_of(words) if of == "of" else None
    return head is not None and head.label == "organization" and head.kind == "other"
