"""Whether a capital stands for its country ("Baku said", "ties with Beijing") or is where something happens."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.entities.spans import NamedSpan

_PARTY_CASES: Final = frozenset({"with", "against", "between", "toward", "towards", "by", "for"})
#: who is told something is a party, what is left or reached is a place
_ADDRESSING: Final = frozenset(
    [
        "tell",
        "urge",
        "accuse",
        "ask",
        "warn",
        "thank",
        "criticize",
        "criticise",
        "blame",
        "assure",
        "inform",
        "support",
        "back",
        "condemn",
        "invite",
        "pressure",
        "remind",
        "offer",
        "give",
        "grant",
        "help",
        "assist",
        "join",
        "press",
        "provoke",
    ]
)
#: what is a town's own rather than its country's
_PARTS_OF_A_TOWN: Final = frozenset(
    "airport mayor street road centre center district suburb outskirt resident population university hospital stadium"
    " port station square museum police metro subway traffic hotel market neighbourhood neighborhood downtown skyline"
    " embassy municipality government council cathedral zoo park".split()
)
_DATELINE: Final = re.compile(r"\s*(?:,|\(|—|–|-|:|/)")


def acts(document: Document, span: NamedSpan) -> bool:
    """Whether the capital named at `span` is an actor in its sentence."""
    head = document.head(span.start, span.end)
    return not _opens_dateline(document.text, span) and (_is_party(head) or _is_behind_another(document, span, head))


def _is_behind_another(document: Document, span: NamedSpan, head: Token) -> bool:
    """Whether a capital follows another in a headline, and acts with it: "Hanoi, Manila resume talks"."""
    first = head.head
    is_row = document.text[max(span.start - 2, 0) : span.start] == ", " and head.dep_ in ("appos", "nmod:unmarked")
    return is_row and first.ent_type_ == head.ent_type_ and (_is_party(first) or first.dep_ == "ROOT")


def _opens_dateline(text: str, span: NamedSpan) -> bool:
    line_start = text.rfind("\n", 0, span.start) + 1
    return not text[line_start : span.start].strip() and _DATELINE.match(text, span.end) is not None


def _is_party(token: Token) -> bool:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if token.dep_ == "nmod:poss":
        return token.head.lemma_.lower() not in _PARTS_OF_A_TOWN
    if token.dep_ == "nsubj":
        return True
    if token.dep_ in ("obj", "iobj"):
        return token.head.lemma_.lower() in _ADDRESSING
    cases = {child.lower_ for child in token.children if child.dep_ == "case"}
    return bool(cases & _PARTY_CASES)
