"""A measured figure, and the usual ones over sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
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


def f1_by_label(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Give the F1 of each gold label, of pairs of a gold label and the one found."""
    pairs = list(pairs)
    right = Counter(gold for gold, found in pairs if gold == found)
    golds, founds = Counter(gold for gold, _ in pairs), Counter(found for _, found in pairs)
    return {label: 2 * right[label] / (golds[label] + founds[label]) for label in golds}


def mean(values: Mapping[str, float]) -> float:
    """Give the mean of what each label has, rare ones counting as much as others."""
    return sum(values.values()) / len(values)


def confusions(what: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Figure]:
    """Tell which labels are taken for which others more than once, most frequent first: shares of the gold label."""
    pairs = list(pairs)
    golds = Counter(gold for gold, _ in pairs)
    wrong = Counter((gold, found) for gold, found in pairs if gold != found)
    for (gold, found), count in sorted(wrong.items(), key=lambda item: (-item[1], item[0])):
        if count > 1:
            yield Figure(f"{what} of gold {gold} read as {found or 'nothing'}", count / golds[gold], golds[gold])
