"""Markdown, or plain text, with YAML front matter that states title, date and the rest.

    ---
    title: "Two ministers met"
    date: '2024-05-10'
    ---
    The text …

Front matter that is not YAML (an unescaped quote in a scraped title) is read line by line, so that its dates survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import yaml

from coopmetrics.sources.decode import decode
from coopmetrics.sources.fields import to_item
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream
from coopmetrics.sources.unaliased import TextLoader

MARKDOWN: Final = frozenset({".md", ".markdown", ".mdx"})
#: characters of front matter, at most
LIMIT: Final = 65_536
_FENCE: Final = re.compile(r"\s{0,100}---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.S)
_HEADING: Final = re.compile(r"\s*#[ \t]+(\S[^\n]{0,300})\n")


def read_markdown(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one file as one article."""
    text = decode(stream.whole()).replace("\r\n", "\n")
    fence = _FENCE.match(text, 0, LIMIT)
    fields, body = front_matter(fence[1]) if fence else {}, text
    if fence and (fields or not fence[1].strip()):  # else it is text between two rules
        body = text[fence.end() :]
    if stream.suffix in MARKDOWN and (heading := _HEADING.match(body)):
        fields, body = {"title": heading[1]} | fields, body[heading.end() :]
    item = to_item(fields, stream, None, "markdown", body=body) if body.strip() else None
    if not isinstance(item, RawItem):
        yield Rejection(stream.raw_path, None, "no_text", "no text after the front matter")
    elif stream.suffix in MARKDOWN:
        yield replace(item, body_kind="markdown")
    else:
        yield item


def front_matter(text: str) -> dict[str, Any]:
    """Read front matter as YAML or, where it is broken, each `name: value` line by itself."""
    try:
        # texts stay texts, since a date such as 2021-13-45 is for the date parser to judge; not the C loader, which
        # deep nesting crashes
        fields = yaml.load(text, TextLoader)  # noqa: S506 - it makes texts, lists and dicts only
    except Exception:  # PyYAML raises all kinds for values it cannot make, such as "\U00110000"
        fields = None
    if isinstance(fields, dict):
        return {str(name): value for name, value in fields.items()}
    found = (re.match(r"([A-Za-z][\w -]{0,60}):[ \t]*(\S.*)", line) for line in text.splitlines())
    return {match[1]: match[2].strip().strip("\"'") for match in found if match}
