"""Who says what: speakers of quotations, and for each sentence whether the outlet or somebody else says it.

A quotation's speaker is that of the nearest cue around it, else of the speech before it. A sentence is reported by its
own cue, or goes on with what a person says before it in its paragraph ("Who says so" in the coding guide). In a
transcript (`transcripts`) everything is direct speech of whoever the label names, and a speech (`speeches`) all its
speaker's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Span

from coopmetrics.document import Attribution, Document, Mention, Quotation, Report
from coopmetrics.events import cues, syntax, transcripts
from coopmetrics.events.cues import Cue
from coopmetrics.events.quotations import QUOTATION_MARKS, is_utterance, stretches
from coopmetrics.events.speakers import Speakers, is_somebody

#: words of a fragment that make it speech: under a verb of saying, and without one
_GOVERNED_WORDS, _FREE_WORDS = 3, 5
#: words between "called" or "described" and what something is called
_NAMING_REACH = 8
#: shorter words may be lower-case in a name ("of", "and")
_SHORT_WORD = 3
#: what stands between a colon and speech
_OPENING = "".join(QUOTATION_MARKS) + " \n\t"
#: characters between a colon and the words that it announces
_COLON_REACH = 20
#: subjects of what goes on with what was said before
_REFERRING = frozenset({"it", "that", "these", "this", "those"})
#: share of a sentence, or number of words, inside quotation marks that makes it direct speech
_DIRECT_SHARE, _DIRECT_WORDS = 0.5, 3


@dataclass(slots=True)
class _Reading:
    """What is known while the text is read in order."""

    document: Document
    speakers: Speakers
    cues: dict[int, list[Cue]] = field(default_factory=dict)

    def quotations_in(self, sentence: Span) -> list[Quotation]:
        """The quotations that share words with a sentence; they are in order and do not overlap."""
        quotations = self.document.quotations
        first = bisect_right(quotations, sentence.start_char, key=lambda quotation: quotation.end)
        last = bisect_left(quotations, sentence.end_char, key=lambda quotation: quotation.start)
        return quotations[first:last]


def annotate(document: Document) -> None:
    """Fill `document.quotations` and `document.attributions`; named mentions must be there already.

    A speaker is the first mention of the person or organisation; one that is only described ("officials") gets a
    mention of its own.
    """
    if not document.sentences:
        return
    spoken = stretches(document.text)
    reading = _Reading(document, Speakers(document))
    for number, sentence in enumerate(document.sentences):
        reading.cues[number] = cues.find(sentence, number, reading.speakers, spoken)
    document.quotations = _quotations(reading, spoken)
    _attribute(reading)
    document.mentions.sort(key=lambda mention: (mention.start, mention.end))


# ---- quotations


def _quotations(reading: _Reading, spoken: list[tuple[int, int]]) -> list[Quotation]:
    """Direct speech with its speakers, in order: whole utterances, and fragments that a cue governs."""
    text = reading.document.text
    found: list[Quotation] = []
    for index, (start, end) in enumerate(spoken):
        after = spoken[index + 1][0] if index + 1 < len(spoken) else len(text)
        before = spoken[index - 1][1] if index else 0
        said_by = _cued_speaker(reading, start, end, before, after)
        if is_utterance(text, start, end) or _is_governed(reading, start, end):
            speaker = said_by or _continued_speaker(reading, start, found)
            found.append(Quotation(start, end, text[start:end], speaker))
    _carry_back(reading, found)
    return found


def _is_governed(reading: _Reading, start: int, end: int) -> bool:
    """Whether a fragment is said rather than named: some words under a verb of saying, or what something is called."""
    span = reading.document.span(start, end)
    words = len(reading.document.text[start:end].split())
    if _is_name(span.text):
        return False
    cues = [c for c in reading.cues[reading.document.sentence_at(start)] if c.speaker is not None]
    ahead = [c for c in cues if c.token.i < span.start]
    if any(c.kind == "naming" or _is_as(span) for c in ahead if span.start - c.token.i <= _NAMING_REACH):
        return True
    above = {token.i for token in span.root.ancestors}
    governs = any(c.token.i in above or c.token.i >= span.end for c in cues)
    return words >= _FREE_WORDS or (governs and words >= _GOVERNED_WORDS)


def _is_as(span: Span) -> bool:
    """ "rejected the claim as 'baseless'"."""
    before = (span.doc[i].lower_ for i in range(span.start - 1, max(span.start - 4, -1), -1))
    return next((word for word in before if word not in QUOTATION_MARKS and word not in {"a", "an", "the"}), "") == "as"


def _is_name(text: str) -> bool:
    """A name or a title, with capital letters, rather than speech."""
    words = [word for word in text.split() if len(word) > _SHORT_WORD]
    return bool(words) and not any(word[0].islower() for word in words)


def _cued_speaker(reading: _Reading, start: int, end: int, before: int, after: int) -> Mention | None:
    """The speaker by a cue in the rest of the quotation's sentences: the nearest, those behind it first."""
    first, last = reading.document.sentence_at(start), reading.document.sentence_at(end)
    following = _same_line_sentence(reading, end, last)
    cues = [c for number in range(first, following + 1) for c in reading.cues[number] if c.speaker is not None]
    behind = [c for c in cues if end <= c.token.idx < after and c.token.idx - end < 200]
    ahead = [c for c in cues if before <= c.token.idx < start]
    announced = None if ahead or behind else _announced(reading, start)
    if announced is not None:
        return announced
    closes_sentence = reading.document.text[end - 1] in ".!?" if end else False
    if ahead and (closes_sentence or not behind or start - ahead[-1].token.idx <= behind[0].token.idx - end):
        return ahead[-1].speaker
    return behind[0].speaker if behind else None


def _announced(reading: _Reading, start: int) -> Mention | None:
    """Whoever acts before a colon, though by no verb of saying: "Lund shrugged: 'We have time.'"."""
    text = reading.document.text
    if not text[max(start - _COLON_REACH, 0) : start].rstrip(_OPENING).endswith(":"):
        return None
    sentence = reading.document.sentences[reading.document.sentence_at(start)]
    colon = text.rindex(":", 0, start)
    return reading.speakers.first_person(sentence.start_char, colon) if sentence.start_char < colon else None


def _same_line_sentence(reading: _Reading, end: int, number: int) -> int:
    """The number of the sentence after, where the parser has cut `said X` off a quotation ending in ! or ?."""
    sentences = reading.document.sentences
    if number + 1 < len(sentences) and reading.document.text[end - 1] in ",?!":
        between = reading.document.text[end : sentences[number + 1].start_char]
        return number + 1 if "\n" not in between else number
    return number


def _continued_speaker(reading: _Reading, start: int, found: list[Quotation]) -> Mention | None:
    """The speaker of the speech before: the same paragraph's, or the last paragraph's where speech opens this one."""
    paragraph, _ = reading.document.paragraph_at(start)
    if found and found[-1].end >= paragraph:
        return found[-1].speaker
    number = reading.document.sentence_at(start)
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


# ---- sentences


def _attribute(reading: _Reading) -> None:
    """Fill the attribution of every sentence, paragraph by paragraph."""
    document = reading.document
    document.turns = transcripts.turns(document, reading.speakers)
    for start, end in document.paragraphs:
        turn, previous = document.turn_at(start), Attribution()
        spoken = Attribution("direct", turn.speaker) if turn else None
        for number in range(reading.document.sentence_at(start), reading.document.sentence_at(end - 1) + 1):
            if document.sentences[number].start_char >= start - 1:
                previous = spoken or _sentence_attribution(reading, number, previous)
                document.attributions[number] = previous


def _sentence_attribution(reading: _Reading, number: int, previous: Attribution) -> Attribution:
    """Direct by quotation marks, reported by a cue that tells what is said, else as the sentence before."""
    document, sentence = reading.document, reading.document.sentences[number]
    inside = [
        (max(quotation.start, sentence.start_char), min(quotation.end, sentence.end_char), quotation.speaker)
        for quotation in reading.quotations_in(sentence)
    ]
    words = sum(len(document.text[start:end].split()) for start, end, _ in inside)
    share = sum(end - start for start, end, _ in inside) / (sentence.end_char - sentence.start_char)
    reports = tuple(Report(cue.token, cue.speaker) for cue in reading.cues[number] if cue.tells)
    if inside and (share >= _DIRECT_SHARE or words >= _DIRECT_WORDS):
        return Attribution("direct", max(inside, key=lambda part: part[1] - part[0])[2], reports)
    if reports:
        return Attribution("reported", reports[0].speaker, reports)
    is_account = previous.kind == "reported" and previous.speaker is not None and previous.speaker.kind == "person"
    goes_on = is_account and _goes_on(sentence, reading.cues[number - 1])
    return Attribution("reported", previous.speaker) if goes_on else Attribution()


def _goes_on(sentence: Span, before: list[Cue]) -> bool:
    """Whether a sentence still tells what was said before it: "This includes ...", "The port would open in May"."""
    root = sentence.root
    doers = syntax.subjects(root)
    is_of_it = any(doer.lower_ in _REFERRING for doer in doers) or syntax.clause(root).tense == "conditional"
    return is_of_it and any(cue.states for cue in before) and not any(map(is_somebody, doers))
