"""The encoder as it is trained: shared lower layers, and a branch above them for form and one for meaning.

The weights ship in eight bits, and what a layer is given is brought to eight bits too (`training.export`). Once
`Linear.eight_bits` is set, layers compute as if it were so already, and learn to live with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENTION_HEADS = 384, 12
DROPOUT = 0.1
#: distances between pieces that attention tells apart at most
FARTHEST = 128
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


Branch = Literal["form", "meaning"]
BRANCHES: Final[tuple[Branch, ...]] = get_args(Branch)


@dataclass(frozen=True, slots=True)
class Size:
    """How large an encoder is, and of what make."""

    width: int
    #: numbers between the two products of a feed-forward network
    inner: int
    #: layers that both branches share, and layers of each branch
    lower: int
    upper: int
    epsilon: float
    linear: type[nn.Linear]
    #: classes of distances between pieces that attention heeds, 0 if it heeds none
    distances: int = 0


#: what is fitted to labels, from all six layers of the general encoder
FULL = Size(WIDTH, 1536, 3, 3, 1e-12, Linear)
#: what ships, made from it (`training.fit.smaller`)
SMALL = Size(WIDTH, 768, 3, 2, 1e-12, Linear)
#: the teacher's, as MPNet's
LARGE = Size(768, 3072, 6, 6, 1e-5, nn.Linear, distances=32)


class Layer(nn.Module):
    """Attention, then a feed-forward network, each with a skip connection and a norm."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.qkv = size.linear(size.width, 3 * size.width)
        self.mixed = size.linear(size.width, size.width)
        self.mixed_norm = nn.LayerNorm(size.width, eps=size.epsilon)
        self.wide = size.linear(size.width, size.inner)
        self.narrow = size.linear(size.inner, size.width)
        self.narrow_norm = nn.LayerNorm(size.width, eps=size.epsilon)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, kept: Tensor, seen: Tensor) -> Tensor:
        """Apply it to [windows, pieces, width]; absent pieces are not `kept`, and `seen` is what attention masks."""
        # what is absent must not widen the range of what is rounded
        qkv = self.qkv(hidden * kept).view(*hidden.shape[:2], 3, ATTENTION_HEADS, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        seen = seen if seen.dtype == torch.bool else seen.to(query.dtype)
        attended = functional.scaled_dot_product_attention(query, key, value, seen)
        attended = attended.transpose(1, 2).reshape(hidden.shape)
        hidden = self.mixed_norm(hidden + self.drop(self.mixed(attended * kept)))
        wide = functional.gelu(self.wide(hidden * kept))
        return self.narrow_norm(hidden + self.drop(self.narrow(wide * kept)))


class Encoder(nn.Module):
    """Pieces and shapes [windows, pieces] to vectors [windows, pieces, width]; the pieces' own vectors stay fixed."""

    def __init__(self, embedding: Tensor, positions: int, shapes: int, size: Size) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("embedding", embedding, persistent=False)
        self.positions = nn.Parameter(torch.zeros(positions, size.width))
        self.shape = nn.Embedding(shapes + 1, size.width)
        self.norm = nn.LayerNorm(size.width, eps=size.epsilon)
        self.lower = nn.ModuleList(Layer(size) for _ in range(size.lower))
        self.form = nn.ModuleList(Layer(size) for _ in range(size.upper))
        self.meaning = nn.ModuleList(Layer(size) for _ in range(size.upper))
        self.register_buffer("nearness", torch.zeros(size.distances, ATTENTION_HEADS), persistent=bool(size.distances))
        nn.init.normal_(self.shape.weight, std=0.02)

    def forward(self, branch: Branch, pieces: Tensor, shapes: Tensor, added: Tensor | None = None) -> Tensor:
        """Give what a branch makes of windows, with vectors added to the pieces' own, if any; piece 0 is absent.

        A GPU computes in half precision where nothing is rounded to eight bits.
        """
        with self._precision(pieces):
            return self._climbed(getattr(self, branch), pieces, self._shared(pieces, shapes, added)).float()

    def both(self, pieces: Tensor, shapes: Tensor) -> dict[Branch, Tensor]:
        """Give what both branches make of windows, the shared layers computed once."""
        with self._precision(pieces):
            shared = self._shared(pieces, shapes)
            return {branch: self._climbed(getattr(self, branch), pieces, shared).float() for branch in BRANCHES}

    def _precision(self, pieces: Tensor) -> torch.autocast:
        is_rounded = self.size.linear is Linear and Linear.eight_bits
        return torch.autocast("cuda", torch.bfloat16, enabled=pieces.is_cuda and not is_rounded)

    def _shared(self, pieces: Tensor, shapes: Tensor, added: Tensor | None = None) -> Tensor:
        summed = self.embedding[pieces] + self.shape(shapes) + self.positions[: pieces.shape[1]]
        hidden = self.norm(summed if added is None else summed + added)
        return self._climbed(self.lower, pieces, hidden)

    def _climbed(self, layers: nn.ModuleList, pieces: Tensor, hidden: Tensor) -> Tensor:
        kept, seen = (pieces > 0)[..., None], self._seen(pieces)
        for layer in layers:
            hidden = layer(hidden, kept, seen)
        return hidden

    def _seen(self, pieces: Tensor) -> Tensor:
        """Mask absent pieces for attention, and where it heeds distances say how much."""
        present = (pieces > 0)[:, None, None]
        if not self.size.distances:
            return present
        place = torch.arange(pieces.shape[1], device=pieces.device)
        near = self.nearness[_distance_class(place[None] - place[:, None], self.size.distances)].permute(2, 0, 1)
        return near[None].masked_fill(~present, -1e4)

    def fork(self) -> None:
        """Let the branch for form start from the layers of that for meaning."""
        self.form.load_state_dict(self.meaning.state_dict())


def _distance_class(after: Tensor, classes: int) -> Tensor:
    """Number distances as MPNet does: short ones each by itself, long ones by their logarithm, both directions."""
    half = classes // 2
    exact = half // 2
    far = after.abs().clamp(min=1)
    graded = exact + (torch.log(far / exact) / math.log(FARTHEST / exact) * (half - exact)).long()
    return torch.where(far < exact, after.abs(), graded.clamp(max=half - 1)) + half * (after > 0)


#: parts of a layer by their names in other encoders
_BERT = {
    "mixed": "attention.output.dense",
    "mixed_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "narrow_norm": "output.LayerNorm",
}
_MPNET = _BERT | {"mixed": "attention.attn.o", "mixed_norm": "attention.LayerNorm"}
_BERT_SIDES = ("attention.self.query", "attention.self.key", "attention.self.value")
_MPNET_SIDES = ("attention.attn.q", "attention.attn.k", "attention.attn.v")


def from_bert(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the weights of a BERT encoder of six layers to those of an `Encoder`, but for the branch for form."""
    types = state["embeddings.token_type_embeddings.weight"]
    placed = {"positions": state["embeddings.position_embeddings.weight"] + types[0]}
    return placed | _layers(state, FULL, _BERT, _BERT_SIDES)


def from_mpnet(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the weights of an MPNet encoder likewise; it counts positions from 2."""
    placed = {"positions": state["embeddings.position_embeddings.weight"][2:]}
    near = {"nearness": state["encoder.relative_attention_bias.weight"]}
    return placed | near | _layers(state, LARGE, _MPNET, _MPNET_SIDES)


def _layers(
    state: Mapping[str, Tensor], size: Size, parts: Mapping[str, str], sides: Sequence[str]
) -> dict[str, Tensor]:
    made = {f"norm.{kind}": state[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
    for number in range(size.lower + size.upper):
        layer = f"encoder.layer.{number}"
        name = f"lower.{number}" if number < size.lower else f"meaning.{number - size.lower}"
        for kind in ("weight", "bias"):
            made[f"{name}.qkv.{kind}"] = torch.cat([state[f"{layer}.{side}.{kind}"] for side in sides])
            made |= {f"{name}.{part}.{kind}": state[f"{layer}.{path}.{kind}"] for part, path in parts.items()}
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


def divergence(scores: Tensor, taught: Tensor) -> Tensor:
    """How far scores [..., labels] are from those taught: the Kullback-Leibler divergence of their chances."""
    right = taught.log_softmax(-1)
    return (right.exp() * (right - scores.log_softmax(-1))).sum(-1)


def gelu(values: Tensor) -> Tensor:
    """GELU in its tanh form, as the package computes it in the heads."""
    return functional.gelu(values, approximate="tanh")


def padded(rows: Sequence[Sequence[int]], value: int, length: int | None = None) -> Tensor:
    """Lay rows of numbers out as one tensor."""
    longest = length or max(map(len, rows))
    return torch.tensor([[*row, *[value] * (longest - len(row))] for row in rows])
