"""One branch fitted further from given weights, the shared layers as they are: about an hour on one core.

So that new texts can be learned from without a GPU, and without touching what the other branch reads.
"""

from __future__ import annotations

import copy
import random
import time
from functools import partial

import torch

from training.fit import form, meaning
from training.fit.data import Data, State
from training.fit.fitting import RENAMED, WINDOW, Run, bare, has_names
from training.fit.layers import SMALL, Branch, Linear

#: passes over the texts, and word pieces of a batch, padding included
PASSES = {"form": 3, "meaning": 4}
PIECES = 4096
RATES = {"encoder": 5e-5, "heads": 3e-4}
#: steps in which the rates rise, and share of the run in which they are held back from their fall
WARMUP, PLATEAU = 60, 0.05
#: share of what is known well already that is seen again in a pass: documents of treebanks, coded articles
TREES, ARTICLES = 0.6, 0.35


def onward(data: Data, state: State, branch: Branch, device: str, fold: int = 0, minutes: float | None = None) -> State:
    """Fit one branch further, all passes or as many minutes, and give all weights."""
    torch.manual_seed(1)
    run = Run(bare(data, data.small, SMALL), data, device, fold, 1)
    run.model.load_state_dict(state)
    run.mean = copy.deepcopy(run.model).eval()
    Linear.eight_bits = True
    encoder, head = run.model["encoder"], run.model["heads"][branch]
    run.model.requires_grad_(False)
    for part in (getattr(encoder, branch), head):
        part.requires_grad_(True)
    run.model.train()
    encoder.lower.eval()
    batches = [batch for _ in range(PASSES[branch]) for batch in _batches(run, branch, run.rng)]
    optim = run.optimizer()
    started = time.time()
    for step, batch in enumerate(batches):
        done = max(step / len(batches), (time.time() - started) / (60 * minutes) if minutes else 0.0)
        if done >= 1:
            break
        pace = min(1.0, (step + 1) / WARMUP, (1 - done) / (1 - PLATEAU))
        for group, rate in zip(optim.param_groups, RATES.values(), strict=True):
            group["lr"] = rate * pace
        run.step(_losses(run, branch, batch), optim, step)
    print(run.score(), flush=True)
    return run.mean.state_dict()


def _batches(run: Run, branch: Branch, rng: random.Random) -> list[list[form.Window]] | list[list[meaning.Text]]:
    """Give the batches of one pass."""
    if branch == "meaning":
        texts = [
            text for text in run.texts if not text.name.startswith(("corpora/", "gold/")) or rng.random() < ARTICLES
        ]
        return meaning.batches(texts, PIECES, rng)
    names = [document for document in run.data.documents if has_names(document)]
    trees = [document for document in run.data.documents if not has_names(document) and rng.random() < TREES]
    renamed = form.Renamed(names, run.data.labels, rng)
    shown = [renamed.document(document) if rng.random() < RENAMED else document for document in names]
    windows = [window for document in [*shown, *trees] for window in form.pack(document, WINDOW, rng)]
    return form.batches(windows, PIECES, rng)


def _losses(run: Run, branch: Branch, batch: list[form.Window] | list[meaning.Text]) -> dict[str, torch.Tensor]:
    encoder, head = run.model["encoder"], run.model["heads"][branch]
    if branch == "form":
        seen = form.collate(batch).to(run.device)
        return head.losses(head(encoder, seen), seen)
    collate = partial(meaning.collate, types=run.sizes[0], stages=run.sizes[1])
    asked = collate(batch).to(run.device)
    return head.losses(*head(encoder, asked), asked)
