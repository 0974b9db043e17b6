"""Masked-language training: the encoder reads plain news with some words hidden, and says which they are.

It also says the shape of the letters of hidden words: the vocabulary is lower-cased, and what case tells is learned
nowhere else. Text is a row of pieces; windows are cut from it anew in every pass.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.fit.layers import FIRST_WORD, MASK, Encoder

#: word pieces of a window, windows of a batch
WINDOW, WINDOWS = 256, 128
#: share of words hidden
HIDDEN = 0.2
WARMUP = 0.1


class Guesser(nn.Module):
    """Vectors of hidden pieces to scores of pieces and of shapes."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.size.width
        self.hidden = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(len(encoder.embedding)))
        self.shape = nn.Linear(width, encoder.shape.num_embeddings)

    def loss(self, pieces: Tensor, shapes: Tensor, hidden: Tensor) -> Tensor:
        """Mean loss of guessing the hidden pieces [windows, pieces] and their shapes."""
        chance = torch.rand(pieces.shape, device=pieces.device)
        shown = torch.where(hidden & (chance < 0.8), MASK, pieces)
        shown = torch.where(hidden & (chance > 0.9), torch.randint_like(pieces, FIRST_WORD, len(self.bias)), shown)
        blank = shapes.masked_fill(hidden & (chance < 0.8), 0)
        vectors = self.encoder("meaning", shown, blank)[hidden]
        guess = self.norm(functional.gelu(self.hidden(vectors)))
        words = functional.cross_entropy(guess @ self.encoder.embedding.T + self.bias, pieces[hidden])
        return words + 0.3 * functional.cross_entropy(self.shape(vectors), shapes[hidden])


def windows(text: NDArray[np.uint16], rng: random.Random) -> NDArray[np.uint16]:
    """Cut rows of [piece, shape, opens a word] into windows [windows, WINDOW, 3], from another place in each pass."""
    start = rng.randrange(WINDOW)
    count = (len(text) - start) // WINDOW
    return text[start : start + count * WINDOW].reshape(count, WINDOW, text.shape[1])


def _masks(opens: Tensor) -> Tensor:
    """Hide whole words."""
    number = opens.cumsum(1)
    chance = torch.rand(opens.shape, device=opens.device) < HIDDEN
    return chance.gather(1, (number - 1).clamp(min=0)) & (number > 0)


def batches(text: NDArray[np.uint16], rng: random.Random, device: str) -> Iterator[tuple[Tensor, ...]]:
    """Give pieces, shapes and masks of each batch of a pass."""
    cut = torch.from_numpy(windows(text, rng).astype(np.int32)).to(device)
    for chosen in torch.randperm(len(cut), device=device).split(WINDOWS):
        pieces, shapes, opens = cut[chosen].long().unbind(2)
        # separators and the like are never hidden
        yield pieces, shapes, _masks(opens) & (pieces >= FIRST_WORD)


def pretrain(encoder: Encoder, text: NDArray[np.uint16], passes: int, rate: float, device: str) -> None:
    """Train an encoder on text for some passes."""
    rng = random.Random(0)  # noqa: S311 - not for secrets
    guesser = Guesser(encoder).to(device).train()
    optim = torch.optim.AdamW(guesser.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    total = passes * (len(text) // WINDOW // WINDOWS + 1)
    started, step, losses = time.time(), 0, []
    for _ in range(passes):
        for pieces, shapes, hidden in batches(text, rng, device):
            optim.param_groups[0]["lr"] = rate * min((step + 1) / (WARMUP * total), max(0.0, 1 - step / total))
            with torch.autocast(device.partition(":")[0], torch.bfloat16, enabled=device != "cpu"):
                loss = guesser.loss(pieces, shapes, hidden)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(guesser.parameters(), 1.0)
            optim.step()
            optim.zero_grad()
            step += 1
            losses.append(loss.detach())
            if step % 200 == 0:
                mean = torch.stack(losses).mean().item()
                print(f"masked {step}/{total} {time.time() - started:.0f}s {mean:.3f}", flush=True)
                losses = []
