"""Linear models over named features: loading and scoring.

A model is an `.npz` file with `features` (sorted names), `classes` and `weights` (features x classes, float16), and
`intercept`. One of yes and no has one class; those of dates and directions have more arrays (see there).
`training/coder.py` trains them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial logistic regression over sets of named features."""

    classes: list[str]
    index: dict[str, int]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Probability of each class."""
        rows = [row for name in dict.fromkeys(features) if (row := self.index.get(name)) is not None]
        # faster than indexing and `sum` where the rows are few
        scores = np.add.reduce(self.weights.take(np.array(rows, np.intp), axis=0)) + self.intercept
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum())

    def strongest(self, features: Iterable[str], label: str, other: str) -> list[tuple[str, float]]:
        """What each feature adds to a class's lead over another, largest first.

        Classes that the model does not know have no score.
        """
        column = self._column(label) - self._column(other)
        known = (name for name in dict.fromkeys(features) if name in self.index)
        return _largest((name, float(column[self.index[name]])) for name in known)

    def _column(self, label: str) -> NDArray[np.float32]:
        return (
            self.weights[:, self.classes.index(label)]
            if label in self.classes
            else np.zeros(len(self.weights), np.float32)
        )


@dataclass(frozen=True, slots=True)
class BinaryModel:
    """Logistic regression over sets of named features; asked so often that it does without arrays."""

    weights: dict[str, float]
    intercept: float = 0.0

    def log_odds(self, features: Iterable[str]) -> float:
        """Log odds of yes."""
        return self.intercept + sum(map(self.weights.get, dict.fromkeys(features), repeat(0.0)))

    def probability(self, features: Iterable[str]) -> float:
        """Probability of yes."""
        return 1 / (1 + math.exp(-self.log_odds(features)))

    def strongest(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """What each feature adds to the log odds, largest first."""
        return _largest((name, self.weights[name]) for name in dict.fromkeys(features) if name in self.weights)


def _largest(shares: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(shares, key=lambda pair: -abs(pair[1]))


#: environment variable that names a folder of other weights than the shipped ones, for measuring
FOLDER: Final = "COOPMETRICS_EVENT_WEIGHTS"


def folder() -> Traversable:
    """Where the weights of all models lie: the folder that `FOLDER` names, else the package's."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else resources.files("coopmetrics.events") / "weights"


@cache
def load(name: str) -> LinearModel:
    """A model of several classes by name."""
    return from_arrays(arrays(name))


@cache
def load_binary(name: str) -> BinaryModel:
    """A model of yes and no by name."""
    return binary_from_arrays(arrays(name))


def arrays(name: str) -> dict[str, Any]:
    """Read a model's stored arrays."""
    with (folder() / f"{name}.npz").open("rb") as file, np.load(file) as stored:
        return dict(stored)


def from_arrays(arrays: dict[str, Any]) -> LinearModel:
    """A model of several classes from its stored arrays."""
    return LinearModel(
        classes=[str(name) for name in arrays["classes"]],
        index={str(name): row for row, name in enumerate(arrays["features"])},
        weights=arrays["weights"].astype(np.float32),
        intercept=arrays["intercept"].astype(np.float32),
    )


def binary_from_arrays(arrays: dict[str, Any]) -> BinaryModel:
    """A model of yes and no from its stored arrays."""
    weights = arrays["weights"][:, 0].astype(float).tolist()
    return BinaryModel(dict(zip(map(str, arrays["features"]), weights, strict=True)), float(arrays["intercept"][0]))
