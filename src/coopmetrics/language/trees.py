"""Scores of heads to trees: for each sentence the best tree with one root (Chu and Liu 1965; Edmonds 1967).

Nearly always each word's best head already gives a tree, which is found by a walk; the rest is contracted cycle by
cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Heads = NDArray[np.int64]

_NEVER: Final = -1e9


def best_tree(scores: Floats) -> Heads:
    """Give each word's head, words counted from 1 and the root 0.

    `scores[i, j]` is how well head j suits word i + 1; it has one more column than rows.
    """
    heads: Heads = scores.argmax(1)
    if np.count_nonzero(heads == 0) == 1 and _cycle([0, *heads.tolist()]) is None:
        return heads
    square = np.full((len(scores) + 1, len(scores) + 1), _NEVER, np.float64)
    square[1:] = scores
    np.fill_diagonal(square, _NEVER)
    others = square[1:, 1:].max(1)  # best heads of words that are not the root
    bounds = others.sum() - others + scores[:, 0]  # no tree with that root scores higher
    best, most = heads, -np.inf
    for root in (np.argsort(bounds)[::-1] + 1).tolist():
        if bounds[root - 1] <= most:
            break
        tree = _rooted_at(root, square)
        total = square[np.arange(1, len(square)), tree].sum()
        if total > most:
            best, most = tree, total
    return best


def _rooted_at(root: int, square: NDArray[np.float64]) -> Heads:
    scores = square.copy()
    scores[:, 0] = _NEVER * 2
    scores[root] = _NEVER
    scores[root, 0] = 0.0
    return np.array(_span(scores)[1:], np.int64)


def _span(scores: NDArray[np.float64]) -> list[int]:
    """Give the heads of the best tree that spans all nodes from node 0; that of node 0 is 0."""
    heads = [0, *scores[1:].argmax(1).tolist()]
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    outside = np.array([node for node in range(len(scores)) if node not in set(cycle)])
    kept = scores[inside, [heads[node] for node in cycle]]
    entering = scores[np.ix_(inside, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, inside)]
    contracted = np.full((len(outside) + 1, len(outside) + 1), _NEVER * 4)
    contracted[:-1, :-1] = scores[np.ix_(outside, outside)]
    contracted[-1, :-1] = entering.max(0)
    contracted[:-1, -1] = leaving.max(1)
    solved = _span(contracted)
    for i in range(1, len(outside)):
        above = solved[i]
        heads[outside[i]] = int(inside[leaving[i].argmax()]) if above == len(outside) else int(outside[above])
    entry = solved[-1]
    broken = cycle[int(entering[:, entry].argmax())]
    heads[broken] = int(outside[entry])
    return heads


def _cycle(heads: Sequence[int]) -> list[int] | None:
    """Give the nodes of a cycle, or None where every node leads to node 0."""
    seen = [0] * len(heads)
    seen[0] = -1
    for start in range(1, len(heads)):
        node = start
        while not seen[node]:
            seen[node] = start
            node = heads[node]
        if seen[node] == start:
            cycle = [node]
            while (node := heads[node]) != cycle[0]:
                cycle.append(node)
            return cycle
        node = start
        while seen[node] == start:
            seen[node] = -1
            node = heads[node]
    return None
