"""A measured figure, and the usual ones over sets."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Set
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured number: what of, its value (a share of 1 unless `what` says otherwise), over how many cases."""

    what: str
    value: float
    n: int


def precision_recall_f1(what: str, said: Set[Hashable], true: Set[Hashable]) -> Iterator[Figure]:
    """Compare what was said with what is true; a share of nothing is 0."""
    right = len(said & true)
    yield Figure(f"{what}: precision", right / max(len(said), 1), len(said))
    yield Figure(f"{what}: recall", right / max(len(true), 1), len(true))
    yield Figure(f"{what}: F1", 2 * right / max(len(said) + len(true), 1), len(true))
