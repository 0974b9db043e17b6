"""Whether two do something to each other, or one of them does it to the other."""

from __future__ import annotations

from typing import Final

from coopmetrics.events.candidates import Candidate
from coopmetrics.events.ontology import VISIT
from coopmetrics.events.scoring import Decision

#: types whose acts two can do to each other at once; help and hostility have a direction
_MUTUAL: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
#: log-odds that grammar adds to the reader's, or takes from them: it decides where the reader is unsure
_GRAMMAR: Final = 1.0


def is_reciprocal(decision: Decision, cameo_code: str) -> bool:
    """Whether the act of an event is done to each other."""
    return sum(shares(decision, cameo_code).values()) > 0


def shares(decision: Decision, cameo_code: str) -> dict[str, float]:
    """What reader and grammar say for or against it, in log-odds; nothing of an act that must have a direction."""
    if decision.candidate.target is None or decision.event_type not in _MUTUAL:
        return {}
    is_mutual = _is_mutual(decision.candidate, decision.event_type, cameo_code)
    return {"mutual": decision.mutual, "grammar": _GRAMMAR if is_mutual else -_GRAMMAR}


def _is_mutual(candidate: Candidate, event_type: str, cameo_code: str) -> bool:
    """Whether grammar has it done to each other: a contact, an act of two side by side or by a symmetric word.

    What one intends to do with the other is its own intention.
    """
    if event_type == "CONSULT":
        return cameo_code != VISIT
    sides = [place for place in (candidate.source, candidate.target) if place]
    is_of_both = len({place.path for place in sides}) == 1 or sides[-1].relation == "between"
    is_symmetric = candidate.sense is not None and candidate.sense.frame.symmetric
    return (is_of_both and event_type == "AGREE") or (
        (is_of_both or is_symmetric) and event_type in ("SUPPORT", "COOPERATE")
    )
