"""Roles in a text: the office, the words that go with it, and whom it is an office of.

From "prime minister" the role grows to the left over its portfolio and nationality ("South Korea's former Prime
Minister") and to the right over what follows "of", "for" or "to" ("Minister of Industry and New Technologies",
"Ambassador to Azerbaijan").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from coopmetrics.document import Document, Mention
from coopmetrics.entities.mention_index import MentionIndex
from coopmetrics.entities.name_heads import organization_kind
from coopmetrics.entities.titles import role_scanner, usual_countries
from coopmetrics.entities.token_index import TokenIndex

#: roles whose level depends on what they are a role in
_BY_ORGANIZATION: Final = frozenset({"head_of_state", "official", "business", "other", "igo_official", "minister"})
_NEVER_MOVED: Final = ("minister", "scholar", "professor", "analyst", "lawyer", "journalist")
_LEVEL_OF_KIND: Final = {
    "government": "official",
    "business": "business",
    "military": "military",
    "parliament": "official",
}
_MAX_WORDS: Final = 12
_BEFORE: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_WITHIN: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_PREPOSITIONS: Final = frozenset({"of", "for", "to", "at", "in", "with", "on"})
_CONNECTING: Final = frozenset({"of", "and", "for", "the", "&", "on", "'s", "’s", "-", "to"})


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

    @property
    def country_code(self) -> str | None:
        """The country or IGO that the holder acts for, where stated."""
        return self.affiliation.country_code if self.affiliation else None


def find_roles(document: Document, mentions: MentionIndex) -> Iterator[Role]:
    """The roles in a text, in order."""
    doc = document.doc
    tokens = TokenIndex(doc)
    for match in role_scanner().find(document.text):
        head = tokens.span(match.start, match.end)
        first = _grow_left(doc, head.start, mentions)
        last = _grow_right(doc, head.end, mentions)
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        affiliation = _affiliation(document.text, mentions, (start, match.start), (match.end, end))
        level = _level(match.text.lower(), match.value, affiliation)
        usual = usual_countries().get(match.text.lower())
        yield Role(start, end, document.text[start:end], level, affiliation, usual)


def _grow_left(doc: Doc, first: int, mentions: MentionIndex) -> int:
    """The first token of the role that has its head at token `first`."""
    begin = first
    for token in reversed(doc[max(first - _MAX_WORDS, 0) : first]):
        if mentions.person_at(token.idx) or "\n" in token.text:
            break
        if token.pos_ in _BEFORE or mentions.actor_at(token.idx):
            begin = token.i
        elif token.lower_ not in _CONNECTING - {"of", "the", "for", "to", "on"}:
            break
    return begin


def _grow_right(doc: Doc, last: int, mentions: MentionIndex) -> int:
    """The token after the role that has its head before token `last`."""
    if last >= len(doc) or doc[last].lower_ not in _PREPOSITIONS:
        return last
    end = last
    for token in doc[last : last + _MAX_WORDS + 2]:
        if mentions.person_at(token.idx) or "\n" in token.text:
            break
        if token.pos_ in _WITHIN or mentions.actor_at(token.idx):
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
        return left[-1]
    right = mentions.actors(*after)
    preposition = text[after[0] : after[1]].strip().split(" ", 1)[0].lower()
    if preposition in ("to", "in"):
        return None
    return right[0] if right else None


def _level(role: str, level: str, affiliation: Mention | None) -> str:
    """The level of a role, which for a president or director depends on what it is of."""
    if affiliation is None or level not in _BY_ORGANIZATION or role.endswith(_NEVER_MOVED):
        return level
    if affiliation.kind == "igo":
        return "igo_official"
    if affiliation.kind == "organization" and level in ("head_of_state", "official", "minister"):
        return _LEVEL_OF_KIND.get(organization_kind(affiliation.name), "other")
    return level
