"""Sectors of hand-coded events, given the sentence, the predicate, the type and the stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy.coded_articles import coded
from benchmarks.accuracy.events import is_held_out, sentence_of
from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.events import sector_choice, syntax


def score(gold: Path) -> Iterator[Figure]:
    """Precision, recall and F1 over (event, sector) pairs of the held-out third."""
    said, true = set(), set()
    for number, (row, document, sentence, predicate) in enumerate(coded(gold, is_held_out)):
        root = sentence.root if predicate is None else syntax.told_of(predicate)
        asked = sector_choice.Setting(document, sentence_of(document, row), root, row["type"], row["stage"])
        said |= {(number, sector) for sector in sector_choice.decide(asked)}
        true |= {(number, sector) for sector in row["sectors"]}
    yield from precision_recall_f1("sectors", said, true)
