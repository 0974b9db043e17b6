"""Agency items, feeds and web archives as they come: is each accounted for, and are title and date right?

A folder with `wire`, `feeds` and `warc`. Every file must give articles or reasons; titles and days of agency items are
compared with what plain search finds in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.accuracy.figures import Figure
from coopmetrics.articles import Ingested, ingest
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files

FOLDERS = ("wire", "feeds", "warc")
#: what an agency item states, best first; a date as its first eight digits
_TITLES = (
    r"<hl1[^>]*>(.*?)</hl1>",
    r"<HeadLine[^>]*>(.*?)</HeadLine>",
    r"<headline(?![^>]*[Ss]ub)[^>]*>(.*?)</headline>",
    r'\n\s+"headline": "([^"]+)",\n\s+"(?:genre|priority|slugline|subject|byline)',
    r"<item>\s*<title>(.*?)</title>",
    r"<title>(.*?)</title>",
)
_DATES = (
    r'date\.issue norm="(\d{8})',
    r"<ThisRevisionCreated>(\d{8})",
    r"<versionCreated>(\d{4}-\d\d-\d\d)",
    r'\n(?: {4}|\t)"versioncreated": "(\d{4}-\d\d-\d\d)',
)


def score(corpora: Path) -> Iterator[Figure]:
    """Score each folder's files as accounted for, then title and day of agency items."""
    for folder in FOLDERS:
        files = list(raw_files(corpora / folder))
        told = [_is_told(_ingested(path, corpora / folder)) for path in files]
        yield Figure(f"{folder}: files that give articles or reasons", mean(told), len(told))
    checked = [_checked(path, corpora / "wire") for path in raw_files(corpora / "wire")]
    for number, what in enumerate(("title", "day")):
        stated = [right for each in checked if (right := each[number]) is not None]
        yield Figure(f"wire: {what} as the item states it", mean(stated), len(stated))


def _ingested(path: Path | str, folder: Path) -> Ingested:
    whole = Ingested()
    for batch in ingest([path], folder, Settings()):
        whole.articles += batch.articles
        whole.rejected += batch.rejected
    return whole


def _is_told(found: Ingested) -> bool:
    return len(found) > 0 and all(row["detail"] for row in found.rejected)


def _checked(path: Path | str, folder: Path) -> tuple[bool | None, bool | None]:
    articles = _ingested(path, folder).articles
    if not articles:
        return None, None
    raw = Path(path).read_bytes().decode("utf-8", "replace")
    title, day = _first(_TITLES, raw), _first(_DATES, raw)
    return (
        _words(articles[0]["title"]) == _words(title) if title else None,
        articles[0]["published_on"] == date.fromisoformat(day) if day else None,
    )


def _first(patterns: tuple[str, ...], raw: str) -> str | None:
    found = (unescape(match[1]) for pattern in patterns if (match := re.search(pattern, raw, re.S)))
    return next((value for value in found if value.strip()), None)


def _words(text: Any) -> list[str]:
    return re.findall(r"\w+", re.sub(r"<!\[CDATA\[|\]\]>|<[^>]*>", " ", str(text or "")).lower())
