"""Rows that grammar settles by itself, where no word between two actors states the act.

A continued list: "This includes the establishment of ... and the supply of ..." after a sentence that states an
agreement: each item is agreed, between the same two. A numbered session: "the 6th meeting of the commission of Kenya
and Uganda" took place, or will, between those it names. A gathering ahead: "The forum will be held in Kenya on 3 May":
a row with the host as its source and no target. A joint decision: "both sides agreed to build ..." is agreed between
those who are its subject together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import lexicon, roles, syntax
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.scoring import Decision, Rule

#: probability given to rows by rule
CONFIDENCE: Final = 0.6
#: parties of one session that are paired
MAX_PARTIES: Final = 5
_LISTING: Final = frozenset({"include", "cover", "comprise", "involve", "envisage", "foresee"})
_TAKING_UP: Final = frozenset("this these they it that which agreement deal memorandum accord plan package".split())
_CONTINUED: Final = frozenset({"AGREE", "SUPPORT"})
_CONTINUED_STAGES: Final = frozenset({"agreed", "planned", "proposed"})
_GATHERINGS: Final = frozenset(
    "forum summit conference exhibition congress fair session meeting festival seminar expo symposium".split()
)
_SESSIONS: Final = frozenset({"meeting", "session", "round", "summit", "dialogue"})
#: verbs of deciding together, when several are their subject
_AGREEING: Final = frozenset({"agree", "decide", "pledge", "undertake", "resolve"})
_DECIDED: Final = frozenset({"past", "perfect", "present"})
_ORDINAL: Final = re.compile(
    r"\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth",
    re.IGNORECASE,
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
        yield Decision(candidate, "AGREE", told.stage, chance, told.candidate, Rule.LIST)


def _items(root: Token) -> Iterator[Token]:
    """What a verb lists: its objects, and deeper conjuncts that state an act of their own ("and the supply of ...")."""
    for listed in root.children:
        if listed.dep_ == "obj":
            for token in listed.subtree:
                stands_alone = token.dep_ == "conj" and any(c.dep_ == "det" for c in token.children)
                if token.i == listed.i or (stands_alone and lexicon.sense(token) is not None):
                    yield token


def sessions(document: Document, sentence_no: int, actors: list[roles.Actor]) -> Iterator[Decision]:
    """Numbered meetings, between each two that the phrase names."""
    for noun in document.sentences[sentence_no]:
        if noun.lemma_.lower() in _SESSIONS and any(_ORDINAL.fullmatch(c.text) for c in noun.children):
            inside = {token.i for token in noun.subtree}
            named = {a.mention.country_code: a for a in reversed(actors) if a.head.i in inside}
            places = [roles.place(noun, syntax.climb(noun), actor) for actor in reversed(named.values())]
            clause = syntax.clause(noun)
            stage = "planned" if clause.tense == "future" else "completed"
            for source, target in combinations(places[:MAX_PARTIES], 2):
                candidate = Candidate(sentence_no, noun, lexicon.sense(noun), source, target, False, 0, clause)
                yield Decision(candidate, "CONSULT", stage, CONFIDENCE, rule=Rule.SESSION)


def agreements(document: Document, sentence_no: int, actors: list[roles.Actor]) -> Iterator[Decision]:
    """Joint decisions, between each two that stand in the verb's subject side by side."""
    for verb in document.sentences[sentence_no]:
        clause = syntax.clause(verb) if verb.pos_ == "VERB" and verb.lemma_.lower() in _AGREEING else None
        if clause is None or clause.is_negated or clause.is_conditional or clause.tense not in _DECIDED:
            continue
        places = [roles.place(verb, syntax.climb(verb), actor) for actor in actors]
        subjects = {p.actor.mention.country_code: p for p in reversed(places) if p.path.startswith(">nsubj")}
        act = next((child for child in verb.children if child.dep_ in ("xcomp", "ccomp")), verb)
        for source, target in combinations(list(reversed(subjects.values()))[:MAX_PARTIES], 2):
            if source.path == target.path and ":pass" not in source.path:
                sense = lexicon.sense(act) or lexicon.sense(verb)
                candidate = Candidate(sentence_no, act, sense, source, target, False, 0, clause)
                yield Decision(candidate, "AGREE", "agreed", CONFIDENCE, rule=Rule.JOINT_DECISION)


def gatherings(document: Document, sentence_no: int, actors: list[roles.Actor]) -> Iterator[Decision]:
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


def _host(verb: Token, noun: Token, actors: list[roles.Actor]) -> roles.Place | None:
    """Who hosts: the subject of "will host the forum", or where "the forum will be held"."""
    places = [roles.place(verb, syntax.climb(verb), actor) for actor in actors]
    if noun.dep_ == "obj":
        return next((p for p in places if p.relation in ("subj", "subj^")), None)
    if noun.dep_.startswith("nsubj"):
        return next((p for p in places if p.relation == "obl" and p.path.startswith((">obl:in", ">obl:at"))), None)
    return None
