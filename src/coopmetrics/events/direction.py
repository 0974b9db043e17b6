"""Who acts on whom, where the tree alone does not tell: an unsaid side, and what is said of somebody's deed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import lexicon
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.roles import Place

#: speech acts whose sentence may tell first of all what the other side did, or hold them in a noun ("condemnation")
_SPOKEN: Final = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
#: what is always done to the subject of a passive
_SUFFERED: Final = frozenset({"ASSAULT", "COERCE"})
#: relations of who is mentioned beside an act
_ASIDE: Final = frozenset({"in", "far"})
#: how a noun holds whose it is: "Peru's support", "Peruvian support", "U.S. support"
_WHOSE: Final = frozenset({"nmod:poss", "amod", "compound"})
#: ways from a noun to whom its act comes from: "condemnation from Oman", also in "drew condemnation from Oman"
_FROM: Final = frozenset({">nmod:from", "^obj>obl:from"})
#: how the taker of what is given says so
_TAKING: Final = frozenset({"receive", "obtain", "accept"})
#: relations of a named giver
_GIVING: Final = frozenset({"agent", "poss", "mod"})
#: ways to whom a gift goes, and to whom it comes from: "bought for Peru", "bought from Omani makers"
_GIVEN_TO: Final = (">obl:to", ">obl:for", ">nmod:to", ">nmod:for")
_GIVEN_FROM: Final = re.compile(r">(?:obl|nmod):from(?:>amod|>compound)?")


def directed(candidate: Candidate, event_type: str, speaker: str) -> Candidate:
    """Give a candidate of some type with its true source; `speaker` is the code of whoever says the sentence."""
    if event_type == "ASSAULT" and candidate.target and _attacks(candidate.source) != _attacks(candidate.target):
        return turned(candidate) if _attacks(candidate.target) else candidate
    is_said = event_type in _SPOKEN and (_is_from(candidate) or _is_spoken_of(candidate, event_type, speaker))
    is_other_way = is_said or _is_acted_on(candidate) or any(reads(candidate, event_type) for reads in _READINGS)
    return turned(candidate) if is_other_way else candidate


def turned(candidate: Candidate) -> Candidate:
    """Give a candidate with source and target exchanged."""
    target = candidate.target
    return replace(candidate, source=target, target=candidate.source) if target else candidate


def _is_acted_on(candidate: Candidate) -> bool:
    """Whether an unsaid side acts on the one that is said: "The loan was granted to Peru"."""
    return candidate.is_implicit and candidate.target is not None and candidate.source.agency > candidate.target.agency


def _is_possessors(candidate: Candidate, event_type: str) -> bool:
    """Whether an act is that of whose it is called: "Peru is considering Chile's request"."""
    stated = candidate.sense.frame.type if candidate.sense else None
    is_whose = candidate.target is not None and candidate.target.relation == "poss"
    return is_whose and stated == event_type and candidate.source.relation == "subj^"


def _is_expressed(candidate: Candidate, event_type: str) -> bool:
    """Whether what is expressed is that of whose it is called: "met Ana Vula to express Peru's support"."""
    sense, target = candidate.sense, candidate.target
    if sense is None or target is None or not sense.frame.light or sense.object is None:
        return False
    whose = target.actor.head
    return sense.frame.type == event_type and whose.head.i == sense.object.i and whose.dep_ in _WHOSE


def _is_suffered(candidate: Candidate, event_type: str) -> bool:
    """Whether the source is the subject of a passive, to whom such an act is done: "Troops of Chad were killed"."""
    return event_type in _SUFFERED and candidate.source.path.startswith(">nsubj:pass")


def _is_intended(candidate: Candidate, event_type: str) -> bool:
    """Whether the target is the subject of what is a passive by its form alone: "Peru is committed to peace"."""
    is_subject = candidate.target is not None and candidate.target.relation == "patient"
    return is_subject and event_type == "AGREE" and candidate.source.relation in _ASIDE


def _is_from(candidate: Candidate) -> bool:
    """Whether what is said comes from the one that would be its target: "drew condemnation from Oman"."""
    return candidate.target is not None and candidate.target.path in _FROM


def _is_spoken_of(candidate: Candidate, event_type: str, speaker: str) -> bool:
    """Whether the act is the speaker's, toward the doer of a deed: "Chad shelters rebels, Niger said" accuses Chad."""
    stated = candidate.sense.frame.type if candidate.sense else None
    if candidate.target is None or stated == event_type:
        return False
    says = candidate.target.actor.mention.country_code == speaker or candidate.target.says
    return says and candidate.source.relation in ("subj", "subj^")


def _is_by_agent(candidate: Candidate, event_type: str) -> bool:
    """Whether the target is who a passive is done by, whatever else it is read as: "A depot was hit by Libyan fire"."""
    target = candidate.target
    is_agent = target is not None and target.relation == "agent" and candidate.source.relation != "agent"
    return is_agent and event_type in _SUFFERED


def _is_nouns(candidate: Candidate, event_type: str) -> bool:
    """Whether an act told as a noun is that of whose it is called: "Peru accepted the Chilean request"."""
    target = candidate.target
    is_whose = target is not None and target.relation == "mod" and _is_owner(target.actor.head)
    return is_whose and candidate.source.relation == "subj^" and candidate.predicate.pos_ == "NOUN"


def _is_borne(candidate: Candidate, event_type: str) -> bool:
    """Whether an unsaid side attacks whoever bears or tells it: "Chad's governor said that two were killed"."""
    is_unsaid = candidate.target is not None and candidate.target.relation == "implicit"
    return is_unsaid and event_type == "ASSAULT" and candidate.source.relation == "subj^"


def _is_taken(candidate: Candidate, event_type: str) -> bool:
    """Whether what is given goes to the subject: "Peru received vaccines from Chile"."""
    predicate = candidate.predicate
    verb = predicate if predicate.pos_ == "VERB" else predicate.head
    return event_type == "AID" and verb.lemma_.lower() in _TAKING and candidate.source.relation in ("subj", "subj^")


def _is_given(candidate: Candidate, event_type: str) -> bool:
    """Whether the target gives: unsaid, where the other is in an inner clause, or as whom a gift comes from."""
    source, target = candidate.source, candidate.target
    if event_type != "AID" or target is None:
        return False
    if target.relation == "implicit":
        return source.relation == "in"
    if source.path.startswith(_GIVEN_TO):
        return not target.path.startswith(_GIVEN_TO)
    return _GIVEN_FROM.fullmatch(target.path) is not None and source.relation not in _GIVING


def _attacks(side: Place) -> bool:
    """Whether a side is whose a noun calls an attack: "Libyan strikes", "Libya's strikes"."""
    noun = side.actor.head.head
    if side.relation == "implicit" or noun.pos_ != "NOUN" or not _is_owner(side.actor.head):
        return False
    sense = lexicon.sense(noun)
    return sense is not None and sense.frame.type == "ASSAULT"


def _is_owner(word: Token) -> bool:
    """Whether an act is that of who stands before its noun: "Chadian aid", "U.S. aid"; "Chad aid" goes to Chad."""
    return word.dep_ in ("nmod:poss", "amod") or (word.dep_ == "compound" and word.text.isupper())


#: what tells, by type, that a candidate's target is the one who acts
_READINGS: Final = (
    _is_possessors,
    _is_expressed,
    _is_suffered,
    _is_intended,
    _is_by_agent,
    _is_nouns,
    _is_taken,
    _is_borne,
    _is_given,
)
