"""Make the weights of the built-in language engine, from the data folders to the files in the package.

    python -m training.train --corpora DIR --gold DIR [--engine FILE | --fitted FILE | --weights FILE]

`--corpora` holds `treebanks/{ewt,gum}` and the articles that `training/annotations` point into, `--gold` holds
`newswire_entities` and `plover_relations`; both are called so and lie side by side, since annotations name texts by
`corpora/...` and `gold/...`. COOPMETRICS_CORPORA and COOPMETRICS_GOLD name them as well. The encoder and
its heads are trained (`engine`), then the reader on what the coder asks of coded articles (`questions`, `reader`), then
the other branch of the encoder once more, with further names (`engine.refine`); all is written for run time (`export`)
and put into a spaCy pipeline beside the lemmatizer. Work files go to `training/work`. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import Any, cast

import spacy
import torch

from coopmetrics.language import load_engine
from coopmetrics.language.annotator import NAME, Annotator
from coopmetrics.language.engine import BUILTIN
from training import data, engine, events, export, lemmas, questions, reader, treebanks

WORK = Path(__file__).parent / "work"
META = {
    "name": "coopmetrics",
    "version": "0.4.0",
    "description": "One small transformer for English news: tags, trees, sentences, entities, and pairs of actors",
    "license": "CC BY-SA 4.0",
}


def assemble(weights: Path, folder: Path, out: Path) -> None:
    """Write the pipeline with stored weights to a folder; `folder` holds the treebanks, for lemmas."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "coopmetrics.TextTokenizer.v1"}}})
    exported = WORK / "annotator"
    export.write(torch.load(weights, weights_only=True), engine.BASE / "vocab.txt", exported)
    cast("Annotator", nlp.add_pipe(NAME)).load(exported)
    sentences = (sentence for path in data.treebank_files(folder) for sentence in treebanks.read(path))
    lemmas.add_lemmatizer(nlp, (word for sentence in sentences for word in sentence.words))
    nlp.meta.update(META)
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out, exclude=["vocab"])


def train_engine(corpora: Path, gold: Path) -> Path:
    """Train the encoder and its heads, and give their weights."""
    trained = WORK / "engine.pt"
    engine.train(corpora, gold, trained)
    return trained


def add_reader(weights: Path, corpora: Path, gold: Path) -> Path:
    """Train the reader on what the coder asks by these weights, and give the whole network's weights.

    It does not see the hand-coded articles, on which `training.coder` learns how far to trust it.
    """
    network, vocabulary, stored = engine.load(weights)
    asking, fitted = WORK / "asking", WORK / "fitted.pt"
    _store(stored, reader.fresh(network), fitted)
    assemble(fitted, corpora / "treebanks", asking)
    texts = questions.collect(gold, events.annotated(corpora), load_engine(str(asking)), vocabulary)
    _store(stored, reader.Fitting(network, WORK / "annotator", texts).fit(), fitted)
    return fitted


def refine(weights: Path, corpora: Path, gold: Path) -> Path:
    """Train the branch for trees and names on the exported layers below it, and give the whole network's weights."""
    _, _, stored = engine.load(weights)
    exported, refined = WORK / "annotator", WORK / "refined.pt"
    export.write(stored, engine.BASE / "vocab.txt", exported)
    engine.refine(corpora, gold, weights, exported, refined)
    trained = torch.load(refined, weights_only=True)
    assert (trained["labels"], trained["shapes"]) == (stored["labels"], stored["shapes"])
    torch.save({**stored, "state": {**stored["state"], **trained["state"]}}, refined)
    return refined


def _store(stored: dict[str, Any], trained: reader.Reader, out: Path) -> None:
    own = {f"reader.{name}": values for name, values in trained.state_dict().items()}
    torch.save({**stored, "state": {**stored["state"], **own}}, out)


def main() -> None:
    """Train, unless given weights, and write the package's folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--engine", type=Path, help="weights of the encoder and its heads, before the reader's")
    parser.add_argument("--fitted", type=Path, help="weights with the reader's; only the names are still learned")
    parser.add_argument("--weights", type=Path, help="weights of all; nothing is trained")
    parser.add_argument("--out", type=Path, default=BUILTIN)
    options = parser.parse_args()
    if not (options.corpora and options.gold):
        parser.error("name the data with --corpora and --gold")
    corpora, gold = Path(options.corpora), Path(options.gold)
    WORK.mkdir(exist_ok=True)
    weights = options.weights
    if not weights:
        fitted = options.fitted or add_reader(options.engine or train_engine(corpora, gold), corpora, gold)
        weights = refine(fitted, corpora, gold)
    assemble(weights, corpora / "treebanks", options.out)


if __name__ == "__main__":
    main()
