"""What an item of a few sentences tells beyond what happens between two codes: between anybody, or by one alone.

Nothing else says who matters in it, so each sentence is asked for what it tells most surely.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import acts, candidates, evidence, roles, saying, scoring, syntax
from coopmetrics.events.actors import is_described, is_one_phrase
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.ontology import EVENT_TYPES
from coopmetrics.events.parties import Cast
from coopmetrics.events.roles import Place
from coopmetrics.events.verdicts import Decision, Dropped, Verdict, Weighing, taken

#: chance of the surest event between anybody, of others beside it, and how many
SUREST: Final = 0.5
BESIDE: Final = 0.8
MOST: Final = 3
#: chance that somebody does anything, where nothing is told between two
LONE: Final = 0.2


def judge(document: Document, sentence_no: int, cast: Cast, rows: list[Decision]) -> list[Verdict]:
    """Decide on a sentence's candidates without two codes: between names, then between anybody, then of one alone.

    `rows` are the events between codes. Sides that have no name become mentions.
    """
    named: list[Verdict] = []
    if all(decision.candidate.target is None for decision in rows):
        found = list(candidates.between_names(document, sentence_no, cast))
        named = scoring.judge(found, evidence.gather(document, sentence_no, cast, found)) if found else []
    told = rows + taken(named)
    found = list(candidates.between_any(document, sentence_no, cast))
    further = surest(found, evidence.gather(document, sentence_no, cast, found), told) if found else []
    if not told + taken(further):
        found = list(candidates.by_one(document, sentence_no, cast))
        further += lone(found, evidence.gather(document, sentence_no, cast, found)) if found else []
    _mention(document, [decision.candidate for decision in taken(further)])
    return named + further


def _mention(document: Document, told: list[Candidate]) -> None:
    """Make mentions of sides that are none yet."""
    places = [place for candidate in told for place in (candidate.source, candidate.target) if place]
    sides = {id(place.actor.mention): place.actor.mention for place in places}
    known = {id(mention) for mention in document.mentions}
    document.mentions += [mention for key, mention in sides.items() if key not in known]
    document.mentions.sort(key=lambda mention: mention.start)


def surest(candidates: list[Candidate], known: Evidence, told: list[Decision]) -> list[Verdict]:
    """Decide on candidates of one sentence of which the likeliest are events, if they say nothing told already."""
    chances = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in candidates}
    verdicts: list[Verdict] = []
    for candidate in sorted(candidates, key=lambda c: -chances[id(c)]):
        others = taken(verdicts)
        weighing = Weighing(known, "keep", chances[id(candidate)], BESIDE if others else SUREST)
        verdicts.append(Verdict(candidate, _beside(candidate, weighing, others, told), weighing))
    return verdicts


def lone(found: list[Candidate], known: Evidence) -> list[Verdict]:
    """Decide on candidates with one side: the likeliest act of whoever is likeliest to do anything."""
    chances = {codes: evidence.probability("pair", known.pair(codes)) for codes in known.best}
    own = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in found}
    verdicts: list[Verdict] = []
    for candidate in sorted(found, key=lambda c: (-chances[c.codes], -own[id(c)])):
        weighing = Weighing(known, "pair", chances[candidate.codes], LONE)
        verdicts.append(Verdict(candidate, _by_itself(candidate, weighing, taken(verdicts)), weighing))
    return verdicts


def _by_itself(candidate: Candidate, weighing: Weighing, others: list[Decision]) -> Decision | Dropped:
    if others:
        return Dropped.ENOUGH
    is_likely = weighing.chance >= weighing.bar
    return acts.classify(candidate, weighing.known, weighing.chance) if is_likely else Dropped.UNSURE


def _beside(
    candidate: Candidate, weighing: Weighing, others: list[Decision], told: list[Decision]
) -> Decision | Dropped:
    if weighing.chance < weighing.bar:
        return Dropped.UNSURE
    if len(others) == MOST:
        return Dropped.ENOUGH
    sides = [side.actor.head for side in (candidate.source, candidate.target) if side]
    if others and not (len(sides) > 1 and all(syntax.is_in_clause(candidate.predicate, side) for side in sides)):
        return Dropped.APART
    if any(_is_told_below(d, candidate) for d in told + others):
        return Dropped.TOLD
    if any(_tells(d, candidate) or _completes(d, candidate) or _is_within(d, candidate) for d in told + others):
        return Dropped.TOLD
    decision = acts.classify(candidate, weighing.known, weighing.chance)
    if None not in candidate.countries and any(_is_repeated(decision, d) for d in told + others):
        return Dropped.REPEATED
    return scoring.unless_aside(decision, weighing.known)


def _is_repeated(decision: Decision, told: Decision) -> bool:
    """Whether one does to another what is told of the two already; a visit and a meeting are two."""
    is_alike = (decision.event_type, decision.stage) == (told.event_type, told.stage)
    one, other = decision.candidate, told.candidate
    is_same = one.codes == other.codes and one.source_code == other.source_code
    return is_alike and is_same and (decision.event_type != "CONSULT" or _cameo(decision) == _cameo(told))


def _cameo(decision: Decision) -> str | None:
    sense = decision.candidate.sense
    return sense.frame.cameo if sense else None


def _tells(decision: Decision, candidate: Candidate) -> bool:
    """Whether an event is what a candidate would say again: "Peru met Chile", beside Peru's president.

    Each side of the candidate is one of the event's, or of the same country where both state the same act.
    """
    told = decision.candidate
    is_same_act = syntax.are_one_act(told.predicate, candidate.predicate)

    def is_one(one: Place, other: Place) -> bool:
        code = one.actor.mention.country_code
        is_of_one = code is not None and code == other.actor.mention.country_code
        is_same = one.actor.mention.overlaps(other.actor.mention) or is_one_phrase(one.actor, other.actor)
        return is_same or (is_same_act and is_of_one)

    if told.target is None or candidate.target is None:
        return False
    sides = ((candidate.source, candidate.target), (candidate.target, candidate.source))
    return any(is_one(told.source, one) and is_one(told.target, other) for one, other in sides)


def _is_told_below(decision: Decision, candidate: Candidate) -> bool:
    """Whether a verb of saying only tells of an event: "Chad will send aid, the foreign ministry announced"."""
    verb, told = candidate.predicate, decision.candidate.predicate
    if verb.lemma_.lower() not in saying.verbs() or verb == told:
        return False
    parts = [child for child in verb.children if child.dep_ in ("ccomp", "parataxis")]
    wholes = [verb.head] if verb.dep_ == "parataxis" else []
    return any(part == told or part.is_ancestor(told) for part in (*parts, *wholes))


def _is_within(decision: Decision, candidate: Candidate) -> bool:
    """Whether a candidate is of one country's own, beside an event of that country with another."""
    sides, own = [side for side in (candidate.source, candidate.target) if side], candidate.countries
    are_bodies = any(is_described(side.actor) for side in sides) and not any(side.is_apart for side in sides)
    return len(sides) > 1 and None not in own and own < decision.candidate.countries and not are_bodies


def _completes(decision: Decision, candidate: Candidate) -> bool:
    """Whether a candidate's further side, of no country or of its own, only tells more of an act of two countries.

    Of "Japan and India agreed on the Delhi line" that is the line, of "received drones from Turkey" the drones.
    """
    told = decision.candidate
    pair = [side for side in (told.source, told.target) if side and side.actor.mention.country_code]
    unknown = (s for s in (candidate.source, candidate.target) if s and not s.actor.mention.country_code)
    further = next(unknown, candidate.target)
    is_of_one = bool(told.countries & candidate.countries) and syntax.are_one_act(told.predicate, candidate.predicate)
    if further is None or len(pair) < 2 or not is_of_one:
        return False
    if further.is_apart:
        return ">advcl" in further.path or all(not s.is_apart or s.distance <= further.distance for s in pair)
    others = [side for side in pair if side.actor.mention.country_code not in candidate.countries]
    if further.is_where or any(_is_nearer(other, further, candidate.predicate) for other in others):
        return True
    is_given = further.path == ">obj" and any(side.is_receiver for side in pair)
    is_cooperation = EVENT_TYPES[decision.event_type].quad.endswith("cooperation")
    return is_cooperation and (further.is_topic or is_given)


def _is_nearer(other: Place, further: Place, predicate: Token) -> bool:
    """Whether another side stands no farther from a predicate than one that it is not done to or with."""
    there = roles.place(predicate, syntax.climb(predicate), other.actor)
    return not (there.is_apart or further.is_receiver) and there.distance <= further.distance
