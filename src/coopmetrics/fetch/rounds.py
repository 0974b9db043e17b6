"""One round to all watched feeds: visit each, keep what is new as a snapshot, remember the visit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from coopmetrics.fetch.charset import readable
from coopmetrics.fetch.faults import Failed, Refused
from coopmetrics.fetch.named import name_source
from coopmetrics.fetch.polite import Answer, Manners, PoliteClient
from coopmetrics.fetch.state import FeedState, read_state, write_state
from coopmetrics.fetch.watched import WatchedFeed, watched_feeds
from coopmetrics.lake import atomic
from coopmetrics.settings import Settings

#: hosts visited at the same time; each host has one visitor
HOSTS_AT_ONCE: Final = 8
#: a feed that is said to be gone for good is asked for again after that
GONE_DAYS: Final = 30
_ROOT: Final = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)
_END: Final = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.I)

What = Literal["new", "unchanged", "postponed", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one visit brought: a `snapshot` (relative to the raw folder), or the reason why there is none."""

    feed: WatchedFeed
    what: What
    reason_code: str | None = None
    detail: str | None = None
    snapshot: Path | None = None


def fetch_feeds(settings: Settings, manners: Manners | None = None) -> list[Outcome]:
    """Visit every feed of the list in `settings.feeds`, in its order; a feed that fails does not stop the others.

    Raises `FileNotFoundError` if there is no list, `ValueError` if it is not one or `settings.raw` is no folder.
    """
    raw = settings.raw_folder
    if raw is None:
        raise ValueError(f"feeds are fetched into a folder of raw files; {settings.raw} is none")
    if not settings.feeds.exists():
        raise FileNotFoundError(f"no list of feeds at {settings.feeds}: write one, or name it with --feeds")
    feeds = watched_feeds(settings.feeds)
    hosts = [list(found) for _, found in groupby(sorted(feeds, key=_host), _host)]
    with PoliteClient(manners or _manners(settings)) as client, ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        rounds = pool.map(lambda found: [visit(feed, client, settings, raw) for feed in found], hosts)
        outcomes = {outcome.feed: outcome for outcome in _flat(rounds)}
    return [outcomes[feed] for feed in feeds]


def visit(feed: WatchedFeed, client: PoliteClient, settings: Settings, raw: Path) -> Outcome:
    """Visit one feed, keep what is new in the raw folder, and remember how it went."""
    folder, now = settings.warehouse / "feeds", datetime.now(UTC)
    state = read_state(folder, feed.folder, feed.url)
    if state.not_before and state.not_before > now:
        return Outcome(feed, "postponed", state.reason_code, f"left alone until {state.not_before:%Y-%m-%d %H:%M} UTC")
    try:
        answer = client.get(feed.url, state.conditions(raw))
        outcome, state = _taken(feed, answer, state, raw)
        name_source(feed, raw / "feeds" / feed.folder)
    except Refused as fault:
        outcome, state = _missed(feed, fault, state)
    except Exception as error:  # an answer that breaks what reads it must not end the round
        told = f"{type(error).__name__}: {error}"[:300]
        outcome, state = _missed(feed, Refused("unreadable", told), state)
    write_state(folder, feed.folder, state.model_copy(update={"checked_at": now}))
    return outcome


def _taken(feed: WatchedFeed, answer: Answer, state: FeedState, raw: Path) -> tuple[Outcome, FeedState]:
    """Keep the answer's body, unless it is what was kept last."""
    well: dict[str, Any] = {"failures": 0, "reason_code": None, "detail": None, "not_before": None}
    if answer.status == 304:
        return Outcome(feed, "unchanged"), state.model_copy(update=well)
    body = readable(answer.body, answer.headers.get("content-type"))
    _check_feed(body)
    well |= {"etag": answer.headers.get("etag"), "last_modified": answer.headers.get("last-modified")}
    sha256 = hashlib.sha256(body).hexdigest()
    if sha256 == state.sha256 and state.snapshot and (raw / state.snapshot).exists():
        return Outcome(feed, "unchanged"), state.model_copy(update=well)
    now = datetime.now(UTC)
    snapshot = Path("feeds") / feed.folder / f"{now:%Y-%m-%dT%H%M%S-%f}.xml"
    with atomic(raw / snapshot) as temporary:
        temporary.write_bytes(body)
    well |= {"sha256": sha256, "snapshot": snapshot, "changed_at": now}
    return Outcome(feed, "new", snapshot=snapshot), state.model_copy(update=well)


def _missed(feed: WatchedFeed, fault: Refused, state: FeedState) -> tuple[Outcome, FeedState]:
    wait = timedelta(days=GONE_DAYS) if fault.reason_code == "gone" else timedelta(seconds=fault.wait_seconds)
    ill = {
        "failures": state.failures + 1,
        "reason_code": fault.reason_code,
        "detail": fault.detail,
        "not_before": datetime.now(UTC) + wait if wait else None,
    }
    return Outcome(feed, "failed", fault.reason_code, fault.detail), state.model_copy(update=ill)


def _check_feed(body: bytes) -> None:
    """Raise `Refused` for a page in a feed's place, `Failed` for a feed without its end."""
    # UTF-16 has a null beside each character of a tag
    start, end = (part.replace(b"\0", b"") for part in (body[:8192], body[-8192:]))
    if not _ROOT.search(start):
        raise Refused("not_a_feed", "neither RSS nor Atom; perhaps a page that says why")
    if not _END.search(end):
        raise Failed("truncated", "the feed's closing tag is missing")


def _manners(settings: Settings) -> Manners:
    return Manners(
        user_agent=settings.user_agent,
        timeout_seconds=settings.fetch_timeout_seconds,
        max_bytes=settings.max_feed_mb * 2**20,
        allow_private=settings.fetch_private,
    )


def _host(feed: WatchedFeed) -> str:
    return urlsplit(feed.url).netloc.lower()


def _flat(rounds: Iterable[list[Outcome]]) -> Iterable[Outcome]:
    return (outcome for found in rounds for outcome in found)
