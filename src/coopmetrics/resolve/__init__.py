"""Resolution across articles: near-duplicates to stories, mentions to actors, events to initiatives."""

from coopmetrics.resolve.steps import resolve

__all__ = ["resolve"]
