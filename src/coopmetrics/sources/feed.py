"""RSS and Atom snapshots by feedparser, with full or partial content, well- or ill-formed.

feedparser drops entity declarations other than plain ones, so entities cannot multiply.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time
from typing import Any

import feedparser

from coopmetrics.sources.fields import as_text, is_markup
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream


def read_feed(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article an entry; `raw_position` is its number from 1."""
    # a stream, since feedparser takes a text that looks like an address for one to fetch
    feed = feedparser.parse(io.BytesIO(stream.whole()), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        fault = feed.get("bozo_exception")
        reason = ("malformed_feed", str(fault)[:300]) if fault else ("no_items", "the feed holds no entries")
        yield Rejection(stream.raw_path, None, *reason)
    for number, entry in enumerate(feed.entries, start=1):
        yield _item(entry, feed.feed, stream.raw_path, f"item {number}")


def _item(entry: Any, feed: Any, raw_path: str, position: str) -> RawItem | Rejection:
    title, body = as_text(entry.get("title")), _body(entry)
    if not (title or body):
        return Rejection(raw_path, position, "no_text", "the entry has neither title nor content nor summary")
    return RawItem(
        raw_path=raw_path,
        raw_position=position,
        form="feed",
        body=body,
        body_kind="html" if is_markup(body) else "text",
        title=title,
        url=as_text(entry.get("link")),
        guid=as_text(entry.get("id")),
        published=_published(entry),
        byline=as_text(entry.get("author")),
        source=_source(entry, feed),
        language=as_text(feed.get("language")),
    )


def _source(entry: Any, feed: Any) -> str | None:
    """Name whom the entry was taken from, or the feed where nothing else names it; else its address does.

    Titles of feeds ("Latest news", "World - RSS") would make several sources of one outlet.
    """
    taken_from = as_text((entry.get("source") or {}).get("title"))
    return taken_from or (None if entry.get("link") else as_text(feed.get("title")))


def _body(entry: Any) -> str:
    """Give the longest of an entry's texts; none where it is but a headline."""
    contents = [as_text(content.get("value")) or "" for content in entry.get("content", [])]
    return max([*contents, as_text(entry.get("summary")) or ""], key=len)


def _published(entry: Any) -> datetime | str | None:
    """Give the date as it is stated, with its day and zone, or where only feedparser can read it, what that says."""
    for name in ("published", "updated", "created"):
        if stated := as_text(entry.get(name)):
            parsed = None if _is_standard(stated.strip()) else entry.get(f"{name}_parsed")
            try:
                return datetime(*parsed[:6], tzinfo=UTC) if isinstance(parsed, struct_time) else stated
            except ValueError:
                return stated
    return None


def _is_standard(stated: str) -> bool:
    """Tell a date and time as RSS (RFC 822) and Atom (RFC 3339) have it."""
    with suppress(ValueError):
        return bool(datetime.fromisoformat(stated))
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return ":" in stated and bool(parsedate_to_datetime(stated))
    return False
