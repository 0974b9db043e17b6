"""Transcripts: paragraphs that open with the speaker's label ("SECRETARY ROSSI: ...", "QUESTION: ...").

A label is capital letters before a colon. Its name is what follows the words of offices and honorifics; whoever bears
it is found by surname among the people of the article, or becomes one of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from coopmetrics.document import Attribution, Document, Mention
from coopmetrics.events.speakers import Speakers
from coopmetrics.reference import read_table

_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]"
_LABEL = re.compile(rf"((?:{_CAPITALS}+\s){{0,6}}{_CAPITALS}*)(?:\s\([^)]{{1,40}}\))?:\s")
#: labels of those who are not named
_ANONYMOUS = frozenset("Q A QUESTION ANSWER MODERATOR OPERATOR INTERPRETER PARTICIPANT REPORTER".split())


def labels(document: Document, speakers: Speakers) -> dict[int, Attribution]:
    """Direct speech by the start of the paragraphs that a label opens; empty where the text is no transcript."""
    found = ((start, _LABEL.match(document.text, start, end)) for start, end in document.paragraphs)
    matches = [(start, match) for start, match in found if match]
    if not _is_transcript([match[1] for _, match in matches]):
        return {}
    people = _People(document, speakers)
    return {start: Attribution("direct", people.named_by(match)) for start, match in matches}


def _is_transcript(labels: list[str]) -> bool:
    """Two speakers take turns, and at least one of the labels is an office, an honorific or nobody's name."""
    return len(labels) > 1 and any(set(label.split()) & (_ANONYMOUS | _titles()) for label in labels)


class _People:
    """Whom the labels of an article name."""

    def __init__(self, document: Document, speakers: Speakers) -> None:
        self._document, self._speakers = document, speakers
        self._ends = [sentence.end_char for sentence in document.sentences]
        self._by_surname: dict[str, Mention] = {}
        people = [mention for mention in document.mentions if mention.kind == "person" and mention.name.strip()]
        for mention in sorted(people, key=lambda mention: mention.start):
            first = speakers.person_at(mention.start)
            # those who are only described ("the official") are no names
            if first is not None and first.entity_key == mention.entity_key:
                self._by_surname.setdefault(mention.name.lower().split()[-1], first)

    def named_by(self, label: re.Match[str]) -> Mention | None:
        """The person that a label names, as a new mention where nobody bears the surname."""
        words = [word for word in re.finditer(r"\S+", label[1]) if word[0] not in _titles()]
        if not words or label[1] in _ANONYMOUS:
            return None
        start, end = label.start() + words[0].start(), label.end(1)
        known = self._by_surname.get(words[-1][0].lower()) or self._speakers.person_at(start)
        if known is not None:
            return known
        called = " ".join(word[0] for word in words).title()
        key, number = f"person:{called.lower()}", bisect_right(self._ends, start)
        text = self._document.text[start:end]
        return self._speakers.add(Mention(start, end, text, "person", number, called, key, confidence=0.7))


@cache
def _titles() -> frozenset[str]:
    """The words of offices and honorifics, in capitals and with the full stop they may carry."""
    terms = [row["role"] for row in read_table("roles")] + [row["honorific"] for row in read_table("honorifics")]
    words = {word for term in terms for word in term.upper().replace("-", " ").split() if len(word) > 1}
    return frozenset(words | {f"{word}." for word in words})
