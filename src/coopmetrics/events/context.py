"""What an article makes of two sides in one of its sentences, as the language engine reads it in context.

It takes a pass for each pair, so it is asked only where all else leaves it open whether anything happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coopmetrics.document import Document
from coopmetrics.language import Around, Mark, Pair, read_in_context
from coopmetrics.language.context import NOBODY
from coopmetrics.language.network import Floats
from coopmetrics.reference.names import country_names, igo_names

#: sentences before that are read, beside the article's first
BEFORE: Final = 4
_ONE_OF: Final = {(True, True): Mark.BOTH, (True, False): Mark.ONE, (False, True): Mark.OTHER}

Codes = tuple[str, str]


def types(document: Document, asked: Sequence[tuple[int, Codes]]) -> Floats | None:
    """Log-probabilities of types [N, 17], NONE first, between two codes ("" for nobody) in a sentence each."""
    return read_in_context(document.doc, [of_codes(document, *one) for one in asked]) if asked else None


def of_codes(document: Document, sentence_no: int, codes: Codes) -> Pair:
    """Two codes as they are read in a sentence, the first one's name first; nobody comes last."""
    one, other = codes if codes[0] else codes[::-1]
    around = _around(document, sentence_no)
    told = document.attributions[sentence_no]
    by = told.speaker.country_code if told.speaker else None
    said = Mark.SAID if told.kind != "none" else None
    if by:
        said = {one: Mark.SAID_BY_ONE, other: Mark.SAID_BY_OTHER}.get(by, Mark.SAID_BY_A_THIRD)
    names = _called(one), _called(other) if other else NOBODY
    return Pair(names, around, _marks(document, one, other), said)


def _around(document: Document, sentence_no: int) -> Around:
    sentences = [(sentence.start, sentence.end) for sentence in document.sentences]
    start, end = sentences[sentence_no]
    has_lead = sentence_no > 1
    first = max(int(has_lead), sentence_no - BEFORE)
    return Around(
        (start, end),
        sentences[0] if has_lead else (0, 0),
        (sentences[first][0], start) if sentence_no else (0, 0),
        sentences[sentence_no + 1] if sentence_no + 1 < len(sentences) else (0, 0),
    )


def _marks(document: Document, one: str, other: str) -> dict[int, Mark]:
    """By the first token of each mention of either whom it means; "both sides" means two."""
    meant: dict[int, set[str]] = {}
    for start, code in document.once("first tokens of codes", lambda: _first_tokens(document)):
        if code in (one, other):
            meant.setdefault(start, set()).add(code)
    return {start: _ONE_OF[one in codes, other in codes] for start, codes in meant.items()}


def _first_tokens(document: Document) -> list[tuple[int, str]]:
    return [(document.span(m.start, m.end).start, m.country_code) for m in document.mentions if m.country_code]


def _called(code: str) -> str:
    """What a code's country or organisation is called; the article may name it by its capital or its people only."""
    return country_names().get(code) or igo_names().get(code, code)
