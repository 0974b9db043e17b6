"""What the language engine's head of pairs says of a sentence's candidates, as features of the linear models.

Each candidate is read twice: with its predicate named, and with the sentence as a whole asked what the two do to each
other. Probabilities become steps ("event>1": log-odds above 1), so that a linear model can weigh them by any curve.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.tokens import Span

from coopmetrics.document import Document
from coopmetrics.events import roles
from coopmetrics.events.candidates import Candidate
from coopmetrics.language import STAGES, TYPES, Asked, Reading, read_pairs

#: log-odds that steps are cut at
STEPS: Final = tuple(range(-5, 6))
FEW_STEPS: Final = (-3, -2, -1, 0, 1, 2)
#: words that a predicate and the noun completing it may be apart
REACH: Final = 6
NOTHING: Final = TYPES.index("NONE")


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading of a sentence's candidates: rows 2 i (predicate named) and 2 i + 1 (not named) are of the i-th."""

    reading: Reading | None
    places: dict[int, int]

    def keep(self, candidate: Candidate) -> Iterator[str]:
        """Whether it is an event at all."""
        if self.reading is None:
            return
        for name, row in self._rows(candidate):
            types = self.reading.types[row]
            yield from _steps(f"{name}:event", -_log_odds(types[NOTHING]), STEPS)
            yield f"{name}:reads={TYPES[int(types.argmax())]}"

    def type_(self, candidate: Candidate) -> Iterator[str]:
        """Which type it is, if it is one."""
        if self.reading is None:
            return
        for name, row in self._rows(candidate):
            types = _without_nothing(self.reading.types[row])
            best = int(types.argmax())
            yield f"{name}:type={TYPES[best + 1]}"
            for number in np.flatnonzero(types > -3.5).tolist():
                yield from _steps(f"{name}:{TYPES[number + 1]}", _log_odds(types[number]), FEW_STEPS)

    def stage(self, candidate: Candidate, event_type: str) -> Iterator[str]:
        """How far it has come."""
        if self.reading is None:
            return
        for name, row in self._rows(candidate):
            stages = self.reading.stages[row]
            best = STAGES[int(stages.argmax())]
            yield f"{name}:stage={best}"
            yield f"{name}:stage={best}|{event_type}"
            for number in np.flatnonzero(stages > -3.5).tolist():
                yield from _steps(f"{name}:{STAGES[number]}", _log_odds(stages[number]), FEW_STEPS)

    def _rows(self, candidate: Candidate) -> tuple[tuple[str, int], tuple[str, int]]:
        place = self.places[id(candidate)]
        return ("named", 2 * place), ("found", 2 * place + 1)


def read(document: Document, sentence_no: int, candidates: Sequence[Candidate]) -> Readings:
    """Read all candidates of one sentence."""
    sentence = document.sentences[sentence_no]
    asked: list[Asked] = []
    for candidate in candidates:
        source = _words(document, sentence, candidate.source, is_implicit=False)
        target = _words(document, sentence, candidate.target, candidate.is_implicit)
        asked += [Asked(source, target, _predicate(candidate)), Asked(source, target)]
    places = {id(candidate): number for number, candidate in enumerate(candidates)}
    return Readings(read_pairs(sentence, asked) if asked else None, places)


def _words(document: Document, sentence: Span, place: roles.Place | None, is_implicit: bool) -> tuple[int, int]:
    """First and last word of a side; the whole sentence for one that it does not name."""
    words = roles.words(document, place.actor.mention) if place and not is_implicit else range(0)
    if not words or words[0] < sentence.start or words[-1] >= sentence.end:
        return sentence.start, sentence.end - 1
    return words[0], words[-1]


def _predicate(candidate: Candidate) -> tuple[int, int]:
    place = candidate.predicate.i
    carried = candidate.sense.object if candidate.sense else None
    if carried is None or abs(carried.i - place) > REACH:
        return place, place
    return min(place, carried.i), max(place, carried.i)


def _without_nothing(types: np.ndarray) -> np.ndarray:
    """Log-probabilities of the types, given that it is an event."""
    acts = types[1:]
    return np.asarray(acts - np.logaddexp.reduce(acts))


def _log_odds(log_probability: float) -> float:
    return float(log_probability - np.log1p(-min(np.exp(log_probability), 1 - 1e-6)))


def _steps(name: str, value: float, steps: Sequence[int]) -> Iterator[str]:
    for step in steps:
        if value > step:
            yield f"{name}>{step}"
