"""Train the model that tells which of the sectors named an event is about, on coded articles.

    uv run --group training python -m training.sectors --gold DIR --corpora DIR [--out DIR]

A logistic regression over the features of `coopmetrics.events.sector_choice`, one example for each event and sector
that it may be about. The held-out third of the hand-coded articles is left out; the articles of
`training/annotations`, coded faster, count half.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from spacy.tokens import Token

from benchmarks.accuracy.events import GoldArticle, Row, is_held_out, read, sentence_of
from coopmetrics import entities, events
from coopmetrics.document import Document
from coopmetrics.events import sector_choice, syntax
from coopmetrics.language import load_engine
from training.events import STRENGTH, WEIGHTS, Examples, annotated, fit
from training.questions import predicate_span

NAME = "sector"
#: weight of the articles of `training/annotations`
ANNOTATED = 0.5
STRENGTH[NAME] = 0.1


def collect(articles: Iterable[GoldArticle], examples: Examples, weight: float) -> None:
    """Add the rows of articles."""
    articles = [article for article in articles if article.rows]
    docs = load_engine().parse(article.text for article in articles)
    for article, doc in zip(articles, docs, strict=True):
        document = Document(doc, None, article.published_on)
        entities.annotate(document)
        events.attribute(document)
        add(document, article, examples, weight)


def add(document: Document, article: GoldArticle, examples: Examples, weight: float) -> None:
    """Add the rows of one parsed article."""
    for row in article.rows:
        for code, found in sector_choice.features(setting(document, row)).items():
            examples.add(found, str(code in row["sectors"]), weight)


def setting(document: Document, row: Row) -> sector_choice.Setting:
    """Give the event of a coded row; the sentence's root stands for a predicate that is not coded."""
    number = sentence_of(document, row)
    predicate = _predicate(document, row)
    predicate = document.sentences[number].root if predicate is None else syntax.told_of(predicate)
    return sector_choice.Setting(document, number, predicate, row["type"], row["stage"])


def _predicate(document: Document, row: Row) -> Token | None:
    place = predicate_span(row, document.text)
    span = document.doc.char_span(*place, alignment_mode="expand") if place else None
    return span.root if span is not None else None


def main() -> None:
    """Collect, train, write."""
    parser = argparse.ArgumentParser(prog="python -m training.sectors", description=__doc__)
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"), help="folder of corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    arguments = parser.parse_args()
    examples = Examples()
    gold = read(Path(arguments.gold))
    collect((a for a in gold if not is_held_out(a.name)), examples, 1.0)
    if arguments.corpora:
        collect(annotated(Path(arguments.corpora)), examples, ANNOTATED)
    arrays = fit(NAME, examples)
    arguments.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(arguments.out / f"{NAME}.npz", **arrays)
    print(f"{NAME}: {len(examples.labels)} examples, {len(arrays['features'])} features")


if __name__ == "__main__":
    main()
