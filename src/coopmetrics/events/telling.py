"""Whose words tell of an act: those of its own part of the sentence ("Who says so" in the coding guide).

"After Chad met Niger, its minister said Mali would join": the outlet tells of the meeting, the minister of the joining.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Attribution, Document, Mention, Report
from coopmetrics.events import syntax

#: how what is said hangs on the verb of saying, as a clause or as a noun, or on a noun: "the claim that ..."
_SAID: Final = frozenset({"ccomp", "obj", "parataxis", "xcomp"})
_CLAIMED: Final = "acl"
#: how words that only name the speaker hang on what is said: ", X said", "according to X"
_NAMING: Final = frozenset({"case", "parataxis"})
#: what somebody announces of his own deeds is his deed, not hearsay
_ANNOUNCING: Final = "announce"


def of(document: Document, predicate: Token, source: Mention, *, is_speech_act: bool) -> Attribution:
    """Who tells of an act: the outlet itself of one that `source` does by the very words."""
    said = document.attributions[document.sentence_at(predicate.idx)]
    if document.turn_at(predicate.idx) is not None:
        return Attribution() if is_speech_act else said
    quotation = document.quotation_at(predicate.idx)
    if said.kind == "direct" and quotation is not None:
        return Attribution("direct", quotation.speaker)
    if said.reports or said.kind == "direct":
        report = report_of(document, predicate)
        if report is None:
            return Attribution()
        said = Attribution("reported", report.speaker)
        is_speech_act = is_speech_act or report.word.lemma_ == _ANNOUNCING
    return Attribution() if is_speech_act and _speaks_for(said.speaker, source) else said


def report_of(document: Document, predicate: Token) -> Report | None:
    """What tells of an act in its own part of the sentence."""
    reports = document.attributions[document.sentence_at(predicate.idx)].reports
    return next((report for report in reports if _tells(report.word, predicate)), None)


def _tells(word: Token, predicate: Token) -> bool:
    """Whether an act stands in what is said: below the verb of saying, or in the clause that it only frames."""
    path = syntax.climb(predicate)
    below = next((number for number, token in enumerate(path) if token.i == word.i), None)
    if below is None:
        return word.dep_ in _NAMING
    if below == 0:
        return False
    clause = path[below - 1]
    is_claimed = clause.dep_ == _CLAIMED and word.pos_ == "NOUN"
    return clause.dep_ in _SAID or is_claimed or (clause.dep_ == "conj" and bool(syntax.subjects(clause)))


def _speaks_for(speaker: Mention | None, source: Mention) -> bool:
    """Whether who speaks is who acts, or of the same country; a body that is not known is taken for one of it."""
    if speaker is None or speaker.entity_key == source.entity_key:
        return True
    if speaker.kind == source.kind == "person":
        return False
    return None in (speaker.country_code, source.country_code) or speaker.country_code == source.country_code
