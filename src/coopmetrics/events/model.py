"""Linear models over named features: loading and scoring.

A model is an `.npz` file with `features` (sorted names), `classes` and `weights` (features x classes, float16), and
`intercept`; that of dates has more (see `dates`). It is trained by `training/coder.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial logistic regression over sets of named features; one class means a binary model."""

    classes: list[str]
    index: dict[str, int]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def scores(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Log odds of each class, but for a constant."""
        rows = [row for name in dict.fromkeys(features) if (row := self.index.get(name)) is not None]
        # faster than indexing and `sum` where the rows are few
        return np.asarray(np.add.reduce(self.weights.take(np.array(rows, np.intp), axis=0)) + self.intercept)

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Probability of each class (of the one class, where the model is binary)."""
        scores = self.scores(features)
        if len(self.classes) == 1:
            return np.asarray(1.0 / (1.0 + np.exp(-scores)))
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum())

    def strongest(self, features: Iterable[str], label: str, other: str | None = None) -> list[tuple[str, float]]:
        """What each feature adds to a class's score, or to its lead over another's, largest first.

        Classes that the model does not know have no score.
        """
        column = self._column(label) - (self._column(other) if other else 0)
        known = (name for name in dict.fromkeys(features) if name in self.index)
        return sorted(((name, float(column[self.index[name]])) for name in known), key=lambda pair: -abs(pair[1]))

    def _column(self, label: str) -> NDArray[np.float32]:
        return (
            self.weights[:, self.classes.index(label)]
            if label in self.classes
            else np.zeros(len(self.weights), np.float32)
        )


#: environment variable that names a folder of other weights than the shipped ones, for measuring
FOLDER: Final = "COOPMETRICS_EVENT_WEIGHTS"


def folder() -> Traversable:
    """Where the weights of all models lie: the folder that `FOLDER` names, else the package's."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else resources.files("coopmetrics.events") / "weights"


@cache
def load(name: str) -> LinearModel:
    """A model by name."""
    return from_arrays(arrays(name))


def arrays(name: str) -> dict[str, Any]:
    """Read a model's stored arrays."""
    with (folder() / f"{name}.npz").open("rb") as file, np.load(file) as stored:
        return dict(stored)


def from_arrays(arrays: dict[str, Any]) -> LinearModel:
    """A model from its stored arrays."""
    return LinearModel(
        classes=[str(name) for name in arrays["classes"]],
        index={str(name): row for row, name in enumerate(arrays["features"])},
        weights=arrays["weights"].astype(np.float32),
        intercept=arrays["intercept"].astype(np.float32),
    )
