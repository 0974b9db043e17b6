"""The shared encoder and its heads at run time: ONNX graphs with int8 weights.

The encoder forks after its lower layers: one branch serves trees and names, the other what actors do to each other.

The weights are made by `training`; a folder holds `encoder.onnx`, `heads.onnx`, `heads.npz`, `vocabulary.txt` and
`labels.json`, and what `context` reads. The graph of the heads holds no weights; it is given them when it is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from coopmetrics.language.vocabulary import Vocabulary

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ENCODER: Final = "encoder.onnx"
HEADS: Final = "heads.npz"
HEADS_GRAPH: Final = "heads.onnx"
VOCABULARY: Final = "vocabulary.txt"
LABELS: Final = "labels.json"
#: outputs of the encoder: what the heads of trees and names read, and what the head of pairs reads
FORM, MEANING = "form", "meaning"
#: affine layers of the graph of heads, each with the heads that it is put together from
LAYERS: Final = {
    "form": ("start", "tag", "part", "arcs", "relations", "entity_hidden"),
    "arc": ("arc",),
    "spans": ("entity", "thing"),
    "pairs": ("pairs.words",),
}
#: of a weight: without VNNI, sums of two products of 8 bits each overflow; 7 bits a weight do not
LARGEST: Final = 63
#: would put addition and norm into one operator, which takes four times as long
SLOW: Final = ("SkipLayerNormFusion", "BiasSkipLayerNormFusion")


class Pieces:
    """The word pieces of a folder, and their vectors: eight bits a number, a scale a piece."""

    def __init__(self, folder: Path) -> None:
        self.labels: dict[str, Any] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        pieces = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
        self.vocabulary = Vocabulary({piece: i for i, piece in enumerate(pieces)}, self.labels["shapes"])
        with np.load(folder / HEADS) as stored:
            self._vectors: NDArray[np.int8] = stored["embedding"]
            self._scale: Floats = stored["embedding_scale"].astype(np.float32)

    def vectors(self, pieces: Ints) -> Floats:
        """Give the vectors of pieces [pieces, width]."""
        return np.asarray(self._vectors[pieces] * self._scale[pieces, None])


@cache
def load_pieces(folder: Path) -> Pieces:
    """Load the pieces of a folder, once for all that read them."""
    return Pieces(folder)


def open_session(
    path: Path, threads: int, weights: Mapping[str, NDArray[Any]] | None = None
) -> onnxruntime.InferenceSession:
    """Load a graph, with the weights that it does not hold, which must live as long as the session."""
    options = onnxruntime.SessionOptions()
    if weights:
        given = [onnxruntime.OrtValue.ortvalue_from_numpy(values) for values in weights.values()]
        options.add_external_initializers([*weights], given)
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW
    )


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of words, one row a word: outputs of their graph, log-odds but for vectors."""

    #: whether a sentence begins [words, 1]
    start: Floats
    tag: Floats
    part: Floats
    #: vectors of words as what hangs on others, and as what others hang on
    arc_below: Floats
    arc_above: Floats
    relation_below: Floats
    relation_above: Floats
    #: tags of spans
    entity: Floats
    thing: Floats
    #: vectors that the head of pairs reads
    pairs: Floats


class Network:
    """The weights of one folder, loaded."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._session = open_session(folder / ENCODER, threads)
        self._pieces = load_pieces(folder)
        self.labels, self.vocabulary = self._pieces.labels, self._pieces.vocabulary
        with np.load(folder / HEADS) as stored:
            names = [name for name in stored.files if not name.startswith("embedding")]
            weights: dict[str, Floats] = {name: stored[name].astype(np.float32) for name in names}
        self._shapes = weights["shape.weight"]
        #: what trees are made with
        self.weights = {name: weights[name] for name in ("root", "root_relation", "relation", "relation_basis")}
        weights["arc.weight"], weights["arc.bias"] = weights["arc"][:-1], weights["arc"][-1]
        self._given = _eight_bits(weights)
        self._heads = open_session(folder / HEADS_GRAPH, threads, self._given)

    def encode(
        self, pieces: Sequence[int], shapes: Sequence[int], units: Sequence[int], words: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Give the vectors of a window's words for trees and names, and for pairs, [words, width] each.

        They are the means of their pieces' vectors. `units` are the first pieces of all words and separators in a row,
        `words` the places of the words among them.
        """
        embedded = self._pieces.vectors(np.asarray(pieces)) + self._shapes[np.asarray(shapes)]
        borders = np.array([*units, len(pieces)])
        first, sizes = borders[words], np.diff(borders)[words]
        read = self._session.run([FORM, MEANING], {"embedded": embedded[None]})
        form, meaning = (_means(vectors[0], first, sizes) for vectors in read)
        return form, meaning

    def read(self, form: Floats, meaning: Floats) -> Scores:
        """Let the heads read the words' vectors of both kinds."""
        names = [field.name for field in fields(Scores)]
        return Scores(*self._heads.run(names, {FORM: form, MEANING: meaning}))


def _eight_bits(weights: Mapping[str, Floats]) -> dict[str, NDArray[Any]]:
    """Give what `LAYERS` names: weights [in, out] in eight bits with a scale a column, and biases."""
    given: dict[str, NDArray[Any]] = {}
    for layer, heads in LAYERS.items():
        weight, bias = (
            np.concatenate([weights[f"{head}.{part}"] for head in heads], -1) for part in ("weight", "bias")
        )
        scale = np.abs(weight).max(0) / np.float32(LARGEST)
        given |= {f"{layer}.weight": np.rint(weight / scale).astype(np.int8), f"{layer}.scale": scale}
        given[f"{layer}.bias"] = bias
    # onnxruntime takes only what lies in memory row by row
    return {name: np.ascontiguousarray(values) for name, values in given.items()}


def _means(vectors: Floats, first: Ints, sizes: Ints) -> Floats:
    """Give the mean of each word's vectors, `sizes` in a row from `first` on; most words have one."""
    means = vectors[first]
    for piece in range(1, sizes.max()):
        longer = np.flatnonzero(sizes > piece)
        means[longer] += vectors[first[longer] + piece]
    several = np.flatnonzero(sizes > 1)
    means[several] /= sizes[several, None].astype(np.float32)
    return means


def gelu(values: Floats) -> Floats:
    """Gaussian error linear unit in its tanh form (Hendrycks and Gimpel 2016)."""
    result = np.float32(0.044715) * values  # in place, as the arrays are large
    result *= values
    result *= values
    result += values
    result *= np.float32(0.7978845608)
    np.tanh(result, out=result)
    result += np.float32(1.0)
    result *= values
    result *= np.float32(0.5)
    return result
