"""Who says what: speakers of quotations, and for each sentence whether the outlet or somebody else says it.

A cue is a reporting verb with its subject ("the ambassador said", "said Pang Zhongying") or "according to X"; the verbs
are in `reference/reporting_verbs.csv`: `say` takes what is said as a clause or a quotation, `naming` a word for
something ("called it 'preposterous'"), `act` is an act of its own that only makes quotations ("urged"). A sentence
without a cue goes on with the speaker before it within a paragraph (decision 8 of the coding guide).
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from spacy.tokens import Span, Token

from coopmetrics.document import Attribution, Document, Mention, Quotation
from coopmetrics.events.quotations import paragraphs, stretches
from coopmetrics.events.speakers import Speakers

#: a stretch of so few capitalised words is a name in quotation marks
_NAME_WORDS = 4
#: share of a sentence, or number of words, inside quotation marks that makes it direct speech
_DIRECT_SHARE, _DIRECT_WORDS = 0.5, 3
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_CLAUSES = frozenset({"ccomp", "parataxis", "xcomp"})
_LABEL = re.compile(r"(?:[A-Z][A-Z.'’-]+\s){0,5}[A-Z][A-Z'’-]+(?:\s\([^)]{1,40}\))?:\s")


@dataclass(slots=True)
class Cue:
    """A reporting verb, or "according to", and who it says speaks."""

    token: Token
    kind: str
    speaker: Mention | None
    #: it governs a clause of its sentence
    has_clause: bool


@dataclass(slots=True)
class _Reading:
    """What is known while the text is read in order."""

    document: Document
    speakers: Speakers
    cues: dict[int, list[Cue]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def sentence_at(self, position: int) -> int:
        return max(bisect_right(self.starts, position) - 1, 0)


def annotate(document: Document) -> None:
    """Fill `document.quotations` and `document.attributions`; named mentions must be there already.

    A speaker is the first mention of the person or organisation; one that is only described ("officials") gets a
    mention of its own.
    """
    if not document.sentences:
        return
    reading = _Reading(document, Speakers(document), starts=[s.start_char for s in document.sentences])
    for number, sentence in enumerate(document.sentences):
        reading.cues[number] = _cues(sentence, number, reading.speakers)
    document.quotations = _quotations(reading)
    _attribute(reading)
    document.mentions.sort(key=lambda mention: (mention.start, mention.end))


# ---- cues


def _cues(sentence: Span, number: int, speakers: Speakers) -> list[Cue]:
    """The cues of a sentence in order; pronouns in later ones may refer to earlier speakers."""
    found = []
    for token in sentence:
        cue = _according_to(token, number, speakers) or _verb_cue(token, number, speakers)
        if cue is not None:
            found.append(cue)
            speakers.heard(cue.speaker)
    return found


def _according_to(token: Token, number: int, speakers: Speakers) -> Cue | None:
    """ "according to the ministry": the noun that the preposition belongs to speaks."""
    if token.lower_ != "according" or token.i + 2 >= len(token.doc) or token.nbor().lower_ != "to":
        return None
    noun = next((t for t in (token.head, *token.rights) if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.i > token.i), None)
    noun = noun if noun is not None else token.nbor(2)
    return Cue(token, "say", speakers.resolve(noun, number), True)


def _verb_cue(token: Token, number: int, speakers: Speakers) -> Cue | None:
    kind = _verbs().get(token.lemma_.lower()) if token.pos_ == "VERB" or token.lower_ == "said" else None
    if kind is None or _is_denied(token):
        return None
    subject = _subject(token)
    if subject is None:
        return None
    has_clause = kind == "say" and any(_is_content(child, token) for child in token.children)
    has_clause = has_clause or (kind == "say" and token.dep_ == "parataxis")
    return Cue(token, kind, speakers.resolve(subject, number), has_clause)


def _is_content(child: Token, verb: Token) -> bool:
    """Whether a dependent is what is said: a clause with a verb of its own, not a purpose or a bare infinitive."""
    return child.dep_ in _CLAUSES and (child.dep_ != "xcomp" or child.pos_ != "VERB") and child is not verb


def _subject(verb: Token) -> Token | None:
    """The subject of a verb: its own, or that of the verb it is coordinated with or depends on ("..., adding that")."""
    token = verb
    for _ in range(4):
        subjects = [child for child in token.children if child.dep_ in _SUBJECTS]
        if subjects:
            return subjects[0]
        if token.dep_ not in {"conj", "advcl", "xcomp", "parataxis"}:
            break
        token = token.head
    return None


def _is_denied(verb: Token) -> bool:
    return any(child.lower_ in {"not", "n't", "n’t", "never", "would", "should"} for child in verb.children)


# ---- quotations


def _quotations(reading: _Reading) -> list[Quotation]:
    """Direct speech with its speakers, in order."""
    text = reading.document.text
    spans = [span for span in stretches(text) if not _is_name(text[slice(*span)])]
    found: list[Quotation] = []
    for index, (start, end) in enumerate(spans):
        after = spans[index + 1][0] if index + 1 < len(spans) else len(text)
        before = spans[index - 1][1] if index else 0
        speaker = _cued_speaker(reading, start, end, before, after) or _continued_speaker(reading, start, end, found)
        if speaker is not None or len(text[start:end].split()) >= _NAME_WORDS:
            found.append(Quotation(start, end, text[start:end], speaker))
    _carry_back(reading, found)
    return found


def _is_name(text: str) -> bool:
    """A name, a title or a coined term in quotation marks rather than speech."""
    words = text.split()
    return len(words) <= _NAME_WORDS and text[-1] not in ".,!?" and all(not w[0].islower() for w in words)


def _cued_speaker(reading: _Reading, start: int, end: int, before: int, after: int) -> Mention | None:
    """The speaker by a cue in the rest of the quotation's sentences: the nearest, those behind it first."""
    first, last = reading.sentence_at(start), reading.sentence_at(end)
    following = _same_line_sentence(reading, end, last)
    cues = [c for number in range(first, following + 1) for c in reading.cues[number] if c.speaker is not None]
    behind = [c for c in cues if end <= c.token.idx < after and c.token.idx - end < 200]
    ahead = [c for c in cues if before <= c.token.idx < start]
    closes_sentence = reading.document.text[end - 1] in ".!?" if end else False
    if ahead and (closes_sentence or not behind or start - ahead[-1].token.idx <= behind[0].token.idx - end):
        return ahead[-1].speaker
    return behind[0].speaker if behind else None


def _same_line_sentence(reading: _Reading, end: int, number: int) -> int:
    """The number of the sentence after, where the parser has cut `said X` off a quotation ending in ! or ?."""
    sentences = reading.document.sentences
    if number + 1 < len(sentences) and reading.document.text[end - 1] in ",?!":
        between = reading.document.text[end : sentences[number + 1].start_char]
        return number + 1 if "\n" not in between else number
    return number


def _continued_speaker(reading: _Reading, start: int, end: int, found: list[Quotation]) -> Mention | None:
    """The speaker of the speech before: the same paragraph's, or the last paragraph's where speech opens this one."""
    paragraph = _paragraph_start(reading.document.text, start)
    if found and found[-1].end >= paragraph:
        return found[-1].speaker
    number = reading.sentence_at(start)
    for earlier in range(number, -1, -1):
        if reading.document.sentences[earlier].start_char < paragraph:
            break
        said = [c for c in reading.cues[earlier] if c.speaker is not None and c.token.idx < start]
        if said:
            return said[-1].speaker
    if start - paragraph <= 2:
        return reading.speakers.last_before(paragraph)
    return None


def _carry_back(reading: _Reading, quotations: list[Quotation]) -> None:
    """Speech whose speaker is told only with the next stretch of the same paragraph."""
    for earlier, later in reversed(list(pairwise(quotations))):
        gap = reading.document.text[earlier.end : later.start]
        if earlier.speaker is None and "\n" not in gap:
            earlier.speaker = later.speaker


def _paragraph_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position) + 1, 0)


# ---- sentences


def _attribute(reading: _Reading) -> None:
    """Fill the attribution of every sentence, paragraph by paragraph."""
    document = reading.document
    labelled: Mention | None = None
    for start, end in paragraphs(document.text):
        label = _LABEL.match(document.text, start, end)
        labelled = reading.speakers.by_label(label[0]) if label else labelled
        previous = Attribution("direct", labelled) if labelled is not None else Attribution()
        for number in range(reading.sentence_at(start), reading.sentence_at(end - 1) + 1):
            if document.sentences[number].start_char >= start - 1:
                previous = document.attributions[number] = _sentence_attribution(reading, number, previous)


def _sentence_attribution(reading: _Reading, number: int, previous: Attribution) -> Attribution:
    """Direct by quotation marks, reported by a cue that governs a clause, else as the sentence before."""
    sentence = reading.document.sentences[number]
    quoted = [q for q in reading.document.quotations if q.start < sentence.end_char and sentence.start_char < q.end]
    inside = [(max(q.start, sentence.start_char), min(q.end, sentence.end_char), q) for q in quoted]
    words = sum(len(reading.document.text[s:e].split()) for s, e, _ in inside)
    share = sum(e - s for s, e, _ in inside) / max(len(sentence.text), 1)
    if inside and (share >= _DIRECT_SHARE or words >= _DIRECT_WORDS):
        return Attribution("direct", max(inside, key=lambda part: part[1] - part[0])[2].speaker)
    cue = next((c for c in reading.cues[number] if c.has_clause), None)
    if cue is not None:
        return Attribution("reported", cue.speaker)
    if previous.kind == "direct" and previous.speaker is not None and not inside and not reading.document.quotations:
        return previous
    return Attribution("reported", previous.speaker) if previous.kind == "reported" else Attribution()


@cache
def _verbs() -> dict[str, str]:
    """Reporting verb to kind."""
    with (files("coopmetrics") / "reference" / "reporting_verbs.csv").open(encoding="utf-8", newline="") as file:
        return {row["lemma"]: row["kind"] for row in csv.DictReader(file)}
