"""Sectors of hand-coded events, given the sentence and the predicate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy.coded_articles import coded
from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.events import sectors


def score(gold: Path) -> Iterator[Figure]:
    """Precision, recall and F1 over (event, sector) pairs of the held-out articles."""
    said, true = set(), set()
    for number, (row, _, sentence, predicate) in enumerate(coded(gold)):
        said |= {(number, sector) for sector in sectors.classify(sentence, predicate)}
        true |= {(number, sector) for sector in row["sectors"]}
    yield from precision_recall_f1("sectors", said, true)
