import numpy as np
import pytest

from coopmetrics.events import model


def arrays(classes: list[str], weights: list[list[float]]) -> dict[str, np.ndarray]:
    return {
        "features": np.asarray(["a", "b"]),
        "classes": np.asarray(classes),
        "weights": np.asarray(weights, dtype=np.float16),
        "intercept": np.zeros(len(classes), dtype=np.float32),
    }


def test_a_binary_model_gives_one_probability() -> None:
    binary = model.binary_from_arrays(arrays(["True"], [[2.0], [-2.0]]))
    assert binary.probability(["a"]) == pytest.approx(0.881, abs=0.001)
    assert binary.probability(["a", "b"]) == pytest.approx(0.5)
    assert binary.probability(["unknown"]) == pytest.approx(0.5)


def test_a_feature_counts_once_however_often_it_is_named() -> None:
    binary = model.binary_from_arrays(arrays(["True"], [[2.0], [-2.0]]))
    several = model.from_arrays(arrays(["x", "y"], [[3.0, 0.0], [0.0, 1.0]]))
    assert binary.log_odds(["a", "a"]) == binary.log_odds(["a"])
    assert several.probabilities(["a", "a"]) == pytest.approx(several.probabilities(["a"]))


def test_what_says_most_is_told_first() -> None:
    binary = model.binary_from_arrays(arrays(["True"], [[0.5], [-2.0]]))
    several = model.from_arrays(arrays(["x", "y"], [[3.0, 0.5], [0.0, 1.0]]))
    assert binary.strongest(["a", "b", "unknown"]) == [("b", -2.0), ("a", 0.5)]
    assert several.strongest(["b", "a"], "x", "y") == [("a", 2.5), ("b", -1.0)]


def test_probabilities_of_several_classes_add_up_to_one() -> None:
    several = model.from_arrays(arrays(["x", "y", "z"], [[3.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    found = several.probabilities(["a"])
    assert found.sum() == pytest.approx(1.0)
    assert several.classes[int(found.argmax())] == "x"


@pytest.mark.parametrize("name", ["type", "stage"])
def test_shipped_models_load(name: str) -> None:
    shipped = model.load(name)
    assert shipped.weights.shape == (len(shipped.index), len(shipped.classes))
    assert np.isfinite(shipped.weights).all()
