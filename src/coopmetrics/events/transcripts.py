"""Transcripts: paragraphs that open with the speaker's label ("SECRETARY ROSSI: ...", "QUESTION: ...").

A label is capital letters before a colon. Its name is what follows the words of offices and honorifics; whoever bears
it is found by surname among the people of the article, or becomes one of them.
"""

from __future__ import annotations

import re
from functools import cache

from coopmetrics.document import Attribution, Document, Mention
from coopmetrics.events.quotations import paragraphs
from coopmetrics.events.speakers import Speakers
from coopmetrics.reference import read_table

_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]"
_LABEL = re.compile(rf"((?:{_CAPITALS}+\s){{0,6}}{_CAPITALS}*)(?:\s\([^)]{{1,40}}\))?:\s")
#: labels of those who are not named
_ANONYMOUS = frozenset("Q A QUESTION ANSWER MODERATOR OPERATOR INTERPRETER PARTICIPANT REPORTER".split())


def labels(document: Document, speakers: Speakers) -> dict[int, Attribution]:
    """Direct speech by the start of the paragraphs that a label opens; empty where the text is no transcript."""
    text = document.text
    matches = [(start, m) for start, end in paragraphs(text) if (m := _LABEL.match(text, start, end))]
    if not _is_transcript([match[1] for _, match in matches]):
        return {}
    return {start: Attribution("direct", _speaker(document, speakers, match)) for start, match in matches}


def _is_transcript(labels: list[str]) -> bool:
    """Two speakers take turns, and at least one of the labels is an office, an honorific or nobody's name."""
    return len(labels) > 1 and any(set(label.split()) & (_ANONYMOUS | _titles()) for label in labels)


def _speaker(document: Document, speakers: Speakers, match: re.Match[str]) -> Mention | None:
    """The person that the label names, as a new mention where nobody bears the surname."""
    label = match[1]
    name = " ".join(word for word in label.split() if word not in _titles())
    if not name or label in _ANONYMOUS:
        return None
    known = speakers.by_surname(name.split()[-1]) or speakers.person_at(match.start() + label.rfind(name.split()[0]))
    if known is not None:
        return known
    start = match.start() + label.rfind(name.split()[0])
    end, called = match.start() + len(label), name.title()
    number = next(i for i, sentence in enumerate(document.sentences) if sentence.end_char > start)
    key = f"person:{called.lower()}"
    return speakers.add(Mention(start, end, document.text[start:end], "person", number, called, key, confidence=0.7))


@cache
def _titles() -> frozenset[str]:
    """The words of offices and honorifics, in capitals and with the full stop they may carry."""
    terms = [row["role"] for row in read_table("roles")] + [row["honorific"] for row in read_table("honorifics")]
    words = {word for term in terms for word in term.upper().replace("-", " ").split() if len(word) > 1}
    return frozenset(words | {f"{word}." for word in words})
