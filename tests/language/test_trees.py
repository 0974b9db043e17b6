"""Scores to trees: always one root, never a cycle, and the best there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.language.trees import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """Tell whether exactly one word hangs on the root and all lead to it."""
    for word in range(1, len(heads) + 1):
        steps, node = 0, word
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return heads.count(0) == 1


def test_best_heads_that_make_a_tree_are_taken() -> None:
    scores = np.array([[0, 0, 5, 0], [5, 0, 0, 0], [0, 0, 5, 0]], np.float32)
    assert best_tree(scores).tolist() == [2, 0, 2]


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    scores = np.array([[1, -9, 9], [4, 9, -9]], np.float32)
    assert best_tree(scores).tolist() == [2, 0]


def test_one_word_is_the_root() -> None:
    assert best_tree(np.array([[-3.0, 7.0]], np.float32)).tolist() == [0]


@given(st.integers(1, 4), st.integers(0, 10_000))
def test_the_tree_is_the_best_of_all(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    heads = best_tree(scores)
    assert is_tree(tuple(heads.tolist()))
    trees = [heads for heads in product(range(count + 1), repeat=count) if is_tree(heads)]
    best = max(sum(scores[i, head] for i, head in enumerate(tree)) for tree in trees)
    assert sum(scores[i, head] for i, head in enumerate(heads)) == pytest.approx(best, abs=1e-4)


@given(st.integers(5, 60), st.integers(0, 10_000))
def test_long_sentences_of_noise_become_trees(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    assert is_tree(tuple(best_tree(scores).tolist()))
