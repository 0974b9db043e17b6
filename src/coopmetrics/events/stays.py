"""Rows of visits that no verb tells of: "The Kenyan president is in Accra", "is expected in Accra on Monday".

Somebody is there as a guest whom his office has act for a country, in a town of another, where no third is named with
whom he has something to do there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import lexicon, links, syntax
from coopmetrics.events.actors import Actor, is_scene
from coopmetrics.events.links import Act
from coopmetrics.events.verdicts import Decision, Rule

_IN: Final = frozenset({"in", "at"})
_AWAITED: Final = frozenset({"await", "due", "expect"})
#: why somebody is there, as the word that tells of the visit
_VISITS: Final = frozenset({"stay", "tour", "trip", "visit"})
#: why somebody is there whom the place does not host
_EVENTS: Final = frozenset("championship conference congress forum game olympics summit tournament".split())
_STAGES: Final = {"present": "under_way", "past": "completed", "perfect": "completed", "future": "planned"}
#: who travels for a country, if not by name
_GUESTS: Final = frozenset(
    "chancellor chief commissioner delegation deputy emir envoy governor king lawmaker leader mayor minister monarch"
    " negotiator official parliamentarian premier president prince queen secretary senator speaker sultan team".split()
)
#: levels of people who act for nobody but themselves
_PRIVATE: Final = frozenset({"business", "other"})


def find(document: Document, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """The stays of officials in other countries that a sentence tells of."""
    sentence = document.sentences[sentence_no]
    if any(token.lemma_.lower() in _EVENTS for token in sentence):
        return
    for mention in document.mentions_in(sentence.start_char, sentence.end_char):
        place = Actor(mention, document.head(mention.start, mention.end))
        stay = _stay(place.head) if mention.country_code and is_scene(place) else None
        visitor = _visitor(stay, actors) if stay is not None else None
        if stay is None or visitor is None or visitor.mention.country_code == mention.country_code:
            continue
        stage = _STAGES.get(syntax.clause(stay).tense) if stay == place.head else "planned"
        if stage and {a.mention.country_code for a in actors} <= {visitor.mention.country_code, mention.country_code}:
            yield _visit(sentence_no, stay, [visitor, place], ("CONSULT", stage))


def _stay(place: Token) -> Token | None:
    """The word that a clause on somebody's being in a place hangs on: the place itself, or that he is awaited there."""
    if syntax.case_of(place) not in _IN:
        return None
    if any(child.dep_ == "cop" for child in place.lefts):
        return place
    return place.head if place.dep_.startswith("obl") and place.head.lemma_.lower() in _AWAITED else None


def _visitor(stay: Token, actors: list[Actor]) -> Actor | None:
    """The official who is the subject of a word, or whose official is."""
    for subject in syntax.subjects(stay):
        found = [actor for actor in actors if actor.head in subject.subtree]
        named = [actor for actor in found if actor.head == subject and (actor.mention.level or "other") not in _PRIVATE]
        if len({actor.mention.country_code for actor in found}) == 1 and (named or subject.lemma_.lower() in _GUESTS):
            return (named or found)[0]
    return None


def _visit(sentence_no: int, stay: Token, sides: list[Actor], act: Act) -> Decision:
    """The row of a visit, as the noun tells of it if there is one: "is in Accra on a state visit"."""
    word = next((child for child in stay.rights if child.lemma_.lower() in _VISITS), stay)
    decision = links.decision(sentence_no, word, sides, act, Rule.STAY)
    visiting = lexicon.Sense(lexicon.frames()["VERB", "visit"][0])
    return replace(decision, candidate=replace(decision.candidate, sense=visiting))
