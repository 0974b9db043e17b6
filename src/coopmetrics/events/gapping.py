"""Clauses whose verb is left out: "Norway will give $50 million and Sweden $30 million".

Whoever is named right before a sum of his own does what the subject before does, with that sum.
"""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Span

from coopmetrics.document import Document, Mention
from coopmetrics.events.amounts import Quantity

#: what stands before and behind the one who is named with a sum of his own
_BEFORE: Final = re.compile(r"(?:\d|\b(?:million|billion|thousand))[^.;:]{0,60}?(?:,? and|,|;) (?:the )?$")
_BEHIND: Final = re.compile(
    r"\s(?:(?:about|another|a further|some|up to) )?(?=(?:[A-Z]{1,3})?[$€£¥]\s?\d"
    r"|\d[\d.,]*\s(?:(?:thousand|million|billion|crore)|(?:barrels|doses|soldiers|tanks|tonnes|tons|troops)\b))"
)
_REACH: Final = 100


def is_gapped(text: str, mention: Mention) -> bool:
    """Whether somebody is named as one more who does what is told before, with a sum of his own."""
    is_behind = mention.kind in ("country", "igo") and _BEHIND.match(text, mention.end) is not None
    return is_behind and _BEFORE.search(text, max(mention.start - _REACH, 0), mention.start) is not None


def shared_out(document: Document, sentence: Span, quantities: list[Quantity], source: Mention) -> list[Quantity]:
    """Of the sums of an act those of the one who does it, where others named in the sentence have their own."""
    if not quantities:
        return []
    others = document.mentions_in(sentence.start_char, sentence.end_char)
    takers = [mention for mention in others if is_gapped(document.text, mention)]
    own = source.country_code if source.country_code in {taker.country_code for taker in takers} else None
    return [quantity for quantity in quantities if _taker(document.text, quantity, takers) == own]


def _taker(text: str, quantity: Quantity, takers: list[Mention]) -> str | None:
    """The code of the one who is named right before a sum."""
    behind = ((taker, _BEHIND.match(text, taker.end)) for taker in takers)
    return next((taker.country_code for taker, match in behind if match and match.end() == quantity.start), None)
