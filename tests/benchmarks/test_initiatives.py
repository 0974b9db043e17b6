"""Comparison of initiatives told by hand with those that were found."""

from __future__ import annotations

from benchmarks.accuracy.initiatives import figures

PAIR = ("KEN", "NOR")
TOLD = [
    {"article": "a", "title": "wind farm at Turkana", "countries": ["KEN", "NOR"], "sentence_starts": [0, 100]},
    {"article": "a", "title": "fish exports", "countries": ["KEN", "NOR"], "sentence_starts": [200]},
]


def test_sentences_that_come_together_are_compared_with_those_that_belong_together() -> None:
    found = {
        ("a", (0, 90), PAIR): {"1": "wind farm"},
        ("a", (100, 190), PAIR): {"1": "wind farm"},
        ("a", (200, 290), PAIR): {"1": "wind farm"},
    }
    values = {figure.what: figure.value for figure in figures(TOLD, found)}
    assert values["sentences of one thing: precision"] == 1 / 3
    assert values["sentences of one thing: recall"] == 1
    assert values["title, F1 of its words"] == (0.8 + 0) / 2


def test_what_is_told_between_others_is_not_compared() -> None:
    found = {("a", (0, 90), ("KEN", "SWE")): {"1": "wind farm"}}
    assert [figure.n for figure in figures(TOLD, found)] == [0, 0, 0, 2]
