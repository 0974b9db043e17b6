"""Fit the head of pairs to sentences with one marked relation, the encoder left as it is, and cross-validate it.

    python -m training.relations --corpora DIR --gold DIR --weights FILE [--out FILE] [--folds 5]

The encoder has never seen these sentences, so that what cross-validation says of the head holds for the whole.
"""

from __future__ import annotations

import argparse
import copy
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from coopmetrics.language.vocabulary import Vocabulary
from training import pairs
from training.engine import BASE
from training.network import PAIR_LABELS, Network, PairHead, Told, collate, gelu, pair_losses, seed_all, told_pairs
from training.windows import Segment, batches, pack

EPOCHS, RATE, SENTENCES = 3, 6e-4, 48
#: how often a marked sentence is seen beside the others in an epoch
TIMES = 2


def load(path: Path) -> tuple[Network, Vocabulary, dict[str, object]]:
    """Load trained weights."""
    stored = torch.load(path, weights_only=True)
    names = (BASE / "vocab.txt").read_text(encoding="utf-8").splitlines()
    network = Network(BASE, stored["labels"], len(stored["shapes"]))
    network.load_state_dict(stored["state"])
    return network, Vocabulary({name: i for i, name in enumerate(names)}, stored["shapes"]), stored


def encode(network: Network, vocabulary: Vocabulary, documents: Sequence[Sequence[Segment]]) -> list[Told]:
    """Give the word vectors of all sentences that hold pairs."""
    rng = seed_all(0)
    windows = [w for d in documents for w in pack(d, vocabulary, rng) if any(s.pairs for s in w.segments)]
    for window in windows:
        window.casing = ""
    network.eval()
    told: list[Told] = []
    with torch.no_grad():
        for chosen in batches(windows, vocabulary, 4096, rng):
            batch = collate(chosen, vocabulary, network.labels)
            told += told_pairs(network.words(batch), batch)
    return [(vectors.clone(), found) for vectors, found in told]


def fit(head: PairHead, told: Sequence[Told], seed: int = 0) -> PairHead:
    """Train a copy of a head on sentences."""
    rng = seed_all(seed)
    head = copy.deepcopy(head).train()
    optim = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    total = EPOCHS * -(-len(told) // SENTENCES)
    step = 0
    for _ in range(EPOCHS):
        shuffled = rng.sample(list(told), len(told))
        for start in range(0, len(shuffled), SENTENCES):
            optim.param_groups[0]["lr"] = RATE * (1 - step / total)
            loss = torch.stack([*pair_losses(head, shuffled[start : start + SENTENCES], rng).values()]).sum()
            loss.backward()
            optim.step()
            optim.zero_grad()
            step += 1
    return head.eval()


def predict(head: PairHead, told: Sequence[Told]) -> list[str]:
    """Give the likeliest type of each sentence's first pair, YIELD for CONCEDE and RETREAT together, never NONE."""
    found = []
    names = PAIR_LABELS["type"]
    with torch.no_grad():
        for vectors, given in told:
            words = gelu(head.words(vectors))
            features, _ = head.features(words, given[0].source, given[0].target, None)
            chances = dict(zip(names, head.scores(features[None])["type"][0].softmax(-1).tolist(), strict=True))
            chances["YIELD"] = chances.pop("CONCEDE") + chances.pop("RETREAT")
            del chances["NONE"]
            found.append(max(chances, key=chances.__getitem__))
    return found


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Give the mean F1 of the gold types."""
    right = Counter(g for g, f in zip(gold, found, strict=True) if g == f)
    golds, founds = Counter(gold), Counter(found)
    return sum(2 * right[name] / (golds[name] + founds[name]) for name in golds) / len(golds)


def cross_validate(head: PairHead, marked: Sequence[Told], others: Sequence[Told], folds: int) -> None:
    """Print accuracy and macro-F1 over all folds, and what is taken for what."""
    gold, found = [], []
    for fold in range(folds):
        held = [t for i, t in enumerate(marked) if i % folds == fold]
        seen = [t for i, t in enumerate(marked) if i % folds != fold]
        fitted = fit(head, [*others, *seen * TIMES])
        gold += [given[0].labels["type"] for _, given in held]
        found += predict(fitted, held)
        right = sum(g == f for g, f in zip(gold, found, strict=True))
        print(f"fold {fold + 1}: so far {right / len(gold):.4f} of {len(gold)}", flush=True)
    print(f"macro-F1 {macro_f1(gold, found):.4f}")
    mistakes = Counter((g, f) for g, f in zip(gold, found, strict=True) if g != f)
    print("\n".join(f"{count:3} {g} as {f}" for (g, f), count in mistakes.most_common(25)))


def fit_all(corpora: Path, gold: Path, weights: Path, out: Path | None, folds: int = 0) -> None:
    """Cross-validate if asked to, then fit the head of stored weights to all sentences and save to `out`."""
    network, vocabulary, stored = load(weights)
    marked = encode(network, vocabulary, [*pairs.marked(next((gold / "plover_relations").glob("*.jsonl")))])
    rng = seed_all(0)
    rng.shuffle(marked)
    others = encode(network, vocabulary, [*pairs.written(), *pairs.annotated(corpora.parent, rng)])
    before = predict(network.pairs.eval(), marked)
    answers = [given[0].labels["type"] for _, given in marked]
    right = sum(a == b for a, b in zip(answers, before, strict=True))
    print(f"{len(marked)} marked sentences, {len(others)} others", flush=True)
    print(f"not fitted: accuracy {right / len(marked):.4f}, macro-F1 {macro_f1(answers, before):.4f}", flush=True)
    if folds:
        cross_validate(network.pairs, marked, others, folds)
    if out:
        network.pairs = fit(network.pairs, [*others, *marked * TIMES])
        torch.save({**stored, "state": network.state_dict()}, out)


def main() -> None:
    """Fit from the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.relations", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=5, help="0 for no cross-validation")
    options = parser.parse_args()
    fit_all(options.corpora, options.gold, options.weights, options.out, options.folds)


if __name__ == "__main__":
    main()
