"""Training of the coder's linear models, on made-up examples."""

from __future__ import annotations

import numpy as np
import pytest

from coopmetrics.events import model
from coopmetrics.language import ACTS

pytest.importorskip("sklearn", reason="needs the training group")

from training.events import Examples, Voices, fit, weigh


def test_what_was_learned_is_what_is_scored() -> None:
    examples = Examples()
    for number in range(20):
        examples.add(["lemma=sign", "sense=SUPPORT"], "SUPPORT")
        examples.add(["lemma=meet", "sense=CONSULT"], "CONSULT")
        examples.add(["lemma=blame", f"rare={number}"], "ACCUSE")
    learned = model.from_arrays(fit("type", examples))
    found = learned.probabilities(["lemma=meet"])
    assert learned.classes[int(found.argmax())] == "CONSULT"
    assert not any(name.startswith("rare") for name in learned.index)


def test_a_decision_of_two_has_one_class() -> None:
    examples = Examples()
    for _ in range(20):
        examples.add(["good"], "True")
        examples.add(["bad"], "False")
    arrays = fit("keep", examples)
    assert arrays["classes"].tolist() == ["True"]
    learned = model.binary_from_arrays(arrays)
    assert learned.probability(["good"]) > 0.5 > learned.probability(["bad"])


def test_a_voice_that_is_right_counts_more() -> None:
    right, wrong = np.full(len(ACTS), -3.0, np.float32), np.full(len(ACTS), -3.0, np.float32)
    right[ACTS.index("AID")] = wrong[ACTS.index("ACCUSE")] = -0.1
    numbers = [{"linear": 2.0 * sign, "named": float(number % 3)} for sign in (-1, 1) for number in range(30)]
    labels = [(voices, "AID") for voices in [{"linear": wrong, "named": right}] * 20]
    is_event = [n["linear"] > 0 for n in numbers]
    heard = Voices(numbers, is_event, [1.0] * 60, [*zip(numbers, is_event, strict=True)], labels, [])
    heard.alone = labels
    heard.stage = [({"linear": np.zeros(7, np.float32)}, "agreed")]
    learned = weigh(heard)
    assert all(learned[kind]["linear"] > abs(learned[kind]["named"]) for kind in ("keep", "pair"))
    assert learned["type"]["named"] > learned["type"]["linear"] == 0
