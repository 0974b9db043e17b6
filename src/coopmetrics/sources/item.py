"""What every reader gives: one raw item as found, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Form = Literal["text", "json", "jsonl", "csv", "markdown", "html", "feed"]
BodyKind = Literal["text", "markdown", "html", "page"]


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article as its raw file states it; nothing is cleaned or guessed yet.

    `body_kind` is plain text, Markdown, an HTML fragment (an article's own markup) or a whole HTML page.
    `published` and `seen` (when it was collected) are as written, or a datetime where the format defines one.
    """

    raw_path: str
    raw_position: str | None
    form: Form
    body: str
    body_kind: BodyKind = "text"
    title: str | None = None
    url: str | None = None
    guid: str | None = None
    published: str | datetime | None = None
    seen: str | None = None
    byline: str | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """One raw item, or a whole file (`raw_position` None), that cannot be read as an article."""

    raw_path: str
    raw_position: str | None
    reason_code: str
    detail: str
