"""A large encoder learns first, and then teaches the engine's full one what it has made of every text.

The teacher has eight times as many weights in its layers and takes ten times the time, so it cannot ship. Of plain
news, which nobody has labelled, it tells names, tags and what the sides of a pair do to each other, each with its
doubt; and its doubt about labelled texts teaches more than the labels alone. Several teachers are asked, and the
means of their scores taught.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from training.fit import form, meaning
from training.fit.data import Data, State
from training.fit.fitting import ENGINE, FORM_PIECES, PIECES, WINDOW, Course, Run, bare, fit, steps, stream
from training.fit.layers import FULL, LARGE

TEACHER = Course(6, 9, 7e-5, 1e-3, plain=4, plain_rate=1e-4)
PUPIL = Course(8, 12, 1.2e-4, 5e-4, plain=4, eight_bits=0.55)
#: weight of the labels beside that of what is taught
LABELS = 0.5


def learn(data: Data, device: str, fold: int = 0, teachers: int = 2, start: State | None = None) -> State:
    """Fit the engine, unless weights to start from are given, and its teachers, one fifth of PLV held out.

    Then let them teach it, and give its weights.
    """
    fitted = start or fit(data, data.small, FULL, ENGINE, device, fold).mean.state_dict()
    if not teachers:
        return fitted
    every = [fit(data, data.large, LARGE, TEACHER, device, fold, seed).mean for seed in range(teachers)]
    return teach(data, fitted, every, device, fold).mean.state_dict()


def teach(
    data: Data, state: State, teachers: Sequence[nn.ModuleDict], device: str, fold: int = 0, course: Course = PUPIL
) -> Run:
    """Let the engine of given weights learn from teachers, and from labels where there are any."""
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    run = Run(bare(data, data.small, FULL), data, device, fold, 0)
    run.model.load_state_dict(state)
    run.mean = copy.deepcopy(run.model).eval()
    run.model.train()
    texts = [*run.texts, *(text for text in data.uncoded if text.questions)]
    asked = [batch for _ in range(course.asked) for batch in meaning.batches(texts, PIECES, run.rng)]
    shown = [batch for _ in range(course.shown) for batch in run.form_batches()]
    questions, labelled = run.questions(asked), stream(shown, form.collate)
    plain = stream([batch for _ in range(course.plain) for batch in _plain(data, run.rng)], form.unlabelled)
    optim = run.optimizer()
    for step, batch in steps(questions, len(asked), optim, course):
        losses = _of_pairs(run, teachers, batch.to(device))
        seen = next(plain if step % 2 else labelled, None)
        if seen is not None:
            losses |= _of_words(run, teachers, seen.to(device))
        run.step(losses, optim, step)
    print(run.score(), flush=True)
    return run


def _of_pairs(run: Run, teachers: Sequence[nn.ModuleDict], batch: meaning.Batch) -> dict[str, Tensor]:
    with torch.no_grad():
        every = [one["heads"]["meaning"](one["encoder"], batch) for one in teachers]
    taught = {kind: _mean([scores[kind] for scores, _ in every]) for kind in every[0][0]}
    weights = _mean([log_weights for _, log_weights in every])
    head = run.model["heads"]["meaning"]
    found = head(run.model["encoder"], batch)
    labels = head.losses(*found, batch)
    lesson = meaning.lesson(found, (taught, weights), batch)
    return {kind: lesson[kind] + LABELS * labels[kind] for kind in lesson}


def _of_words(run: Run, teachers: Sequence[nn.ModuleDict], batch: form.Batch) -> dict[str, Tensor]:
    with torch.no_grad():
        every = [one["heads"]["form"](one["encoder"], batch) for one in teachers]
    taught = {kind: _mean([scores[kind] for scores in every]) for kind in every[0]}
    head = run.model["heads"]["form"]
    found = head(run.model["encoder"], batch)
    labels, lesson = head.losses(found, batch), head.lesson(found, taught, batch)
    return {kind: lesson[kind] + LABELS * labels[kind] for kind in lesson}


def _mean(scores: Sequence[Tensor]) -> Tensor:
    """Mean the log-chances of several teachers."""
    return torch.stack([*scores]).mean(0)


def _plain(data: Data, rng: random.Random) -> list[Tensor]:
    """Cut plain news into batches of windows."""
    start = rng.randrange(WINDOW)
    count = (len(data.plain) - start) // WINDOW
    cut = data.plain[start : start + count * WINDOW].reshape(count, WINDOW, -1).astype(np.int32)
    order = rng.sample(range(count), count)
    return [torch.from_numpy(cut[chosen]) for chosen in np.array_split(order, count * WINDOW // FORM_PIECES + 1)]
