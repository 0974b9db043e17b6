"""Agency items after IPTC's ninjs, versions 1 to 3: a JSON object with `type`, `headline` and `body_html`.

Pictures, packages and planning items carry no article and are rejected as what they are.
See https://iptc.org/std/ninjs/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from coopmetrics.sources.fields import as_text, is_markup
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream

_TYPES: Final = frozenset("text audio video picture graphic composite component planning event".split())
_MARKS: Final = frozenset({"versioncreated", "renditions", "associations", "bodies", "body_html", "body_xhtml"})
_BODIES: Final = ("body_html", "body_xhtml", "body_text")
_DATES: Final = ("firstpublished", "versioncreated", "firstcreated", "versionCreated", "firstCreated")


def is_ninjs(entry: Mapping[str, Any]) -> bool:
    """Tell a ninjs item from other JSON: it has an id and what only ninjs has."""
    typed = entry.get("type")
    marks = len(_MARKS & entry.keys()) + (isinstance(typed, str) and typed in _TYPES)
    return ("uri" in entry or "guid" in entry) and marks >= 2


def ninjs_item(entry: Mapping[str, Any], stream: RawStream, position: str | None) -> RawItem | Rejection:
    """Read one item."""
    kind = entry.get("type", "text")
    if kind not in ("text", "component"):
        return Rejection(stream.raw_path, position, "not_text", f"an item of type {str(kind)[:50]}")
    body = max(_bodies(entry), key=len, default=None) or as_text(entry.get("description_text"))
    if not body:
        return Rejection(stream.raw_path, position, "no_text", "the item has no body")
    guid = as_text(entry.get("uri") or entry.get("guid"))
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="ninjs",
        body=body,
        body_kind="html" if is_markup(body) else "text",
        title=as_text(entry.get("headline")) or _first(entry.get("headlines")),
        url=as_text(entry.get("url")) or (guid if guid and guid.startswith("http") else None),
        guid=guid,
        published=next((date for name in _DATES if (date := as_text(entry.get(name)))), None),
        byline=as_text(entry.get("byline")) or as_text(entry.get("authors")),
        source=as_text(entry.get("source")) or as_text(entry.get("copyrightholder")),
        language=as_text(entry.get("language")),
    )


def _bodies(entry: Mapping[str, Any]) -> Iterator[str]:
    for name in _BODIES:
        if text := as_text(entry.get(name)):
            yield text
            return
    bodies = entry.get("bodies")
    for body in bodies if isinstance(bodies, list) else ():
        if text := as_text(body):
            yield text


def _first(values: Any) -> str | None:
    """Take the main one of ninjs 2's headlines: the first."""
    return as_text(values[0]) if isinstance(values, list) and values else None
