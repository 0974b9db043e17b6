"""Train the event coder's weights on coded articles: all models of `events`, `direction`, `sectors`, `dates`.

    uv run --group training python -m training.coder --gold DIR --corpora DIR [--out DIR] [--only-weigh]

Each article of `training/annotations`, and of the hand-coded ones but for the held-out third, is parsed once. The
linear models and the model of directions learn from the annotated ones; the weights of evidence from the hand-coded
ones; sectors and the model of dates from both.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.events import GoldArticle, is_held_out, read
from coopmetrics.events import model
from training import dates, direction, events, sectors

#: weight of the sectors of annotated articles, which were coded faster
ANNOTATED = 0.5


def train(gold: list[GoldArticle], annotated: list[GoldArticle], folder: Path, out: Path) -> None:
    """Train and write all models but the weights of evidence; `folder` holds the gold data."""
    linear: events.Data = {name: events.Examples() for name in events.NAMES}
    of_sectors, of_dates, of_sides = events.Examples(), dates.Examples(), direction.Examples()
    for document, article in events.documents(annotated):
        events.collect(document, article, linear)
        sectors.add(document, article, of_sectors, ANNOTATED)
        dates.add(document, article, of_dates)
        direction.add(document, article, of_sides)
    for act in events.of_relations(folder):
        events.collect_relation(act, linear)
        direction.add_marked(act, of_sides, 1.0)
    for act in events.of_written():
        events.collect_written(act, linear)
        direction.add_marked(act, of_sides, events.WRITTEN)
    for document, article in events.documents(gold):
        sectors.add(document, article, of_sectors, 1.0)
        dates.add(document, article, of_dates)
    for name, examples in {**linear, sectors.NAME: of_sectors}.items():
        _write(out, name, events.fit(name, examples), Counter(examples.labels))
    _write(out, dates.NAME, dates.fit(of_dates), f"{len(of_dates.weights)} events")
    _write(out, direction.NAME, direction.fit(of_sides), f"{len(of_sides.weights)} pairs")


def _write(out: Path, name: str, arrays: dict[str, Any], learned_from: object) -> None:
    np.savez_compressed(out / f"{name}.npz", **arrays)
    print(f"{name}: {len(arrays['features'])} features, {learned_from}", flush=True)


def main() -> None:
    """Collect, train, write."""
    parser = argparse.ArgumentParser(prog="python -m training.coder", description=__doc__)
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"), help="folder of corpora")
    parser.add_argument("--out", type=Path, default=events.WEIGHTS, help="folder of the weights")
    parser.add_argument("--only-weigh", action="store_true", help="keep the models that are there; weigh evidence only")
    arguments = parser.parse_args()
    if not (arguments.gold and arguments.corpora):
        parser.error("name the data with --gold and --corpora")
    folder, out = Path(arguments.gold), arguments.out
    out.mkdir(parents=True, exist_ok=True)
    gold = [article for article in read(folder) if not is_held_out(article.name)]
    if not arguments.only_weigh:
        train(gold, events.annotated(Path(arguments.corpora)), folder, out)
    os.environ[model.FOLDER] = str(out)
    print(events.write_evidence(gold, out))


if __name__ == "__main__":
    main()
