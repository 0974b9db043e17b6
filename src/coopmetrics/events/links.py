"""Rows of what links two countries, as grammar settles them: "Flights between Lagos and Dubai resumed on Wednesday".

A route between two ends, or the work on it, is the subject or object of a verb that has it open, run or stop; ties
between two are the subject of a verb of growing, their trade of one of amounts; talks between two are held, perhaps by
a third. The words are in `reference/link_words.csv`. What two do together is in `joint_deeds`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import lexicon, roles, syntax
from coopmetrics.events.actors import Actor
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.rules import CONFIDENCE
from coopmetrics.events.verdicts import Decision, Rule
from coopmetrics.language.labels import TIMES
from coopmetrics.reference import read_table

#: type and stage
Act = tuple[str, str]

OVER: Final = frozenset({"past", "perfect"})
NOW: Final = frozenset({"present", "progressive"})
#: "is due to open", "are expected to"
_AHEAD: Final = frozenset({"be", "due", "expect", "plan", "schedule", "set"})
#: prepositions of the ends of a route
_FIRST_END: Final = frozenset({"between", "from"})
_ENDS: Final = _FIRST_END | {"to", "with"}
#: how whose trade it is hangs on it
_WHOSE: Final = frozenset({"nmod:poss", "compound", "amod"})
#: how a route hangs on the work on it, and on its verb
_PARTS: Final = frozenset({"of", "on"})
_MEMBERS: Final = frozenset({"member", "signatory"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubj:pass", "obj"})
#: the stage of talks by the tense in which they are told
_TALKS: Final = {"future": "planned", "past": "completed", "perfect": "completed", "progressive": "under_way"}


def find(document: Document, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """What a sentence says of each link between two of its actors, if anything."""
    yield from memberships(document.sentences[sentence_no], sentence_no, actors)
    for noun in document.sentences[sentence_no]:
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in _linking():
            continue
        whole = _whole(noun)
        act = _act(noun, whole) if whole.dep_ in _ARGUMENTS else None
        if act is None:
            continue
        is_trade = _is(noun, "trade")
        ends = _traders(noun, actors) if is_trade else _ends(noun, actors)
        if len(ends) == 2:
            yield decision(sentence_no, noun if is_trade else _verb(whole), ends, act)


def memberships(sentence: Span, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """Who becomes a member of what: "Kenya became a member of the club", "is to become a full member"."""
    for verb in (token for token in sentence if token.lemma_ == "become" and token.pos_ == "VERB"):
        member = next((child for child in verb.rights if child.lemma_ in _MEMBERS), None)
        members = [a for subject in syntax.subjects(verb) for a in actors if a.head in subject.subtree]
        bodies = [a for a in actors if member and a.mention.kind == "igo" and member.is_ancestor(a.head)]
        if (act := _act_of_member(verb)) is not None:
            for sides in zip(members, bodies, strict=False):
                yield decision(sentence_no, verb, list(sides), act)


def _act_of_member(verb: Token) -> Act | None:
    tense = syntax.clause(verb).tense
    return ("SUPPORT", "completed") if tense in OVER else ahead(verb) if tense == "future" else None


def decision(sentence_no: int, verb: Token, sides: list[Actor], act: Act, rule: Rule = Rule.LINK) -> Decision:
    """The row of an act that a verb tells of two sides."""
    source, target = (roles.place(verb, syntax.climb(verb), actor) for actor in sides)
    clause, sense = syntax.clause(verb), lexicon.sense(verb)
    candidate = Candidate(sentence_no, verb, sense, source, target, is_implicit=False, rank=0, clause=clause)
    return Decision(candidate, *act, CONFIDENCE, rule=rule)


def ahead(verb: Token) -> Act:
    """A deed ahead is agreed, or planned where a day or a schedule is told."""
    is_dated = any(token.ent_type_ in TIMES for token in verb.subtree) or syntax.clause(verb).governor in _AHEAD
    return "AGREE", "planned" if is_dated else "agreed"


def _whole(noun: Token) -> Token:
    """What is told to begin or stop: a route, or the work on it; what is told to grow: trade, or how much of it."""
    share = "volume" if _is(noun, "trade") else "work"
    is_part = noun.dep_ == "nmod" and syntax.case_of(noun) in _PARTS and _is(noun.head, share)
    return noun.head if is_part else noun


def _verb(whole: Token) -> Token:
    """The verb of which it is the subject or object: "open" of "is expected to open"."""
    to_be = (child for child in whole.head.rights if child.dep_ == "xcomp" and whole.head.lemma_.lower() in _AHEAD)
    return next(to_be, whole.head)


def _act(noun: Token, whole: Token) -> Act | None:
    verb = _verb(whole)
    if verb.pos_ != "VERB":
        return None
    if _is(noun, "talk"):
        return _act_of_talks(noun, verb)
    clause = syntax.clause(verb)
    is_over = clause.tense in OVER
    if _is(noun, "tie"):
        is_now = is_over or clause.tense in NOW
        return ("SUPPORT", "under_way") if is_now and _is(verb, "grow") and whole.dep_ == "nsubj" else None
    if _is(noun, "trade"):
        is_told = clause.tense in OVER | NOW and whole.dep_ == "nsubj" and _is(verb, "amount")
        return ("COOPERATE", "under_way") if is_told else None
    if _is(noun, "paper"):
        return ("SUPPORT", "agreed") if is_over and _is(verb, "mediate") and noun.dep_ == "obj" else None
    return _act_of_route(verb) if _is_route(noun) else None


def _act_of_talks(talks: Token, verb: Token) -> Act | None:
    """Whether talks are held, will be, go on or fail, by themselves or hosted by a third."""
    stage = _TALKS.get(syntax.clause(verb).tense)
    if talks.dep_ == "obj":
        return ("CONSULT", stage) if stage and _is(verb, "mediate") else None
    if _is(verb, "fail"):
        return ("CONSULT", "halted") if stage == "completed" else None
    takes_place = any(child.dep_ == "obj" and child.lower_ == "place" for child in verb.children)
    return ("CONSULT", stage) if stage and (takes_place or _is(verb, "hold")) else None


def _is_route(noun: Token) -> bool:
    is_carrying = any(_is(child, "carrier") for child in noun.lefts)
    return _is(noun, "route") or (_is(noun, "link") and is_carrying)


def _act_of_route(verb: Token) -> Act | None:
    """Whether a route opens, will open, runs or stops; nothing of what is only possible."""
    clause = syntax.clause(verb)
    if _is(verb, "stop"):
        return ("SANCTION", "halted") if clause.tense in OVER else None
    if not _is(verb, "open"):
        return None
    if clause.tense == "future" or (clause.tense == "infinitive" and clause.governor in _AHEAD):
        return ahead(verb)
    if clause.tense in OVER:
        return "COOPERATE", "completed"
    is_going = _is(verb, "go") or clause.tense == "progressive" or any(c.lower_ == "being" for c in verb.lefts)
    return ("COOPERATE", "under_way") if clause.tense in NOW and is_going else None


def _ends(noun: Token, actors: list[Actor]) -> list[Actor]:
    """The actors that a noun lies between, or leads from and to, or that it links, or is named by."""
    tails = [child for child in noun.children if child.dep_ == "nmod" and syntax.case_of(child) in _ENDS]
    if not any(syntax.case_of(tail) in _FIRST_END for tail in tails):
        joining = [child for child in noun.rights if child.dep_ == "acl" and _is(child, "join")]
        tails = [end for verb in joining for end in verb.rights if end.dep_ in ("obj", "obl")]
    names = [child for child in noun.lefts if child.dep_ in ("compound", "amod")]
    inside = {token.i for part in tails or names for token in part.subtree}
    found = {actor.mention.country_code: actor for actor in actors if actor.head.i in inside}
    return list(found.values())


def _traders(noun: Token, actors: list[Actor]) -> list[Actor]:
    """The two whose trade it is: "trade between Iran and Oman", "Iran's exports to Oman", "Iran-Oman trade"."""
    parts = [c for c in noun.children if c.dep_ in _WHOSE or (c.dep_ == "nmod" and syntax.case_of(c) in _ENDS)]
    inside = {token.i for part in parts for token in part.subtree}
    found = {actor.mention.country_code: actor for actor in actors if actor.head.i in inside}
    return list(found.values())


def _is(word: Token, kind: str) -> bool:
    return word.lemma_.lower() in _words()[kind]


@cache
def _linking() -> frozenset[str]:
    """Nouns of what links two."""
    return frozenset().union(*(_words()[kind] for kind in ("route", "link", "tie", "talk", "trade", "paper")))


@cache
def _words() -> dict[str, set[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for row in read_table("link_words"):
        words[row["kind"]].add(row["word"])
    return words
