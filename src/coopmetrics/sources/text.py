"""Plain text as crawled corpora have it: the address, the date or the headline may stand in the first lines.

    https://www.example.org/news/1        or    Headline of the article       or    date 2023-09-12 BAKU, …

    First paragraph …                           First paragraph …                   Second paragraph …

Text that opens with front matter between two `---` lines, and Markdown, are read by `markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from coopmetrics.sources.decode import decode
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream

_URL: Final = re.compile(r"\s*(https?://\S{3,2000})[ \t]*(?:\n|$)")
#: a headline: one line of its own, of 3 to 20 words, that does not end as a sentence does and names no author
_HEADLINE: Final = re.compile(
    r"\s*(?!By )((?:[^\s]{1,60}[ \t]+){2,19}[^\s]{0,60}[^\s.,:;!…”\"’'])[ \t]*\n[ \t]*\n\s*(?=\S)"
)


def read_text(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one file as one article."""
    text = decode(stream.whole()).replace("\r\n", "\n")
    text, url = _take(_URL, text)
    text, title = _take(_HEADLINE, text)
    if not text.strip():
        yield Rejection(stream.raw_path, None, "no_text", "no text after the first line")
        return
    yield RawItem(raw_path=stream.raw_path, raw_position=None, form="text", body=text, title=title, url=url)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    match = pattern.match(text)
    return (text[match.end() :], match[1]) if match else (text, None)
