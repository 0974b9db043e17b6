"""What the language engine's reader says of a sentence's candidates.

Each candidate is read twice: with its predicate named, and with the sentence as a whole asked what the two do to each
other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from coopmetrics.document import Document
from coopmetrics.events import roles
from coopmetrics.events.candidates import REACH, Candidate
from coopmetrics.language import Asked, Reading, read_pairs

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading of a sentence's candidates: rows 2 i (predicate named) and 2 i + 1 (not named) are of the i-th."""

    reading: Reading
    places: dict[int, int]

    def events(self, candidate: Candidate) -> tuple[float, float]:
        """Log-odds that it is an event, and that the two do anything to each other in the sentence."""
        named, found = (_log_odds(-np.expm1(self.reading.types[row][0])) for row in self._rows(candidate))
        return named, found

    def types(self, candidate: Candidate) -> tuple[Floats, Floats]:
        """Log-probabilities of the acts, given that it is one."""
        named, found = (_without_nothing(self.reading.types[row]) for row in self._rows(candidate))
        return named, found

    def stages(self, candidate: Candidate) -> tuple[Floats, Floats]:
        """Log-probabilities of the stages."""
        named, found = (self.reading.stages[row] for row in self._rows(candidate))
        return named, found

    def _rows(self, candidate: Candidate) -> tuple[int, int]:
        place = self.places[id(candidate)]
        return 2 * place, 2 * place + 1


def read(document: Document, sentence_no: int, candidates: Sequence[Candidate]) -> Readings | None:
    """Read all candidates of one sentence; None where there are none, or another pipeline parsed the document."""
    sentence = document.sentences[sentence_no]
    asked = [question for candidate in candidates for question in ask(document, sentence, candidate)]
    reading = read_pairs(sentence, asked) if asked else None
    places = {id(candidate): number for number, candidate in enumerate(candidates)}
    return Readings(reading, places) if reading else None


def ask(document: Document, sentence: Span, candidate: Candidate) -> tuple[Asked, Asked]:
    """Give what the head is asked of a candidate: with its predicate named, and not."""
    source = _words(document, sentence, candidate.source)
    target = _words(document, sentence, candidate.target)
    return Asked(source, target, _predicate(candidate)), Asked(source, target)


def _words(document: Document, sentence: Span, place: roles.Place | None) -> tuple[int, int]:
    """First and last word of a side, wherever in the article it stands; the whole sentence for nobody."""
    words = roles.words(document, place.actor.mention) if place else range(0)
    return (words[0], words[-1]) if words else (sentence.start, sentence.end - 1)


def _predicate(candidate: Candidate) -> tuple[int, int]:
    place = candidate.predicate.i
    carried = candidate.sense.object if candidate.sense else None
    if carried is None or abs(carried.i - place) > REACH:
        return place, place
    return min(place, carried.i), max(place, carried.i)


def _without_nothing(types: Floats) -> Floats:
    acts = types[1:]
    return np.asarray(acts - np.logaddexp.reduce(acts))


def _log_odds(probability: float) -> float:
    bounded = min(max(float(probability), 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))
