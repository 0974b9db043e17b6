"""The reader in context, `coopmetrics.language.context`: two teachers learn from the labels, and it learns from them.

A pair is read by itself, its mentions marked in the text, so each costs a pass. Larger encoders gain much by that, and
most of it can be taught: of the pairs of texts that nobody coded, too, they say how sure they are.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.fit.data import Data, Laid, State
from training.fit.fitting import Course, bare, steps, stream
from training.fit.layers import FIRST_WORD, FULL, LARGE, MASK, SMALL, Encoder, Linear, Size, divergence, padded

#: pieces that it knows, the most frequent ones; all others are one to it
KNOWN, UNKNOWN = 8000, 100
#: marks, as `coopmetrics.language.context.Mark` numbers them, with that of the sentence asked about
MARKS, HERE = 16, 4
HIDDEN, DROPOUT = 384, 0.1
#: share of pieces hidden in training, smoothing of labels, weight of a pair between which nothing happens
HIDE, SMOOTHING, NONE = 0.03, 0.03, 0.7
#: weight of the labels beside that of what is taught
LABELS = 0.5
#: share of a step in the running mean of the weights, which is what is kept
MEAN = 0.01
PIECES = 16_384
TEACHERS = ((LARGE, Course(3, 0, 7e-5, 6e-4)), (FULL, Course(4, 0, 1.2e-4, 1e-3)))
PUPIL = Course(5, 0, 1.5e-4, 1.2e-3, eight_bits=0.65)
PREFIX = "context."


@dataclass(slots=True)
class Batch:
    """Pairs as tensors: pieces and shapes [pairs, pieces], chances taught, right types, weights."""

    pieces: Tensor
    shapes: Tensor
    taught: Tensor
    right: Tensor
    weights: Tensor

    def to(self, device: str) -> Batch:
        """Move all tensors."""
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__slots__))


class Reader(nn.Module):
    """An encoder without its branch for form, and a head on what begins the text and the sentence asked about."""

    def __init__(self, encoder: Encoder, types: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.marks = nn.Embedding(MARKS, encoder.size.width)
        self.hidden = nn.Linear(2 * encoder.size.width, HIDDEN)
        self.types = nn.Linear(HIDDEN, types)
        self.drop = nn.Dropout(DROPOUT)
        nn.init.normal_(self.marks.weight, std=0.02)

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """Log-probabilities of types [pairs, types]."""
        is_mark = (pieces < MARKS) & (pieces > 0)
        marked = self.marks(pieces.clamp(max=MARKS - 1)) * is_mark[..., None]
        vectors = self.encoder("meaning", pieces, shapes, marked)
        here = vectors[torch.arange(len(pieces)), (pieces == HERE).int().argmax(1)]
        told = torch.cat([vectors[:, 0], here], 1)
        return self.types(self.drop(nn.functional.gelu(self.hidden(self.drop(told))))).log_softmax(1)


def fit(data: Data, start: State, device: str) -> State:
    """Fit the reader, from the layers of an engine that ships, and give its weights by names of their own."""
    known = _known(data.in_context)
    pairs = [(np.where(known[pieces], pieces, UNKNOWN), *others) for pieces, *others in data.in_context]
    teachers = [_learn(data, pairs, size, course, device) for size, course in TEACHERS]
    taught = torch.stack([read(teacher, pairs, device).exp() for teacher in teachers]).mean(0).log()
    encoder = bare(data, data.small, SMALL)
    encoder.load_state_dict({k.removeprefix("encoder."): v for k, v in start.items() if k.startswith("encoder.")})
    fitted = _taught(Reader(encoder, len(data.labels["type"])), pairs, taught, PUPIL, device).state_dict()
    kept = {PREFIX + name: values for name, values in fitted.items() if not name.startswith("encoder.form.")}
    return kept | {f"{PREFIX}known": torch.from_numpy(known)}


def _known(pairs: Sequence[Laid]) -> NDArray[np.bool_]:
    counts = np.bincount(np.concatenate([pieces for pieces, *_ in pairs]), minlength=1 << 15)
    known = np.zeros(len(counts), bool)
    known[np.argsort(-counts, kind="stable")[:KNOWN]] = True
    known &= counts > 0
    known[:MARKS] = True
    return known


def _learn(data: Data, pairs: Sequence[Laid], size: Size, course: Course, device: str) -> Reader:
    """Fit a teacher to the labels."""
    general = data.large if size is LARGE else data.small
    encoder = bare(data, general, size)
    encoder.load_state_dict(general.state, strict=False)
    labelled = [pair for pair in pairs if pair[2]]
    return _taught(Reader(encoder, len(data.labels["type"])), labelled, None, course, device)


def _taught(reader: Reader, pairs: Sequence[Laid], taught: Tensor | None, course: Course, device: str) -> Reader:
    """Fit a reader to labels, and to what is taught of each pair, if anything; give the mean of its weights."""
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    rng, reader = random.Random(0), reader.to(device).train()  # noqa: S311 - not for secrets
    mean = copy.deepcopy(reader).eval()
    types = reader.types.out_features
    taught = torch.zeros(len(pairs), types) if taught is None else taught
    batches = [batch for _ in range(course.asked) for batch in _batches([len(p[0]) for p in pairs], rng)]

    def laid(batch: list[int]) -> Batch:
        return _collate([turned(pairs[i], rng) for i in batch], taught[batch], types)

    own = [p for name, p in reader.named_parameters() if name.startswith("encoder.")]
    others = [p for name, p in reader.named_parameters() if not name.startswith("encoder.")]
    optim = torch.optim.AdamW([{"params": own}, {"params": others}], lr=0.0, weight_decay=0.01, betas=(0.9, 0.98))
    Linear.eight_bits = False
    for step, batch in steps(stream(batches, laid), len(batches), optim, course):
        loss = _loss(reader, batch.to(device))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optim.step()
        optim.zero_grad()
        with torch.no_grad():
            share = max(MEAN, 1 / (step + 1))
            torch._foreach_lerp_([*mean.parameters()], [*reader.parameters()], share)
    return mean


def _loss(reader: Reader, batch: Batch) -> Tensor:
    log = reader(batch.pieces, batch.shapes)
    is_told = batch.right.sum(1) > 0
    right = log.masked_fill(batch.right == 0, -1e4).logsumexp(1)
    of_labels = -((1 - SMOOTHING) * right + SMOOTHING * log.mean(1)) * is_told
    is_taught = bool(batch.taught.any())
    loss = divergence(log, batch.taught) + LABELS * of_labels if is_taught else of_labels
    return (loss * batch.weights).sum() / batch.weights.sum()


def _batches(lengths: Sequence[int], rng: random.Random, *, shuffled: bool = True) -> list[list[int]]:
    """Give pairs of about the same length together, by their numbers, in batches of about `PIECES`."""
    made: list[list[int]] = [[]]
    longest = 0
    for number in sorted(range(len(lengths)), key=lambda n: lengths[n] + (rng.uniform(0, 12) if shuffled else 0)):
        longest = max(longest, lengths[number])
        if made[-1] and longest * (len(made[-1]) + 1) > PIECES:
            made.append([])
            longest = lengths[number]
        made[-1].append(number)
    if shuffled:
        rng.shuffle(made)
    return made


def turned(pair: Laid, rng: random.Random) -> Laid:
    """Let the two change places half of the time, and hide a few pieces."""
    pieces, *others = pair
    if rng.random() < 0.5:
        marks = np.arange(MARKS)
        marks[[1, 2, 5, 6]] = [2, 1, 6, 5]
        pieces = np.where(pieces < MARKS, marks[np.minimum(pieces, MARKS - 1)], pieces)
    hidden = (np.random.default_rng(rng.getrandbits(32)).random(len(pieces)) < HIDE) & (pieces >= FIRST_WORD)
    return np.where(hidden, MASK, pieces), *others


def _collate(pairs: Sequence[Laid], taught: Tensor, types: int) -> Batch:
    right = torch.zeros(len(pairs), types)
    for row, (_, _, of_pair, _) in enumerate(pairs):
        right[row, of_pair] = 1
    weights = torch.tensor([weight * (NONE if of_pair == [0] else 1.0) for _, _, of_pair, weight in pairs])
    laid = [padded([pair[i].tolist() for pair in pairs], 0) for i in (0, 1)]
    return Batch(*laid, taught, right, weights)


@torch.no_grad()
def read(reader: Reader, pairs: Sequence[Laid], device: str) -> Tensor:
    """Log-probabilities of types of all pairs, in their order."""
    batches = _batches([len(pair[0]) for pair in pairs], random.Random(0), shuffled=False)  # noqa: S311
    found = []
    for batch in batches:
        laid = [padded([pairs[n][i].tolist() for n in batch], 0).to(device) for i in (0, 1)]
        found.append(reader(*laid).cpu())
    order = torch.tensor([*chain.from_iterable(batches)]).argsort()
    return torch.cat(found)[order]
