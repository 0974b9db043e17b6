"""Whether two do something to each other, or one of them does it to the other."""

from __future__ import annotations

from typing import Final

from coopmetrics.events.candidates import Candidate
from coopmetrics.events.ontology import MUTUAL, VISIT
from coopmetrics.events.verdicts import Decision

#: log-odds that grammar adds to the reader's, or takes from them: it decides where the reader is unsure
_GRAMMAR: Final = 1.0


def is_reciprocal(decision: Decision, cameo_code: str) -> bool:
    """Whether the act of an event is done to each other."""
    return sum(shares(decision, cameo_code).values()) > 0


def shares(decision: Decision, cameo_code: str) -> dict[str, float]:
    """What reader and grammar say for or against it, in log-odds; nothing of an act that must have a direction."""
    candidate, event_type = decision.candidate, decision.event_type
    if candidate.target is None or not (event_type in MUTUAL or _is_symmetric(candidate, event_type)):
        return {}
    is_mutual = _is_mutual(candidate, event_type, cameo_code)
    return {"mutual": decision.mutual, "grammar": _GRAMMAR if is_mutual else -_GRAMMAR}


def _is_mutual(candidate: Candidate, event_type: str, cameo_code: str) -> bool:
    """Whether grammar has it done to each other: a contact, an act of two side by side or by a symmetric word.

    What one intends to do with the other is its own intention.
    """
    if event_type == "CONSULT":
        return cameo_code != VISIT
    sides = [place for place in (candidate.source, candidate.target) if place]
    is_of_both = len({place.path for place in sides}) == 1 or sides[-1].relation == "between"
    return is_of_both or (event_type != "AGREE" and _is_symmetric(candidate, event_type))


def _is_symmetric(candidate: Candidate, event_type: str) -> bool:
    """Whether the lexicon has both do it: "signed", and of what is hostile "clashed", "traded accusations"."""
    frame = candidate.sense.frame if candidate.sense else None
    return frame is not None and frame.symmetric and (event_type in MUTUAL or event_type == frame.type)
