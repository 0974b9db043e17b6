"""The model that chooses an event's date, on coded articles; see `coder`.

A conditional logit: of all dates that an event may have (`coopmetrics.events.dates.choices`), the right one is to have
the highest score. Articles whose rows have no precision were coded without care for dates, and are left out. The rows
of one article are much alike, so many of them count less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer

from benchmarks.accuracy.events import GoldArticle, Row, sentence_of
from coopmetrics.document import Document
from coopmetrics.events import dates
from coopmetrics.events.date_settings import Setting
from training.questions import predicate_token

NAME = "date"
#: rarer features are left out
MIN_COUNT = 4
#: strength of regularisation
PENALTY = 2.0
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Examples:
    """Choices of all events, one after the other: features, number of the event, and whether it is right."""

    features: list[list[str]] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    is_right: list[bool] = field(default_factory=list)
    #: one for each event
    weights: list[float] = field(default_factory=list)

    def add(self, choices: dict[dates.EventDate, list[str]], on: str | None, weight: float) -> None:
        """Add an event with a coded date; one that is not among the choices teaches nothing."""
        right = [is_same(when, on) for when in choices]
        if any(right):
            self.features += choices.values()
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
    """Train the model and return its arrays, in the form of `coopmetrics.events.model`."""
    counts = Counter(name for found in examples.features for name in set(found))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform({f: 1.0 for f in found if counts[f] >= MIN_COUNT} for found in examples.features)
    weights = _weights(matrix, np.array(examples.events), np.array(examples.is_right), np.array(examples.weights))
    return {
        "features": np.asarray(vectorizer.feature_names_),
        "classes": np.asarray(["True"]),
        "weights": weights[:, None].astype(np.float16),
        "intercept": np.zeros(1, np.float32),
    }


def _weights(matrix: csr_matrix, event: NDArray[np.int64], is_right: NDArray[np.bool_], counts: Floats) -> Floats:
    """Find the weights under which the right choices are likeliest."""
    starts = np.flatnonzero(np.diff(event, prepend=-1))

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[event])
        every, right = np.add.reduceat(odds, starts), np.add.reduceat(odds * is_right, starts) + 1e-12
        surplus = odds / every[event] - odds * is_right / right[event]
        value = (counts * np.log(every / right)).sum() + PENALTY * (weights**2).sum()
        return float(value), matrix.T @ (surplus * counts[event]) + 2 * PENALTY * weights

    return minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
