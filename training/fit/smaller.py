"""The engine made smaller: an encoder of fewer and narrower layers learns to give the vectors that the full one gives.

Every text is a lesson, since nothing need be labelled: what is learned are the vectors themselves, and what the heads,
which stay as they are, first make of them. It begins with layers of the full encoder's own, and of their feed-forward
networks with the numbers that count most.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.fit import form
from training.fit.data import Data, State
from training.fit.fitting import FOLDS, WINDOW, Run, bare
from training.fit.form import BEGIN, SEPARATOR
from training.fit.layers import FIRST_WORD, FULL, SMALL, Branch, Encoder, Layer, Linear, Size

#: passes over all texts, word pieces of a batch with padding, rate, and share of the run in which it rises
PASSES, PIECES, RATE, WARMUP = 30, 32_768, 1e-3, 0.04
#: share of the run after which layers compute in eight bits
EIGHT_BITS = 0.6
#: share of pieces that others stand in the place of, so that no text is seen twice alike
CHANGED = 0.06
#: word pieces of plain news in a window at least
SHORTEST = 24
#: windows by which it is told what counts in a feed-forward network
WEIGHED = 512
BRANCHES: Final[tuple[Branch, ...]] = get_args(Branch)


@dataclass(slots=True)
class Windows:
    """Word pieces and their shapes, [windows, longest] each; piece 0 is absent."""

    pieces: NDArray[np.uint16]
    shapes: NDArray[np.uint16]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Windows:
        """Give some windows, without the columns that none of them fills."""
        pieces = self.pieces[chosen]
        longest = int((pieces > 0).sum(1).max())
        return Windows(pieces[:, :longest], self.shapes[chosen, :longest])

    def __add__(self, other: Windows) -> Windows:
        """Give the windows of both."""
        both = ((self.pieces, other.pieces), (self.shapes, other.shapes))
        return Windows(*(np.concatenate(pair) for pair in both))

    def tensors(self, device: str) -> tuple[Tensor, Tensor]:
        """Give pieces and shapes as tensors."""
        pieces, shapes = (torch.from_numpy(part.astype(np.int64)).to(device) for part in (self.pieces, self.shapes))
        return pieces, shapes


def shrink(data: Data, state: State, device: str, fold: int = 0, minutes: float | None = None) -> State:
    """Make the engine that ships from the weights of the full one: all passes, or as many minutes.

    Its heads are the full one's.
    """
    torch.manual_seed(0)
    rng, texts = np.random.default_rng(0), windows(data, fold)
    full, run = (Run(bare(data, data.small, size), data, device, fold, 0) for size in (FULL, SMALL))
    full.mean.load_state_dict(state)
    first = begun(full.mean["encoder"], SMALL, texts[rng.integers(0, len(texts.pieces), WEIGHED)].tensors(device))
    for model in (run.model, run.mean):
        model["encoder"].load_state_dict(first)
        model["heads"].load_state_dict(full.mean["heads"].state_dict())
    # without dropout, as there is more to learn than it can hold
    run.model["encoder"].eval()
    _learn(run, full.mean, texts, rng, minutes)
    print(run.score(), flush=True)
    return run.mean.state_dict()


def _learn(run: Run, full: nn.ModuleDict, texts: Windows, rng: np.random.Generator, minutes: float | None) -> None:
    small, views = run.model["encoder"], {branch: _first_layers(full["heads"][branch]) for branch in BRANCHES}
    optim, started, step = run.optimizer(), time.time(), 0
    for number in range(PASSES):
        every = [*batches(texts + cut(run.data.plain, rng), rng)]
        for place, batch in enumerate(every):
            done = (number + place / len(every)) / PASSES
            done = max(done, (time.time() - started) / (60 * minutes) if minutes else 0.0)
            if done >= 1:
                return
            optim.param_groups[0]["lr"] = RATE * min(done / WARMUP, (1 - done) / (1 - WARMUP))
            pieces, shapes = batch.tensors(run.device)
            pieces = _changed(pieces, len(small.embedding))
            with torch.no_grad():
                Linear.eight_bits = False
                right = full["encoder"].both(pieces, shapes)
            Linear.eight_bits = done >= EIGHT_BITS
            found, kept = small.both(pieces, shapes), pieces > 0
            losses = {name: _missed(found[name][kept], right[name][kept], views[name]) for name in BRANCHES}
            run.step(losses, optim, step)
            step += 1


def windows(data: Data, fold: int) -> Windows:
    """Lay out all texts that are learned from, but for the plain news, which is cut anew in each pass."""
    rng = random.Random(0)  # noqa: S311 - not for secrets
    packed = (window for document in data.documents for window in form.pack(document, WINDOW, rng))
    rows = [(row["pieces"], row["shapes"]) for row in map(form.laid_out, packed)]
    marked = (text for number, text in data.marked if number % FOLDS != fold)
    texts = (*data.articles, *data.written, *data.uncoded, *marked)
    rows += [(pieces, shapes) for text in texts for pieces, shapes, _ in text.windows]
    found = np.zeros((2, len(rows), WINDOW), np.uint16)
    for number, row in enumerate(rows):
        for kind, values in zip(found, row, strict=True):
            kind[number, : len(values)] = values
    return Windows(*found)


def cut(plain: NDArray[np.uint16], rng: np.random.Generator) -> Windows:
    """Cut plain news, rows of [piece, shape, ...], into windows of any length."""
    sizes = rng.integers(SHORTEST, WINDOW - 1, len(plain) // SHORTEST)
    starts = np.cumsum(sizes) - sizes + rng.integers(WINDOW)
    is_inside = starts + WINDOW < len(plain)
    sizes, starts = sizes[is_inside], starts[is_inside]
    place = np.arange(WINDOW - 2)
    read = plain[starts[:, None] + place, :2]
    read[place >= sizes[:, None]] = 0
    read[read[..., 0] < FIRST_WORD, 1] = 0
    pieces, shapes = found = np.zeros((2, len(sizes), WINDOW), np.uint16)
    found[..., 1:-1] = np.moveaxis(read, 2, 0)
    pieces[:, 0] = BEGIN
    pieces[np.arange(len(sizes)), sizes + 1] = SEPARATOR
    return Windows(pieces, shapes)


def batches(texts: Windows, rng: np.random.Generator) -> Iterator[Windows]:
    """Shuffle windows into batches of up to `PIECES`, alike in length within a batch."""
    lengths = (texts.pieces > 0).sum(1)
    order = np.argsort(-lengths - rng.uniform(0, 8, len(lengths)))
    chosen = []
    while len(order):
        # no window that comes later is longer than those first ones
        count = max(1, PIECES // int(lengths[order[:WINDOW]].max()))
        chosen.append(order[:count])
        order = order[count:]
    for number in rng.permutation(len(chosen)):
        yield texts[chosen[number]]


def begun(full: Encoder, size: Size, seen: tuple[Tensor, Tensor]) -> State:
    """Give a smaller encoder's first weights: layers of a full one, evenly chosen, and what counts most in them.

    What counts is told by some windows: their pieces and shapes.
    """
    given = _given(full, seen)
    state = full.state_dict()
    parts = {"lower": (full.size.lower, size.lower)} | dict.fromkeys(BRANCHES, (full.size.upper, size.upper))
    first = {name: values for name, values in state.items() if name.partition(".")[0] not in parts}
    for part, (all_layers, kept) in parts.items():
        for number, chosen in enumerate(np.linspace(0, all_layers - 1, kept).round().astype(int)):
            layer = getattr(full, part)[chosen]
            counts = given[layer] * layer.narrow.weight.norm(dim=0)
            narrowed = _narrowed(layer.state_dict(), counts.topk(size.inner).indices)
            first |= {f"{part}.{number}.{name}": values for name, values in narrowed.items()}
    return first


def _given(full: Encoder, seen: tuple[Tensor, Tensor]) -> dict[Layer, Tensor]:
    """Give how large the numbers in the middle of each layer's feed-forward network are."""
    found: dict[Layer, Tensor] = {}
    watches = []
    for layer in (*full.lower, *full.form, *full.meaning):

        def note(_: nn.Module, values: tuple[Tensor], layer: Layer = layer) -> None:
            found[layer] = values[0].float().abs().mean((0, 1))

        watches.append(layer.narrow.register_forward_pre_hook(note))
    with torch.no_grad():
        full.both(*seen)
    for watch in watches:
        watch.remove()
    return found


def _narrowed(layer: Mapping[str, Tensor], kept: Tensor) -> dict[str, Tensor]:
    """Give a layer's weights with some of the numbers in the middle of its feed-forward network."""
    narrowed = dict(layer)
    for name in ("wide.weight", "wide.bias"):
        narrowed[name] = layer[name][kept]
    return narrowed | {"narrow.weight": layer["narrow.weight"][:, kept]}


def _changed(pieces: Tensor, count: int) -> Tensor:
    """Put others of `count` pieces in the place of a few."""
    is_other = (torch.rand(pieces.shape, device=pieces.device) < CHANGED) & (pieces >= FIRST_WORD)
    return torch.where(is_other, torch.randint_like(pieces, FIRST_WORD, count), pieces)


def _first_layers(head: nn.Module) -> list[Tensor]:
    """Give the weights that a head multiplies vectors by."""
    layers = [layer for layer in head.children() if isinstance(layer, nn.Linear)]
    return [layer.weight.detach() for layer in layers if layer.in_features == FULL.width]


def _missed(found: Tensor, right: Tensor, views: Sequence[Tensor]) -> Tensor:
    """Share of the variance of vectors [pieces, width] that is missed, and of what a head first makes of them."""
    error, spread = found - right, right - right.mean(0)
    seen = [(error @ view.T).square().mean() / (spread @ view.T).square().mean() for view in views]
    return error.square().mean() / spread.square().mean() + torch.stack(seen).mean()
