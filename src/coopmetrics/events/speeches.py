"""Speeches and opinion pieces: one person speaks throughout, whom no label names ("Remarks by President Vula").

The title calls the article a speech (`reference/speech_words.csv`), and its text says "I". The speaker is named behind
"by", if only by his office and country, or before the word for the speech, or is the one of the article's people whom
its byline names. An opinion piece is signed at its head by somebody in office. The speech begins
behind the head that names the speaker. What is written in somebody's name, such as a statement, is no speech, nor is
what tells of one ("Vula's speech draws anger").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from coopmetrics.document import Document, Mention, Turn
from coopmetrics.events.speakers import Speakers
from coopmetrics.reference import read_table

#: words by which a speaker is told, and how many of them a speech has at least
_OWN: Final = re.compile(r"\b(?:(?<!War )I|me|[Mm]y|[Ww]e|us|[Oo]ur)\b")
_PERSONAL: Final = frozenset({"I", "me", "my", "My"})
_FEWEST: Final = 3
#: own words to each time that a speaker is named in his speech; who is named more often is written about
SHARE: Final = 4
#: characters between "by" and the name: "by the Minister for Trade and Tourism, the Hon "
_TITLES: Final = 90
#: what stands behind the word in the name of a speech: "speech in Lima", but not "speech draws anger"
_NAMED: Final = r"\b(?=\W*$|\s*[:,;–—(|-]|\s(?:at|in|to|on|for|before|during|by|as|from|with|upon|and|\w+ing)\b)"
#: "Keynote remarks as prepared for delivery by", at the head of a line or behind a colon or dash
_BY: Final = (
    r"^(?:.*[:–—-]\s)?(?:(?!(?:to|on|of|about|after|from|against)\b)[\w’']+\s){{0,3}}(?:{words})\s+"
    r"(?:(?:as|be|to|prepared|for|delivery|delivered|given|made|presented)\s+)*(?:by|from)\b"
)
_POSSESSIVE: Final = r"['’]s?\s(?:[\w-]+\s){{0,3}}(?:{words})" + _NAMED
#: behind one of two who speak: "President Vula of Chad and Prime Minister Rossi"
_JOINED: Final = re.compile(r"[^\n]*(?:\band|&)\s(?:(?:the|for|of|[A-Z][\w.,’-]*)\s)*")
#: opens the line that tells who wrote an opinion piece, and within how many characters
_SIGNED: Final = re.compile(r"^By\s(?:(?:H\.?E\.?|Dr|Mr|Mrs|Ms|Sir)\.?\s)*", re.MULTILINE)
_HEAD: Final = 400
#: those who write for their country
_OFFICES: Final = frozenset(
    {"head_of_state", "head_of_government", "royal", "minister", "deputy_minister", "ambassador"}
)
_WORD: Final = re.compile(r"\w+")


def is_speech(document: Document) -> bool:
    """Whether the title, or else the first line, calls the article a speech."""
    title = document.title or document.text[: _headline_end(document)]
    return re.search(rf"(?<!to )(?<!of )\b(?:{_words()}){_NAMED}", title, re.IGNORECASE | re.MULTILINE) is not None


def begins(document: Document) -> int | None:
    """Where the first of the speaker's own words stands; None without a first person."""
    own = own_words(document, _headline_end(document))
    is_personal = any(match[0] in _PERSONAL for match in own)
    return own[0].start() if is_personal and len(own) >= _FEWEST else None


def own_words(document: Document, start: int) -> list[re.Match[str]]:
    """The words by which somebody speaks of himself, but for those that others are quoted with."""
    words = _OWN.finditer(document.text, start)
    return [match for match in words if document.quotation_at(match.start()) is None]


def turns(document: Document, speakers: Speakers) -> list[Turn]:
    """The speech as the one turn of its speaker; none where the article is no speech or tells nobody who gives it."""
    author = _author(document)
    first = begins(document) if author is not None or is_speech(document) else None
    bearer = author or next(_bearers(document, speakers, first), None) if first is not None else None
    if first is None or bearer is None:
        return []
    speaker = speakers.person_at(bearer.start) or bearer
    named = [mention.start for mention in document.mentions if mention.entity_key == speaker.entity_key]
    start = _behind_head(document, max((at for at in named if at < first), default=None), first)
    is_own = len(own_words(document, start)) >= SHARE * sum(at >= start for at in named)
    return [Turn(start, len(document.text), speaker, is_question=False)] if is_own else []


def _author(document: Document) -> Mention | None:
    """The officeholder who signs an opinion piece at its head: "By Amina Vula, Minister of Energy of Chad"."""
    signed = {match.end() for match in _SIGNED.finditer(document.text, 0, _HEAD)}
    people = (m for m in document.mentions if m.kind == "person" and m.start in signed)
    return next((m for m in people if m.level in _OFFICES and m.country_code), None)


def _headline_end(document: Document) -> int:
    """Where the headline ends that the text begins with."""
    is_headed = document.text.lstrip().startswith(document.title or "")
    return document.paragraphs[0][1] if document.paragraphs and is_headed else 0


def _behind_head(document: Document, named: int | None, first: int) -> int:
    """Where the first paragraph starts behind the last that names the speaker, though not behind his first words."""
    head = _headline_end(document) if named is None else document.paragraph_at(named)[1]
    begin, _ = document.paragraph_at(first)
    return min(next((start for start, _ in document.paragraphs if start >= head), begin), begin)


def _bearers(document: Document, speakers: Speakers, first: int) -> Iterator[Mention]:
    """Who may give a speech whose own words begin at `first`: the surest before others."""
    named = (m for m in document.mentions if m.kind == "person" and speakers.person_at(m.start) is not None)
    people = sorted(named, key=lambda mention: mention.start)
    head = [m for m in people if m.start < first]
    by = re.compile(_BY.format(words=_words()), re.IGNORECASE | re.MULTILINE)
    for match in by.finditer(document.text, 0, first):
        named_next = next((m for m in head if 0 < m.start - match.end() <= _TITLES), None)
        if named_next is not None and any(_JOINED.fullmatch(document.text, named_next.end, m.start) for m in head):
            return
        by_whom = document.head(match.end() - 1, match.end())
        bearer = named_next or speakers.officeholder(by_whom, document.sentence_at(match.start()))
        yield from [bearer] if bearer is not None else ()
    before = re.compile(_POSSESSIVE.format(words=_words()), re.IGNORECASE | re.MULTILINE)
    yield from (m for m in head if before.match(document.text, m.end))
    signed = {m.entity_key: m for m in people if _is_in(m.name, document.byline or "")}
    yield from signed.values() if len(signed) == 1 else ()


def _is_in(name: str, byline: str) -> bool:
    words = _WORD.findall(name.lower())
    return bool(words) and set(words) <= set(_WORD.findall(byline.lower()))


@cache
def _words() -> str:
    return "|".join(row["word"] for row in read_table("speech_words"))
