"""Make the weights of the built-in language engine, from the data folders to the files in the package.

    python -m training.train --corpora DIR --gold DIR

`--corpora` holds `treebanks/{ewt,gum}`, `--gold` holds `newswire_entities`; the environment variables
COOPMETRICS_CORPORA and COOPMETRICS_GOLD name them as well. Two pipelines are trained, one for syntax on the treebanks
and one for entities, and put together with the lemmatizer. Work files go to `training/work`. Seeds are fixed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

from coopmetrics.language.engine import BUILTIN
from training import data, lemmas

HERE = Path(__file__).parent
WORK = HERE / "work"
META = {
    "name": "coopmetrics",
    "version": "0.1.0",
    "description": "Tagger, lemmatizer, dependency parser and entity recognizer for English news",
    "license": "CC BY-SA 4.0",
}


def main() -> None:
    """Prepare the data, train both pipelines and write the one of the package."""
    options = data.options(__doc__)
    vocab = spacy.blank("en").vocab
    treebank = list(data.treebank_training(options.corpora / "treebanks", vocab))
    _save(treebank, WORK / "syntax-train.spacy")
    _save(data.treebank_development(options.corpora / "treebanks", vocab), WORK / "syntax-dev.spacy")
    _save(data.entity_training(options.gold / "newswire_entities", vocab), WORK / "entities-train.spacy")
    _save(data.entity_development(options.gold / "newswire_entities", vocab), WORK / "entities-dev.spacy")
    nlp = assemble(train_part("syntax"), train_part("entities"), treebank)
    shutil.rmtree(BUILTIN, ignore_errors=True)
    nlp.to_disk(BUILTIN)


def train_part(part: str) -> Path:
    """Train one pipeline after `<part>.cfg` and give the folder of its best state."""
    set_current_ops(NumpyOps(use_blis=False))
    paths = {"train": f"{part}-train.spacy", "dev": f"{part}-dev.spacy"}
    overrides = {f"paths.{name}": str(WORK / file) for name, file in paths.items()}
    if part == "syntax":
        overrides["paths.variants"] = str(HERE / "orth_variants.json")
    nlp = init_nlp(load_config(HERE / f"{part}.cfg", overrides=overrides))
    (WORK / part).mkdir(parents=True, exist_ok=True)
    train(nlp, WORK / part)
    return WORK / part / "model-best"


def assemble(syntax: Path, entities: Path, treebank: Iterable[Doc]) -> Language:
    """Put the two pipelines and the lemmatizer together."""
    nlp = spacy.load(syntax)
    lemmas.add_lemmatizer(nlp, treebank)
    nlp.add_pipe("ner", source=spacy.load(entities))
    nlp.meta.update(META)
    nlp.meta["performance"] = {}
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    return nlp


def _save(docs: Iterable[Doc], path: Path) -> None:
    shuffled = list(docs)
    random.Random(0).shuffle(shuffled)  # noqa: S311 - not for secrets
    path.parent.mkdir(exist_ok=True)
    DocBin(docs=shuffled).to_disk(path)


if __name__ == "__main__":
    main()
