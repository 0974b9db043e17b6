"""Scores to spans: the best tags that hold together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.language.spans import Tagging

TAGS = ["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG", "B-LOC", "I-LOC", "L-LOC", "U-LOC"]
TAGGING = Tagging(TAGS)


def spans(tags: list[str], starts: tuple[int, ...] = (0,)) -> list[tuple[int, int, str]]:
    """Decode scores of which each word prefers the tag given, and unsurely O."""
    scores = np.zeros((len(tags), len(TAGS)), np.float32)
    for i, tag in enumerate(tags):
        scores[i, TAGS.index(tag)] += 2
        scores[i, 0] += 1
    return TAGGING.spans(TAGGING.decode(scores, starts))


def test_tags_that_fit_are_taken() -> None:
    assert spans(["B-ORG", "I-ORG", "L-ORG", "O", "U-LOC"]) == [(0, 3, "ORG"), (4, 5, "LOC")]


def test_an_entity_that_does_not_end_is_dropped_or_ended() -> None:
    assert spans(["O", "I-ORG", "O"]) == []
    assert spans(["B-ORG", "L-LOC"]) in ([(0, 2, "ORG")], [(0, 2, "LOC")], [])


def test_no_entity_crosses_a_sentence() -> None:
    assert spans(["B-ORG", "L-ORG"], starts=(0, 1)) == []


@given(st.integers(1, 30), st.integers(0, 10_000))
def test_decoded_tags_always_hold_together(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, len(TAGS))).astype(np.float32)
    starts = sorted({0, count // 2})
    tags = [TAGS[i] for i in TAGGING.decode(scores, starts)]
    for i, tag in enumerate(tags):
        before = tags[i - 1] if i and i not in starts else "O"
        assert (tag[0] in "IL") == (before[0] in "BI")
        assert tag[0] not in "IL" or tag[2:] == before[2:]
    assert tags[-1][0] in "OLU"
