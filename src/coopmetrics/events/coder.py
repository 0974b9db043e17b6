"""A parsed article with its mentions and speakers → its event rows, after `docs/guides/coding.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Attribution, AttributionKind, Document, Mention
from coopmetrics.events import (
    amounts,
    candidates,
    dates,
    evidence,
    features,
    gapping,
    joint_deeds,
    links,
    list_items,
    negation,
    ontology,
    parties,
    places,
    reciprocity,
    rules,
    saying,
    scoring,
    sector_choice,
    short_items,
    stays,
    supposition,
    syntax,
    telephone,
    telling,
    thing,
)
from coopmetrics.events.actors import Actor, by_name, words_of
from coopmetrics.events.amounts import Quantity
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.dates import EventDate
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.parties import Cast
from coopmetrics.events.places import Place
from coopmetrics.events.verdicts import Decision, Dropped, Rule, Verdict, taken

#: CAMEO codes of talks, of calls and of hosting
_TALKS: Final = ontology.EVENT_TYPES["CONSULT"].cameo_code
_CALL: Final = "041"
_HOSTING: Final = "043"
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
        """Both sides are of one country, which is known."""
        codes = {side.country_code for side in (self.source, self.target) if side is not None}
        return self.target is not None and len(codes) == 1 and None not in codes


@dataclass(frozen=True, slots=True)
class Hearing:
    """One sentence: who appears in it, what became of its candidates, and its events as they were decided on."""

    sentence_no: int
    actors: list[Actor]
    verdicts: list[Verdict]
    events: list[tuple[Decision, Event]]


def in_order(hearings: Iterable[Hearing]) -> list[Event]:
    """The events of all sentences of an article, in text order."""
    events = [event for hearing in hearings for _, event in hearing.events]
    return sorted(events, key=lambda e: (e.sentence_no, e.predicate_start, -e.confidence))


def hear(document: Document) -> Iterator[Hearing]:
    """Code an article sentence by sentence, and tell what the events were chosen from.

    Its mentions, quotations and attributions must be there already.
    """
    cast = parties.cast(document)
    previous: list[Decision] = []
    scene: Event | None = None
    sentences = range(len(document.sentences))
    for block in (sentences[first : first + _BLOCK] for first in range(0, len(sentences), _BLOCK)):
        found = {sentence_no: list(candidates.find(document, sentence_no, cast)) for sentence_no in block}
        known = evidence.gather_all(document, cast, found)
        for sentence_no in block:
            previous, verdicts = _decide(document, sentence_no, cast, found[sentence_no], known, previous)
            previous = [_dated(document, decision) for decision in previous]
            told = [decision.candidate.predicate for decision in previous]
            events = [(decision, _event(document, decision, told)) for decision in previous]
            scene = next((event for _, event in events if _is_scene(event)), scene)
            for _, event in events:
                event.place = event.place or _place_of_scene(event, scene)
            yield Hearing(sentence_no, cast.actors.get(sentence_no, []), verdicts, events)


def _decide(
    document: Document,
    sentence_no: int,
    cast: Cast,
    found: list[Candidate],
    known: dict[int, Evidence],
    previous: list[Decision],
) -> tuple[list[Decision], list[Verdict]]:
    """The events of one sentence, those of the rules before learned ones of the same pair; and all that was weighed."""
    if _is_asked(document, sentence_no):
        return [], []
    actors = cast.actors.get(sentence_no, [])
    items = list(list_items.find(document, sentence_no, cast))
    of_one = (item for item in items if list_items.is_by_one(item, cast))
    by_rule = [*rules.continued(document, sentence_no, previous), *of_one]
    guests = list(stays.find(document, sentence_no, actors))
    found = [c for c in found if not any(_is_same(c, guest.candidate) for guest in guests)]
    settled = {decision.candidate.codes for decision in by_rule}
    verdicts = [Verdict(c, Dropped.SETTLED) for c in found if c.codes in settled]
    if sentence_no in known:
        verdicts += scoring.judge([c for c in found if c.codes not in settled], known[sentence_no])
    learned = taken(verdicts)
    told = settled | {decision.candidate.codes for decision in learned}
    by_grammar = chain(items, guests, _between_two(document, sentence_no, actors))
    linked = {d.candidate.codes: d for d in by_grammar if d.candidate.codes not in told}
    verdicts = [verdict for verdict in verdicts if verdict.candidate.codes not in linked]
    rows = [*by_rule, *learned, *linked.values()]
    if all(decision.candidate.target is None or rules.is_guessed(decision) for decision in rows):
        rows = list(rules.gatherings(document, sentence_no, actors)) or rows
    if len(document.sentences) < features.ARTICLE:
        further = short_items.judge(document, sentence_no, cast, rows)
        return rows + taken(further), verdicts + further
    return rows, verdicts


def _is_same(candidate: Candidate, other: Candidate) -> bool:
    return candidate.predicate == other.predicate and candidate.codes == other.codes


def _between_two(document: Document, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """What grammar alone tells of two of a sentence's actors."""
    if len({actor.mention.country_code for actor in actors}) > 1:
        yield from joint_deeds.find(document, sentence_no, actors)
        yield from links.find(document, sentence_no, actors)


def _dated(document: Document, decision: Decision) -> Decision:
    """A decision, planned if it will be done at a time that is told and lies ahead; a promise is only agreed."""
    is_promised = (decision.event_type, decision.stage) == ("AGREE", "agreed")
    if not is_promised or decision.candidate.clause.tense != "future" or document.published_on is None:
        return decision
    when = _when(document, decision)
    is_ahead = when.basis != "publication" and when.on is not None and when.on > document.published_on
    return replace(decision, stage="planned", rule=Rule.DATED) if is_ahead else decision


def _is_asked(document: Document, sentence_no: int) -> bool:
    """Whether a sentence is a journalist's in a transcript: no evidence of anything."""
    turn = document.turn_at(document.sentences[sentence_no].start_char)
    return turn is not None and turn.is_question


def _event(document: Document, decision: Decision, told: list[Token]) -> Event:
    candidate, event_type, stage = decision.candidate, decision.event_type, decision.stage
    sentence, (start, end), target = document.sentences[candidate.sentence_no], candidate.span, candidate.target
    cameo = _cameo(document, candidate, event_type)
    is_mutual = reciprocity.is_reciprocal(decision, cameo.code)
    when, said = _when(document, decision), _said(document, decision)
    quantities = document.once(("amounts", candidate.sentence_no), lambda: _amounts(document, sentence))
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
        is_reciprocal=is_mutual,
        is_negated=_is_negated(decision),
        is_hypothetical=supposition.is_supposed(candidate.predicate, event_type),
        source=by_name(document, candidate.source.actor.mention),
        target=by_name(document, target.actor.mention) if target else None,
        group=f"{candidate.sentence_no}:{syntax.act(candidate.predicate).i}:{event_type}:{stage}",
        event_on=when.on,
        event_end_on=when.end_on,
        date_precision=when.precision,
        date_basis=when.basis,
        place=_place(document, decision, is_mutual=is_mutual),
        attribution=said.kind,
        speaker=said.speaker,
        thing=_thing(document, decision, amounts.measures(sentence, quantities)),
        confidence=scoring.confidence(decision),
        sectors=_sectors(document, decision),
        quantities=gapping.shared_out(
            document, sentence, amounts.belonging(quantities, candidate.predicate, told), candidate.source.actor.mention
        ),
    )


def _amounts(document: Document, sentence: Span) -> list[Quantity]:
    own = document.once("own currencies", lambda: amounts.own_currencies(document))
    return amounts.find(sentence, own)


def _place(document: Document, decision: Decision, *, is_mutual: bool) -> Place | None:
    """Where an act happens; a visit is where its host is."""
    candidate, target = decision.candidate, decision.candidate.target
    is_visit = decision.event_type == "CONSULT" and not is_mutual
    host = target.actor.mention.country_code if target and is_visit else None
    sentence = document.sentences[candidate.sentence_no]
    return places.locate(document, sentence, candidate.predicate, decision.event_type, host)


def _is_scene(event: Event) -> bool:
    """Whether a meeting is told with its place and day: where what is said at it is said."""
    is_dated = event.date_precision == "day" and event.date_basis != "publication"
    return event.event_type == "CONSULT" and event.place is not None and is_dated


def _place_of_scene(event: Event, scene: Event | None) -> Place | None:
    """The place of the meeting told before, if an act of words is of its day and of one of its sides.

    A standing relation is nowhere.
    """
    if scene is None or event.event_type not in ontology.SPOKEN or event.stage == "under_way":
        return None
    is_then = (event.date_precision, event.event_on) == ("day", scene.event_on)
    is_there = is_then and (event.stage == "planned") == (scene.stage == "planned")
    return scene.place if is_there and _codes(event) & _codes(scene) else None


def _codes(event: Event) -> set[str]:
    return {side.country_code for side in (event.source, event.target) if side and side.country_code}


def _is_negated(decision: Decision) -> bool:
    """Whether an act is told as not done; refusing is done, though it is said with "not", unless that is denied."""
    candidate = decision.candidate
    if decision.rule is Rule.LEFT_OPEN:
        return False
    is_undone = negation.is_denied(candidate.predicate) or negation.is_shunned(candidate.predicate)
    if decision.event_type == "REJECT" or (decision.stage == "halted" and not is_undone):
        is_stated = candidate.sense is not None and candidate.sense.frame.type == decision.event_type
        return candidate.clause.is_negated and is_stated
    return candidate.clause.is_negated or is_undone


def _cameo(document: Document, candidate: Candidate, event_type: str) -> ontology.Cameo:
    """The code of the reading, or the type's own; talks held by telephone are calls, whatever the word for them, and
    whoever hosts others from afar has no visitors.
    """
    cameo = ontology.cameo_for(event_type, candidate.sense.frame.cameo if candidate.sense else None)
    if cameo.code == _HOSTING and telephone.is_remote(candidate.predicate):
        return ontology.CAMEO[_TALKS]
    if cameo.code not in (_TALKS, _CALL):
        return cameo
    return ontology.CAMEO[_CALL if telephone.is_call(document, candidate.predicate) else _TALKS]


def _when(document: Document, decision: Decision) -> EventDate:
    """The date of an act; what a list goes on with is of the day of the whole."""
    whole = decision.whole or decision.candidate
    sentence = document.sentences[whole.sentence_no]
    return dates.resolve(document, sentence, whole.predicate, decision.stage, decision.event_type)


def _said(document: Document, decision: Decision) -> Attribution:
    """Who says so: the outlet itself of a speech act, even inside a reporting sentence."""
    predicate, source = decision.candidate.predicate, decision.candidate.source.actor.mention
    is_act = saying.is_speech_act(decision.event_type, predicate.lemma_.lower())
    return telling.of(document, predicate, source, is_speech_act=is_act)


def _thing(document: Document, decision: Decision, measures: Set[int]) -> str | None:
    """What an act is about, but for who does it, alone or in a row with others, and how much of it."""
    if decision.rule is Rule.STAY:
        return "visit"
    candidate = decision.candidate
    sides = [side.actor for side in (candidate.source, candidate.target) if side]
    row = {word.i for side in sides for word in (side.head, *side.head.conjuncts)}
    sentence = document.sentences[candidate.sentence_no]
    beside = document.mentions_in(sentence.start_char, sentence.end_char)
    parties = [*(side.mention for side in sides), *(m for m in beside if document.head(m.start, m.end).i in row)]
    names = {word for mention in parties for word in words_of(document, mention)}
    return thing.describe(candidate.predicate, names, measures)


def _sectors(document: Document, decision: Decision) -> list[str]:
    """The sectors of an act, as its clause tells of it."""
    candidate, about = decision.candidate, syntax.told_of(decision.candidate.predicate)
    setting = sector_choice.Setting(document, candidate.sentence_no, about, decision.event_type, decision.stage)
    return sector_choice.decide(setting)
