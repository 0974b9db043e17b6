"""Which form a raw file has, by how it begins and by its suffix."""

from __future__ import annotations

import re
from typing import Final, Literal

from coopmetrics.sources.decode import decode
from coopmetrics.sources.item import Form
from coopmetrics.sources.stream import RawStream

Kind = Form | Literal["unsupported", "empty"]

_BY_BEGINNING: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
    (b"filedesc://", "warc"),
)
_BY_SUFFIX: Final[dict[str, Kind]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
}
_PAGE_SUFFIXES: Final = frozenset({".html", ".htm", ".xhtml"})
_FEED_SUFFIXES: Final = frozenset({".xml", ".rss", ".atom", ".rdf"})
#: agency items have it; or else a file that is not written to its end
_PARTIAL: Final = ".tmp"
_TEXTUAL: Final = frozenset({".txt", ".text", ".json", ".nitf", ".newsml", ".wxr", _PARTIAL, ""}).union(
    _PAGE_SUFFIXES, _FEED_SUFFIXES
)
#: the first element; possessive, since comments could else be matched in 2^n ways and spaces in n^2
_ROOT: Final = re.compile(
    r"(?>\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*)?>)*+<(?:[\w.-]{1,30}:)?([\w-]{1,60})", re.S | re.I
)
_MARKUP: Final[dict[str, Kind]] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "html": "html",
    "head": "html",
    "body": "html",
    "nitf": "nitf",
    "newsml": "newsml",
    "newsmessage": "newsml_g2",
    "newsitem": "newsml_g2",
    "packageitem": "newsml_g2",
}
#: an object or a broken line, and below it one more object; a list or a field of a document may begin so, too
_JSON_LINES: Final = re.compile(r"\{[^\n]*[^\s{\[:,][ \t\r]*\n[ \t\r\n]*\{")
_WORDPRESS: Final = "wordpress.org/export/"
#: the first line of an agency item after IPTC 7901: service, number, priority, category, words
_IPTC_7901: Final = re.compile(r"[a-z]{2,4}\d{2,4} \d [a-z]{1,3} \d+ ")


def detect(stream: RawStream) -> Kind:
    """Name the form of a stream; `unsupported` where no reader is for it."""
    data, suffix = stream.begin, stream.suffix
    if not data.strip(b" \t\r\n\f\v\0"):
        return "empty"
    for begin, kind in _BY_BEGINNING:
        if data.startswith(begin):
            return kind
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if (suffix not in _TEXTUAL and not suffix[1:].isdigit()) or _is_binary(data):
        return "unsupported"
    return _by_content(decode(data), suffix)


def _by_content(text: str, suffix: str) -> Kind:
    begin = re.sub(r"^[\ufeff\s\x00-\x1f]+", "", text)
    if begin.startswith("<") and (root := _ROOT.match(begin)):
        return _by_root(root[1].lower(), begin, suffix)
    if begin.startswith(("{", "[")) and suffix in {".json", "", ".txt"}:
        return "jsonl" if _JSON_LINES.match(begin) else "json"
    if begin.startswith(("---\n", "---\r\n")):
        return "markdown"
    if suffix in _FEED_SUFFIXES:
        return "feed"  # ill-formed, perhaps: feedparser reads what it can
    if suffix in _PAGE_SUFFIXES:
        return "html"
    if _IPTC_7901.match(begin):
        return "iptc7901"
    return "unsupported" if suffix == _PARTIAL else "text"


def _by_root(root: str, begin: str, suffix: str) -> Kind:
    if root == "rss" and _WORDPRESS in begin:
        return "wordpress"
    return _MARKUP.get(root) or ("html" if suffix in _PAGE_SUFFIXES else "unsupported")


def _is_binary(data: bytes) -> bool:
    """Tell other data from text: many NULs, save those of UTF-16 and UTF-32."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return not marked and data.count(0) * 20 > len(data)
