"""Which candidates are events, of which type, at which stage: the learned decision.

Three linear models score each candidate (see `features`); the lexicon's reading is among what they see. Then each pair
of actors keeps its best candidate and those further ones that state another act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from coopmetrics.document import Document
from coopmetrics.events import features, model
from coopmetrics.events.candidates import Candidate

#: a pair's first event needs this probability, further ones in the same sentence the second
FIRST: Final = 0.40
FURTHER: Final = 0.50


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that is taken for an event."""

    candidate: Candidate
    event_type: str
    stage: str
    probability: float


def decide(document: Document, sentence_no: int, ranks: dict[str, int], candidates: list[Candidate]) -> list[Decision]:
    """The events among the candidates of one sentence."""
    setting = features.setting(document, sentence_no, ranks, candidates)
    by_pair: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    keep = model.load("keep")
    for candidate in candidates:
        probability = float(keep.probabilities(features.keep(candidate, setting))[0])
        if probability >= FIRST:
            by_pair[candidate.codes].append(_classify(candidate, setting, probability))
    return [decision for found in by_pair.values() for decision in _distinct(found)]


def explain(decision: Decision, document: Document, ranks: dict[str, int], candidates: list[Candidate]) -> list[str]:
    """Why a candidate was kept and how its type and stage came about, in words."""
    candidate = decision.candidate
    setting = features.setting(document, candidate.sentence_no, ranks, candidates)
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
    event_type = _best("type", features.type_(candidate, setting))
    return Decision(candidate, event_type, _best("stage", features.stage(candidate, setting, event_type)), probability)


def _best(name: str, found: Iterable[str]) -> str:
    scorer = model.load(name)
    return scorer.classes[int(scorer.probabilities(found).argmax())]


def _distinct(decisions: list[Decision]) -> list[Decision]:
    """The most probable decision of a pair, and others that differ from those taken in type or stage."""
    taken: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: (-d.probability, d.candidate.predicate.i)):
        acts = {(d.event_type, d.stage) for d in taken}
        if not taken or (decision.probability >= FURTHER and (decision.event_type, decision.stage) not in acts):
            taken.append(decision)
    return taken
