"""Web archives: WARC with pages as they were sent, WET with their plain text, and the older ARC; by warcio.

Requests, metadata and the archive's own records are no items. Whatever was sent is one: a page is handed on whole,
anything else is rejected by what it is. A record is held in memory alone, and no more of it than an article may have.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final
from zlib import error as ZlibError  # noqa: N812

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from coopmetrics.sources.decode import decode
from coopmetrics.sources.item import RawItem, Rejection, Unreadable
from coopmetrics.sources.page import page_text
from coopmetrics.sources.stream import RawStream

#: bytes of one record, at most
RECORD: Final = 20_000_000
_ITEMS: Final = frozenset({"response", "resource", "conversion", "revisit"})
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]{3,20})", re.I)

# odd addresses and lengths are put right or become rejections
logging.getLogger("warcio").setLevel(logging.ERROR)


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """Reads a record without an address as one of the web, where others fail."""

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: int) -> Any:
        return super().load_http_headers(rec_type, uri or "http:", stream, length)


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The records of an archive, without remarks on standard error."""

    INC_RECORD = ""

    def __init__(self, file: Any) -> None:
        super().__init__(file, arc2warc=True)
        self.loader = _Loader(verify_http=False, arc2warc=True)


def read_warc(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a record; `raw_position` is its number from 1, other records counted."""
    number = found = 0
    try:
        for number, record in enumerate(_Records(stream.file), start=1):
            if record.rec_type in _ITEMS:
                found += 1
                yield _item(record, stream, f"record {number}")
    except (ArchiveLoadFailed, EOFError, ZlibError, ValueError, OSError) as fault:
        detail = f"after record {number}: {type(fault).__name__}: {fault}"
        raise Unreadable("malformed_warc", " ".join(detail.split())[:300]) from None
    if not found:
        yield Rejection(stream.raw_path, None, "no_items", f"no page or text among {number} records")


def _item(record: Any, stream: RawStream, position: str) -> RawItem | Rejection:
    if fault := _fault(record):
        return Rejection(stream.raw_path, position, *fault)
    data = record.content_stream().read(RECORD + 1)
    if len(data) > RECORD:
        return Rejection(stream.raw_path, position, "too_long", f"a record of more than {RECORD} bytes")
    sent_as = _CHARSET.search(_content_type(record))
    is_page = _media(record) in _PAGES
    body = page_text(data, sent_as[1] if sent_as else None) if is_page else decode(data)
    if not body.strip():
        return Rejection(stream.raw_path, position, "no_text", "an empty record")
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="warc",
        body=body,
        body_kind="page" if is_page else "text",
        url=record.rec_headers.get_header("WARC-Target-URI"),
        seen=record.rec_headers.get_header("WARC-Date"),
    )


def _fault(record: Any) -> tuple[str, str] | None:
    """Tell why a record is no article: a redirect, an error, a picture, or one that points to an earlier."""
    if record.rec_type == "revisit":
        return "no_text", "a revisit: the same as was sent before"
    status = record.http_headers.get_statuscode() if record.http_headers else None
    if status and status != "200":
        return "http_status", f"HTTP status {status[:10]}"
    media = _media(record)
    if media not in _PAGES and media != "text/plain":
        return "not_text", f"content of type {media[:60] or 'unknown'}"
    return None


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _media(record: Any) -> str:
    return _content_type(record).partition(";")[0].strip().lower()
