"""Interviews without labels: questions stand in paragraphs of their own, and one whom the head names answers them.

A question is a paragraph that ends in a question mark, with or without a dash before it; what follows, up to the next
question, is the answer. The head is what stands before the first question: of the people there the one who is told
most of, those with an office before others, is who answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from coopmetrics.document import Document, Mention, Turn
from coopmetrics.events import speeches
from coopmetrics.events.speakers import Speakers

#: questions of the shortest interview
_FEWEST: Final = 3
_QUESTION: Final = re.compile(r"[-–—\s]*[^\s“«‘\"'](?:[^\n]|\n(?!\s*\n))*\?[)\]]?")
#: roles of those who ask
_ASKING: Final = re.compile(r"\b(?:correspondent|journalist|reporter|editor|columnist|interviewer)\b", re.IGNORECASE)


def turns(document: Document, speakers: Speakers) -> list[Turn]:
    """The turns of an interview, in order; none where the article is none or does not tell who answers."""
    openings = list(_openings(document))
    asked = [start for start, is_question in openings if is_question]
    if len(asked) < _FEWEST or len(speeches.own_words(document, asked[0])) < len(asked):
        return []
    person = answering(document, speakers, asked[0])
    if person is None:
        return []
    ends = [*(start for start, _ in openings[1:]), len(document.text)]
    return [
        Turn(start, end, None if is_question else person, is_question)
        for (start, is_question), end in zip(openings, ends, strict=True)
    ]


def _openings(document: Document) -> Iterator[tuple[int, bool]]:
    """Where turns begin, from the first question on, and whether each is one."""
    is_question: bool | None = None
    for start, end in document.paragraphs:
        asks = _QUESTION.fullmatch(document.text, start, end) is not None
        if asks != is_question and (asks or is_question is not None):
            is_question = asks
            yield start, asks


def answering(document: Document, speakers: Speakers, first: int) -> Mention | None:
    """Who is told most of before the first question, if anybody."""
    people = (m for m in document.mentions if m.kind == "person" and m.start < first)
    found = (speakers.person_at(m.start) for m in people if not _ASKING.search(m.role or ""))
    named = [mention for mention in found if mention is not None]
    often = Counter(mention.entity_key for mention in named)
    return max(named, key=lambda m: (m.role is not None, often[m.entity_key], -m.start), default=None)
