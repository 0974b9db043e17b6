"""Rows that grammar settles by itself, where no word between two actors states the act.

A continued list: "This includes the establishment of ... and the supply of ..." after a sentence that states an
agreement: each item is agreed, between the same two. A gathering ahead: "The forum will be held in Kenya on 3 May":
a row with the host as its source and no target.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import lexicon, roles, syntax
from coopmetrics.events.actors import Actor
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.verdicts import Decision, Rule

#: probability given to rows by rule
CONFIDENCE: Final = 0.6
_LISTING: Final = frozenset({"include", "cover", "comprise", "involve", "envisage", "foresee"})
_TAKING_UP: Final = frozenset("this these they it that which agreement deal memorandum accord plan package".split())
_CONTINUED: Final = frozenset({"AGREE", "SUPPORT"})
_CONTINUED_STAGES: Final = frozenset({"agreed", "planned", "proposed"})
_GATHERINGS: Final = frozenset(
    "forum summit conference exhibition congress fair session meeting festival seminar expo symposium".split()
)
_HOLDING: Final = frozenset({"hold", "host", "organize", "organise", "convene", "take", "open", "schedule", "plan"})


def continued(document: Document, sentence_no: int, previous: list[Decision]) -> Iterator[Decision]:
    """Items of a list that takes up what the sentence before agreed or proposed."""
    root = document.sentences[sentence_no].root
    told = max((d for d in previous if _may_continue(d)), key=lambda d: d.probability, default=None)
    if told is None or root.lemma_.lower() not in _LISTING or not _takes_up(root):
        return
    for item in _items(root):
        candidate = replace(
            told.candidate,
            sentence_no=sentence_no,
            predicate=item,
            sense=lexicon.sense(item),
            is_implicit=True,
            clause=syntax.clause(root),
        )
        chance = min(told.probability, CONFIDENCE)
        whole = told.whole or told.candidate
        yield Decision(candidate, "AGREE", told.stage, chance, whole, Rule.LIST, told.mutual)


def _items(root: Token) -> Iterator[Token]:
    """What a verb lists: its objects, and deeper conjuncts that state an act of their own ("and the supply of ...")."""
    for listed in root.children:
        if listed.dep_ == "obj":
            for token in listed.subtree:
                stands_alone = token.dep_ == "conj" and any(c.dep_ == "det" for c in token.children)
                if token.i == listed.i or (stands_alone and lexicon.sense(token) is not None):
                    yield token


def is_guessed(decision: Decision) -> bool:
    """Whether a side of a row is unsaid in its sentence and the row less sure than one by rule."""
    return decision.candidate.is_implicit and decision.probability < CONFIDENCE


def gatherings(document: Document, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """Gatherings ahead that one side hosts and no other is named for."""
    if len({actor.mention.country_code for actor in actors}) != 1:
        return
    for noun in document.sentences[sentence_no]:
        verb = noun.head
        if noun.lemma_.lower() in _GATHERINGS and verb.lemma_.lower() in _HOLDING and _is_ahead(verb):
            host = _host(verb, noun, actors)
            if host is not None:
                candidate = Candidate(sentence_no, noun, lexicon.sense(noun), host, None, False, 0, syntax.clause(verb))
                yield Decision(candidate, "CONSULT", "planned", CONFIDENCE, rule=Rule.GATHERING)
                return


def _may_continue(decision: Decision) -> bool:
    return (
        decision.event_type in _CONTINUED
        and decision.stage in _CONTINUED_STAGES
        and decision.candidate.target is not None
    )


def _takes_up(root: Token) -> bool:
    return any(c.dep_ == "nsubj" and c.lemma_.lower() in _TAKING_UP for c in root.children)


def _is_ahead(verb: Token) -> bool:
    """Whether the verb speaks of the future: "will be held", "is to be held", "is scheduled to open"."""
    clause = syntax.clause(verb)
    return clause.tense == "future" or (clause.tense == "infinitive" and clause.governor in ("be", "schedule", "plan"))


def _host(verb: Token, noun: Token, actors: list[Actor]) -> roles.Place | None:
    """Who hosts: the subject of "will host the forum", or where "the forum will be held"."""
    places = [roles.place(verb, syntax.climb(verb), actor) for actor in actors]
    if noun.dep_ == "obj":
        return next((p for p in places if p.is_subject), None)
    if noun.dep_.startswith("nsubj"):
        return next((p for p in places if p.relation == "obl" and p.path.startswith((">obl:in", ">obl:at"))), None)
    return None
