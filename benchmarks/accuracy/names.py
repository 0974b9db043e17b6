"""Same-person and same-organisation decisions on pairs of names (the nomenklatura name benchmark).

The person weights are fitted on the persons of this file, so the figure that holds for new names is the cross-validated
one that `training.name_weights` prints; this one shows what the shipped weights do on them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.resolve.names import SAME_ORGANIZATION, SAME_PERSON, same_organization, same_person

DECISIONS: dict[str, tuple[set[str], Callable[[str, str], float], float]] = {
    "same person": ({"Person"}, same_person, SAME_PERSON),
    "same organisation": ({"Company", "LegalEntity", "Organization"}, same_organization, SAME_ORGANIZATION),
}


def score(gold: Path) -> Iterator[Figure]:
    """Precision, recall and F1 of the pairs said to match."""
    with (gold / "names" / "name_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for what, (schemas, similarity, threshold) in DECISIONS.items():
        pairs = [row for row in rows if row["schema"] in schemas]
        said = {i for i, row in enumerate(pairs) if similarity(row["name1"], row["name2"]) >= threshold}
        true = {i for i, row in enumerate(pairs) if row["is_match"].lower() == "true"}
        yield from precision_recall_f1(what, said, true)
