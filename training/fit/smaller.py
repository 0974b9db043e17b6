"""The engine made smaller: an encoder of fewer and narrower layers learns to give the vectors that the full one gives.

Every text is a lesson, since nothing need be labelled: what is learned are the vectors themselves, and what the heads,
which stay as they are, first make of them. It begins with layers of the full encoder's own, and of their feed-forward
networks with the numbers that count most.

Texts are windows as an array [2, windows, longest]: word pieces, and their shapes; piece 0 is absent.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.fit import form
from training.fit.data import Data, State
from training.fit.fitting import FOLDS, WINDOW, Run, bare
from training.fit.form import BEGIN, SEPARATOR
from training.fit.layers import BRANCHES, FIRST_WORD, FULL, SMALL, Encoder, Linear, Size

Windows = NDArray[np.uint16]

#: passes over all texts, word pieces of a batch with padding, rate, and share of the run in which it rises
PASSES, PIECES, RATE, WARMUP = 30, 32_768, 1e-3, 0.04
#: share of the run after which layers compute in eight bits
EIGHT_BITS = 0.6
#: share of pieces that others stand in the place of, so that no text is seen twice alike
CHANGED = 0.06
#: word pieces of plain news in a window at least
SHORTEST = 24
#: pieces by which windows of one batch may differ in length, beside what chance has it
UNEVEN = 8
#: windows by which it is told what counts in a feed-forward network
WEIGHED = 512


def shrink(data: Data, state: State, device: str, fold: int = 0, minutes: float | None = None) -> State:
    """Make the engine that ships from the weights of the full one: all passes, or as many minutes.

    Its heads are the full one's.
    """
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    Linear.eight_bits = False
    rng, texts = np.random.default_rng(0), windows(data, fold)
    full, run = (Run(bare(data, data.small, size), data, device, fold, 0) for size in (FULL, SMALL))
    full.mean.load_state_dict(state)
    some = rng.integers(0, texts.shape[1], WEIGHED)
    first = first_weights(full.mean["encoder"], SMALL, *tensors(texts[:, some], device))
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
        every = np.concatenate([texts, cut_plain(run.data.plain, rng)], axis=1)
        chosen = batches((every[0] > 0).sum(1), rng)
        for place, batch in enumerate(chosen):
            done = (number + place / len(chosen)) / PASSES
            done = max(done, (time.time() - started) / (60 * minutes) if minutes else 0.0)
            if done >= 1:
                return
            optim.param_groups[0]["lr"] = RATE * min(done / WARMUP, (1 - done) / (1 - WARMUP))
            pieces, shapes = tensors(every[:, batch], run.device)
            pieces = _changed(pieces, len(small.embedding))
            with torch.no_grad():
                Linear.eight_bits = False
                right = full["encoder"].both(pieces, shapes)
            Linear.eight_bits = done >= EIGHT_BITS
            found, kept = small.both(pieces, shapes), pieces > 0
            losses = {name: _share_missed(found[name][kept], right[name][kept], views[name]) for name in BRANCHES}
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
    return found


def cut_plain(plain: NDArray[np.uint16], rng: np.random.Generator) -> Windows:
    """Cut plain news, rows of [piece, shape, ...], into windows of any length."""
    sizes = rng.integers(SHORTEST, WINDOW - 1, len(plain) // SHORTEST)
    starts = np.cumsum(sizes) - sizes + rng.integers(WINDOW)
    is_inside = starts + WINDOW < len(plain)
    sizes, starts = sizes[is_inside], starts[is_inside]
    place = np.arange(WINDOW - 2)
    read = plain[starts[:, None] + place, :2]
    read[place >= sizes[:, None]] = 0
    found = np.zeros((2, len(sizes), WINDOW), np.uint16)
    found[..., 1:-1] = np.moveaxis(read, 2, 0)
    found[0, :, 0] = BEGIN
    found[0, np.arange(len(sizes)), sizes + 1] = SEPARATOR
    return found


def batches(lengths: NDArray[np.int64], rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Shuffle windows of such lengths into batches of `PIECES` at most, alike in length within a batch."""
    order = np.argsort(-lengths - rng.uniform(0, UNEVEN, len(lengths)))
    chosen = []
    while len(order):
        count = max(1, PIECES // (int(lengths[order[0]]) + UNEVEN))
        chosen.append(order[:count])
        order = order[count:]
    return [chosen[number] for number in rng.permutation(len(chosen))]


def tensors(chosen: Windows, device: str) -> tuple[Tensor, Tensor]:
    """Give pieces and shapes of windows, without what is absent in all of them."""
    longest = int((chosen[0] > 0).sum(1).max())
    pieces, shapes = torch.from_numpy(chosen[..., :longest].astype(np.int64)).to(device)
    return pieces, shapes


def first_weights(full: Encoder, size: Size, pieces: Tensor, shapes: Tensor) -> State:
    """Give a smaller encoder's first weights: layers of a full one, evenly chosen, and what counts most in them.

    What counts is told by some windows.
    """
    middle = _sizes_in_the_middle(full, pieces, shapes)
    parts = {"lower": (full.size.lower, size.lower)} | dict.fromkeys(BRANCHES, (full.size.upper, size.upper))
    first = {name: values for name, values in full.state_dict().items() if name.partition(".")[0] not in parts}
    for part, (there, kept) in parts.items():
        for number, place in enumerate(np.linspace(0, there - 1, kept).round().astype(int)):
            layer = getattr(full, part)[place]
            counts = middle[layer.narrow] * layer.narrow.weight.norm(dim=0)
            narrowed = _narrowed(layer.state_dict(), counts.topk(size.inner).indices)
            first |= {f"{part}.{number}.{name}": values for name, values in narrowed.items()}
    return first


def _sizes_in_the_middle(full: Encoder, pieces: Tensor, shapes: Tensor) -> dict[nn.Module, Tensor]:
    """Give how large the numbers are that the second product of each feed-forward network is given."""
    found: dict[nn.Module, Tensor] = {}

    def note(narrow: nn.Module, values: tuple[Tensor]) -> None:
        found[narrow] = values[0].float().abs().mean((0, 1))

    layers = (*full.lower, *full.form, *full.meaning)
    watches = [layer.narrow.register_forward_pre_hook(note) for layer in layers]
    with torch.no_grad():
        full.both(pieces, shapes)
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
    """Give the weights that a head multiplies vectors by; its last layers may be as wide, but are no children."""
    layers = [layer for layer in head.children() if isinstance(layer, nn.Linear)]
    return [layer.weight.detach() for layer in layers if layer.in_features == FULL.width]


def _share_missed(found: Tensor, right: Tensor, views: Sequence[Tensor]) -> Tensor:
    """Share of the variance of vectors [pieces, width] that is missed, and of what a head first makes of them."""
    error, spread = found - right, right - right.mean(0)
    seen = [(error @ view.T).square().mean() / (spread @ view.T).square().mean() for view in views]
    return error.square().mean() / spread.square().mean() + torch.stack(seen).mean()
