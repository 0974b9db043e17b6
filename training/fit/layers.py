"""The encoder as it is trained: shared lower layers, and a branch above them for form and one for meaning.

The weights ship in eight bits, and what a layer is given is brought to eight bits too (`training.export`). Once
`Linear.eight_bits` is set, layers compute as if it were so already, and learn to live with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENTION_HEADS, LAYERS, LOWER = 384, 12, 6, 3
DROPOUT = 0.1
#: numbers of the mask piece and of the first piece that is no sign or separator
MASK, FIRST_WORD = 103, 1000


class Linear(nn.Linear):
    """An affine layer that can compute in eight bits, as ONNX Runtime's dynamic quantisation does."""

    eight_bits = False

    def forward(self, values: Tensor) -> Tensor:
        """Apply it to [windows, pieces, width]."""
        if not Linear.eight_bits:
            return functional.linear(values, self.weight, self.bias)
        return functional.linear(_rounded_inputs(values), _rounded_weights(self.weight), self.bias)


def _rounded_inputs(values: Tensor) -> Tensor:
    """Round to 256 steps between the least and the greatest value of each window; gradients pass."""
    with torch.no_grad():
        low = values.amin((1, 2), keepdim=True).clamp(max=0)
        step = ((values.amax((1, 2), keepdim=True).clamp(min=0) - low) / 255).clamp(min=1e-8)
        zero = torch.round(-low / step)
        change = ((torch.round(values / step) + zero).clamp(0, 255) - zero) * step - values
    return values + change


def _rounded_weights(weights: Tensor) -> Tensor:
    """Round each row to 129 steps: without VNNI, sums of two products of 8 bits overflow."""
    with torch.no_grad():
        step = (weights.abs().amax(1, keepdim=True) / 64).clamp(min=1e-8)
        change = torch.round(weights / step) * step - weights
    return weights + change


class Layer(nn.Module):
    """Attention, then a feed-forward network, each with a skip connection and a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.mixed = Linear(WIDTH, WIDTH)
        self.mixed_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = Linear(WIDTH, 4 * WIDTH)
        self.narrow = Linear(4 * WIDTH, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, present: Tensor) -> Tensor:
        """Apply it to [windows, pieces, WIDTH], of which those `present` [windows, pieces] are looked at."""
        # what is absent must not widen the range of what is rounded
        kept = present[..., None]
        qkv = self.qkv(hidden * kept).view(*hidden.shape[:2], 3, ATTENTION_HEADS, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, present[:, None, None])
        attended = attended.transpose(1, 2).reshape(hidden.shape)
        hidden = self.mixed_norm(hidden + self.drop(self.mixed(attended * kept)))
        wide = functional.gelu(self.wide(hidden * kept))
        return self.narrow_norm(hidden + self.drop(self.narrow(wide * kept)))


def climb(layers: nn.ModuleList, hidden: Tensor, present: Tensor) -> Tensor:
    """Apply layers one after the other."""
    for layer in layers:
        hidden = layer(hidden, present)
    return hidden


class Encoder(nn.Module):
    """Pieces and shapes [windows, pieces] to vectors [windows, pieces, WIDTH]; the pieces' own vectors stay fixed."""

    def __init__(self, embedding: Tensor, positions: int, shapes: int) -> None:
        super().__init__()
        self.register_buffer("embedding", embedding, persistent=False)
        self.positions = nn.Parameter(torch.zeros(positions, WIDTH))
        self.shape = nn.Embedding(shapes + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.lower = nn.ModuleList(Layer() for _ in range(LOWER))
        self.form = nn.ModuleList(Layer() for _ in range(LAYERS - LOWER))
        self.meaning = nn.ModuleList(Layer() for _ in range(LAYERS - LOWER))
        nn.init.normal_(self.shape.weight, std=0.02)

    def begin(self, pieces: Tensor, shapes: Tensor, present: Tensor) -> Tensor:
        """Give what the lower layers make of a window."""
        hidden = self.embedding[pieces] + self.shape(shapes) + self.positions[: pieces.shape[1]]
        return climb(self.lower, self.norm(hidden), present)

    def fork(self) -> None:
        """Let the branch for form start from the layers of that for meaning."""
        self.form.load_state_dict(self.meaning.state_dict())


def from_bert(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the weights of a BERT encoder of six layers to those of an `Encoder`, but for the branch for form."""
    made = {
        "positions": state["embeddings.position_embeddings.weight"]
        + state["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": state["embeddings.LayerNorm.weight"],
        "norm.bias": state["embeddings.LayerNorm.bias"],
    }
    parts = {
        "mixed": "attention.output.dense",
        "mixed_norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "narrow_norm": "output.LayerNorm",
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        name = f"lower.{number}" if number < LOWER else f"meaning.{number - LOWER}"
        for kind in ("weight", "bias"):
            sides = [state[f"{layer}.attention.self.{side}.{kind}"] for side in ("query", "key", "value")]
            made[f"{name}.qkv.{kind}"] = torch.cat(sides)
            for part, path in parts.items():
                made[f"{name}.{part}.{kind}"] = state[f"{layer}.{path}.{kind}"]
    return made


def some_hidden(pieces: Tensor, share: float) -> Tensor:
    """Put the mask piece in place of a few others."""
    hidden = (torch.rand(pieces.shape, device=pieces.device) < share) & (pieces >= FIRST_WORD)
    return pieces.masked_fill(hidden, MASK)


def word_means(vectors: Tensor, words: Tensor, count: int) -> Tensor:
    """Mean the vectors of pieces [pieces, width] that belong to the same of `count` words; -1 is no word's."""
    place = torch.where(words < 0, count, words)
    sums = vectors.new_zeros(count + 1, vectors.shape[1]).index_add(0, place, vectors)
    sizes = torch.bincount(place, minlength=count + 1).clamp(min=1)
    return (sums / sizes[:, None])[:count]


def gelu(values: Tensor) -> Tensor:
    """GELU in its tanh form, as the package computes it in the heads."""
    return functional.gelu(values, approximate="tanh")


def padded(rows: Sequence[Sequence[int]], value: int, length: int | None = None) -> Tensor:
    """Lay rows of numbers out as one tensor."""
    longest = length or max(map(len, rows))
    return torch.tensor([[*row, *[value] * (longest - len(row))] for row in rows])
