"""Captions of pictures: their dates are those of the picture, and not of what the article tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from coopmetrics.document import Document

#: "(Photo by Ana Vula on May 3, 2019)", "(AP Photo/Ana Vula, File)"
_CREDIT: Final = re.compile(
    r"[(\[](?:[A-Z][\w.]*\s){0,2}(?i:file\s)?(?i:photo|photograph|picture|image)s?\b[^()\[\]]{0,200}[)\]]"
)
#: how the caption of a picture from the archive opens: "FILE - ", "File photo: "
_ARCHIVED: Final = re.compile(r"\(?(?:FILES?|(?i:file)\s(?i:photo|picture|image))\b\)?\s?[-–—:]")
#: characters of the longest paragraph that is a caption
_LONGEST: Final = 600

Stretch = tuple[int, int]


def is_credit(document: Document, offset: int) -> bool:
    """Whether a character is part of the credit of a picture."""
    found = document.once("credits", lambda: [match.span() for match in _CREDIT.finditer(document.text)])
    return _at(found, offset) is not None


def caption_at(document: Document, offset: int) -> Stretch | None:
    """The caption that a character is part of."""
    return _at(document.once("captions", lambda: sorted(set(_captions(document)))), offset)


def _captions(document: Document) -> Iterator[Stretch]:
    """What opens as one or has a picture's credit: its paragraph, or its sentence where that is long."""
    opened = [s.start_char for s in document.sentences if _ARCHIVED.match(document.text, s.start_char)]
    for offset in [*opened, *(match.start() for match in _CREDIT.finditer(document.text))]:
        start, end = document.paragraph_at(offset)
        sentence = document.sentences[document.sentence_at(offset)]
        yield (start, end) if end - start <= _LONGEST else (sentence.start_char, sentence.end_char)


def _at(stretches: list[Stretch], offset: int) -> Stretch | None:
    at = bisect_right(stretches, offset, key=lambda stretch: stretch[0]) - 1
    return stretches[at] if at >= 0 and offset < stretches[at][1] else None
