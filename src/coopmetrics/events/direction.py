"""Who acts on whom: which of the two sides of an event is its source.

Each side has a score: the sum of the weights of how it stands in the sentence and of the engine's vector of its words.
The higher one acts, where grammar does not settle it. `training/direction.py` learns the weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import bystanders, model, roles, syntax
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.features import Setting
from coopmetrics.events.roles import Place
from coopmetrics.language import vector_of

Floats = NDArray[np.float32]

#: how a noun holds whose it is: "Peru's support", "Peruvian support", "U.S. support"
_WHOSE: Final = frozenset({"nmod:poss", "amod", "compound"})
#: speech acts that a noun may hold ("condemnation"), and ways from it to whom it comes from
_SPOKEN: Final = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
_FROM: Final = frozenset({">nmod:by", ">nmod:from", "^obj>obl:from"})
#: ... and to whose a request is: "at the invitation of Peru"
_ASKED_BY: Final = _FROM | {">nmod:of"}
#: deeds that somebody suffers, and verbs of what is only sent
_HURTS: Final = frozenset({"ASSAULT", "COERCE"})
_LAUNCHED: Final = frozenset({"fire", "launch", "carry", "conduct", "use", "stage", "drop"})
#: ... further words of what is done to people, and nouns of deeds that are done to whom they are "of"
_DONE_TO: Final = frozenset(
    {"release", "free", "expel", "expulsion", "deport", "deportation", "extradite", "extradition", "deny", "bar"}
)
_OF_WHOM: Final = _DONE_TO | frozenset(
    "arrest detention seizure capture imprisonment jailing abduction kidnapping killing murder assassination execution"
    " bombing shelling bombardment invasion".split()
)
_WHERE: Final = frozenset({"above", "across", "at", "in", "inside", "near", "off", "on", "over"})
#: ways to who does an act
_DOER: Final = re.compile(r">(?:nsubj(?!:)|obl:(?:agent|by))")
#: verbs of what is done to their object, and nouns of deeds that are those of whose they are called
_HITTING: Final = frozenset(
    "abduct ambush arrest attack besiege bomb bombard capture damage destroy detain encircle hit imprison injure invade"
    " jail kidnap kill overrun raid ram seize shell sink storm strike target torture wound".split()
)
_DEEDS: Final = frozenset(
    "advance aggression airstrike assault attack bombardment bombing incursion invasion offensive raid shelling"
    " strike".split()
)
#: verbs of answering a deed with another
_ANSWERING: Final = frozenset({"answer", "counter", "react", "reply", "respond", "retaliate"})
#: what is sent or massed is its own; what is only seen is others'
_FORCES: Final = frozenset(
    "aircraft army drone fighter fleet force frigate jet missile navy plane ship soldier submarine tank troops unit"
    " vessel warplane warship".split()
)
_SENDING: Final = frozenset({"deploy", "dispatch", "mass", "mobilise", "mobilize", "scramble", "send", "station"})
_PERCEIVING: Final = frozenset({"detect", "intercept", "monitor", "observe", "see", "spot", "track"})
#: verbs of those whom the deed that they govern is done to, and the way there: "Peru faces sanctions"
_SUFFERING: Final = frozenset({"face", "suffer", "sustain", "undergo", "endure", "risk", "escape"})
_SUFFERER: Final = re.compile(r"(?:\^obj|\^obl:under)?>nsubj\b")
#: ways to where somebody is taken home from
_LEFT: Final = re.compile(r">(?:obl|nmod):from$")
#: verbs of whoever is helped: "borrowed $2 million from Peru"
_GETTING: Final = frozenset({"borrow", "receive", "obtain", "get", "secure", "accept"})
#: ... and ways to who helps: "from Peru", "doses donated by Peru's government"
_GIVER: Final = re.compile(r">(?:(?:obl|nmod):from|obl:agent:by|nmod:by)(?:$|>nmod:(?:of|poss))")
#: what is done only with forces and envoys of one's own
_TAKEN_HOME: Final = frozenset({"recall", "withdraw", "withdrawal", "pull", "pullout", "pull-out"})
#: rank among an article's parties from which all count as one
_LAST_RANK: Final = 3


@dataclass(frozen=True, slots=True)
class Side:
    """What speaks for or against a side's being the one who acts: by name, and in the engine's vector of its words."""

    features: list[str]
    vector: Floats


@dataclass(frozen=True, slots=True)
class DirectionModel:
    """Scores sides: weights of features and of the vector."""

    linear: model.BinaryModel
    vector: Floats

    def score(self, side: Side) -> float:
        """The higher of two is that of who acts."""
        return self.linear.log_odds(side.features) + float(side.vector @ self.vector)

    def lead(self, side: Side, other: Side) -> dict[str, float]:
        """What puts a side ahead of another, or behind it, by what only one of the two has."""
        own, others, weights = side.features, other.features, self.linear.weights
        ahead = {name: weights[name] for name in own if name in weights and name not in others}
        behind = {f"other {name}": -weights[name] for name in others if name in weights and name not in own}
        return {"words": float((side.vector - other.vector) @ self.vector)} | ahead | behind


@cache
def load() -> DirectionModel:
    """Load the learned model, once."""
    return from_arrays(model.arrays("direction"))


def from_arrays(arrays: dict[str, Any]) -> DirectionModel:
    """A model from its stored arrays."""
    return DirectionModel(model.binary_from_arrays(arrays), arrays["vector"].astype(np.float32))


def directed(candidate: Candidate, event_type: str, setting: Setting) -> Candidate:
    """Give a candidate of some type with its true source: by grammar, or else the likelier doer."""
    if candidate.target is None:
        return candidate
    acts = _acts_by_grammar(candidate, candidate.target, event_type, setting.document)
    if acts is None:
        source, target = map(load().score, sides(candidate, candidate.target, event_type, setting))
        acts = source >= target
    return candidate if acts else turned(candidate)


def shares(candidate: Candidate, event_type: str, setting: Setting) -> dict[str, float]:
    """What has the source of a candidate act rather than its target; nothing where grammar decides."""
    target = candidate.target
    if target is None or _acts_by_grammar(candidate, target, event_type, setting.document) is not None:
        return {}
    return load().lead(*sides(candidate, target, event_type, setting))


def turned(candidate: Candidate) -> Candidate:
    """Give a candidate with source and target exchanged."""
    target = candidate.target
    return replace(candidate, source=target, target=candidate.source) if target else candidate


def _acts_by_grammar(candidate: Candidate, target: Place, event_type: str, document: Document) -> bool | None:
    """Whether the source acts, if grammar settles it.

    Of two who act side by side the first named is the source; what is said in a noun is that of whose it is called;
    who is hurt or suffers a deed does not act; whom help is got from does; and envoys or forces are not taken home by
    whom they were with.
    """
    source = candidate.source
    is_one_row = (source.relation, source.path) == (target.relation, target.path)
    if is_one_row and source.is_subject and not candidate.is_among_members:
        return source.actor.mention.start < target.actor.mention.start
    own, others = (_is_own(candidate, place, event_type) for place in (source, target))
    word = candidate.predicate.lemma_.lower()
    if own == others:
        own, others = (_answers(candidate.predicate, place.actor.head) for place in (source, target))
    if own == others and (event_type in _HURTS or word in _DONE_TO):
        others, own = (_is_hurt(candidate, place, document) for place in (source, target))
    is_told = any(_DOER.match(place.path) for place in (source, target))
    nouns = {"ASSAULT": _DEEDS, "COERCE": _DEEDS, "MOBILIZE": _FORCES}.get(event_type, frozenset())
    if own == others and nouns and not is_told:
        own, others = (_is_called(candidate, place, nouns, document) for place in (source, target))
    if own == others and event_type == "PROTEST":
        others, own = (">nmod:against" in place.path for place in (source, target))
    if own == others and event_type == "MOBILIZE" and word in _SENDING:
        own, others = (_is_sent(candidate.predicate, place.actor.head) for place in (source, target))
    if own == others and event_type == "MOBILIZE" and word in _PERCEIVING:
        others, own = (place.is_subject for place in (source, target))
    if own == others and _is_suffered(candidate.predicate):
        others, own = (_SUFFERER.match(place.path) is not None for place in (source, target))
    is_gift = event_type == "AID" or (event_type != "CONSULT" and word == "receive")
    if own == others and is_gift and word in _GETTING:
        own, others = (_GIVER.search(place.path) is not None for place in (source, target))
    if own == others and event_type == "AID":
        own, others = (bystanders.helps(place.actor.head) for place in (source, target))
    if own == others and word in _TAKEN_HOME:
        others, own = (_LEFT.search(place.path) is not None for place in (source, target))
    return own if own != others else None


def _answers(deed: Token, name: Token) -> bool:
    """Whether somebody answers with a deed: "Mali responded with a strike"."""
    is_means = deed.dep_ == "obl" and syntax.case_of(deed) in ("by", "with")
    if not is_means or deed.head.lemma_.lower() not in _ANSWERING:
        return False
    return any(name == subject or subject.is_ancestor(name) for subject in syntax.subjects(deed.head))


def _is_sent(predicate: Token, name: Token) -> bool:
    """Whether forces that are sent out are a side's: "Danish jets were scrambled"."""
    sent = (child for child in predicate.children if child.dep_ == "nsubj:pass")
    return any(forces.lemma_.lower() in _FORCES and syntax.is_below(name, forces) for forces in sent)


def _is_suffered(predicate: Token) -> bool:
    """Whether a deed is told of by whom it is done to: "Peru faces sanctions", "came under fire"."""
    verb = predicate.head
    if predicate.lemma_ == "come":
        return "under" in syntax.prepositions(predicate)
    is_under = predicate.dep_ == "obl" and syntax.case_of(predicate) == "under" and verb.lemma_ == "come"
    return is_under or (predicate.dep_ == "obj" and verb.lemma_.lower() in _SUFFERING)


def _is_hurt(candidate: Candidate, place: Place, document: Document) -> bool:
    """Whether those to whom a deed is done are a side's: "Chadian soldiers were killed", whoever says so."""
    predicate, code = candidate.predicate, place.actor.mention.country_code
    word = predicate.lemma_.lower()
    hurt = {child for child in predicate.children if _is_done_to(child, word)}
    is_doer = _DOER.match(place.path) is not None and all(argument.dep_ == "obj" for argument in hurt)
    if not hurt or code is None or word in _LAUNCHED or is_doer:
        return False
    ways = [syntax.climb(head) for head in _named(candidate, code, document)]
    return any(_leads_to(way, {argument.i for argument in hurt}) for way in ways)


def _named(candidate: Candidate, code: str | None, document: Document) -> Iterator[Token]:
    """The words that stand for a code in the sentence."""
    sentence = document.sentences[candidate.sentence_no]
    named = document.mentions_in(sentence.start_char, sentence.end_char)
    return (document.head(mention.start, mention.end) for mention in named if mention.country_code == code)


def _is_called(candidate: Candidate, place: Place, nouns: Set[str], document: Document) -> bool:
    """Whether a deed or forces are called a side's in the sentence: "Ukrainian shelling", "Chad's troops"."""
    heads = _named(candidate, place.actor.mention.country_code, document)
    return any(word.dep_ in ("amod", "nmod:poss") and word.head.lemma_.lower() in nouns for word in heads)


def _is_done_to(argument: Token, word: str) -> bool:
    """Whether a deed is done to an argument of its word: "were killed", "killed ten soldiers", "the killing of"."""
    is_object = argument.dep_ == "obj" and word in _HITTING
    return is_object or argument.dep_ == "nsubj:pass" or (word in _OF_WHOM and roles.step(argument) == "nmod:of")


def _leads_to(way: list[Token], nouns: Set[int]) -> bool:
    """Whether a way up the tree leads to one of some nouns, and not by where they are: "held in Sudan", "at a port"."""
    below = list(takewhile(lambda token: token.i not in nouns, way))
    return len(below) < len(way) and not any(map(_tells_where, below))


def _tells_where(word: Token) -> bool:
    return word.dep_.startswith("acl") or (word.dep_ == "nmod" and syntax.case_of(word) in _WHERE)


def _is_own(candidate: Candidate, place: Place, event_type: str) -> bool:
    """Whether what the predicate states is a side's own: "to express Peru's support", "drew condemnation from Peru"."""
    sense, whose = candidate.sense, place.actor.head
    if sense is None or sense.frame.type != event_type or place.relation == "implicit":
        return False
    if sense.frame.light and sense.object is not None:
        return whose.head.i == sense.object.i and whose.dep_ in _WHOSE
    ways = _ASKED_BY if event_type == "REQUEST" else _FROM
    return event_type in _SPOKEN and candidate.predicate.pos_ == "NOUN" and place.path in ways


def sides(candidate: Candidate, target: Place, event_type: str, setting: Setting) -> tuple[Side, Side]:
    """Source and target of a candidate, as the model sees them."""
    source = candidate.source
    return (
        _side(candidate, source, target, event_type, setting),
        _side(candidate, target, source, event_type, setting),
    )


def _side(candidate: Candidate, place: Place, other: Place, event_type: str, setting: Setting) -> Side:
    """Each feature speaks differently for each type of event."""
    is_stated = candidate.sense is not None and candidate.sense.frame.type == event_type
    telling = [f"relation={place.relation}", *_telling(place, setting)]
    own = [*_standing(candidate, place, other), *telling, *(f"{name}|stated={is_stated}" for name in telling)]
    mention, document = place.actor.mention, setting.document
    # words that stand elsewhere tell of another act
    vector = vector_of(document.span(mention.start, mention.end)) * np.float32(place.relation != "implicit")
    return Side([*own, *(f"{event_type}|{name}" for name in own)], vector)


def _standing(candidate: Candidate, place: Place, other: Place) -> Iterator[str]:
    """How a side stands to the predicate, to what completes that, and to the other side."""
    mention, word, sense = place.actor.mention, place.actor.head, candidate.sense
    last = f"last={place.path.rpartition('>')[2]}"
    yield from (f"path={place.path}", last, f"{candidate.predicate.pos_}|{last}")
    yield from (f"relations={place.relation}-{other.relation}", f"pronoun={mention.is_pronoun}")
    for trait in (
        f"kind={mention.kind}",
        f"first={mention.start < other.actor.mention.start}",
        f"behind={mention.start > candidate.predicate.idx}",
    ):
        yield from (trait, f"{place.relation}|{trait}")
    if place.relation != "implicit":
        yield f"{roles.step(word)} of {word.head.lemma_.lower()}"
        if sense is not None and sense.object is not None and word.head.i == sense.object.i:
            yield f"{roles.step(word)} of the object"


def _telling(place: Place, setting: Setting) -> Iterator[str]:
    """Whether a side says or writes the sentence; of one left unsaid, how much the article is about it."""
    code = place.actor.mention.country_code or ""
    if place.says:
        yield "says"
    if code == setting.speaker:
        yield "speaks"
    if code in setting.document.authors:
        yield "writes"
    if place.relation == "implicit":
        yield f"rank={min(setting.cast.ranks.get(code, _LAST_RANK), _LAST_RANK)}"
