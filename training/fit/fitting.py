"""The run itself: which texts are seen how often, at which rates, and what is told on the way."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from training.fit import form, meaning, pretrain
from training.fit.data import Data, General
from training.fit.layers import Encoder, Linear, Size

#: word pieces of a batch, padding included
PIECES, FORM_PIECES = 6144, 10_240
#: word pieces of a window at most, as at run time
WINDOW = 128
WARMUP = 0.06
#: weight of a step in the running mean of the weights, which is what is kept
MEAN = 0.005
#: how often a marked sentence, and an article like those that are coded most, is seen in a pass
MARKED, NEWSWIRE = 3, 2
#: share of documents in which persons bear other names
RENAMED = 0.3
FOLDS = 5
WORKERS = 3
#: steps between lines of progress
TOLD = 250
Batch = TypeVar("Batch")


@dataclass(frozen=True, slots=True)
class Course:
    """How something is learned: passes over texts with questions and over treebanks and names, and rates."""

    asked: int
    shown: int
    encoder_rate: float
    head_rate: float
    #: passes over the plain news before, and their rate
    plain: int = 0
    plain_rate: float = 0.0
    #: share of the run after which layers compute in eight bits
    eight_bits: float = 1.0
    #: the longest that all but the plain news may take
    minutes: float = math.inf


#: from the general encoder to the engine
ENGINE = Course(10, 14, 2e-4, 1.5e-3, plain=18, plain_rate=5e-4, eight_bits=0.5)


def fit(data: Data, general: General, size: Size, course: Course, device: str, fold: int = 0, seed: int = 1) -> Run:
    """Fit all weights of an encoder and its heads, one fifth of PLV held out."""
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision("high")
    encoder = bare(data, general, size)
    Linear.eight_bits = False
    lacking = encoder.load_state_dict(general.state, strict=False)
    assert not lacking.unexpected_keys
    assert all(name.startswith(("shape.", "form.")) for name in lacking.missing_keys)
    encoder.to(device)
    pretrain.pretrain(encoder, data.plain, course.plain, course.plain_rate, device)
    encoder.fork()
    run = Run(encoder, data, device, fold, seed)
    run.train(course)
    return run


def bare(data: Data, general: General, size: Size) -> Encoder:
    """Build an encoder with nothing learned but the pieces' vectors."""
    return Encoder(general.vectors(), len(general.state["positions"]), len(data.labels["shapes"]), size)


class Run:
    """Both branches in training, and the running mean of their weights."""

    def __init__(self, encoder: Encoder, data: Data, device: str, fold: int, seed: int) -> None:
        self.data, self.device = data, device
        self.rng = random.Random(seed)  # noqa: S311 - not for secrets
        self.sizes = len(data.labels["type"]), len(data.labels["stage"])
        width = encoder.size.width
        heads = nn.ModuleDict({"form": form.Form(data.labels, width), "meaning": meaning.Meaning(*self.sizes, width)})
        self.model = nn.ModuleDict({"encoder": encoder, "heads": heads}).to(device)
        self.mean = copy.deepcopy(self.model).eval()
        self.held_out = [text for number, text in data.marked if number % FOLDS == fold]
        marked = [text for number, text in data.marked if number % FOLDS != fold]
        newswire = [text for text in data.articles if text.name.startswith("gold/newswire")]
        found = [*data.written, *data.articles, *newswire * (NEWSWIRE - 1), *marked * MARKED]
        self.texts = [text for text in found if text.questions]

    def train(self, course: Course) -> None:
        """Train to the end of a course."""
        asked = [batch for _ in range(course.asked) for batch in meaning.batches(self.texts, PIECES, self.rng)]
        shown = [batch for _ in range(course.shown) for batch in self.form_batches()]
        questions, windows = self.questions(asked), stream(shown, form.collate)
        assert len(shown) <= len(asked), "at most one batch of treebanks and names a step"
        optim = self.optimizer()
        encoder, heads = self.model["encoder"], self.model["heads"]
        self.model.train()
        due = 0.0
        for step, batch in steps(questions, len(asked), optim, course):
            asked_of = batch.to(self.device)
            losses = heads["meaning"].losses(*heads["meaning"](encoder, asked_of), asked_of)
            due += len(shown) / len(asked)
            if due >= 1:
                due -= 1
                seen = next(windows).to(self.device)
                losses |= heads["form"].losses(heads["form"](encoder, seen), seen)
            self.step(losses, optim, step)
        print(self.score(), flush=True)

    def questions(self, asked: Sequence[list[meaning.Text]]) -> Iterator[meaning.Batch]:
        """Give batches of texts with questions as tensors."""
        return stream(asked, partial(meaning.collate, types=self.sizes[0], stages=self.sizes[1]))

    def form_batches(self) -> list[list[form.Window]]:
        """Give the batches of one pass over treebanks and names."""
        renamed = form.Renamed([d for d in self.data.documents if has_names(d)], self.data.labels, self.rng)
        shown = (
            renamed.document(document) if has_names(document) and self.rng.random() < RENAMED else document
            for document in self.data.documents
        )
        windows = [window for document in shown for window in form.pack(document, WINDOW, self.rng)]
        return form.batches(windows, FORM_PIECES, self.rng)

    def optimizer(self) -> torch.optim.Optimizer:
        """Build AdamW for the encoder and, with another rate, the heads."""
        parts = (self.model["encoder"], self.model["heads"])
        groups = [{"params": [*part.parameters()]} for part in parts]
        return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01, betas=(0.9, 0.98), fused=self.device != "cpu")

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


def steps(
    batches: Iterable[Batch], count: int, optim: torch.optim.Optimizer, course: Course
) -> Iterator[tuple[int, Batch]]:
    """Give each of `count` batches with its number, as long as the course may take; rates rise, then fall."""
    started = time.time()
    for step, batch in enumerate(batches):
        done = max(step / count, (time.time() - started) / (60 * course.minutes))
        if done >= 1:
            return
        Linear.eight_bits = done >= course.eight_bits
        share = min(done / WARMUP, (1 - done) / (1 - WARMUP))
        for group, rate in zip(optim.param_groups, (course.encoder_rate, course.head_rate), strict=True):
            group["lr"] = rate * share
        yield step, batch


def has_names(document: form.Document) -> bool:
    """Whether entities are known in a document."""
    return any(segment.labels.get("entity") for segment in document)


def stream(batches: Sequence[Any], collate: Callable[[Any], Any]) -> Iterator[Any]:
    """Give collated batches, laid out by other processes in the meantime."""
    return iter(DataLoader(batches, batch_size=None, collate_fn=collate, num_workers=WORKERS, prefetch_factor=8))  # type: ignore[arg-type]
