"""The model that chooses an event's date, on coded articles; see `coder`.

A conditional logit: of all dates that an event may have (`coopmetrics.events.dates.choices`), the right one is to have
the highest score. A score is the sum of weights of features and of what a small network makes of the engine's vectors;
both are learned together, in small batches, seven tenths of the network at a time. Articles whose rows have no
precision were coded without care for dates, and are left out. The rows of one article are much alike, so many of them
count less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from benchmarks.accuracy.events import GoldArticle, Row, sentence_of
from coopmetrics.document import Document
from coopmetrics.events import dates
from coopmetrics.events.date_settings import Setting
from coopmetrics.events.dates import ORIGINS
from training.questions import predicate_token

NAME = "date"
#: rarer features are left out
MIN_COUNT = 4
#: units of the network, the share that is left out of each step, and the share of events whose words have no vectors
#: in it, as where another pipeline has parsed the article
HIDDEN, DROPPED, BLIND = 64, 0.3, 0.15
PASSES, BATCH = 14, 64
#: rates, of the features' weights and the network's, and how much both shrink
RATE, NETWORK_RATE, PENALTY, DECAY = 3e-3, 1e-3, 4e-5, 0.3
Floats = NDArray[np.float32]


@dataclass(slots=True)
class Examples:
    """Choices of all events, one after the other: features, vectors, number of the event, and whether it is right."""

    features: list[list[str]] = field(default_factory=list)
    vectors: list[NDArray[np.float16]] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    is_right: list[bool] = field(default_factory=list)
    #: one for each event
    weights: list[float] = field(default_factory=list)

    def add(self, choices: dict[dates.EventDate, dates.Choice], on: str | None, weight: float) -> None:
        """Add an event with a coded date; one that is not among the choices teaches nothing."""
        right = [is_same(when, on) for when in choices]
        if any(right):
            self.features += [choice.features for choice in choices.values()]
            self.vectors += [choice.vectors.astype(np.float16) for choice in choices.values()]
            self.events += [len(self.weights)] * len(choices)
            self.is_right += right
            self.weights.append(weight)


def is_same(when: dates.EventDate, on: str | None) -> bool:
    """Whether a date is a coded one, as far as both are known; an unknown one is only another unknown one."""
    return when.known == "" if on is None else when.known != "" and on[:10].startswith(when.known[: len(on)])


def add(document: Document, article: GoldArticle, examples: Examples) -> None:
    """Add the events of one parsed article."""
    found = list(_settings(document, article))
    for setting, row in found:
        examples.add(dates.choices(setting), row["event_date"], len(found) ** -0.5)


def _settings(document: Document, article: GoldArticle) -> Iterator[tuple[Setting, Row]]:
    for row in article.rows:
        sentence = document.sentences[sentence_of(document, row)]
        predicate = predicate_token(document, row)
        if predicate is not None and "date_precision" in row:
            yield Setting.of(document, sentence, predicate, row["stage"], row["type"]), row


def fit(examples: Examples) -> dict[str, NDArray[np.generic]]:
    """Train the model and return its arrays, in the form of `coopmetrics.events.dates`."""
    counts = Counter(name for found in examples.features for name in set(found))
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform({f: 1.0 for f in found if counts[f] >= MIN_COUNT} for found in examples.features)
    learner = Learner(
        matrix.tocsr(), np.stack(examples.vectors), np.array(examples.events), np.array(examples.is_right)
    )
    learner.train(np.array(examples.weights, np.float32))
    weights, hidden, bias, out = learner.values
    return {
        "features": np.asarray(vectorizer.feature_names_),
        "classes": np.asarray(["True"]),
        "weights": weights[:, None].astype(np.float16),
        "intercept": np.zeros(1, np.float32),
        "hidden": hidden.astype(np.float16),
        "bias": bias,
        "out": out,
    }


class Learner:
    """Weights of features, and a network of one layer of rectified units, learned by Adam with decay."""

    def __init__(
        self, matrix: csr_matrix, vectors: NDArray[np.float16], events: NDArray[np.int64], is_right: NDArray[np.bool_]
    ) -> None:
        self.matrix, self.vectors, self.is_right = matrix, vectors, is_right
        self.starts = np.flatnonzero(np.diff(events, prepend=-1, append=events[-1] + 1))
        self.rng = np.random.default_rng(0)
        width = vectors.shape[1]
        #: of features, of the hidden layer and its biases, of the output
        self.values = [
            np.zeros(matrix.shape[1], np.float32),
            self.rng.normal(0, width**-0.5, (width, HIDDEN)).astype(np.float32),
            np.zeros(HIDDEN, np.float32),
            self.rng.normal(0, HIDDEN**-0.5, HIDDEN).astype(np.float32),
        ]

    def train(self, counts: Floats) -> None:
        """Pass over all events several times, in an order of its own each."""
        moments = [(np.zeros_like(value), np.zeros_like(value)) for value in self.values]
        batches = [
            b
            for _ in range(PASSES)
            for b in np.array_split(self.rng.permutation(len(counts)), -(-len(counts) // BATCH))
        ]
        for step, batch in enumerate(batches, 1):
            pace = min(1.0, step / 100) * (1 - step / (len(batches) + 1))
            for number, gradient in enumerate(self.gradients(batch, counts[batch])):
                value, (first, second) = self.values[number], moments[number]
                first += 0.1 * (gradient - first)
                second += 0.001 * (gradient**2 - second)
                move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                rate = pace * (NETWORK_RATE if number else RATE)
                value -= rate * (move + DECAY * value if number else move)

    def gradients(self, batch: NDArray[np.int64], counts: Floats) -> list[Floats]:
        """Of the mean surprise at the right choices of some events, by all weights."""
        sizes = self.starts[batch + 1] - self.starts[batch]
        event = np.repeat(np.arange(len(batch)), sizes)
        first = np.cumsum(sizes) - sizes
        rows = self.starts[batch][event] + np.arange(len(event)) - first[event]
        weights, hidden, bias, out = self.values
        features, vectors, is_right = self.matrix[rows], self.vectors[rows].astype(np.float32), self.is_right[rows]
        vectors[:, : -len(ORIGINS)] *= (self.rng.random(len(batch)) >= BLIND)[event][:, None]
        kept = (self.rng.random((len(rows), HIDDEN)) >= DROPPED) / np.float32(1 - DROPPED)
        units = np.maximum(vectors @ hidden + bias, 0) * kept
        scores = features @ weights + units @ out
        odds = np.exp(scores - np.maximum.reduceat(scores, first)[event])
        every, right = np.add.reduceat(odds, first), np.add.reduceat(odds * is_right, first) + 1e-9
        surplus = (odds / every[event] - odds * is_right / right[event]) * (counts / counts.sum())[event]
        back = surplus[:, None] * out * kept * (units > 0)
        return [features.T @ surplus + PENALTY * weights, vectors.T @ back, back.sum(0), units.T @ surplus]
