"""Agency messages after IPTC 7901, the format of the telex age: control characters, headers, wrapped lines.

    SOH abc062 4 i 211 xyz 061        service and number, priority, category, words
        Fiji-Tonga/cable/             catchwords
    STX 1ST LEAD
        Fiji and Tonga survey cable = the headline, to the equals sign
        Suva (abc) - …
    ETX 061137 GMT Nov 13             day, hour, minute, month and year

See https://iptc.org/std/IPTC7901/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from coopmetrics.sources.decode import decode
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream

_HEADER: Final = re.compile(r"\s*([a-z]{2,4}\d{2,4}) \d [a-z]{1,3} \d+ [ ]*([^\n]{0,80})\n", re.I)
_SENT: Final = re.compile(r"\s*(\d\d)(\d\d)(\d\d) (?:GMT|UTC|Z)? ?([^\W\d]{3})[^\W\d]* (\d\d)\b")
_BYLINE: Final = re.compile(r"(?:By|Von) ([^\n,=]{3,60})")
#: "1ST LEAD", "URGENT", "ROUNDUP"
_LABEL: Final = re.compile(r"[A-Z0-9 .:-]{3,25}")
#: lines that a headline may stand in
_HEAD: Final = 12
#: English and German, the languages the format is still sent in
_MONTHS: Final = {
    name: number
    for number, names in enumerate("jan feb mar,mär,mrz apr may,mai jun jul aug sep oct,okt nov dec,dez".split(), 1)
    for name in names.split(",")
}


def read_iptc7901(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a message."""
    text = decode(stream.whole()).replace("\r", "")
    messages = [message for message in text.split("\x01") if message.strip("\0\x02\x03\x04\x7f \n")]
    for number, message in enumerate(messages, start=1):
        yield _item(message, stream, f"item {number}" if len(messages) > 1 else None)


def _item(message: str, stream: RawStream, position: str | None) -> RawItem | Rejection:
    header = _HEADER.match(message)
    if not header:
        return Rejection(stream.raw_path, position, "malformed_header", "no service, number, priority and category")
    content, _, end = message[header.end() :].partition("\x03")
    title, byline, body = _parts(content.replace("\x02", ""))
    if not body.strip():
        return Rejection(stream.raw_path, position, "no_text", "a message without text")
    sent = _sent(end)
    agency = re.findall(r"[A-Za-z-]{2,}", header[2])
    return RawItem(
        raw_path=stream.raw_path,
        raw_position=position,
        form="iptc7901",
        body=body,
        title=title,
        guid=f"{header[1]} {sent:%Y-%m-%d %H:%M}" if sent else None,
        published=sent,
        byline=byline,
        source=agency[-1] if agency else None,
    )


def _parts(content: str) -> tuple[str | None, str | None, str]:
    """Part headline, author and text; without an equals sign all of it is text."""
    lines = content.strip("\n").split("\n")
    end = next((number for number, line in enumerate(lines[:_HEAD]) if line.rstrip().endswith("=")), None)
    if end is None:
        return None, None, content
    head = [line.strip(" =") for line in lines[: end + 1]]
    author = next((match[1] for line in head if (match := _BYLINE.match(line))), None)
    title = [
        line for line in head if line and not (line.endswith("/") or _BYLINE.match(line) or _LABEL.fullmatch(line))
    ]
    return " ".join(title) or None, author, "\n".join(lines[end + 1 :])


def _sent(end: str) -> datetime | None:
    match = _SENT.match(end)
    if not match:
        return None
    day, hour, minute, month, year = match.groups()
    century = 1900 if int(year) >= 70 else 2000
    try:
        return datetime(century + int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), tzinfo=UTC)
    except (ValueError, KeyError):
        return None
