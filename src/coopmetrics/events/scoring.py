"""Which candidates are events, of which type, at which stage: the learned decision.

Each pair of actors is judged by all that speaks for its candidates (see `evidence`). One that something happens between
keeps its likeliest candidate, and those further ones that are likely by themselves and state another act.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from coopmetrics.events import evidence
from coopmetrics.events.candidates import Candidate, is_one_phrase
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.ontology import EVENT_TYPES
from coopmetrics.events.roles import Place

#: chance of anything between a pair from which its likeliest candidate is taken, and a further one's own chance
FIRST: Final = 0.3
FURTHER: Final = 0.6
#: chance of the surest event between anybody in a sentence that stands alone, of others beside it, and how many
SUREST: Final = 0.5
BESIDE: Final = 0.8
MOST: Final = 3
#: types whose stage the coding guide settles (decisions 4 and 10); `event_types.csv` says which it is
SETTLED: Final = frozenset({"ACCUSE", "THREATEN", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SANCTION", "REQUEST"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that is taken for an event."""

    candidate: Candidate
    event_type: str
    stage: str
    probability: float
    #: what this is an item of ("This includes ..."): whose date it has
    whole: Candidate | None = None


def decide(candidates: list[Candidate], known: Evidence) -> list[Decision]:
    """The events among candidates of one sentence, by what is known of these at least."""
    by_pair: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_pair[candidate.codes].append(candidate)
    return [decision for codes, found in by_pair.items() for decision in _between(codes, found, known)]


def surest(candidates: list[Candidate], known: Evidence, told: list[Decision]) -> list[Decision]:
    """The likeliest events among candidates of one sentence that say nothing again of what is told already."""
    chances = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in candidates}
    taken: list[Decision] = []
    for candidate in sorted(candidates, key=lambda c: -chances[id(c)]):
        chance = chances[id(candidate)]
        if len(taken) == MOST or chance < (BESIDE if taken else SUREST):
            break
        target = candidate.target
        is_near = not taken or (target is not None and candidate.predicate.is_ancestor(target.actor.head))
        if is_near and not any(_tells(decision, candidate) for decision in told + taken):
            taken.append(_classify(candidate, known, chance))
    return taken


def _tells(decision: Decision, candidate: Candidate) -> bool:
    """Whether an event is what a candidate would say again: "Peru met Chile", beside Peru's president.

    Each side of the candidate is one of the event's, or of the same country where both state the same act.
    """
    told = decision.candidate
    is_same_act = told.predicate.i == candidate.predicate.i

    def is_one(one: Place, other: Place) -> bool:
        code = one.actor.mention.country_code
        is_of_one = code is not None and code == other.actor.mention.country_code
        is_akin = is_of_one or is_one_phrase(one.actor, other.actor)
        return one.actor.mention.overlaps(other.actor.mention) or (is_same_act and is_akin)

    if told.target is None or candidate.target is None:
        return False
    sides = ((candidate.source, candidate.target), (candidate.target, candidate.source))
    return any(is_one(told.source, one) and is_one(told.target, other) for one, other in sides)


def confidence(decision: Decision) -> float:
    """Probability that the row is right, 0 to 1."""
    return round(decision.probability, 3)


def _classify(candidate: Candidate, known: Evidence, probability: float) -> Decision:
    if candidate.target is not None and _is_demand(candidate):
        turned = replace(candidate, source=candidate.target, target=candidate.source)
        return Decision(turned, "REQUEST", EVENT_TYPES["REQUEST"].stage, probability)
    event_type = evidence.likeliest("type", known.types(candidate))
    if event_type in SETTLED:
        stage = EVENT_TYPES[event_type].stage
    elif _is_done(candidate, event_type):
        stage = "completed"
    else:
        stage = evidence.likeliest("stage", known.stages(candidate, event_type))
    return Decision(candidate, event_type, stage, probability)


def _is_done(candidate: Candidate, event_type: str) -> bool:
    """A joint deed that is over once done, told as past: "flights have been resumed", though they go on."""
    frame = candidate.sense.frame if candidate.sense else None
    is_deed = frame is not None and frame.type == event_type == "COOPERATE" and frame.stage == "completed"
    return is_deed and candidate.clause.tense in ("past", "perfect")


def _is_demand(candidate: Candidate) -> bool:
    """ "X should ..." asks something of X (coding guide, decision 18), whatever else is said of it."""
    is_addressed = candidate.predicate.pos_ == "VERB" and candidate.source.relation in ("subj", "subj^")
    return candidate.target is not None and candidate.clause.tense == "deontic" and is_addressed


def _between(codes: tuple[str, str], candidates: list[Candidate], known: Evidence) -> list[Decision]:
    """What happens between two codes: the likeliest candidate, and others that differ in type or stage."""
    chance = evidence.probability("pair", known.pair(codes))
    if chance < FIRST:
        return []
    own = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in candidates}
    ranked = sorted(candidates, key=lambda c: (-own[id(c)], c.predicate.i))
    first = next(filter(_is_demand, ranked), ranked[0])
    taken = [_classify(first, known, chance)]
    for candidate in ranked:
        if own[id(candidate)] < FURTHER:
            break
        if candidate is first:
            continue
        decision = _classify(candidate, known, own[id(candidate)])
        if (decision.event_type, decision.stage) not in {(d.event_type, d.stage) for d in taken}:
            taken.append(decision)
    return taken
