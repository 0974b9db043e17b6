"""What every reader gives: one raw item as found, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Form = Literal[
    "text",
    "json",
    "jsonl",
    "csv",
    "parquet",
    "markdown",
    "html",
    "feed",
    "wordpress",
    "warc",
    "nitf",
    "newsml",
    "newsml_g2",
    "iptc7901",
    "ninjs",
]
BodyKind = Literal["text", "markdown", "html", "page"]


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article as its raw file states it; nothing is cleaned or guessed yet.

    `body` is the text without its headline, and empty where the source has only the headline.
    `body_kind` is plain text, Markdown, an HTML fragment (an article's own markup) or a whole HTML page.
    `published` and `seen` (when it was collected) are as written, or a datetime where the format defines one;
    `time_zone` is where times without one are from.
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
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """One raw item, or a whole file (`raw_position` None), that cannot be read as an article."""

    raw_path: str
    raw_position: str | None
    reason_code: str
    detail: str


class Unreadable(Exception):  # noqa: N818 - a reason, which becomes a row of `rejected`
    """Reading cannot go on in this file, or this member of an archive; what was read before stands."""

    #: whether nothing more of the whole raw file is to be read
    ends_file = False

    def __init__(self, reason_code: str, detail: str) -> None:
        super().__init__(detail)
        self.reason_code = reason_code
        self.detail = detail


class Bomb(Unreadable):
    """An archive unpacks to more than it may: nothing more of the whole raw file is read."""

    ends_file = True
