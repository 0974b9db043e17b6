"""Who acts on whom, where the tree alone does not tell: an unsaid side, and what is said of somebody's deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coopmetrics.events.candidates import Candidate

#: what is done by saying it
_SPOKEN: Final = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})
#: ways from a noun to whom its act comes from: "condemnation from Oman", also in "drew condemnation from Oman"
_FROM: Final = frozenset({">nmod:from", "^obj>obl:from"})


def directed(candidate: Candidate, event_type: str, speaker: str) -> Candidate:
    """Give a candidate of some type with its true source; `speaker` is the code of whoever says the sentence."""
    is_turned = _is_acted_on(candidate) or (
        event_type in _SPOKEN and (_is_from(candidate) or _is_spoken_of(candidate, event_type, speaker))
    )
    return turned(candidate) if is_turned else candidate


def turned(candidate: Candidate) -> Candidate:
    """Give a candidate with source and target exchanged."""
    target = candidate.target
    return replace(candidate, source=target, target=candidate.source) if target else candidate


def _is_acted_on(candidate: Candidate) -> bool:
    """Whether an unsaid side acts on the one that is said: "The loan was granted to Peru"."""
    return candidate.is_implicit and candidate.target is not None and candidate.source.agency > candidate.target.agency


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
