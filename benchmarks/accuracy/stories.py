"""Stories: copies made of real articles, and the versions in which real items came, to be found among all the others.

Every third article of 60 words or more gets one copy, as another outlet would print it a day later under another
headline: with another dateline, the first half only, one word in twenty changed, or boilerplate added. Releases and
tables of raw files, in the folder `corpora` beside the gold data or in COOPMETRICS_CORPORA, bring along items that
recur with changed text. Pairs of articles that are in one story are what was said. True are an item's versions,
articles of the same text, and their copies. Some originals are reprints that nobody has marked: `as marked` counts
them as wrong when they are found.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.articles import below_headline, ingest
from coopmetrics.articles.signature import signature
from coopmetrics.resolve.stories import COLUMNS, FEWEST_WORDS, resolve_stories
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files

Row = dict[str, Any]
EVERY = 3
REPRINT = 0.9
#: half of a shorter text is no article
FEWEST_COPIED = 60
#: folders of raw files that are read where they are there
CORPORA = ("australia_press", "mixed_news", "news_csv", "state_dept", "white_house_2021_2023", "wikinews")
BOILERPLATE = (
    "Follow us for the latest news. Read more stories from our correspondents in the region, and sign up for the "
    "weekly letter. All rights reserved; no part of this text may be reproduced without permission of the publisher."
)


def _changed(text: str) -> str:
    chance = random.Random(len(text))  # noqa: S311 - no secret
    return " ".join("other" if chance.random() < 0.05 else word for word in text.split())


COPIES: dict[str, Callable[[str], str]] = {
    "dateline": lambda text: "NAIROBI, 3 October (Savanna Wire) - " + text,
    "half": lambda text: " ".join(text.split()[: len(text.split()) // 2]),
    "changed": _changed,
    "boilerplate": lambda text: f"{text} {BOILERPLATE}",
}


def score(gold: Path) -> Iterator[Figure]:
    """Precision, recall and F1 of pairs; recall by kind of copy and of versions; newest versions found."""
    # gold articles are often taken from the same corpora
    read = _corpora(Path(os.environ.get("COOPMETRICS_CORPORA", gold.parent / "corpora")))
    originals = list({row["article_id"]: row for row in read}.values())  # a corrected article counts as read last
    originals = originals or list(_gold_articles(gold))
    copied = [row for row in originals if row["word_count"] >= FEWEST_COPIED][::EVERY]
    kinds = {row["article_id"]: list(COPIES)[i % len(COPIES)] for i, row in enumerate(copied)}
    copies = {f"{row['article_id']}-copy": _copy(row, kinds[row["article_id"]]) for row in copied}
    items = _items(originals)
    stories = resolve_stories(pd.DataFrame([*originals, *copies.values()]), {}).set_index("article_id")
    said = _pairs(stories["story_id"].to_dict())
    yield from precision_recall_f1("same story, as marked", said, _pairs(_with_copies(items, copies)))
    reprinted = _with_reprints(items, said, {row["article_id"]: below_headline(row) for row in originals})
    yield from precision_recall_f1("same story", said, _pairs(_with_copies(reprinted, copies)))
    for kind in COPIES:
        yield _recall(kind, said, {(name, f"{name}-copy") for name in kinds if kinds[name] == kind})
    yield _recall("versions", said, _pairs(items))
    newest = [row["article_id"] for row in _newest(originals, items)]
    yield Figure("newest version: accuracy", float(stories.loc[newest, "is_current"].mean()), len(newest))


def _with_copies(items: dict[str, str], copies: dict[str, Row]) -> dict[str, str]:
    return items | {name: items[name.removesuffix("-copy")] for name in copies}


def _with_reprints(items: dict[str, str], said: set[tuple[str, str]], texts: dict[str, str]) -> dict[str, str]:
    """Put originals into one item that share nine tenths of their words, in whatever order: reprints nobody marked."""
    for one, other in sorted(said):
        if one in items and other in items and items[one] != items[other]:
            words, others = (Counter(texts[name].split()) for name in (one, other))
            if (words & others).total() >= REPRINT * max(words.total(), others.total()):
                items = {name: items[one] if item == items[other] else item for name, item in items.items()}
    return items


def _recall(kind: str, said: set[tuple[str, str]], true: set[tuple[str, str]]) -> Figure:
    return Figure(f"same story, {kind}: recall", len(said & true) / max(len(true), 1), len(true))


def _pairs(group_of: dict[str, str]) -> set[tuple[str, str]]:
    groups = defaultdict(list)
    for name, group in group_of.items():
        groups[group].append(name)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def _items(rows: list[Row]) -> dict[str, str]:
    """Give each article's item: what has the same address, guid or text as it."""
    item_of: dict[str, str] = {}
    first: dict[str, str] = {}
    for row in rows:
        marks = [str(row[name]) for name in ("source_url", "guid", "content_sha256") if row[name]]
        item = next((first[mark] for mark in marks if mark in first), row["article_id"])
        item_of[row["article_id"]] = item
        for mark in marks:
            first.setdefault(mark, item)
    return item_of


def _newest(rows: list[Row], items: dict[str, str]) -> Iterator[Row]:
    """Give the last version of each release that came in several; the rows are in the order they came out."""
    versions = defaultdict(list)
    for row in rows:
        if row["guid"]:
            versions[row["guid"], items[row["article_id"]]].append(row)
    yield from (found[-1] for found in versions.values() if len({row["content_sha256"] for row in found}) > 1)


def _copy(row: Row, kind: str) -> Row:
    text = COPIES[kind](below_headline(row))
    day = row["published_on"] and row["published_on"] + timedelta(days=1)
    stated = {"article_id": f"{row['article_id']}-copy", "source": "Savanna Wire", "title": f"Reprint {row['title']}"}
    return _row(text, published_on=day, **stated)


def _row(text: str, **stated: Any) -> Row:
    made = {
        "text": text,
        "word_count": len(text.split()),
        "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "minhash": signature(text),
        "ingested_at": datetime(2024, 1, 1, tzinfo=UTC),
    }
    return dict.fromkeys(COLUMNS.split(", ")) | made | stated


def _gold_articles(gold: Path) -> Iterator[Row]:
    """Read the articles of the gold sets, without their first line (the address); each text once."""
    texts = {path.stem: path.read_text("utf-8", "replace") for path in gold.glob("*/articles/*.txt")}
    words = {name: tuple(text.partition("\n")[2].split()) for name, text in sorted(texts.items())}
    once = {text: name for name, text in words.items() if len(text) > FEWEST_WORDS}
    for text, name in once.items():
        yield _row(" ".join(text), article_id=name, source=name)


def _corpora(folder: Path) -> Iterator[Row]:
    """Read the raw files, article by article as `coopmetrics run` does."""
    for name in CORPORA:
        settings = Settings(raw=folder / name)
        for batch in ingest(raw_files(settings.raw), settings.raw, settings) if settings.raw.is_dir() else ():
            yield from (row for row in batch.articles if row["word_count"] > FEWEST_WORDS)
