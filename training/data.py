"""What is trained on, what steers the training, and what is held out for the results.

Held out: the test part of EWT, every fifth of GUM's news and interviews, and a third of the newswire outlets. The
development parts are EWT's own and every fourteenth article of the outlets trained on.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from training import entities, treebanks

#: genres of GUM that are like the project's articles
NEWS_LIKE = ("news", "interview")


def options(description: str | None) -> argparse.Namespace:
    """Read from the command line, else from the environment, where the data lies."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    chosen = parser.parse_args()
    if not (chosen.corpora and chosen.gold):
        parser.error("name the data with --corpora and --gold")
    return argparse.Namespace(corpora=Path(chosen.corpora), gold=Path(chosen.gold))


def gum_files(folder: Path, held_out: bool) -> list[Path]:
    """List the GUM documents that are held out, or the others."""
    paths = sorted((folder / "gum").glob("*.conllu"))
    kept_back = [path for path in paths if path.name.split("_")[1] in NEWS_LIKE][2::5]
    return kept_back if held_out else [path for path in paths if path not in kept_back]


def treebank_training(folder: Path, vocab: Vocab) -> Iterator[Doc]:
    """Give the training part of EWT and the GUM documents not held out."""
    return treebanks.docs([folder / "ewt" / "en_ewt-train.conllu", *gum_files(folder, held_out=False)], vocab)


def treebank_development(folder: Path, vocab: Vocab) -> Iterator[Doc]:
    """Give EWT's development part."""
    return treebanks.docs([folder / "ewt" / "en_ewt-dev.conllu"], vocab)


def treebank_test(folder: Path, vocab: Vocab) -> dict[str, list[Doc]]:
    """Give the held-out treebank parts by name."""
    return {
        "EWT test": list(treebanks.docs([folder / "ewt" / "en_ewt-test.conllu"], vocab, max_paragraphs=1)),
        "GUM news and interviews": list(treebanks.docs(gum_files(folder, held_out=True), vocab, max_paragraphs=1)),
    }


def entity_training(folder: Path, vocab: Vocab) -> Iterator[Doc]:
    """Give the newswire articles of the outlets trained on, less the development part."""
    paths = entities.files(folder, held_out=False)
    return entities.docs([path for i, path in enumerate(paths) if i % 14 != 7], vocab)


def entity_development(folder: Path, vocab: Vocab) -> Iterator[Doc]:
    """Give every fourteenth article of the outlets trained on."""
    return entities.docs(entities.files(folder, held_out=False)[7::14], vocab)


def entity_test(folder: Path, vocab: Vocab) -> list[Doc]:
    """Give the articles of the held-out outlets."""
    return list(entities.docs(entities.files(folder, held_out=True), vocab))
