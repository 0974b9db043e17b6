"""Accuracy of event rows on hand-coded articles: is the dyad found in the right sentence, and what is made of it.

Gold: `coded_articles/events.jsonl` with the sentence's offsets, both codes, type and stage, over
`coded_articles/articles/*.txt`. A third of the articles, chosen by the hash of their name, is held out from
development and training; figures are of that third.

A row is found when a predicted row stands in the same sentence (largest overlap) between the same unordered pair of
codes. Rows are matched one to one, those of equal type and stage first.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.tokens import Span

from benchmarks.accuracy.figures import Figure, confusions, precision_recall_f1
from coopmetrics.document import Document
from coopmetrics.events import Event
from coopmetrics.events.ontology import EVENT_TYPES
from coopmetrics.normalize import Article, Coded, code_articles
from coopmetrics.settings import Settings

Row = dict[str, Any]
Pairs = list[tuple[Row, Event]]
#: between which confidences are told apart
CONFIDENCES = (0.0, 0.4, 0.6, 0.8, 1.01)
#: words that tell nothing of what a phrase is about
SMALL = frozenset("a an and as at by for from in into of on or over s the to under with".split())


@dataclass(slots=True)
class GoldArticle:
    """One hand-coded article."""

    name: str
    text: str
    published_on: date | None
    rows: list[Row] = field(default_factory=list)
    #: where its coded sentences start, if not all were coded
    coded: frozenset[int] | None = None

    def is_coded(self, sentence: Span) -> bool:
        """Whether a sentence was coded: whether one that was starts in it."""
        inside = range(sentence.start_char, sentence.end_char)
        return self.coded is None or any(start in inside for start in self.coded)


@dataclass(slots=True)
class Tally:
    """Rows seen, and the pairs of gold and predicted rows that were matched."""

    gold: int = 0
    predicted: int = 0
    pairs: Pairs = field(default_factory=list)
    dyads: Counter[str] = field(default_factory=Counter)
    #: for each predicted row its confidence, and whether its dyad is coded in its sentence
    confidences: list[tuple[float, bool]] = field(default_factory=list)


def is_held_out(name: str) -> bool:
    """Whether an article belongs to the third that is measured on."""
    return zlib.crc32(name.encode()) % 3 == 0


def read(gold: Path) -> list[GoldArticle]:
    """All coded articles, those without any row included."""
    folder = gold / "coded_articles"
    dates = json.loads((folder / "published_on.json").read_text(encoding="utf-8"))
    found = {}
    for path in sorted((folder / "articles").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        day = dates.get(path.stem)
        found[path.stem] = GoldArticle(path.stem, text, date.fromisoformat(day) if day else None)
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["article"]].rows.append(row)
    return list(found.values())


def score(gold: Path) -> Iterator[Figure]:
    """Figures of the held-out third, which the shipped weights have not seen."""
    tally = code(article for article in read(gold) if is_held_out(article.name))
    yield from figures(tally)
    yield from details(tally.pairs)


def code(articles: Iterable[GoldArticle]) -> Tally:
    """Code the articles and match what was found against their gold rows."""
    articles = list(articles)
    tally = Tally()
    items = [Article(a.name, a.text, None, a.published_on) for a in articles]
    for article, coded in zip(articles, code_articles(items, Settings()), strict=True):
        assert isinstance(coded, Coded), coded.error
        match(tally, article.rows, coded.document, coded.events)
    return tally


def match(tally: Tally, rows: list[Row], document: Document, events: list[Event]) -> None:
    """Add one article to the tally."""
    gold: dict[tuple[int, tuple[str, str]], list[Row]] = defaultdict(list)
    found: dict[tuple[int, tuple[str, str]], list[Event]] = defaultdict(list)
    for row in rows:
        if row["source"] and row["target"]:
            gold[sentence_of(document, row), pair(row["source"], row["target"])].append(row)
    for event in events:
        if event.source and event.target and event.source.country_code and event.target.country_code:
            found[event.sentence_no, pair(event.source.country_code, event.target.country_code)].append(event)
    tally.gold += sum(map(len, gold.values()))
    tally.predicted += sum(map(len, found.values()))
    tally.dyads.update(gold=len(gold), predicted=len(found), both=len(gold.keys() & found.keys()))
    tally.confidences += [(event.confidence, key in gold) for key, of_key in found.items() for event in of_key]
    for key in gold.keys() & found.keys():
        tally.pairs += _one_to_one(gold[key], found[key])


def pair(one: str, other: str) -> tuple[str, str]:
    """Two codes in alphabetical order."""
    return (one, other) if one <= other else (other, one)


def sentence_of(document: Document, row: Row) -> int:
    """Number of the sentence that overlaps a gold row's span most."""
    overlaps = [min(s.end_char, row["end"]) - max(s.start_char, row["start"]) for s in document.sentences]
    return max(range(len(overlaps)), key=overlaps.__getitem__, default=-1)


def _one_to_one(rows: list[Row], events: list[Event]) -> Pairs:
    rows, events, pairs = list(rows), list(events), []
    same: list[Callable[[Row, Event], bool]] = [
        lambda r, e: bool(r["type"] == e.event_type and r["stage"] == e.stage),
        lambda r, e: bool(r["type"] == e.event_type),
        lambda r, e: True,
    ]
    for test in same:
        for row in list(rows):
            event = next((e for e in events if test(row, e)), None)
            if event is not None:
                pairs.append((row, event))
                rows.remove(row)
                events.remove(event)
    return pairs


def figures(tally: Tally) -> Iterator[Figure]:
    """Precision and recall of dyads and rows; of matched rows the share with the right type, quad, stage, ..."""
    dyads, n = tally.dyads, len(tally.pairs)
    yield Figure("dyad in sentence, precision", _share(dyads["both"], dyads["predicted"]), dyads["predicted"])
    yield Figure("dyad in sentence, recall", _share(dyads["both"], dyads["gold"]), dyads["gold"])
    yield Figure("row, precision", _share(n, tally.predicted), tally.predicted)
    yield Figure("row, recall", _share(n, tally.gold), tally.gold)
    yield from _columns(tally.pairs)
    yield from _calibration(tally.confidences)
    yield from _types(tally.pairs)


def _columns(pairs: Pairs) -> Iterator[Figure]:
    """Of matched rows the share in which a column is right."""
    tests: dict[str, Callable[[Row, Event], bool]] = {
        "type": lambda r, e: bool(r["type"] == e.event_type),
        "quad": lambda r, e: EVENT_TYPES[r["type"]].quad == e.quad,
        "stage": lambda r, e: bool(r["stage"] == e.stage),
        "direction": lambda r, e: (
            bool(r["reciprocal"]) or (e.source is not None and r["source"] == e.source.country_code)
        ),
        "reciprocal": lambda r, e: bool(r["reciprocal"]) == e.is_reciprocal,
        "attribution": lambda r, e: bool(r["attribution"] == e.attribution),
        "date": lambda r, e: (r["event_date"] or "")[:10].startswith(_prefix(r, e)),
    }
    for what, test in tests.items():
        yield Figure(f"{what} of matched rows", _share(sum(test(r, e) for r, e in pairs), len(pairs)), len(pairs))


def details(pairs: Pairs) -> Iterator[Figure]:
    """Of matched rows how right are the thing, the places and the amounts, which not every row has."""
    things = [likeness(r["thing"], e.thing) for r, e in pairs if r["thing"]]
    yield Figure("thing of matched rows, F1 of its words", _share(sum(things), len(things)), len(things))
    places = [(r["place"] or "", e.place.name if e.place else "") for r, e in pairs]
    right = sum(likeness(gold, found) > 0 for gold, found in places)
    for what, named in (("precision", [found for _, found in places]), ("recall", [gold for gold, _ in places])):
        yield Figure(f"place of matched rows, {what}", _share(right, sum(map(bool, named))), sum(map(bool, named)))
    golds = {
        (i, float(q["value"])) for i, (r, _) in enumerate(pairs) for q in r["quantities"] if q["value"] is not None
    }
    founds = {(i, quantity.value) for i, (_, e) in enumerate(pairs) for quantity in e.quantities}
    yield from precision_recall_f1("amounts of matched rows", founds, golds)


def _calibration(confidences: Sequence[tuple[float, bool]]) -> Iterator[Figure]:
    """Of rows of like confidence the share that is right, where there are such rows."""
    for low, high in pairwise(CONFIDENCES):
        rows = [is_right for confidence, is_right in confidences if low <= confidence < high]
        if rows:
            what = f"right of rows with a confidence of {low:.1f} to {high:.1f}"
            yield Figure(what, _share(sum(rows), len(rows)), len(rows))


def _types(pairs: Pairs) -> Iterator[Figure]:
    """Of matched rows the share of each type that is taken for it, and what it is taken for instead."""
    for name in EVENT_TYPES:
        of_type = [e.event_type for r, e in pairs if r["type"] == name]
        if of_type:
            yield Figure(f"type of gold {name}", _share(of_type.count(name), len(of_type)), len(of_type))
    yield from confusions("type", ((r["type"], e.event_type) for r, e in pairs))


def likeness(gold: str, found: str | None) -> float:
    """F1 of the words of two phrases, but for the smallest."""
    golds, founds = _stems(gold), _stems(found or "")
    return 2 * len(golds & founds) / max(len(golds) + len(founds), 1)


def _stems(phrase: str) -> set[str]:
    """What words begin with that are alike in all their forms, nearly."""
    return {word.rstrip("s")[:7] for word in re.findall(r"\w+", phrase.lower()) if word not in SMALL}


def _prefix(row: Row, event: Event) -> str:
    """The predicted date at the gold row's precision; a missing gold date matches only a missing one."""
    if row["event_date"] is None or event.event_on is None:
        return "" if (row["event_date"] is None) == (event.event_on is None) else "-"
    return event.event_on.isoformat()[: len(row["event_date"])]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
