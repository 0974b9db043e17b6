"""The model that tells which of two sides acts, on coded articles; see `coder`.

A logistic regression over what the two sides have that the other has not (`coopmetrics.events.direction`): the one who
acts is to have the higher score. It has no intercept, as there is no first of the two. What it learns from are
candidates that state a coded row of one direction, and sentences with marked sides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.events import GoldArticle
from coopmetrics.document import Document
from coopmetrics.events import direction, features
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.direction import Side
from coopmetrics.events.features import Setting
from training import events

NAME = "direction"
#: features that tell fewer pairs apart are left out
MIN_COUNT = 6
#: inverse strength of regularisation
STRENGTH = 0.06


@dataclass(slots=True)
class Examples:
    """Who acts, who is acted on, and the weight of each example."""

    doers: list[Side] = field(default_factory=list)
    others: list[Side] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, act: Candidate, event_type: str, setting: Setting, doer: str, weight: float) -> None:
        """Add an act of the two sides of a candidate, by the code of who does it."""
        assert act.target is not None
        source, target = direction.sides(act, act.target, event_type, setting)
        is_source = act.source.actor.mention.country_code == doer
        self.doers.append(source if is_source else target)
        self.others.append(target if is_source else source)
        self.weights.append(weight)


def add(document: Document, article: GoldArticle, examples: Examples) -> None:
    """Add the rows of one parsed article; the candidates that state one share its weight."""
    for at in events.compared(document, article):
        stated = [(c, row) for c, row in zip(at.candidates, at.stated, strict=True) if row and _is_directed(c, row)]
        shares = Counter(id(row) for _, row in stated)
        setting = features.setting(document, at.sentence_no, at.cast, at.candidates, alone=False)
        for candidate, row in stated:
            examples.add(candidate, row["type"], setting, row["source"], 1 / shares[id(row)])


def add_marked(act: events.Marked, examples: Examples, weight: float) -> None:
    """Add an act of two marked sides."""
    if not act.is_mutual:
        examples.add(act.candidate, act.type, act.setting, events.DOER, weight)


def _is_directed(candidate: Candidate, row: dict[str, Any]) -> bool:
    return not row.get("reciprocal") and len(candidate.countries) > 1 and None not in candidate.countries


def fit(examples: Examples) -> dict[str, Any]:
    """Train the model and return its arrays, in the form of `coopmetrics.events.direction`."""
    told = [_difference(*pair) for pair in zip(examples.doers, examples.others, strict=True)]
    counts = Counter(name for found in told for name in found)
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform({f: v for f, v in found.items() if counts[f] >= MIN_COUNT} for found in told)
    vectors = np.stack([d.vector - o.vector for d, o in zip(examples.doers, examples.others, strict=True)])
    # every second pair the other way round: the regression needs both answers
    signs = 1 - 2 * (np.arange(len(told)) % 2)
    both = hstack([matrix, csr_matrix(vectors)]).multiply(signs[:, None]).tocsr()
    regression = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=400)
    regression.fit(both, signs > 0, sample_weight=examples.weights)
    of_features, of_vector = np.split(regression.coef_[0], [matrix.shape[1]])
    return {
        "features": np.asarray(vectorizer.feature_names_),
        "classes": np.asarray(["True"]),
        "weights": of_features[:, None].astype(np.float16),
        "intercept": np.zeros(1, np.float32),
        "vector": of_vector.astype(np.float16),
    }


def _difference(doer: Side, other: Side) -> dict[str, float]:
    """What only one of the two has: 1 for who acts, -1 for the other."""
    own, others = set(doer.features), set(other.features)
    return dict.fromkeys(own - others, 1.0) | dict.fromkeys(others - own, -1.0)
