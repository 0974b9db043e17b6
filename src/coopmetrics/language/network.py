"""The shared encoder and its heads at run time: ONNX with int8 weights for the encoder, NumPy for the heads.

The encoder forks after its lower layers: one branch serves trees and names, the other what actors do to each other.

The weights are made by `training`; a folder holds `encoder.onnx`, `heads.npz`, `vocabulary.txt` and `labels.json`, and
what `context` reads.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
VOCABULARY: Final = "vocabulary.txt"
LABELS: Final = "labels.json"
#: outputs of the encoder: what the heads of trees and names read, and what the head of pairs reads
FORM, MEANING = "form", "meaning"
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


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """Load a graph."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW
    )


class Network:
    """The weights of one folder, loaded."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._session = open_session(folder / ENCODER, threads)
        self._pieces = load_pieces(folder)
        self.labels, self.vocabulary = self._pieces.labels, self._pieces.vocabulary
        with np.load(folder / HEADS) as stored:
            names = [name for name in stored.files if not name.startswith("embedding")]
            self.weights: dict[str, Floats] = {name: stored[name].astype(np.float32) for name in names}

    def encode(
        self, pieces: Sequence[int], shapes: Sequence[int], units: Sequence[int], words: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Give the vectors of a window's words for trees and names, and for pairs, [words, width] each.

        They are the means of their pieces' vectors. `units` are the first pieces of all words and separators in a row,
        `words` the places of the words among them.
        """
        embedded = self._pieces.vectors(np.asarray(pieces)) + self.weights["shape.weight"][np.asarray(shapes)]
        borders = np.array([*units, len(pieces)])
        first, sizes = borders[words], np.diff(borders)[words]
        read = self._session.run([FORM, MEANING], {"embedded": embedded[None]})
        form, meaning = (_means(vectors[0], first, sizes) for vectors in read)
        return form, meaning

    def linear(self, name: str, vectors: Floats) -> Floats:
        """Apply the affine layer of that name."""
        result: Floats = vectors @ self.weights[f"{name}.weight"]
        result += self.weights[f"{name}.bias"]
        return result


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
