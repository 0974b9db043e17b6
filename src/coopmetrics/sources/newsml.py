"""News after IPTC's NewsML 1.2 and NewsML-G2: envelopes around an article in NITF, XHTML or plain text.

    NewsML 1.2   <NewsML> … <NewsItem> … <ContentItem><DataContent>
    NewsML-G2    <newsMessage> … <newsItem> … <contentSet><inlineXML> or <inlineData>

Pictures and packages are rejected as what they are; so is what its agency has withdrawn. See https://iptc.org/std/
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from coopmetrics.sources.fields import is_markup
from coopmetrics.sources.item import BodyKind, RawItem, Rejection
from coopmetrics.sources.nitf import DROPPED, HTML_NAMES, body_of, byline_of, headline
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

_WITHDRAWN: Final = re.compile(r"cancell?ed|withheld|killed", re.I)
_G2_DATES: Final = ("versionCreated", "contentModified", "contentCreated", "firstCreated", "sent")
_DATES: Final = ("ThisRevisionCreated", "FirstCreated", "DateId")

Body = tuple[str, BodyKind]


def read_newsml(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a `NewsItem` of NewsML 1.2."""
    number = 0
    for number, root in enumerate(items(io.BytesIO(mended(stream.whole())), "NewsItem"), start=1):
        yield _newsml_item(root, stream, f"item {number}")
    if not number:
        yield Rejection(stream.raw_path, None, "no_items", "no NewsItem")


def read_newsml_g2(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a `newsItem` of NewsML-G2, streamed; packages count only where there is nothing else."""
    number, packages = 0, 0
    for root in items(stream.file, "newsItem", "packageItem"):
        if root.tag.endswith("packageItem"):
            packages += 1
        else:
            number += 1
            yield _g2_item(root, stream, f"item {number}")
    if not number:
        reason = ("not_text", "a package of links to items") if packages else ("no_items", "no newsItem")
        yield Rejection(stream.raw_path, None, *reason)


def _newsml_item(root: Element, stream: RawStream, position: str) -> RawItem | Rejection:
    title = first_text(root, "NewsLines", "HeadLine") or headline(root)
    byline = first_text(root, "ByLine") or byline_of(root)
    media = first_value(root, "FormalName", "MediaType") or "no content"
    found = max((body for part in list(find(root, "DataContent")) if (body := _body(part))), key=_length, default=None)
    status = first_value(root, "FormalName", "Status") or ""
    if fault := _fault(found, status, media):
        return Rejection(stream.raw_path, position, *fault)
    assert found  # noqa: S101 - else there is a fault
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="newsml",
        body=found[0],
        body_kind=found[1],
        title=title,
        guid=_guid(root),
        published=next((date for name in _DATES if (date := first_text(root, name))), None),
        byline=byline,
        source=first_value(root, "FormalName", "Provider", "Party") or first_text(root, "ProviderId"),
        language=first_value(root, "FormalName", "Language") or language_of(root),
    )


def _guid(root: Element) -> str | None:
    """Give what all revisions of an item have in common."""
    parts = [first_text(root, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    return ":".join(part for part in parts if part) if parts[-1] else None


def _g2_item(root: Element, stream: RawStream, position: str) -> RawItem | Rejection:
    title = _g2_headline(root) or headline(root)
    byline = first_text(root, "contentMeta", "by") or byline_of(root)
    contents = [part for name in ("inlineXML", "inlineData") for part in find(root, "contentSet", name)]
    found = max((body for part in contents if (body := _body(part))), key=_length, default=None)
    kind = (first_value(root, "qcode", "itemClass") or "no class").rpartition(":")[2]
    status = first_value(root, "qcode", "pubStatus") or ""
    if fault := _fault(found, status, kind):
        return Rejection(stream.raw_path, position, *fault)
    assert found  # noqa: S101 - else there is a fault
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="newsml_g2",
        body=found[0],
        body_kind=found[1],
        title=title,
        guid=root.get("guid"),
        published=next((date for name in _G2_DATES if (date := first_text(root, name))), None),
        byline=byline,
        source=first_text(root, "provider") or first_value(root, "literal", "provider"),
        language=first_value(root, "tag", "contentMeta", "language") or language_of(root),
    )


def _g2_headline(root: Element) -> str | None:
    stated = [each for each in find(root, "contentMeta", "headline") if "sub" not in each.get("role", "").lower()]
    return next((text for each in stated if (text := text_of(each))), None)


def _body(content: Element) -> Body | None:
    """Read one content: NITF, XHTML, or text that may be HTML."""
    if next(find(content, "body.content"), None) is not None:
        nitf = body_of(content)
        return (nitf, "html") if nitf else None
    if len(content):
        page = as_html(next(find(content, "body"), content), DROPPED, HTML_NAMES)
        return (page, "html") if has_words(page) else None
    text = content.text or ""
    return (text, "html" if is_markup(text) else "text") if text.strip() else None


def _length(body: Body) -> int:
    return len(body[0])


def _fault(found: Body | None, status: str, kind: str) -> tuple[str, str] | None:
    if _WITHDRAWN.search(status):
        return "withdrawn", f"status {status[:50]}"
    if not found:
        is_text = kind.lower() in ("text", "no class", "no content")
        return ("no_text", "the item has no text") if is_text else ("not_text", f"an item of class {kind[:50]}")
    return None
