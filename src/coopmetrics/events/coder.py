"""A parsed article with its mentions and speakers → its event rows, after `docs/guides/coding.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import AttributionKind, Document, Mention
from coopmetrics.events import (
    amounts,
    candidates,
    dates,
    evidence,
    features,
    ontology,
    places,
    roles,
    rules,
    scoring,
    sector_choice,
    syntax,
    thing,
)
from coopmetrics.events.amounts import Quantity
from coopmetrics.events.candidates import Candidate, Cast
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.places import Place
from coopmetrics.events.scoring import Decision

#: where the saying is the act, the row is the outlet's even inside a reporting sentence
_SPEECH_ACTS: Final = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT"})
#: CAMEO codes of directed contact: visitor → host
_DIRECTED: Final = frozenset({"042"})
#: sentences decided together; bounds memory
_BLOCK: Final = 500


@dataclass(slots=True)
class Event:
    """One event row, with what `tables.EVENTS` holds of it apart from its ids."""

    sentence_no: int
    #: the words that state the act, and where they stand in the text
    predicate: str
    predicate_start: int
    predicate_end: int
    event_type: str
    event_mode: str | None
    quad: str
    cameo_code: str
    goldstein: float
    stage: str
    is_reciprocal: bool
    is_negated: bool
    is_hypothetical: bool
    source: Mention | None
    target: Mention | None
    #: the same for the pairs of one act with three or more parties
    group: str
    event_on: date | None
    event_end_on: date | None
    date_precision: str
    date_basis: str
    place: Place | None
    attribution: AttributionKind
    speaker: Mention | None
    thing: str | None
    confidence: float
    sectors: list[str] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)

    @property
    def is_domestic(self) -> bool:
        """Both sides are of one country."""
        return (
            self.source is not None and self.target is not None and self.source.country_code == self.target.country_code
        )


def code(document: Document) -> list[Event]:
    """The events of an article, in text order; its mentions, quotations and attributions must be there already."""
    cast = candidates.cast(document)
    events = []
    previous: list[Decision] = []
    sentences = range(len(document.sentences))
    for block in (sentences[first : first + _BLOCK] for first in range(0, len(sentences), _BLOCK)):
        found = {sentence_no: list(candidates.find(document, sentence_no, cast)) for sentence_no in block}
        known = evidence.gather_all(document, cast, found)
        for sentence_no in block:
            previous = _decide(document, sentence_no, cast, found[sentence_no], known.get(sentence_no), previous)
            events += [_event(document, decision) for decision in previous]
    return sorted(events, key=lambda e: (e.sentence_no, e.predicate_start, -e.confidence))


def _decide(
    document: Document,
    sentence_no: int,
    cast: Cast,
    found: list[Candidate],
    known: Evidence | None,
    previous: list[Decision],
) -> list[Decision]:
    """The events of one sentence: those of the rules stand before learned ones of the same pair."""
    actors = cast.actors.get(sentence_no, [])
    by_rule = list(rules.continued(document, sentence_no, previous))
    settled = {decision.candidate.codes for decision in by_rule}
    learned = scoring.decide([c for c in found if c.codes not in settled], known) if known else []
    met = {decision.candidate.codes for decision in learned if decision.event_type == "CONSULT"}
    by_rule += [d for d in rules.sessions(document, sentence_no, actors) if d.candidate.codes not in met]
    agreed = {decision.candidate.codes for decision in learned if decision.event_type == "AGREE"}
    by_rule += [d for d in rules.agreements(document, sentence_no, actors) if d.candidate.codes not in agreed]
    rows = by_rule + learned
    if all(decision.candidate.target is None for decision in rows):
        rows = list(rules.gatherings(document, sentence_no, actors)) or rows
    return rows + _alone(document, sentence_no, cast, rows) if len(document.sentences) < features.ARTICLE else rows


def _alone(document: Document, sentence_no: int, cast: Cast, rows: list[Decision]) -> list[Decision]:
    """Further events of a short item's sentence: between names without a code, and the surest ones of anybody else.

    Sides that have no name become mentions.
    """
    named: list[Decision] = []
    if all(decision.candidate.target is None for decision in rows):
        found = list(candidates.between_names(document, sentence_no, cast))
        named = scoring.decide(found, evidence.gather(document, sentence_no, cast, found)) if found else []
    found = list(candidates.between_any(document, sentence_no, cast))
    if not found:
        return named
    surest = scoring.surest(found, evidence.gather(document, sentence_no, cast, found), rows + named)
    sides = {
        id(p.actor.mention): p.actor.mention for d in surest for p in (d.candidate.source, d.candidate.target) if p
    }
    known = {id(mention) for mention in document.mentions}
    document.mentions += [mention for key, mention in sides.items() if key not in known]
    document.mentions.sort(key=lambda mention: mention.start)
    return named + surest


def _event(document: Document, decision: Decision) -> Event:
    candidate, event_type, stage = decision.candidate, decision.event_type, decision.stage
    sentence = document.sentences[candidate.sentence_no]
    cameo = ontology.cameo_for(event_type, candidate.sense.frame.cameo if candidate.sense else None)
    start, end = _predicate_span(candidate)
    whole = decision.whole or candidate
    when = dates.resolve(document, document.sentences[whole.sentence_no], whole.predicate, stage, event_type)
    attribution = document.attributions[candidate.sentence_no]
    is_outlets = event_type in _SPEECH_ACTS and attribution.kind == "reported"
    target = candidate.target
    return Event(
        sentence_no=candidate.sentence_no,
        predicate=document.text[start:end],
        predicate_start=start,
        predicate_end=end,
        event_type=event_type,
        event_mode=cameo.mode,
        quad=ontology.EVENT_TYPES[event_type].quad,
        cameo_code=cameo.code,
        goldstein=cameo.goldstein,
        stage=stage,
        is_reciprocal=_is_reciprocal(candidate, event_type, cameo.code),
        is_negated=candidate.clause.is_negated and event_type != "REJECT" and stage != "halted",
        is_hypothetical=candidate.clause.is_conditional,
        source=roles.by_name(document, candidate.source.actor.mention),
        target=roles.by_name(document, target.actor.mention) if target else None,
        group=f"{candidate.sentence_no}:{_act(candidate.predicate).i}:{event_type}:{stage}",
        event_on=when.on,
        event_end_on=when.end_on,
        date_precision=when.precision,
        date_basis=when.basis,
        place=places.locate(document, sentence, candidate.predicate),
        attribution="none" if is_outlets else attribution.kind,
        speaker=None if is_outlets else attribution.speaker,
        thing=thing.describe(candidate.predicate, set(_actor_words(document, candidate))),
        confidence=scoring.confidence(decision),
        sectors=sector_choice.decide(
            sector_choice.Setting(
                document, candidate.sentence_no, syntax.told_of(candidate.predicate), event_type, stage
            )
        ),
        quantities=amounts.find(sentence),
    )


def _act(predicate: Token) -> Token:
    """The verb whose object a noun is: "signed" and "an agreement" are one act."""
    is_object = predicate.dep_ == "obj" and predicate.head.pos_ == "VERB"
    return predicate.head if is_object else predicate


def _predicate_span(candidate: Candidate) -> tuple[int, int]:
    """The predicate with the noun or particle that completes it, where these stand close by."""
    tokens = [candidate.predicate]
    tokens += [c for c in candidate.predicate.children if c.dep_ in ("compound:prt", "aux:pass")]
    carried = candidate.sense.object if candidate.sense else None
    if carried is not None and abs(carried.i - candidate.predicate.i) <= 6:
        tokens.append(carried)
    return min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens)


def _is_reciprocal(candidate: Candidate, event_type: str, cameo_code: str) -> bool:
    """Done to each other: a symmetric word between two that stand side by side or "with" each other."""
    if candidate.target is None or cameo_code in _DIRECTED:
        return False
    if event_type == "CONSULT":
        return True
    side_by_side = candidate.source.path == candidate.target.path or candidate.target.relation == "between"
    with_each_other = candidate.target.path.endswith((":with", ":and"))
    is_symmetric = candidate.sense is not None and candidate.sense.frame.symmetric
    return (side_by_side and event_type in ("AGREE", "SUPPORT", "COOPERATE")) or (is_symmetric and with_each_other)


def _actor_words(document: Document, candidate: Candidate) -> Iterator[int]:
    for side in (candidate.source, candidate.target):
        if side is not None:
            yield from roles.words(document, side.actor.mention)
