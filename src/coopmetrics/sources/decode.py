"""Bytes of unknown encoding to text, whole or line by line, within limits."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Final, TextIO

from charset_normalizer import from_bytes

#: bytes looked at to guess an encoding
SAMPLE: Final = 65_536
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Decode by byte order mark, as UTF-8, else by the likeliest encoding; what fits none becomes U+FFFD."""
    return data.decode(encoding_of(data), errors="replace")


def encoding_of(data: bytes) -> str:
    """Name the likeliest encoding. A sample cut within a UTF-8 character is still UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        around = data[max(0, error.start - SAMPLE // 2) :][:SAMPLE]
        best = None if _nearly_utf8(around) else from_bytes(around).best()
        return best.encoding if best else "utf-8"
    return "utf-8"


def _nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken * 4 < sum(character > "\x7f" for character in text) - broken


def lines(file: TextIO, limit: int) -> Iterator[str | None]:
    """Give the lines of a file with their ends; None for one longer than `limit` characters, which is skipped."""
    while line := file.readline(limit):
        if len(line) < limit or line.endswith("\n"):
            yield line
            continue
        while (rest := file.readline(limit)) and not rest.endswith("\n"):
            pass
        yield None
