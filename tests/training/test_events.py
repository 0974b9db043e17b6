"""Training of the coder's linear models, on made-up examples."""

from __future__ import annotations

import pytest

from coopmetrics.events import model

pytest.importorskip("sklearn", reason="needs the training group")

from training.events import Examples, fit


def test_what_was_learned_is_what_is_scored() -> None:
    examples = Examples()
    for number in range(20):
        examples.add(["lemma=sign", "sense=SUPPORT"], "SUPPORT", str(number))
        examples.add(["lemma=meet", "sense=CONSULT"], "CONSULT", str(number))
        examples.add(["lemma=blame", f"rare={number}"], "ACCUSE", str(number))
    learned = model.from_arrays(fit("type", examples))
    found = learned.probabilities(["lemma=meet"])
    assert learned.classes[int(found.argmax())] == "CONSULT"
    assert not any(name.startswith("rare") for name in learned.index)


def test_a_decision_of_two_has_one_class() -> None:
    examples = Examples()
    for number in range(20):
        examples.add(["good"], "True", str(number))
        examples.add(["bad"], "False", str(number))
    learned = model.from_arrays(fit("keep", examples))
    assert learned.classes == ["True"]
    assert learned.probabilities(["good"])[0] > 0.5 > learned.probabilities(["bad"])[0]
