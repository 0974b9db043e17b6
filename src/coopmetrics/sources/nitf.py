"""News after IPTC's NITF: `<nitf>` with `<body.head>` for the headline and `<body.content>` for the text.

See https://iptc.org/std/NITF/
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream
from coopmetrics.sources.xml import (
    Element,
    as_html,
    find,
    first_text,
    first_value,
    has_words,
    items,
    language_of,
    mended,
    text_of,
)

#: pictures with their captions, notes to editors, and what a page stands in
DROPPED: Final = frozenset({"media", "note", "fn", "header", "footer", "nav", "aside", "script", "style", "figure"})
HTML_NAMES: Final = {"hl1": "h1", "hl2": "h2", "block": "div", "bq": "blockquote", "nitf-table": "table"}
_DATES: Final = (
    ("date.publication", "pubdata"),
    ("norm", "date.issue"),
    ("norm", "date.release"),
    ("norm", "story.date"),
)
_ROOT: Final = re.compile(rb"<(?:[\w.-]{1,30}:)?nitf[\s>]")
_BY: Final = re.compile(r"by[ :]\s*", re.I)


def read_nitf(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a document; a file may hold several in a common element."""
    number, data = 0, mended(stream.whole())
    is_one = len(_ROOT.findall(data)) < 2
    for root in items(io.BytesIO(data), "nitf"):
        number += 1
        yield _item(root, stream, None if is_one else f"item {number}")
    if not number:
        yield Rejection(stream.raw_path, None, "no_items", "no <nitf> element")


def _item(root: Element, stream: RawStream, position: str | None) -> RawItem | Rejection:
    title, byline, body = headline(root), byline_of(root), body_of(root)
    if not body:
        pictures = next(find(root, "media"), None) is not None
        reason = ("not_text", "only pictures") if pictures else ("no_text", "the item has no text")
        return Rejection(stream.raw_path, position, *reason)
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="nitf",
        body=body,
        body_kind="html",
        title=title,
        guid=first_value(root, "id-string", "doc-id"),
        published=published(root),
        byline=byline,
        source=first_text(root, "distributor") or first_value(root, "holder", "doc.copyright"),
        language=root.get("baselang") or language_of(root),
    )


def headline(root: Element) -> str | None:
    """Give the main headline; the head's title is often a mere catchword."""
    return first_text(root, "hl1") or first_text(root, "head", "title")


def byline_of(root: Element) -> str | None:
    """Give who wrote it, without "By" and without the office."""
    for byline in find(root, "byline"):
        for office in list(find(byline, "byttl")):
            office.getparent().remove(office)
        if text := text_of(byline):
            return _BY.sub("", text, count=1) if _BY.match(text) else re.sub("^By", "", text)
    return None


def published(root: Element) -> str | None:
    """Give the date of publication as it is stated; a template's placeholder ("YYYYMMDD") is none."""
    stated = (first_value(root, attribute, name) for attribute, name in _DATES)
    return next((date for date in stated if date and date[:4].isdigit()), None)


def body_of(root: Element) -> str | None:
    """Give the text as HTML, of the content or, where it has none, of the abstract; this changes the tree."""
    for name in ("body.content", "abstract"):
        parts = [as_html(part, DROPPED, HTML_NAMES) for part in list(find(root, name)) if text_of(part)]
        if any(map(has_words, parts)):
            return "".join(parts)
    return None
