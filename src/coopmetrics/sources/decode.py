"""Bytes of unknown encoding to text, whole or line by line, within limits."""

from __future__ import annotations

import codecs
import re
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
#: most of what Western languages write without UTF-8; a guess by frequencies takes it for Eastern European where a text
#: holds only a few accents, currency signs or quotation marks
_WESTERN: Final = "cp1252"
_LETTER: Final = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ"
#: what another encoding looks like when read as that one: "Wa³êsa", "£ódŸ", "Erdoðan", "C“te", "MuŽoz", "Ðîññèÿ"
_MISREAD: Final = re.compile(
    f"[ÐÝÞðýþ¦¨¬¯¸¤¢¶×÷ˆ˜ƒ†‡]|[€£¥¹²³±°™¼½¾][{_LETTER}]|(?<=[{_LETTER}])[“”„‚‘¿¡][{_LETTER}]"
    "|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸ]|[À-ÖØ-öø-ÿŒœŠšŽžŸ]{3}"
)
#: one character in so many lies beyond ASCII at most: in English, French or German text, not in Czech or Hungarian
_RARE: Final = 10


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
        return _guess(around)
    return "utf-8"


def _guess(data: bytes) -> str:
    if _nearly_utf8(data):
        return "utf-8"
    if _is_western(data):
        return _WESTERN
    best = from_bytes(data).best()
    return best.encoding if best else "utf-8"


def _nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken * 4 < sum(character > "\x7f" for character in text) - broken


def _is_western(data: bytes) -> bool:
    """Tell text in Windows-1252, of which ISO 8859-1 is a part: few characters beyond ASCII, and none out of place."""
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError:
        return False
    return sum(character > "\x7f" for character in text) * _RARE <= len(text) and not _MISREAD.search(text)


def lines(file: TextIO, limit: int) -> Iterator[str | None]:
    """Give the lines of a file with their ends; None for one longer than `limit` characters, which is skipped."""
    while line := file.readline(limit):
        if len(line) < limit or line.endswith("\n"):
            yield line
            continue
        while (rest := file.readline(limit)) and not rest.endswith("\n"):
            pass
        yield None
