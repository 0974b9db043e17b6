"""What speaks for a candidate, weighed: linear models over features, the engine's reader, the lexicon.

A handful of weights, in `weights/evidence.json`, learned by `training/coder.py` on coded articles that neither the
linear models nor the reader have learned from.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import nlargest, nsmallest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coopmetrics.document import Document
from coopmetrics.events import context, features, model, readings
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.parties import Cast
from coopmetrics.language import ACTS, STAGES

Floats = NDArray[np.float32]

#: log-odds beyond which evidence counts no more
SURE: Final = 6.0
#: log-odds up to which a third is left out of account
UNLIKELY: Final = -2.0
#: strength of a pair in other sentences where none has a candidate for it
NOWHERE: Final = -2.0
#: chances by all else between which a pair is read in context
DOUBTFUL: Final = (0.25, 0.75)
#: ... from which it is, where the sentence leaves a side unsaid
UNSAID: Final = 0.12
#: ... of a sentence at most, as each costs a pass
MOST_DOUBTFUL: Final = 12


@dataclass(frozen=True, slots=True)
class Heard:
    """Log-odds that a candidate is an event, by each voice."""

    #: the linear model
    linear: float
    #: the reader, told the predicate
    named: float
    #: the reader, asked what the two do to each other in the sentence
    found: float

    @property
    def strength(self) -> float:
        """What all voices say together."""
        return (self.linear + self.named + self.found) / 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the candidates of one sentence."""

    setting: features.Setting
    readings: readings.Readings | None
    #: by `id` of the candidate
    heard: dict[int, Heard]
    #: for each pair of codes the highest log-odds of its candidates
    best: dict[tuple[str, str], Heard]
    #: ... and how many are meant by the one reference ("we", "the Troika") that both are members of in its best
    #: candidate, 0 for none
    members: dict[tuple[str, str], int]
    #: ... which have candidates only by a side that the sentence leaves unsaid
    unsaid: frozenset[tuple[str, str]] = frozenset()
    #: ... and the strength of its best candidate in another sentence of the article
    elsewhere: dict[tuple[str, str], float] = field(default_factory=dict)
    #: ... and the log-odds that anything happens, as it is read in context; only where all else leaves it open
    in_context: dict[tuple[str, str], float] = field(default_factory=dict)

    def pair(self, codes: tuple[str, str]) -> dict[str, float]:
        """Numbers that speak for or against anything happening between two codes: the best of its candidates."""
        best = self.best[codes]
        numbers = {
            "linear": best.linear,
            "named": best.named,
            "found": best.found,
            "rivalled": self._lead(codes, best.found),
            "nobody": float("" in codes),
            "unsaid": float(codes in self.unsaid),
            "couple": float(self.members[codes] == 2),
            "crowd": float(self.members[codes] > 2),
            "outward": self._outward(codes) if self.members[codes] else 0.0,
            "headline": float(self.setting.is_headline),
            "elsewhere": self.elsewhere.get(codes, NOWHERE),
        }
        return numbers | ({"context": self.in_context[codes]} if codes in self.in_context else {})

    def doubtful(self, low: float, high: float) -> list[tuple[str, str]]:
        """The pairs whose chance is between two bounds; of many, as in a list of states, the most doubtful ones.

        Who a sentence leaves unsaid is seen only in context, so such a pair is doubtful from less on.
        """
        chances = {codes: probability("pair", self.pair(codes)) for codes in self.best}
        least = {codes: min(low, UNSAID) if codes in self.unsaid else low for codes in self.best}
        found = [codes for codes, chance in chances.items() if least[codes] <= chance <= high]
        return nsmallest(MOST_DOUBTFUL, found, key=lambda codes: abs(chances[codes] - 0.5))

    def keep(self, candidate: Candidate) -> dict[str, float]:
        """Numbers that speak for or against a candidate's being an event."""
        heard = self.heard[id(candidate)]
        return {
            "linear": heard.linear,
            "named": heard.named,
            "found": heard.found,
            "all": min(heard.linear, heard.named, heard.found),
            "behind": heard.named - self.best[candidate.codes].named,
            "rivalled": self._lead(candidate.codes, heard.found),
            "implicit": float(candidate.is_implicit),
            "unknown": float(candidate.sense is None),
            "alone": float(self.setting.is_alone),
            "nobody": float(candidate.target is None),
        }

    def _outward(self, codes: tuple[str, str]) -> float:
        """How surely both have to do with a third in the sentence: "we" who condemn it did nothing to each other.

        Others who are members of a reference with them are no third.
        """
        found = {pair: heard.found for pair, heard in self.best.items()}
        fellows = {code for pair, size in self.members.items() if size for code in pair}
        others = {code for pair in found for code in pair} - {*codes, *fellows, ""}
        toward = (min(found.get((min(code, other), max(code, other)), -SURE) for code in codes) for other in others)
        return max(0.0, max(toward, default=-SURE) - UNLIKELY)

    def _lead(self, codes: tuple[str, str], found: float) -> float:
        """How far the best of another pair is ahead."""
        rival = max((best.found for other, best in self.best.items() if other != codes), default=-SURE)
        return max(0.0, rival - found)

    def types(self, candidate: Candidate) -> dict[str, Floats]:
        """Log-probabilities of `ACTS` by each voice; the lexicon's is 1 for the type that it reads.

        Where a sentence stands alone, one voice more is heard: of the whole phrases of the two.
        """
        linear = _spread("type", features.type_(candidate, self.setting), ACTS)
        named, found = self.readings.types(candidate) if self.readings else (linear, linear)
        stated = candidate.sense.frame.type if candidate.sense else None
        voices = {"linear": linear, "named": named, "found": found, "lexicon": _stated(stated, ACTS)}
        if self.setting.is_alone:
            voices["whole"] = self.readings.whole(candidate) if self.readings else linear
        return voices

    def stages(self, candidate: Candidate, event_type: str) -> dict[str, Floats]:
        """Log-probabilities of `STAGES` by each voice, given the type."""
        linear = _spread("stage", features.stage(candidate, self.setting, event_type), STAGES)
        named, found = self.readings.stages(candidate) if self.readings else (linear, linear)
        frame = candidate.sense.frame if candidate.sense else None
        stated = frame.stage if frame and frame.type == event_type else None
        return {"linear": linear, "named": named, "found": found, "lexicon": _stated(stated, STAGES)}

    def mutual(self, candidate: Candidate) -> float:
        """Log-odds that the two do it to each other, as the reader says."""
        return self.readings.mutual(candidate) if self.readings else 0.0


def gather_all(
    document: Document,
    cast: Cast,
    found: Mapping[int, Sequence[Candidate]],
    *,
    doubtful: tuple[float, float] = DOUBTFUL,
) -> dict[int, Evidence]:
    """Hear all voices about the candidates of several sentences, of which each knows what the others are sure of.

    Pairs whose chance is within the bounds of what is `doubtful` are read in context, too.
    """
    known = _heard(document, cast, {number: candidates for number, candidates in found.items() if candidates})
    strengths: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for number, evidence in known.items():
        for codes, heard in evidence.best.items():
            strengths[codes].append((heard.strength, number))
    two_best = {codes: nlargest(2, of_pair) for codes, of_pair in strengths.items()}
    for number, evidence in known.items():
        for codes in evidence.best:
            others = [strength for strength, at in two_best[codes] if at != number]
            if others:
                evidence.elsewhere[codes] = others[0]
    _read_in_context(document, known, *doubtful)
    return known


def _read_in_context(document: Document, known: dict[int, Evidence], low: float, high: float) -> None:
    """Read those pairs in context of which all else says that something happens with a chance between two bounds."""
    asked = [(number, codes) for number, evidence in known.items() for codes in evidence.doubtful(low, high)]
    read = context.types(document, asked)
    for (number, codes), types in zip(asked, read if read is not None else (), strict=read is not None):
        known[number].in_context[codes] = _bounded(readings.log_odds(-np.expm1(types[0])))


def gather(
    document: Document, sentence_no: int, cast: Cast, candidates: Sequence[Candidate], *, alone: bool | None = None
) -> Evidence:
    """Hear all voices about the candidates of one sentence; `alone` as for `features.setting`.

    Where another pipeline has parsed the document, there is no reader, and the linear models speak in its place.
    """
    return _heard(document, cast, {sentence_no: candidates}, alone=alone)[sentence_no]


def _heard(
    document: Document, cast: Cast, found: Mapping[int, Sequence[Candidate]], *, alone: bool | None = None
) -> dict[int, Evidence]:
    """Hear the voices about each sentence by itself; the reader reads them all together, which is much faster."""
    settings = {
        number: features.setting(document, number, cast, list(candidates), alone=alone)
        for number, candidates in found.items()
    }
    is_alone = any(setting.is_alone for setting in settings.values())
    read = readings.read(document, found, alone=is_alone)
    return {number: _of_sentence(settings[number], cast, found[number], read.get(number)) for number in found}


def _of_sentence(
    setting: features.Setting, cast: Cast, candidates: Sequence[Candidate], read: readings.Readings | None
) -> Evidence:
    """What is known of the candidates of one sentence, of which the reader has read those that it can read."""
    linear_model = model.load_binary("keep")
    heard: dict[int, Heard] = {}
    best: dict[tuple[str, str], Heard] = {}
    members: dict[tuple[str, str], int] = {}
    size = Counter(actor.mention.start for actor in cast.actors.get(setting.sentence_no, []))
    for candidate in candidates:
        codes = candidate.codes
        linear = _bounded(linear_model.log_odds(features.keep(candidate, setting)))
        named, found = map(_bounded, read.events(candidate)) if read else (linear, linear)
        own = heard[id(candidate)] = Heard(linear, named, found)
        other = best.get(codes, own)
        if codes not in members or own.named > other.named:
            members[codes] = size[candidate.source.actor.mention.start] if candidate.is_among_members else 0
        best[codes] = Heard(max(own.linear, other.linear), max(own.named, other.named), max(own.found, other.found))
    said = {c.codes for c in candidates if not c.is_implicit}
    return Evidence(setting, read, heard, best, members, frozenset(best.keys() - said))


def probability(kind: str, numbers: dict[str, float]) -> float:
    """Probability that anything happens (`pair`), or that a candidate is what happens (`keep`)."""
    return 1 / (1 + math.exp(-sum(shares(kind, numbers).values())))


def shares(kind: str, numbers: dict[str, float]) -> dict[str, float]:
    """What each number adds to the log-odds of `probability`; the intercept is there from the start."""
    weights = load()["pair in context" if "context" in numbers else kind]
    return {"intercept": weights["intercept"]} | {name: weights[name] * value for name, value in numbers.items()}


def likeliest(kind: str, voices: dict[str, Floats]) -> str:
    """Give the likeliest type or stage."""
    scores = sum(_weighed(kind, voices).values(), np.float32(0))
    return _labels(kind)[int(scores.argmax())]


def lead(kind: str, voices: dict[str, Floats], chosen: str) -> tuple[str, dict[str, float]]:
    """The next likeliest type or stage beside one, and how far each voice puts that one ahead of it."""
    weighed, labels = _weighed(kind, voices), _labels(kind)
    scores, first = np.sum(list(weighed.values()), axis=0), labels.index(chosen)
    second = max((number for number in range(len(labels)) if number != first), key=lambda number: float(scores[number]))
    return labels[second], {name: float(voice[first] - voice[second]) for name, voice in weighed.items()}


def _weighed(kind: str, voices: dict[str, Floats]) -> dict[str, Floats]:
    """A short item tells one act of two, rather than several of many: its voices have weights of their own."""
    weights = load()["alone" if "whole" in voices else kind]
    return {name: weights[name] * voice for name, voice in voices.items()}


def _labels(kind: str) -> Sequence[str]:
    return ACTS if kind == "type" else STAGES


@cache
def load() -> dict[str, dict[str, float]]:
    """Read the weights."""
    text = (model.folder() / "evidence.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded


def _spread(name: str, found: list[str], labels: Sequence[str]) -> Floats:
    """Log-probabilities of the labels by a linear model, which need not know all of them."""
    scorer = model.load(name)
    of = dict(zip(scorer.classes, scorer.probabilities(found).tolist(), strict=True))
    return np.asarray(np.log(np.array([of.get(label, 0.0) for label in labels], np.float32) + 1e-4))


def _stated(stated: str | None, labels: Sequence[str]) -> Floats:
    return np.array([float(label == stated) for label in labels], np.float32)


def _bounded(value: float) -> float:
    return min(max(value, -SURE), SURE)
