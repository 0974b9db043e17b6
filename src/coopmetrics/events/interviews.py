"""Interviews without labels: questions stand in paragraphs of their own, and one whom the head names answers them.

A question is a paragraph that ends in a question mark, with or without a dash before it; what follows, up to the next
question, is the answer. The head is what stands before the first question: of the people there the one who is told
most of, those with an office before others, is who answers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Final

from coopmetrics.document import Document, Mention, Turn
from coopmetrics.events import speeches
from coopmetrics.events.speakers import Speakers

#: questions of the shortest interview
_FEWEST: Final = 3
_QUESTION: Final = re.compile(r"\s*+[^\s“«‘\"'](?:[^\n]|\n(?!\s*\n))*\?[)\]]?")
#: roles of those who ask
_ASKING: Final = re.compile(r"\b(?:correspondent|journalist|reporter|editor|columnist|interviewer)\b", re.IGNORECASE)


def turns(document: Document, speakers: Speakers) -> list[Turn]:
    """The turns of an interview, in order; none where the article is none or does not tell who answers."""
    openings = list(_openings(document))
    asked = sum(is_question for _, is_question in openings)
    person = answering(document, speakers, openings[0][0]) if asked >= _FEWEST else None
    if person is None or not _tells_of_himself(document, openings, person):
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


def _tells_of_himself(document: Document, openings: list[tuple[int, bool]], person: Mention) -> bool:
    """Whether there are as many own words in the answers as questions, and far more than times that he is named."""
    first = openings[0][0]
    starts = [start for start, _ in openings]
    places = (match.start() for match in speeches.own_words(document, first))
    own = sum(not openings[bisect_right(starts, place) - 1][1] for place in places)
    named = sum(mention.entity_key == person.entity_key and mention.start > first for mention in document.mentions)
    return own >= max(sum(is_question for _, is_question in openings), speeches.SHARE * named)


def answering(document: Document, speakers: Speakers, first: int) -> Mention | None:
    """Who is told most of before the first question, if anybody."""
    people = (m for m in document.mentions if m.kind == "person" and m.start < first)
    found = (speakers.person_at(m.start) for m in people if not _ASKING.search(m.role or ""))
    named = [mention for mention in found if mention is not None]
    often = Counter(mention.entity_key for mention in named)
    return max(named, key=lambda m: (m.role is not None, often[m.entity_key], -m.start), default=None)
