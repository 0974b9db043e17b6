"""The model that tells which of the sectors named an event is about, on coded articles; see `coder`.

A logistic regression over the features of `coopmetrics.events.sector_choice`, one example for each event and sector
that it may be about.
"""

from __future__ import annotations

from benchmarks.accuracy.events import GoldArticle, Row, sentence_of
from coopmetrics.document import Document
from coopmetrics.events import sector_choice, syntax
from training.events import Examples
from training.questions import predicate_token

NAME = "sector"


def add(document: Document, article: GoldArticle, examples: Examples, weight: float) -> None:
    """Add the rows of one parsed article that say which sectors they are of."""
    for row in article.rows:
        if "sectors" not in row:
            continue
        for code, found in sector_choice.features(setting(document, row)).items():
            examples.add(found, str(code in row["sectors"]), weight)


def setting(document: Document, row: Row) -> sector_choice.Setting:
    """Give the event of a coded row; the sentence's root stands for a predicate that is not coded."""
    number = sentence_of(document, row)
    predicate = predicate_token(document, row)
    predicate = document.sentences[number].root if predicate is None else syntax.told_of(predicate)
    return sector_choice.Setting(document, number, predicate, row["type"], row["stage"])
