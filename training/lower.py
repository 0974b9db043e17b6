"""The encoder's lower layers as they are exported, for what is trained above them.

Eight bits change what these layers give, and that is what the layers above are given at run time: a reader trained on
vectors of single precision was right two points less often once exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from coopmetrics.language.network import ENCODER, Network
from coopmetrics.language.pairs import LOWER


class Lower:
    """The lower layers of the encoder in an exported folder."""

    def __init__(self, folder: Path) -> None:
        self._network = Network(folder)
        self._output = f"hidden.{LOWER}"
        model = onnx.load(folder / ENCODER)
        model.graph.output.append(onnx.helper.make_empty_tensor_value_info(self._output))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, pieces: Sequence[int], shapes: Sequence[int]) -> Tensor:
        """Give the vectors of a window's pieces [pieces, width]."""
        embedded = self._network.embed(pieces, shapes)[None]
        return torch.from_numpy(self._session.run([self._output], {"embedded": embedded})[0][0])


def climb(layers: Sequence[nn.Module], hidden: Tensor, absent: Tensor) -> Tensor:
    """Apply further layers to vectors [windows, pieces, width] of which some are absent [windows, pieces]."""
    bias = torch.zeros(len(hidden), 1, 1, hidden.shape[1]).masked_fill(absent[:, None, None], -1e9)
    for layer in layers:
        result = layer(hidden, bias)
        hidden = result[0] if isinstance(result, tuple) else result
    return hidden
