"""Accuracy on sentences with one marked relation: are both actors found, and is the type right?

Gold: `plover_relations/*.jsonl`, sentences with a marked source and target and one of 15 PLOVER types, CONCEDE and
RETREAT being YIELD. The coder is told nothing of the marks. Its type is that of the row between the two, else that of
its surest row. A fifth of the sentences is held out from all training, and reported.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.figures import Figure, confusions, f1_by_label, mean
from coopmetrics.document import Mention
from coopmetrics.events import Event
from coopmetrics.normalize import Article, Coded, code_articles
from coopmetrics.settings import Settings

FOLDER = "plover_relations"
FOLDS = 5
Row = dict[str, Any]
Span = tuple[int, int]


def score(gold: Path) -> Iterator[Figure]:
    """Figures of the held-out fifth."""
    yield from figures(read(gold, held_out=True))


def read(gold: Path, *, held_out: bool) -> list[Row]:
    """Give the held-out sentences, or the others."""
    return [row for number, row in enumerate(shuffled(gold)) if (number % FOLDS == 0) == held_out]


def shuffled(gold: Path) -> list[Row]:
    """Give all sentences; those whose numbers leave the same rest are a fold."""
    lines = next((gold / FOLDER).glob("*.jsonl")).read_text(encoding="utf-8").splitlines()
    random.Random(0).shuffle(lines)  # noqa: S311 - not for secrets
    return [json.loads(line) for line in lines]


def figures(rows: Sequence[Row]) -> Iterator[Figure]:
    """Code the sentences and compare."""
    met: Counter[str] = Counter()
    gold, found = [], []
    items = [Article(row["id"], row["text"], None, None) for row in rows]
    for row, coded in zip(rows, code_articles(items, Settings()), strict=True):
        assert isinstance(coded, Coded), coded.error
        source, target = (_span(row["text"], row[side]) for side in ("source_text", "target_text"))
        mentions = coded.document.mentions
        between = [e for e in coded.events if _is_between(e, source, target)]
        met["mentioned"] += all(any(_meets(m, span) for m in mentions) for span in (source, target))
        met["row"] += bool(between)
        met["coded"] += bool(coded.events)
        gold.append(row["type"])
        found.append(_type(between or coded.events))
    types = list(zip(gold, found, strict=True))
    by_type = f1_by_label(types)
    yield Figure("both actors mentioned", met["mentioned"] / len(rows), len(rows))
    yield Figure("a row between both", met["row"] / len(rows), len(rows))
    yield Figure("any row", met["coded"] / len(rows), len(rows))
    yield Figure("type", sum(g == f for g, f in types) / len(rows), len(rows))
    yield Figure("type: macro-F1", mean(by_type), len(by_type))
    for name, value in sorted(by_type.items()):
        yield Figure(f"type {name}: F1", value, gold.count(name))
    yield from confusions("type", types)


def _span(text: str, words: str) -> Span | None:
    start = text.find(words)
    return (start, start + len(words)) if start >= 0 else None


def _meets(mention: Mention | None, span: Span | None) -> bool:
    return mention is not None and span is not None and mention.start < span[1] and span[0] < mention.end


def _is_between(event: Event, source: Span | None, target: Span | None) -> bool:
    sides = (event.source, event.target)
    return any(_meets(one, source) and _meets(other, target) for one, other in (sides, sides[::-1]))


def _type(events: Sequence[Event]) -> str:
    if not events:
        return ""
    best = max(events, key=lambda e: e.confidence).event_type
    return "YIELD" if best in ("CONCEDE", "RETREAT") else best
