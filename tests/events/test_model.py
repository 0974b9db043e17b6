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
    binary = model.from_arrays(arrays(["True"], [[2.0], [-2.0]]))
    assert binary.probabilities(["a"])[0] == pytest.approx(0.881, abs=0.001)
    assert binary.probabilities(["a", "b"])[0] == pytest.approx(0.5)
    assert binary.probabilities(["unknown"])[0] == pytest.approx(0.5)


def test_a_feature_counts_once_however_often_it_is_named() -> None:
    binary = model.from_arrays(arrays(["True"], [[2.0], [-2.0]]))
    assert binary.probabilities(["a", "a"]) == pytest.approx(binary.probabilities(["a"]))


def test_probabilities_of_several_classes_add_up_to_one() -> None:
    several = model.from_arrays(arrays(["x", "y", "z"], [[3.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    found = several.probabilities(["a"])
    assert found.sum() == pytest.approx(1.0)
    assert several.classes[int(found.argmax())] == "x"


@pytest.mark.parametrize("name", ["keep", "type", "stage"])
def test_shipped_models_load(name: str) -> None:
    shipped = model.load(name)
    assert shipped.weights.shape == (len(shipped.index), len(shipped.classes))
    assert np.isfinite(shipped.weights).all()
