"""Which candidates are events, of which type, at which stage: the learned decision.

Three linear models score each candidate (see `features`); the lexicon's reading is among what they see. Then each pair
of actors keeps its best candidate and those further ones that state another act.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coopmetrics.document import Document
from coopmetrics.events import features, model
from coopmetrics.events.candidates import Candidate, Cast
from coopmetrics.events.ontology import EVENT_TYPES

#: a pair's first event needs this probability, further ones in the same sentence the second
FIRST: Final = 0.25
FURTHER: Final = 0.45
#: ... and a word that the lexicon does not know this
UNKNOWN: Final = 0.40
#: added to the log-probability of the type and the stage that the lexicon reads; by cross-validation
TYPE_TRUST: Final = 0.8
STAGE_TRUST: Final = 1.5
#: from a candidate's score to the share of rows with that score that were right, in cross-validation: the logit's
#: slope and intercept
CALIBRATION: Final = (0.43, -0.3)
#: types whose stage the coding guide settles (decisions 4 and 10); `event_types.csv` says which it is
SETTLED: Final = frozenset({"ACCUSE", "THREATEN", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SANCTION", "REQUEST"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that is taken for an event."""

    candidate: Candidate
    event_type: str
    stage: str
    probability: float


def decide(document: Document, sentence_no: int, cast: Cast, candidates: list[Candidate]) -> list[Decision]:
    """The events among the candidates of one sentence."""
    if not candidates:
        return []
    setting = features.setting(document, sentence_no, cast, candidates)
    by_pair: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    keep = model.load("keep")
    for candidate in candidates:
        probability = float(keep.probabilities(features.keep(candidate, setting))[0])
        if probability >= (FIRST if candidate.sense else UNKNOWN):
            by_pair[candidate.codes].append(_classify(candidate, setting, probability))
    return [decision for found in by_pair.values() for decision in _distinct(found)]


def confidence(decision: Decision) -> float:
    """Probability that the row is right, 0 to 1."""
    slope, intercept = CALIBRATION
    score = min(max(decision.probability, 1e-6), 1 - 1e-6)
    return round(1 / (1 + math.exp(-slope * math.log(score / (1 - score)) - intercept)), 3)


def explain(decision: Decision, document: Document, cast: Cast, candidates: list[Candidate]) -> list[str]:
    """Why a candidate was kept and how its type and stage came about, in words."""
    candidate = decision.candidate
    setting = features.setting(document, candidate.sentence_no, cast, candidates)
    sense = candidate.sense.frame if candidate.sense else None
    target = candidate.target.path if candidate.target else "nobody"
    named = {
        "keep": (features.keep(candidate, setting), 0),
        "type": (features.type_(candidate, setting), model.load("type").classes.index(decision.event_type)),
        "stage": (
            features.stage(candidate, setting, decision.event_type),
            model.load("stage").classes.index(decision.stage),
        ),
    }
    return [
        f"predicate {candidate.predicate.text}: lexicon {f'{sense.type} {sense.cameo}' if sense else 'none'}",
        f"source by {candidate.source.path}, target by {target}",
        *(
            f"{name}: " + ", ".join(f"{f} {w:+.2f}" for f, w in model.load(name).strongest(found, class_no))
            for name, (found, class_no) in named.items()
        ),
    ]


def _classify(candidate: Candidate, setting: features.Setting, probability: float) -> Decision:
    if candidate.target is not None and _is_demand(candidate):
        turned = replace(candidate, source=candidate.target, target=candidate.source)
        return Decision(turned, "REQUEST", EVENT_TYPES["REQUEST"].stage, probability)
    event_type = _type(candidate, setting)
    return Decision(candidate, event_type, _stage(candidate, setting, event_type), probability)


def _is_demand(candidate: Candidate) -> bool:
    """ "X should ..." asks something of X (coding guide, decision 18)."""
    is_addressed = candidate.predicate.pos_ == "VERB" and candidate.source.relation in ("subj", "subj^")
    return candidate.clause.tense == "deontic" and is_addressed


def _stage(candidate: Candidate, setting: features.Setting, event_type: str) -> str:
    if event_type in SETTLED:
        return EVENT_TYPES[event_type].stage
    frame = candidate.sense.frame if candidate.sense else None
    stated = frame.stage if frame and frame.type == event_type else None
    return _preferring("stage", features.stage(candidate, setting, event_type), stated, STAGE_TRUST)


def _type(candidate: Candidate, setting: features.Setting) -> str:
    stated = candidate.sense.frame.type if candidate.sense else None
    return _preferring("type", features.type_(candidate, setting), stated, TYPE_TRUST)


def _preferring(name: str, found: list[str], stated: str | None, trust: float) -> str:
    """The likeliest class, with the lexicon's reading preferred by `trust`."""
    scorer = model.load(name)
    scores = np.log(scorer.probabilities(found) + 1e-9)
    if stated in scorer.classes:
        scores[scorer.classes.index(stated)] += trust
    return scorer.classes[int(scores.argmax())]


def _distinct(decisions: list[Decision]) -> list[Decision]:
    """The most probable decision of a pair, and others that differ from those taken in type or stage."""
    taken: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: (-d.probability, d.candidate.predicate.i)):
        acts = {(d.event_type, d.stage) for d in taken}
        if not taken or (decision.probability >= FURTHER and (decision.event_type, decision.stage) not in acts):
            taken.append(decision)
    return taken
