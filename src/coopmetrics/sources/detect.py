"""Which form a raw file has, by its suffix and how it begins."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from coopmetrics.sources.decode import SAMPLE, decode

Kind = Literal["text", "markdown", "jsonl", "json", "csv", "html", "feed", "unsupported", "empty"]

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
_TEXTUAL: Final = frozenset({".txt", ".text", ".json", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf", ""})
#: the first element; possessive, since comments could else be matched in 2^n ways
_ROOT: Final = re.compile(
    r"(?>\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*+<(?:\w{1,30}:)?([\w-]{1,60})", re.S | re.I
)
_MARKUP: Final[dict[str, Kind]] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "html": "html",
    "head": "html",
    "body": "html",
}
#: the first line of an agency item after IPTC 7901: service, number, priority, category, words
_IPTC_7901: Final = re.compile(r"[a-z]{2,4}\d{2,4} \d [a-z]{1,3} \d+ ")


def detect(path: Path) -> Kind:
    """Name the form of a file; `unsupported` where no reader is for it.

    Raises `OSError` if the file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(SAMPLE)
    suffix = path.suffix.lower()
    if not data.strip():
        return "empty"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if (suffix not in _TEXTUAL and not suffix[1:].isdigit()) or _is_binary(data):
        return "unsupported"
    return _by_content(decode(data), suffix)


def _by_content(text: str, suffix: str) -> Kind:
    begin = re.sub(r"^[\ufeff\s\x00-\x1f]+", "", text)
    if begin.startswith("<") and (root := _ROOT.match(begin)):
        kind = _MARKUP.get(root[1].lower())
        return kind or ("html" if suffix in {".html", ".htm", ".xhtml"} else "unsupported")
    if begin.startswith(("{", "[")) and suffix in {".json", "", ".txt"}:
        return "jsonl" if re.match(r"\{[^\n]*\}[ \t\r]*\n[ \t\r\n]*\{", begin) else "json"
    if begin.startswith(("---\n", "---\r\n")):
        return "markdown"
    if suffix in {".xml", ".rss", ".atom", ".rdf"}:
        return "feed"  # ill-formed, perhaps: feedparser reads what it can
    if suffix in {".html", ".htm", ".xhtml"}:
        return "html"
    return "unsupported" if _IPTC_7901.match(begin) else "text"


def _is_binary(data: bytes) -> bool:
    """Tell other data from text: many NULs, save those of UTF-16 and UTF-32."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return not marked and data.count(0) * 20 > len(data)
