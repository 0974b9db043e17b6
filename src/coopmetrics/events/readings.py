"""What the language engine's reader says of a sentence's candidates.

Each candidate is read twice: with its predicate named, and with the sentence as a whole asked what the two do to each
other. Where the sentence stands alone, this is asked once more of all words that say who the two are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span

from coopmetrics.document import Document
from coopmetrics.events.actors import phrase_of, words_of
from coopmetrics.events.candidates import REACH, Candidate
from coopmetrics.events.roles import Place
from coopmetrics.language import Asked, Reading, read_all

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading of a sentence's candidates, by `id` the first row of each.

    Its rows are with the predicate named, not named, and, in a sentence that stands alone, of the pair's whole phrases.
    """

    reading: Reading
    rows: dict[int, int]

    def events(self, candidate: Candidate) -> tuple[float, float]:
        """Log-odds that it is an event, and that the two do anything to each other in the sentence."""
        named, found = (log_odds(-np.expm1(self.reading.types[row][0])) for row in self._rows(candidate))
        return named, found

    def types(self, candidate: Candidate) -> tuple[Floats, Floats]:
        """Log-probabilities of the acts, given that it is one."""
        named, found = (_without_nothing(self.reading.types[row]) for row in self._rows(candidate))
        return named, found

    def whole(self, candidate: Candidate) -> Floats:
        """Log-probabilities of the acts by the whole phrases of the two, in a sentence that stands alone."""
        return _without_nothing(self.reading.types[self.rows[id(candidate)] + 2])

    def stages(self, candidate: Candidate) -> tuple[Floats, Floats]:
        """Log-probabilities of the stages."""
        named, found = (self.reading.stages[row] for row in self._rows(candidate))
        return named, found

    def mutual(self, candidate: Candidate) -> float:
        """Log-odds that the two do it to each other, told the predicate."""
        return log_odds(np.exp(self.reading.reciprocal[self.rows[id(candidate)]]))

    def _rows(self, candidate: Candidate) -> tuple[int, int]:
        row = self.rows[id(candidate)]
        return row, row + 1


def read(document: Document, found: Mapping[int, Sequence[Candidate]], *, alone: bool) -> dict[int, Readings]:
    """Read the candidates of several sentences; of those that have none, or another pipeline has parsed, nothing."""
    found = {number: candidates for number, candidates in found.items() if candidates}
    asked = [
        [question for candidate in candidates for question in _asked(document, number, candidate, alone=alone)]
        for number, candidates in found.items()
    ]
    read = read_all([document.sentences[number] for number in found], asked)
    if read is None:
        return {}
    size = 3 if alone else 2
    return {
        number: Readings(reading, {id(candidate): size * place for place, candidate in enumerate(found[number])})
        for number, reading in zip(found, read, strict=True)
    }


def _asked(document: Document, sentence_no: int, candidate: Candidate, *, alone: bool) -> tuple[Asked, ...]:
    """Give all that is asked of a candidate."""
    named, unnamed = ask(document, document.sentences[sentence_no], candidate)
    return (named, unnamed, _whole(document, candidate) or unnamed) if alone else (named, unnamed)


def ask(document: Document, sentence: Span, candidate: Candidate) -> tuple[Asked, Asked]:
    """Give what the head is asked of a candidate: with its predicate named, and not."""
    source = _words(document, sentence, candidate.source)
    target = _words(document, sentence, candidate.target)
    return Asked(source, target, _predicate(candidate)), Asked(source, target)


def _whole(document: Document, candidate: Candidate) -> Asked | None:
    """The pair by its phrases, or None where these hold words of each other."""
    if candidate.target is None:
        return None
    source, target = (phrase_of(document, place.actor.mention) for place in (candidate.source, candidate.target))
    if not source or not target or (source[0] <= target[-1] and target[0] <= source[-1]):
        return None
    return Asked((source[0], source[-1]), (target[0], target[-1]))


def _words(document: Document, sentence: Span, place: Place | None) -> tuple[int, int]:
    """First and last word of a side, wherever in the article it stands; the whole sentence for nobody."""
    words = words_of(document, place.actor.mention) if place else range(0)
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


def log_odds(probability: float) -> float:
    """Of a probability, within bounds."""
    bounded = min(max(float(probability), 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))
