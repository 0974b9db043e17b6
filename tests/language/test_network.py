"""The heads in eight bits say what the weights say in full."""

import numpy as np
import pytest

from coopmetrics.language.annotator import NAME
from coopmetrics.language.engine import BUILTIN
from coopmetrics.language.network import HEADS, HEADS_GRAPH, Floats, Network, Scores, gelu

FOLDER = BUILTIN / NAME


@pytest.fixture(scope="module")
def weights() -> dict[str, Floats]:
    with np.load(FOLDER / HEADS) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files if not name.startswith("embedding")}


@pytest.fixture(scope="module")
def words() -> tuple[Floats, Floats]:
    form, meaning = np.random.default_rng(5).normal(size=(2, 300, 384)).astype(np.float32)
    return form, meaning


@pytest.fixture(scope="module")
def scores(words: tuple[Floats, Floats]) -> Scores:
    return Network(FOLDER).read(*words)


def _affine(weights: dict[str, Floats], name: str, vectors: Floats) -> Floats:
    return np.asarray(vectors @ weights[f"{name}.weight"] + weights[f"{name}.bias"])


def _is_near(found: Floats, exact: Floats) -> bool:
    assert found.shape == exact.shape
    return bool(np.std(found - exact) < 0.03 * np.std(exact))


@pytest.mark.parametrize("head", ["start", "tag", "part"])
def test_tags_are_scored_as_in_full(
    head: str, weights: dict[str, Floats], words: tuple[Floats, Floats], scores: Scores
) -> None:
    assert _is_near(getattr(scores, head), _affine(weights, head, words[0]))


def test_words_hang_together_as_in_full(
    weights: dict[str, Floats], words: tuple[Floats, Floats], scores: Scores
) -> None:
    asking, above = np.split(gelu(_affine(weights, "arcs", words[0])), 2, axis=1)
    assert _is_near(scores.arc_below, asking @ weights["arc"][:-1] + weights["arc"][-1])
    assert _is_near(scores.arc_above, above)
    below, above = np.split(gelu(_affine(weights, "relations", words[0])), 2, axis=1)
    assert _is_near(scores.relation_below, below)
    assert _is_near(scores.relation_above, above)


def test_spans_and_pairs_are_read_as_in_full(
    weights: dict[str, Floats], words: tuple[Floats, Floats], scores: Scores
) -> None:
    span = gelu(_affine(weights, "entity_hidden", words[0]))
    assert _is_near(scores.entity, _affine(weights, "entity", span))
    assert _is_near(scores.thing, _affine(weights, "thing", span))
    assert _is_near(scores.pairs, gelu(_affine(weights, "pairs.words", words[1])))


def test_the_graph_is_the_one_that_is_written_with_the_weights() -> None:
    export = pytest.importorskip("training.export", reason="needs onnx, as training does")
    with np.load(FOLDER / HEADS) as stored:
        made = export.heads_model({name: stored[name] for name in stored.files})
    assert made.SerializeToString() == (FOLDER / HEADS_GRAPH).read_bytes()
