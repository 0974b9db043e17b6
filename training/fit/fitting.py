"""The run itself: which texts are seen how often, at which rates, and what is told on the way."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from training.fit import form, meaning, pretrain
from training.fit.data import Data, State
from training.fit.layers import Encoder, Linear

#: passes over the plain news, over the texts with questions, and over treebanks and names
PLAIN, EPOCHS, FORM_EPOCHS = 18, 10, 14
#: word pieces of a batch, padding included
PIECES, FORM_PIECES = 6144, 10_240
#: word pieces of a window at most, as at run time
WINDOW = 128
RATES = {"encoder": 2e-4, "heads": 1.5e-3}
WARMUP = 0.06
#: weight of a step in the running mean of the weights, which is what is kept
MEAN = 0.005
#: share of the run after which layers compute in eight bits
EIGHT_BITS = 0.5
#: how often a marked sentence, and an article like those that are coded most, is seen in a pass
MARKED, NEWSWIRE = 3, 2
FOLDS = 5
WORKERS, SEED = 3, 1
#: steps between lines of progress
TOLD = 250


def fit(data: Data, device: str, fold: int = 0) -> State:
    """Fit all weights, one fifth of PLV held out, and give them: the encoder's, and those of the heads."""
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    rng = random.Random(SEED)  # noqa: S311 - not for secrets
    encoder = bare_encoder(data)
    Linear.eight_bits = False
    lacking = encoder.load_state_dict(data.base, strict=False)
    assert not lacking.unexpected_keys
    assert all(name.startswith(("shape.", "form.")) for name in lacking.missing_keys)
    encoder.to(device)
    pretrain.pretrain(encoder, data.plain, PLAIN, device)
    encoder.fork()
    return Run(encoder, data, device, fold, rng).train()


def bare_encoder(data: Data) -> Encoder:
    """Build the encoder with nothing learned but the pieces' vectors."""
    return Encoder(data.vectors(), len(data.base["positions"]), len(data.labels["shapes"]))


class Run:
    """Both branches in training, and the running mean of their weights."""

    def __init__(self, encoder: Encoder, data: Data, device: str, fold: int, rng: random.Random) -> None:
        self.data, self.device, self.rng = data, device, rng
        self.sizes = len(data.labels["type"]), len(data.labels["stage"])
        heads = nn.ModuleDict({"form": form.Form(data.labels), "meaning": meaning.Meaning(*self.sizes)})
        self.model = nn.ModuleDict({"encoder": encoder, "heads": heads}).to(device)
        self.mean = copy.deepcopy(self.model).eval()
        self.held_out = [text for number, text in data.marked if number % FOLDS == fold]
        marked = [text for number, text in data.marked if number % FOLDS != fold]
        newswire = [text for text in data.articles if text.name.startswith("gold/newswire")]
        found = [*data.written, *data.articles, *newswire * (NEWSWIRE - 1), *marked * MARKED]
        self.texts = [text for text in found if text.questions]

    def train(self) -> State:
        """Train to the end."""
        asked = [batch for _ in range(EPOCHS) for batch in meaning.batches(self.texts, PIECES, self.rng)]
        shown = [batch for _ in range(FORM_EPOCHS) for batch in self._form_batches()]
        questions = _stream(asked, partial(meaning.collate, types=self.sizes[0], stages=self.sizes[1]))
        windows = _stream(shown, form.collate)
        assert len(shown) <= len(asked), "at most one batch of treebanks and names a step"
        optim = self.optimizer()
        encoder, heads = self.model["encoder"], self.model["heads"]
        self.model.train()
        due = 0.0
        for step, batch in enumerate(questions):
            done = step / len(asked)
            Linear.eight_bits = done >= EIGHT_BITS
            pace = min((step + 1) / (WARMUP * len(asked)), (1 - done) / (1 - WARMUP))
            for group, rate in zip(optim.param_groups, RATES.values(), strict=True):
                group["lr"] = rate * pace
            losses = heads["meaning"].losses(encoder, batch.to(self.device))
            due += len(shown) / len(asked)
            if due >= 1:
                due -= 1
                seen = next(windows).to(self.device)
                losses |= heads["form"].losses(heads["form"].words(encoder, seen), seen)
            self.step(losses, optim, step)
        print(self.score(), flush=True)
        return self.mean.state_dict()

    def _form_batches(self) -> list[list[form.Window]]:
        windows = [w for document in self.data.documents for w in form.pack(document, WINDOW, self.rng)]
        return form.batches(windows, FORM_PIECES, self.rng)

    def optimizer(self) -> torch.optim.Optimizer:
        """Build AdamW with a higher rate for the heads, which start from nothing."""
        parts = (self.model["encoder"], self.model["heads"])
        groups = [{"params": [*part.parameters()]} for part in parts]
        return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01, betas=(0.9, 0.98))

    def step(self, losses: dict[str, Tensor], optim: torch.optim.Optimizer, number: int) -> None:
        """Take one step down the sum of the losses, and the mean of the weights a little of the way after it."""
        torch.stack([*losses.values()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optim.step()
        optim.zero_grad()
        with torch.no_grad():
            share = max(MEAN, 1 / (number + 1))
            torch._foreach_lerp_([*self.mean.parameters()], [*self.model.parameters()], share)
        if (number + 1) % TOLD == 0:
            told = " ".join(f"{kind} {loss.item():.3f}" for kind, loss in losses.items())
            print(f"{time.strftime('%H:%M:%S')} {number + 1} {told}", flush=True)

    def score(self) -> dict[str, Any]:
        """Tell how well the mean does in eight bits on what it has not learned from."""
        Linear.eight_bits = True
        encoder, heads = self.mean["encoder"], self.mean["heads"]
        ask = partial(meaning.answers, encoder, heads["meaning"], sizes=self.sizes, device=self.device)
        told: dict[str, Any] = {
            "PLV": meaning.score_marked(ask(self.held_out), self.held_out, self.data.labels["type"]),
            "hand-coded": meaning.score_events(ask(self.data.coded), self.data.coded),
        }
        for name, documents in self.data.watched.items():
            windows = [w for document in documents for w in form.pack(document, WINDOW, random.Random(0))]  # noqa: S311
            told[name] = form.score(encoder, heads["form"], windows, self.data.labels["entity"], self.device)
        return told


def _stream(batches: Sequence[Any], collate: Callable[[Any], Any]) -> Iterator[Any]:
    """Give collated batches, laid out by other processes in the meantime."""
    return iter(DataLoader(batches, batch_size=None, collate_fn=collate, num_workers=WORKERS, prefetch_factor=8))  # type: ignore[arg-type]
