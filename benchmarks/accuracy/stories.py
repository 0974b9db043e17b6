"""Near-duplicates: copies made from real articles, to be found again among all the others.

Every third article gets one copy: another dateline, the first half only, one word in twenty changed, or boilerplate
added. Pairs of articles that are in one story are what was said; article and copy are what is true.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.articles.signature import signature
from coopmetrics.resolve.stories import FEWEST_WORDS, resolve_stories

EVERY = 3
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
    """Precision, recall and F1 of pairs; recall by kind of copy."""
    articles = _articles(gold)
    kinds = {name: list(COPIES)[i // EVERY % len(COPIES)] for i, name in enumerate(articles) if i % EVERY == 0}
    copies = {f"{name}-copy": COPIES[kind](articles[name]) for name, kind in kinds.items()}
    stories = resolve_stories(_table(articles | copies), {}).set_index("article_id")["story_id"]
    said = {(a, b) for group in stories.groupby(stories).groups.values() for a in group for b in group if a < b}
    true = {(name, f"{name}-copy") for name in kinds}
    yield from precision_recall_f1("same story", said, true)
    for kind in COPIES:
        of_kind = {(name, f"{name}-copy") for name in kinds if kinds[name] == kind}
        yield Figure(f"same story, {kind}: recall", len(said & of_kind) / max(len(of_kind), 1), len(of_kind))


def _articles(gold: Path) -> dict[str, str]:
    """Read the articles of the gold sets, without their first line (the address); each text once."""
    texts = {path.stem: path.read_text("utf-8", "replace") for path in gold.glob("*/articles/*.txt")}
    words = {name: tuple(text.partition("\n")[2].split()) for name, text in sorted(texts.items())}
    once = {text: name for name, text in words.items() if len(text) > FEWEST_WORDS}
    return {name: " ".join(text) for text, name in once.items()}


def _table(texts: dict[str, str]) -> pd.DataFrame:
    rows = [
        {
            "article_id": name,
            "content_sha256": str(hash(text)),
            "source_url": None,
            "published_on": None,
            "word_count": len(text.split()),
            "minhash": signature(text),
        }
        for name, text in texts.items()
    ]
    return pd.DataFrame(rows)
