"""WordPress exports (WXR): RSS with each post's status and kind; streamed, one post in memory.

Attachments, menus and drafts are rejected as what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream
from coopmetrics.sources.xml import Element, items

_ARTICLES: Final = frozenset({"post", "page"})
#: `inherit` is what attachments have, and posts that a tool has exported
_PUBLISHED: Final = frozenset({"publish", "inherit"})
#: [caption …] with what is in it, but for one that another begins in; [gallery ids="1,2"]
_CAPTION: Final = re.compile(r"\[caption\b[^\[\]]{0,500}\](?:(?!\[/?caption\b).){0,5000}\[/caption\]", re.S)
_SHORTCODE: Final = re.compile(r"\[/?[a-z][a-z0-9_-]{1,30}(?: [^\]\n]{0,500})?/?\]")
_BLOCK: Final = re.compile(r"<(?:p|div|h[1-6]|blockquote|ul|ol|table)\b", re.I)


def read_wordpress(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a post; `raw_position` is its number from 1."""
    number = 0
    for number, entry in enumerate(items(stream.file, "item"), start=1):
        yield _item(_fields(entry), stream, f"item {number}")
    if not number:
        yield Rejection(stream.raw_path, None, "no_items", "the export holds no items")


def _fields(entry: Element) -> dict[str, str]:
    """Give an item's fields by prefix and name, such as `content:encoded`; the first that says something counts."""
    fields: dict[str, str] = {}
    for child in entry.iterchildren("*"):
        local = child.tag.rpartition("}")[2]
        if text := (child.text or "").strip():
            fields.setdefault(f"{child.prefix}:{local}" if child.prefix else local, text)
    return fields


def _item(fields: dict[str, str], stream: RawStream, position: str) -> RawItem | Rejection:
    kind, status = fields.get("wp:post_type", "post"), fields.get("wp:status", "publish")
    if kind not in _ARTICLES or status not in _PUBLISHED:
        reason = "not_text" if kind not in _ARTICLES else "not_published"
        return Rejection(stream.raw_path, position, reason, f"a {kind[:30]} of status {status[:30]}")
    body = _as_html(fields.get("content:encoded", "")) or fields.get("excerpt:encoded") or fields.get("description")
    if not body:
        return Rejection(stream.raw_path, position, "no_text", "the post has no content")
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="wordpress",
        body=body,
        body_kind="html",
        title=fields.get("title"),
        url=fields.get("link"),
        guid=fields.get("guid"),
        published=fields.get("pubDate") or fields.get("wp:post_date_gmt") or fields.get("wp:post_date"),
        byline=fields.get("dc:creator"),
    )


def _as_html(content: str) -> str:
    """Drop shortcodes and, as WordPress does when it shows a post, take blank lines for paragraphs."""
    content = _SHORTCODE.sub(" ", _CAPTION.sub(" ", content))
    if _BLOCK.search(content):
        return content.strip()
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", content) if part.strip()).replace("\n", "<br>")
