"""What an article makes of two sides in one of its sentences, as the language engine reads it in context.

It takes a pass for each pair, so it is asked only where all else leaves it open whether anything happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
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
    return Pair(names, around, _marks(document, around, one, other), said)


def _around(document: Document, sentence_no: int) -> Around:
    def tokens(number: int) -> tuple[int, int]:
        return document.sentences[number].start, document.sentences[number].end

    start, end = tokens(sentence_no)
    has_lead = sentence_no > 1
    first = max(int(has_lead), sentence_no - BEFORE)
    return Around(
        (start, end),
        tokens(0) if has_lead else (0, 0),
        (tokens(first)[0], start) if sentence_no else (0, 0),
        tokens(sentence_no + 1) if sentence_no + 1 < len(document.sentences) else (0, 0),
    )


def _marks(document: Document, around: Around, one: str, other: str) -> dict[int, Mark]:
    """By the first token of each mention around of either whom it means; "both sides" means two."""
    codes_at = document.once("codes by first token", lambda: _codes_by_first_token(document))
    places = chain.from_iterable(range(*part) for part in (around.lead, around.before, around.sentence, around.after))
    meant = {place: codes_at[place] & {one, other} for place in places if place in codes_at}
    return {place: _ONE_OF[one in codes, other in codes] for place, codes in meant.items() if codes}


def _codes_by_first_token(document: Document) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for mention in document.mentions:
        if mention.country_code:
            found[document.span(mention.start, mention.end).start].add(mention.country_code)
    return dict(found)


def _called(code: str) -> str:
    """What a code's country or organisation is called; the article may name it by its capital or its people only."""
    return country_names().get(code) or igo_names().get(code, code)
