"""Watched feeds to raw files: a list of addresses, fetched politely, what is new kept as snapshots.

sources.yaml → watched feeds → requests (robots.txt, conditions, retries) → <raw>/feeds/<feed>/<time>.xml

The snapshots are raw files like any other: ingest reads them, and an item that stands in many of them is one article.
"""

from coopmetrics.fetch.rounds import Outcome, fetch_feeds
from coopmetrics.fetch.watched import WatchedFeed, watched_feeds

__all__ = ["Outcome", "WatchedFeed", "fetch_feeds", "watched_feeds"]
