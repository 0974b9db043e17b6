"""A saved web page: handed on whole, since finding the article in it is `articles`' work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coopmetrics.sources.decode import SAMPLE, decode
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)


def read_page(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one file as one page."""
    page = page_text(stream.whole())
    if not page.strip():
        yield Rejection(stream.raw_path, None, "no_text", "an empty page")
        return
    yield RawItem(raw_path=stream.raw_path, raw_position=None, form="html", body=page, body_kind="page")


def page_text(data: bytes, sent_as: str | None = None) -> str:
    """Decode a page as UTF-8 where it is that, else as it was sent or declares, else by what it looks like."""
    declared = _CHARSET.search(data, 0, SAMPLE)
    for encoding in ("utf-8-sig", sent_as or "utf-8", declared[1].decode("ascii", "replace") if declared else "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return decode(data)
