"""The parsed article that `entities` and `events` share: what is read once and used by both.

An article's text becomes a spaCy `Doc` (from `language`). `entities` adds the mentions,
`events.attribution` the quotations and who speaks in each sentence, `events` the event rows. All offsets are character
offsets into `Document.text`, which is the text the article is stored with.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, TypeVar, cast

from spacy import attrs
from spacy.tokens import Doc, Span, Token

from coopmetrics.language.paragraphs import paragraphs
from coopmetrics.language.tokens import text_of

MentionKind = Literal["country", "person", "organization", "place", "igo"]
Gender = Literal["f", "m"]
AttributionKind = Literal["none", "direct", "reported"]
Read = TypeVar("Read")
#: pronouns by whom they may mean
GENDERS: Final[dict[str, Gender]] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}


@dataclass(slots=True)
class Mention:
    """One reference in the text to an actor or a place.

    A reference to several actors at once ("both sides", "the two countries") is several mentions over the same span.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    sentence_no: int
    #: the fullest name of the same entity in the article
    name: str
    #: what makes two mentions the same entity: "country:TJK", "igo:UN", "person:ilhom abdurahmon"
    entity_key: str
    #: whom it acts for: ISO 3166-1 alpha-3, or the code of an IGO or forum from `reference/igos.csv`; None if unknown
    country_code: str | None = None
    role: str | None = None
    #: one of `reference/levels.csv`, persons only
    level: str | None = None
    #: a pronoun or a description ("he", "the ambassador", "both sides"), resolved within the article
    is_pronoun: bool = False
    confidence: float = 1.0
    #: of a person, if it is told
    gender: Gender | None = None

    def may_be(self, pronoun: str) -> bool:
        """Whether a pronoun may mean this person, as far as the gender of both is told."""
        return None in (self.gender, GENDERS.get(pronoun)) or self.gender == GENDERS[pronoun]

    def overlaps(self, other: Mention) -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class Quotation:
    """One stretch of direct speech, without its quotation marks."""

    start: int
    end: int
    text: str
    speaker: Mention | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A word of a sentence that tells who says something in it, such as "said" or "according", and who does."""

    word: Token
    speaker: Mention | None


@dataclass(slots=True)
class Attribution:
    """Who says a sentence: the outlet itself (none), or a speaker in quotation marks (direct) or in other words."""

    kind: AttributionKind = "none"
    speaker: Mention | None = None
    #: what in the sentence tells so, in order; empty where it goes on with what was said before
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says, from the label to the next one's; or the whole of a speech."""

    start: int
    end: int
    #: None if not named
    speaker: Mention | None
    #: by somebody who only asks and acts for nobody, such as a journalist
    is_question: bool


@dataclass(slots=True)
class Document:
    """One article on its way through the coder."""

    doc: Doc
    #: the whole text
    text: str = field(init=False)
    title: str | None = None
    published_on: date | None = None
    #: code of the government on whose site the article stands, if it does
    issuer: str | None = None
    #: as the source states it: "Vula, Ana", "Ana Vula, Minister for Trade"
    byline: str | None = None
    #: country of the outlet on whose site the article stands, where that is known
    outlet_country: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    #: in order; only of a transcript, an interview or a speech
    turns: list[Turn] = field(default_factory=list)
    #: one for each of `sentences`
    attributions: list[Attribution] = field(default_factory=list)
    #: codes of those in whose name the article itself speaks, such as a government in its release; mostly none
    authors: list[str] = field(default_factory=list)
    sentences: list[Span] = field(init=False)
    #: start and end of each
    paragraphs: list[tuple[int, int]] = field(init=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _tokens: list[int] = field(init=False, repr=False, compare=False)
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.text = text_of(self.doc)
        self.sentences = [_trimmed(sentence) for sentence in self.doc.sents]
        self.paragraphs = paragraphs(self.text)
        self._starts = [sentence.start_char for sentence in self.sentences]
        self._tokens = self.doc.to_array([attrs.IDX]).tolist()
        self.attributions = self.attributions or [Attribution() for _ in self.sentences]

    def span(self, start: int, end: int) -> Span:
        """The tokens that a stretch of text touches, else the one before it; at least one."""
        return self.doc[self._token_at(start) : self._token_at(max(end - 1, start)) + 1]

    def _token_at(self, offset: int) -> int:
        """The number of the token at a character, or of the one before it."""
        return max(bisect_right(self._tokens, offset) - 1, 0)

    def head(self, start: int, end: int) -> Token:
        """The syntactic head of the tokens that a stretch of text touches."""
        return self.once(("head", start, end), lambda: self.span(start, end).root)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at a character, or of the one before it; 0 ahead of the first."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def paragraph_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the paragraph that a character is part of, or of the one before it."""
        return self.paragraphs[max(bisect_right(self.paragraphs, (offset, len(self.text))) - 1, 0)]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that a character is part of."""
        at = bisect_right(self.quotations, offset, key=lambda quotation: quotation.start) - 1
        return self.quotations[at] if at >= 0 and offset < self.quotations[at].end else None

    def turn_at(self, offset: int) -> Turn | None:
        """The turn of a transcript that a character is part of."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn.start) - 1
        return self.turns[at] if at >= 0 and offset < self.turns[at].end else None

    def answering(self) -> set[str]:
        """Codes of those whose people speak in a transcript other than to ask."""
        speakers = (turn.speaker for turn in self.turns if turn.speaker and not turn.is_question)
        return {speaker.country_code for speaker in speakers if speaker.country_code}

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in a stretch of text; they must be in order."""
        first, last = (bisect_left(self.mentions, at, key=lambda mention: mention.start) for at in (start, end))
        return self.mentions[first:last]

    def once(self, what: Hashable, read: Callable[[], Read]) -> Read:
        """What `read` gives, read at the first call with this name only: many events ask the article the same."""
        if what not in self._known:
            self._known[what] = read()
        return cast("Read", self._known[what])


def _trimmed(sentence: Span) -> Span:
    """Leave out the white space around a sentence, such as the blank line after a paragraph."""
    doc, start, end = sentence.doc, sentence.start, sentence.end
    while start < end and doc[start].is_space:
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    return doc[start:end] if start < end else sentence
