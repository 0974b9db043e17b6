"""The encoding of a fetched feed: snapshots are files, which have no HTTP header to tell how to read them.

A body that a reader of the file would decode rightly is kept byte for byte. Where the file says nothing or something
wrong and the header knows better, it is written anew as UTF-8.
"""

from __future__ import annotations

import codecs
import re
from email.message import Message
from typing import Final

_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def readable(body: bytes, content_type: str | None) -> bytes:
    """Give the body so that it can be read as a file; `content_type` is the header of that name."""
    declared = _DECLARED.match(body)
    claim = declared[1].decode("ascii") if declared else "utf-8"
    if body.isascii() or body.startswith(_MARKS) or (_decoded(body, claim) is not None and not _is_utf8(body)):
        return body
    if _is_utf8(body):
        return body if claim.lower() in ("utf-8", "utf8") else _as_utf8(body.decode())
    text = _decoded(body, charset_of(content_type))
    return body if text is None else _as_utf8(text)


def charset_of(content_type: str | None) -> str | None:
    """Read the charset a header names, if it does."""
    header = Message()
    header["content-type"] = content_type or ""
    return header.get_content_charset()


def _is_utf8(body: bytes) -> bool:
    return _decoded(body, "utf-8") is not None


def _decoded(body: bytes, encoding: str | None) -> str | None:
    try:
        return body.decode(encoding) if encoding else None
    except (LookupError, ValueError):  # no such encoding, one with a NUL in its name, or one that fits nothing
        return None


def _as_utf8(text: str) -> bytes:
    return re.sub(r"""^\s*<\?xml[^>]{0,200}\?>""", '<?xml version="1.0" encoding="UTF-8"?>', text, count=1).encode(
        "utf-8", "replace"
    )
