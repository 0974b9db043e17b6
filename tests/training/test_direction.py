"""The model of directions learns who acts from features and from vectors."""

import numpy as np
import pytest

from coopmetrics.events import direction
from coopmetrics.events.direction import Side

training_direction = pytest.importorskip("training.direction", reason="needs scikit-learn, as training does")


def learned(*, tells_by_name: bool) -> direction.DirectionModel:
    """Of many pairs of which the subject acts, or the one whose vector points up."""
    examples, rng = training_direction.Examples(), np.random.default_rng(0)
    for _ in range(200):
        noise = rng.normal(0, 0.1, (2, 4)).astype(np.float32)
        up = np.float32(not tells_by_name)
        names = ("relation=subj", "relation=obj") if tells_by_name else ("kind=country", "kind=country")
        examples.doers.append(Side([names[0], "pronoun=False"], noise[0] + up))
        examples.others.append(Side([names[1], "pronoun=False"], noise[1] - up))
        examples.weights.append(1.0)
    return direction.from_arrays(training_direction.fit(examples))


def test_features_tell_who_acts() -> None:
    model, neutral = learned(tells_by_name=True), np.zeros(4, np.float32)

    assert model.score(Side(["relation=subj"], neutral)) > model.score(Side(["relation=obj"], neutral))
    assert "pronoun=False" not in model.linear.weights


def test_vectors_tell_it_where_features_do_not() -> None:
    model = learned(tells_by_name=False)

    assert model.score(Side([], np.ones(4, np.float32))) > model.score(Side([], -np.ones(4, np.float32)))
