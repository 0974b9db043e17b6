"""Transcripts: speakers take turns, each of which opens with the speaker's label ("SECRETARY ROSSI: ...", "Q ...").

A label stands at the head of a paragraph, before a colon, or is one by itself. It is in capitals, or one that comes
back ("Ms Rossi: ..."); a speech may have a single one. Its name is what follows the words of offices and honorifics;
whoever bears it is found by surname among the people of the article, an office alone by who holds it there or in the
title ("Remarks by President Vula"), or they become one of them. Labels for those who are not named are in
`reference/turn_labels.csv`; some of them only ask, some are of the one whom the head says is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Final

from coopmetrics.document import Document, Mention, Turn
from coopmetrics.events import interviews, speeches
from coopmetrics.events.speakers import Speakers
from coopmetrics.person_names import person_proper
from coopmetrics.reference import read_table

#: the label, perhaps with an aside or, where the speaker is new, the office: "ANA VULA - MINISTER FOR TRADE:"
_LABEL: Final = re.compile(
    r"(Q)\s|(\w[\w.'’-]*(?:\s\w[\w.'’-]*){0,6}(?:,\s(?:Mr|Mrs|Ms|Dr|Sir)\.?(?:\s[A-Z][\w.'’-]*){1,3})?)"
    r"(?:\s\([^)]{1,40}\)|\s?[-–—]\s[^:]{1,50})?\s?:\s"
)
_DASHES: Final = ("-", "–", "—")
_LINE_END: Final = re.compile(r"[^\S\n]*(?:\n|\Z)")
#: a word of a name in a title: no "s" of the possessive belongs to it, nor a full stop within
_NAME: Final = r"(?!(?i:in|of|on|to)\b)[A-Z](?:[\w-]|\.(?=\s)|['’](?!s\b))*"
#: words within an office: "The Minister for Food and Fisheries"
_SMALL: Final = frozenset({"and", "for", "of", "the"})
#: characters of the longest label, and labels of the shortest transcript
_LONGEST, _FEWEST = 60, 2
#: ends what describes somebody who is not named: "SENIOR ADMINISTRATION OFFICIAL TWO"
_DESCRIBED: Final = "OFFICIAL"


def turns(document: Document, speakers: Speakers) -> list[Turn]:
    """The turns of a transcript or an interview, or the one of a speech, in order; none where the text is none."""
    told = _labelled(document, speakers) or interviews.turns(document, speakers) or speeches.turns(document, speakers)
    _name_in_small_letters(document, told)
    return told


def _labelled(document: Document, speakers: Speakers) -> list[Turn]:
    """The turns that labels open."""
    # the line end behind a paragraph is the space behind a label that is one by itself
    matches = (_LABEL.match(document.text, start, min(start + _LONGEST, end + 1)) for start, end in document.paragraphs)
    found = _below_headline([match for match in matches if match and _may_be_label(match)])
    if not found:
        return []
    people = _People(document, speakers, found[0].start(), _asking(document, found))
    labels = _labels(found, people)
    if len(labels) < _FEWEST and not _opens_speech(document, labels, people):
        return []
    starts = [*(label.start() for label in labels), len(document.text)]
    spoken = zip(labels, pairwise(starts), strict=True)
    return [Turn(start, end, people.speaking(label), people.asks(label)) for label, (start, end) in spoken]


def _below_headline(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The labels without what opens the headline of an interview: "Ambassador Lund: more trade" above "Q:" and "A:"."""
    names = list(map(_name, found))
    is_headline = bool(found) and found[0].start() == 0 and names[0] not in names[1:] and not _is_anonymous(names[0])
    return found[1:] if is_headline and any(map(_asks, names[1:])) else found


def _asking(document: Document, found: list[re.Match[str]]) -> frozenset[str]:
    """The labels of whoever asks: most of the paragraphs that they open end in a question mark.

    They come back, or whoever answers does: "AFP: ... ?", "Reuters: ... ?".
    """
    questions: dict[str, list[bool]] = {}
    for label in found:
        end = document.paragraph_at(label.start())[1]
        questions.setdefault(_name(label), []).append(document.text[end - 1] == "?")
    asking = {name for name, asked in questions.items() if 2 * sum(asked) >= len(asked)}
    answered = {_name(answer) for label, answer in pairwise(found) if _name(label) in asking} - asking
    is_one_asked = len(asking) > 1 and any(len(questions[name]) > 1 for name in answered)
    return frozenset(name for name in asking if is_one_asked or len(questions[name]) > 1)


def _opens_speech(document: Document, labels: list[re.Match[str]], people: _People) -> bool:
    """Whether there is one label, that of somebody known who gives a speech."""
    first = speeches.begins(document) if labels and speeches.is_speech(document) else None
    return first is not None and labels[0].start() < first and people.are_told_of(labels[0])


def _name_in_small_letters(document: Document, turns: list[Turn]) -> None:
    """Give speakers whose names are all in capitals, as labels are, names that are not."""
    keys = {turn.speaker.entity_key for turn in turns if turn.speaker is not None and turn.speaker.name.isupper()}
    for mention in document.mentions:
        if mention.entity_key in keys:
            mention.name = mention.name.title()


def _labels(found: list[re.Match[str]], people: _People) -> list[re.Match[str]]:
    """Those that are labels, if one of them at least bears an office or no name."""
    counts = Counter(map(_name, found))
    is_asked = any(map(_asks, counts)) or bool(people.asking)
    kept = [label for label in found if _is_label(label, counts[_name(label)], people, is_asked=is_asked)]
    is_transcript = any(_is_anonymous(name) or _has_title(name) for name in map(_name, kept)) or people.asking
    return kept if is_transcript else []


def _may_be_label(label: re.Match[str]) -> bool:
    """Whether all words have a capital, as names have, and what stands behind a dash is an office."""
    name, behind = _name(label), label.string[label.end(label.lastindex or 0) : label.end()].split()
    is_office = not (behind and behind[0] in _DASHES) or _has_title(" ".join(behind).rstrip(" :"))
    return is_office and all(word[0].isupper() or (word in _SMALL and _has_title(name)) for word in name.split())


def _is_label(label: re.Match[str], times: int, people: _People, *, is_asked: bool) -> bool:
    """Whether the head of a paragraph names a speaker.

    One that is not in capitals comes back, unlike a heading; so does a word by itself with the name of an office
    ("TRADE POLICY:"), unless somebody is asked. Then whoever comes back in capitals is one who answers.
    """
    name = _name(label)
    is_by_itself = _LINE_END.match(label.string, label.end() - 1) is not None
    is_office = _has_title(name) and (times > 1 or is_asked or not is_by_itself)
    answers = is_asked and times > 1 and name.isupper()
    names_somebody = _is_anonymous(name) or is_office or answers or name in people.asking or people.is_known(label)
    is_named_with_office = is_asked and "," in name
    return names_somebody and (times > 1 or name.isupper() or name in people.asking or is_named_with_office)


def _name(label: re.Match[str]) -> str:
    return label[label.lastindex or 0]


def _has_title(name: str) -> bool:
    return not _titles().isdisjoint(name.upper().split())


def _is_anonymous(name: str) -> bool:
    return name.upper() in _anonymous()


def _asks(name: str) -> bool:
    return _anonymous().get(name.upper()) == "asks"


class _People:
    """Whom the labels of an article name: people, and from its head, before `first`, who holds which office."""

    def __init__(self, document: Document, speakers: Speakers, first: int, asking: frozenset[str]) -> None:
        #: labels, whatever they are, of those who ask
        self.asking = asking
        self._document, self._speakers = document, speakers
        self._ends = [sentence.end_char for sentence in document.sentences]
        self._answering = interviews.answering(document, speakers, first)
        self._by_surname: dict[str, Mention] = {}
        self._by_office: dict[str, Mention] = {}
        states = (mention for mention in document.mentions if mention.kind in ("country", "igo"))
        self._states = sorted(states, key=lambda mention: mention.start)
        people = [mention for mention in document.mentions if mention.kind == "person" and mention.name.strip()]
        for mention in sorted(people, key=lambda mention: mention.start):
            named = speakers.person_at(mention.start)
            # those who are only described ("the official") are no names
            if named is not None and named.entity_key == mention.entity_key:
                self._by_surname.setdefault(mention.name.lower().split()[-1], named)
                if mention.role and mention.start < first:
                    self._by_office.setdefault(mention.role.lower(), named)

    def asks(self, label: re.Match[str]) -> bool:
        """Whether a label is of somebody who only asks."""
        return _asks(_name(label)) or _name(label) in self.asking

    def is_known(self, label: re.Match[str]) -> bool:
        """Whether a label is a person's name, or somebody in the article bears the surname that it ends with."""
        is_surname = person_proper(_name(label)).lower().split()[-1] in self._by_surname
        return is_surname or self._speakers.person_at(label.start()) is not None

    def are_told_of(self, label: re.Match[str]) -> bool:
        """Whether whoever a label means is somebody of the article or its title."""
        return self.is_known(label) or (not _is_anonymous(_name(label)) and self._holder(label) is not None)

    def speaking(self, label: re.Match[str]) -> Mention | None:
        """The person that a label names, of the country that it gives in brackets: "MS. LIND (Norway):"."""
        speaker = self._named_by(label)
        if speaker is not None and speaker.country_code is None:
            at = bisect_left(self._states, label.start(), key=lambda mention: mention.start)
            inside = (m.country_code for m in self._states[at : at + 1] if m.start < label.end())
            speaker.country_code = next(inside, None)
        return speaker

    def _named_by(self, label: re.Match[str]) -> Mention | None:
        """The person that a label names or describes, as a new mention where it is nobody of the article."""
        name, start = _name(label), label.start()
        if name in self.asking:
            return None
        if _is_anonymous(name):
            return self._answering if _anonymous()[name.upper()] == "answers" else None
        words = [word for word in re.finditer(r"\S+", name) if word[0].upper() not in _titles()]
        if not words or _DESCRIBED in name.upper().split():
            return self._holder(label) or self._new(start, start + len(name), name, is_named=False)
        first = start + words[0].start()
        known = self._by_surname.get(words[-1][0].lower()) or self._speakers.person_at(first)
        return known or self._new(first, start + len(name), " ".join(word[0] for word in words))

    def _holder(self, label: re.Match[str]) -> Mention | None:
        """Who holds the office of a label, by the head of the article, else by its title."""
        name = _name(label)
        office = _office(name)
        if office not in self._by_office and (holder := _titled(office, self._document.title or "")):
            known = self._by_surname.get(holder.split()[-1].lower())
            self._by_office[office] = known or self._new(label.start(), label.start() + len(name), holder, role=office)
        return self._by_office.get(office)

    def _new(self, start: int, end: int, name: str, *, is_named: bool = True, role: str | None = None) -> Mention:
        number, text, key = bisect_right(self._ends, start), self._document.text[start:end], f"person:{name.lower()}"
        shown = name.title() if name.isupper() else name
        mention = Mention(start, end, text, "person", number, shown, key, role=role, confidence=0.7)
        mention.is_pronoun = not is_named or role is not None
        return self._speakers.add(mention)


def _office(name: str) -> str:
    return name.lower().removeprefix("the ")


def _titled(office: str, title: str) -> str | None:
    """The name behind an office in a title; "Vice President" is no President."""
    match = re.search(rf"(?<!\w)(?i:{re.escape(office)}) ({_NAME}(?: {_NAME}){{0,3}})", " ".join(title.split()))
    before = match.string[: match.start()].upper().split()[-1:] if match else []
    return person_proper(match[1]).rstrip(".") if match and _titles().isdisjoint(before) else None


@cache
def _anonymous() -> dict[str, str]:
    """Labels that name nobody, and whether these ask or answer."""
    return {row["label"]: row["kind"] for row in read_table("turn_labels")}


@cache
def _titles() -> frozenset[str]:
    """The words of offices and honorifics, in capitals and with the full stop they may carry."""
    terms = [row["role"] for row in read_table("roles")] + [row["honorific"] for row in read_table("honorifics")]
    words = {word for term in terms for word in term.upper().replace("-", " ").split() if len(word) > 1}
    return frozenset({"THE"} | words | {f"{word}." for word in words})
