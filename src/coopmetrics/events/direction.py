"""Who acts on whom, where the tree alone does not tell: an unsaid side, and what is said of somebody's deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coopmetrics.events.candidates import Candidate

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


def directed(candidate: Candidate, event_type: str, speaker: str) -> Candidate:
    """Give a candidate of some type with its true source; `speaker` is the code of whoever says the sentence."""
    by_grammar = _is_acted_on(candidate) or any(
        reads(candidate, event_type) for reads in (_is_possessors, _is_expressed, _is_suffered, _is_intended)
    )
    is_said = event_type in _SPOKEN and (_is_from(candidate) or _is_spoken_of(candidate, event_type, speaker))
    return turned(candidate) if by_grammar or is_said else candidate


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
