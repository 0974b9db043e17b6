"""Web pages: the article's body, title and date, from pages with a known body.

The body is scored as the article extraction benchmark does (github.com/scrapinghub/article-extraction-benchmark): runs
of four words, shares of each page, F1 of their means; beside it trafilatura alone on the same pages. Title and date
are compared with what a page states in JSON-LD and OpenGraph, found by plain search here.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from statistics import mean
from typing import Any

import trafilatura

from benchmarks.accuracy.figures import Figure
from coopmetrics.articles import below_headline, ingest
from coopmetrics.settings import Settings

FOLDER = "html_extraction"
RUN = 4
_DATES = (r'"datePublished"\s*:\s*"([^"]{8,40})"', r'"article:published_time"[^>]{0,40}content="([^"]{8,40})"')
_TITLES = (r'"headline"\s*:\s*"((?:[^"\\]|\\.){5,300})"', r'"og:title"[^>]{0,40}content="([^"]{5,300})"')

Shares = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """One page: shares of right, added and missed runs of ours and of trafilatura; whether title and day are right."""

    ours: Shares
    trafilaturas: Shares
    title: bool | None
    day: bool | None


def score(gold: Path) -> Iterator[Figure]:
    """Score the body beside trafilatura's, then title and date where a page states them."""
    folder = gold / FOLDER
    known: dict[str, dict[str, str]] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = [_scored(folder / "html" / f"{name}.html.gz", entry["articleBody"]) for name, entry in known.items()]
    for who, shares in (
        ("", [page.ours for page in pages]),
        (" by trafilatura alone", [p.trafilaturas for p in pages]),
    ):
        precision, recall = _precision(shares), _recall(shares)
        yield Figure(f"article body{who}: precision", precision, len(pages))
        yield Figure(f"article body{who}: recall", recall, len(pages))
        yield Figure(f"article body{who}: F1", 2 * precision * recall / (precision + recall), len(pages))
    for what in ("title", "day"):
        stated = [right for page in pages if (right := getattr(page, what)) is not None]
        yield Figure(f"{what} as the page states it", mean(stated), len(stated))


def _scored(path: Path, body: str) -> Scored:
    page = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    row = next((row for batch in ingest([path], path.parent, Settings()) for row in batch.articles), {})
    alone = trafilatura.extract(page, include_comments=False) or ""
    titles, day = _stated(_TITLES, page), _day(page)
    return Scored(
        ours=_shares(body, below_headline(row) if row else ""),
        trafilaturas=_shares(body, alone),
        title=_is_title(row.get("title"), titles) if titles else None,
        day=row.get("published_on") == day if day else None,
    )


def _shares(true: str, said: str) -> Shares:
    there, found = _runs(true), _runs(said)
    counts = ((there & found).total(), (found - there).total(), (there - found).total())
    return tuple(count / (sum(counts) or 1) for count in counts)  # type: ignore[return-value]


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = (tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1)))
    return Counter(run for run in runs if run)


def _precision(pages: list[Shares]) -> float:
    return mean(right / (right + added) for right, added, _ in pages if right + added)


def _recall(pages: list[Shares]) -> float:
    return mean(right / (right + missed) for right, _, missed in pages if right + missed)


def _stated(patterns: tuple[str, ...], page: str) -> list[str]:
    return [unescape(match[1].replace('\\"', '"')) for pattern in patterns if (match := re.search(pattern, page))]


def _day(page: str) -> date | None:
    """Give the day that all statements agree on."""
    days = {stated[:10] for stated in _stated(_DATES, page) if re.match(r"\d{4}-\d\d-\d\d", stated)}
    return date.fromisoformat(days.pop()) if len(days) == 1 else None


def _is_title(title: Any, stated: list[str]) -> bool:
    """Tell whether the title is one of those stated, which may go on with the site's name."""
    words = " ".join(re.findall(r"\w+", str(title or "").lower()))
    return bool(words) and any(" ".join(re.findall(r"\w+", each.lower())).startswith(words) for each in stated)
