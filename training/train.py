"""Make the weights of the built-in language engine, from the data folders to the files in the package.

    python -m training.train --corpora DIR --gold DIR [--weights FILE] [--device cuda]

`--corpora` holds `treebanks/{ewt,gum}` and the articles that `training/annotations` point into, `--gold` holds
`newswire_entities` and `plover_relations`; both are called so and lie side by side, since annotations name texts by
`corpora/...` and `gold/...`. COOPMETRICS_CORPORA and COOPMETRICS_GOLD name them as well. All is laid out as numbers
(`prepare`), the weights are fitted (`fit`), written for run time (`export`), and put into a spaCy pipeline beside the
lemmatizer. Work files go to `training/work`; with `--weights`, `training.fit` has been run before, here or elsewhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import cast

import spacy
import torch

from coopmetrics.language.annotator import NAME, Annotator
from coopmetrics.language.engine import BUILTIN
from training import data, export, lemmas, prepare, treebanks
from training.fit import context
from training.fit.data import load, save
from training.fit.layers import BRANCHES
from training.fit.onward import onward
from training.fit.smaller import shrink
from training.fit.teacher import learn
from training.prepare import WORK

META = {
    "name": "coopmetrics",
    "version": "0.9.0",
    "description": "One small transformer for English news: tags, trees, sentences, entities, and pairs of actors",
    "license": "CC BY-SA 4.0",
}


def assemble(weights: Path, folder: Path, out: Path) -> None:
    """Write the pipeline with fitted weights to a folder; `folder` holds the treebanks, for lemmas."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "coopmetrics.TextTokenizer.v1"}}})
    exported = WORK / "annotator"
    export.write(*load(weights), exported)
    cast("Annotator", nlp.add_pipe(NAME)).load(exported)
    sentences = (sentence for path in data.treebank_files(folder) for sentence in treebanks.read(path))
    lemmas.add_lemmatizer(nlp, (word for sentence in sentences for word in sentence.words))
    nlp.meta.update(META)
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out, exclude=["vocab"])


def main() -> None:
    """Train, unless given weights, and write the package's folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--weights", type=Path, help="fitted weights of the smaller engine; nothing is trained")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, default=BUILTIN)
    options = parser.parse_args()
    if not (options.corpora and options.gold):
        parser.error("name the data with --corpora and --gold")
    corpora, gold = Path(options.corpora), Path(options.gold)
    WORK.mkdir(exist_ok=True)
    weights = options.weights or WORK / "fitted.npz"
    if not options.weights:
        prepared = prepare.collect(corpora, gold)
        fitted = shrink(prepared, learn(prepared, options.device), options.device)
        for branch in BRANCHES:
            fitted = onward(prepared, fitted, branch, options.device)
        fitted |= context.fit(prepared, fitted, options.device)
        save(weights, fitted, prepared.labels)
    assemble(weights, corpora / "treebanks", options.out)


if __name__ == "__main__":
    main()
