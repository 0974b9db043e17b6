"""Examples of sectors from coded rows."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.events import GoldArticle
from coopmetrics.document import Document
from coopmetrics.language import load_engine

pytest.importorskip("sklearn", reason="needs the training group")

from training.events import Examples
from training.sectors import add

TEXT = "Kenya and Norway signed an agreement on fisheries in Oslo."


def test_each_sector_named_is_an_example_of_what_it_is_coded_as() -> None:
    row = {"start": 0, "end": len(TEXT), "predicate": "signed", "type": "SUPPORT", "stage": "agreed"}
    article = GoldArticle("a", TEXT, None, [row | {"sectors": ["agriculture"]}])
    examples = Examples()
    add(Document(next(iter(load_engine().parse([TEXT])))), article, examples, 0.5)
    labels = {next(f for f in found if f.startswith("sector ")): label for found, label in zip(examples.features, examples.labels, strict=True)}  # fmt: skip
    assert labels == {"sector agriculture": "True", "sector diplomacy": "False"}
    assert set(examples.weights) == {0.5}
