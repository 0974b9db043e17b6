"""Fit the weights by which `resolve.names` decides whether two names are one person's.

    python -m training.name_weights NAME_PAIRS.csv

The file has columns schema, name1, name2, is_match; rows of schema Person count. Writes
`src/coopmetrics/reference/name_weights.csv` and prints F1 in ten-fold cross-validation.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coopmetrics.resolve.names import Comparison, compare

WEIGHTS = Path(__file__).parents[1] / "src/coopmetrics/reference/name_weights.csv"
RIDGE = 1.0
FOLDS = 10
COMMENTS = {
    "intercept": "",
    "weakest": "similarity of the least similar pair of words",
    "weakest_letters": "letters in that pair's longer word",
    "crossed": "neighbouring pairs in another order",
    "single": "one of the names is a single word",
    "whole": "similarity of all words sorted and run together",
}
Matrix = NDArray[np.float64]


def load(path: Path) -> tuple[Matrix, NDArray[np.bool_]]:
    """Read the pairs as features (one row a pair, intercept first) and labels."""
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["schema"] == "Person"]
    compared = [(compare(row["name1"], row["name2"]), row["is_match"].lower() == "true") for row in pairs]
    rows = [[1.0, *astuple(comparison)] for comparison, _ in compared if comparison]
    return np.array(rows, float), np.array([match for comparison, match in compared if comparison])


def fit(features: Matrix, labels: NDArray[np.bool_]) -> Matrix:
    """Fit logistic regression with a ridge penalty on standardised features, by Newton's method."""
    mean, scale = features.mean(0), features.std(0)
    mean[0], scale[0] = 0.0, 1.0
    x = (features - mean) / scale
    weights, penalty = np.zeros(x.shape[1]), np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - labels) + penalty @ weights
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + penalty, gradient)
    weights /= scale
    weights[0] -= weights[1:] @ mean[1:]
    return weights


def cross_validated_f1(features: Matrix, labels: NDArray[np.bool_]) -> float:
    """F1 of the matches when each fold is decided by weights fitted on the others."""
    fold = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    said = np.zeros_like(labels)
    for held_out in range(FOLDS):
        weights = fit(features[fold != held_out], labels[fold != held_out])
        said[fold == held_out] = features[fold == held_out] @ weights > 0
    return float(2 * (said & labels).sum() / (said.sum() + labels.sum()))


def main(path: Path) -> None:
    """Fit, measure and write."""
    features, labels = load(path)
    print(f"{len(labels)} pairs, F1 {cross_validated_f1(features, labels):.3f} in {FOLDS}-fold cross-validation")
    names = ("intercept", *Comparison.__slots__)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight", "comment"))
        for name, weight in zip(names, fit(features, labels), strict=True):
            writer.writerow((name, f"{weight:.4f}", COMMENTS[name]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
