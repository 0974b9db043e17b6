"""Which candidates are events: the learned decision. What these are is told by `acts`.

Each pair of actors is judged by all that speaks for its candidates (see `evidence`). One that something happens between
keeps its likeliest candidate, and those further ones that are likely by themselves and state another act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import evidence, lexicon, saying, supposition, syntax
from coopmetrics.events.acts import HALTED, classify, is_demand
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.direction import turned
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.ontology import HOSTILE, MUTUAL
from coopmetrics.events.saying import SPEECH_ACTS
from coopmetrics.events.verdicts import Decision, Dropped, Rule, Verdict, Weighing, taken

#: chance of anything between a pair from which its likeliest candidate is taken, if it was read in context and if not
FIRST: Final = 0.3
UNREAD: Final = 0.4
#: a further candidate's own chance
FURTHER: Final = 0.7
#: ... of one that is told as a part or an aim of another event of the two: "met to deepen ties"
GOVERNED: Final = 0.9
#: chance of what is said of one of a list from which it holds for another that has at least a chance of `LISTED`, ...
TOLD_OF_ONE: Final = 0.6
LISTED: Final = 0.12
#: ... and then is at most so sure
LISTED_CHANCE: Final = 0.8
#: who acts for no state by himself
OUTLAWS: Final = frozenset(
    {"attacker", "bandit", "extremist", "guerrilla", "gunman", "hijacker", "insurgent", "jihadist", "kidnapper"}
    | {"militant", "pirate", "rebel", "terrorist"}
)
_ALLEGED: Final = frozenset({"alleged", "purported", "supposed", "rumoured", "rumored"})
#: types of deeds that are answered in kind
AGAINST: Final = frozenset({"ASSAULT", "COERCE", "SANCTION"})
#: relations of who does a deed, or whose it is called
DOERS: Final = frozenset({"agent", "mod", "poss", "subj", "subj^"})
#: kinds of verbs that only tell
_TELLING: Final = frozenset({"say", "stress"})
#: types of what many may do together, whoever is named with them
DONE_TOGETHER: Final = MUTUAL - {"SUPPORT"}
#: types of what two do together only at others
AT_OTHERS: Final = frozenset({"ACCUSE", "THREATEN"})
#: what talks are about as often as it is done
TOPICS: Final = frozenset({"COOPERATE", "SUPPORT"})
#: what other events aim at as often as it is an act of its own
AIMS: Final = TOPICS | {"AGREE"}


def judge(candidates: list[Candidate], known: Evidence) -> list[Verdict]:
    """Decide on candidates of one sentence, by what is known of these at least."""
    by_pair: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    apart = [Verdict(candidate, Dropped.BESIDE) for candidate in _of_others(candidates)]
    others = {id(verdict.candidate) for verdict in apart}
    for candidate in candidates:
        if id(candidate) not in others:
            by_pair[candidate.codes].append(candidate)
    verdicts = [verdict for codes, found in by_pair.items() for verdict in _between(codes, found, known)]
    sure = [d for d in taken(verdicts) if d.probability >= TOLD_OF_ONE and not d.candidate.is_implicit]
    verdicts = [_as_listed(verdict, sure) for verdict in verdicts]
    decisions = taken(verdicts)
    return [replace(v, outcome=_among(v.outcome, decisions)) for v in verdicts] + apart


def _as_listed(verdict: Verdict, sure: list[Decision]) -> Verdict:
    """Take what is doubtful of one of a list if it is sure of another: "a line to Chad, Mali and Niger"."""
    if verdict.outcome is not Dropped.UNLIKELY or verdict.weighing is None or verdict.weighing.chance < LISTED:
        return verdict
    told = next((d for d in sure if _is_listed_with(verdict.candidate, d.candidate)), None)
    if told is None:
        return verdict
    candidate = _in_order_of(verdict.candidate, told.candidate)
    chance = min(told.probability, LISTED_CHANCE)
    return replace(verdict, outcome=replace(told, candidate=candidate, probability=chance, rule=Rule.LISTED))


def _is_listed_with(candidate: Candidate, told: Candidate) -> bool:
    """Whether two pairs of one predicate have one side in common, and the others are names of one list."""
    if candidate.predicate != told.predicate or len(candidate.countries & told.countries) != 1:
        return False
    lists, of_told = (_lists(one) for one in (candidate, told))
    return len(set(lists)) == len(lists) == 2 and sorted(lists) == sorted(of_told)


def _lists(candidate: Candidate) -> list[int]:
    """The first words of the lists that the sides stand in."""
    return [syntax.first_of_row(side.actor.head).i for side in (candidate.source, candidate.target) if side]


def _in_order_of(candidate: Candidate, told: Candidate) -> Candidate:
    """Have the same side of the list act."""
    return candidate if _lists(candidate) == _lists(told) else turned(candidate)


def _of_others(candidates: list[Candidate]) -> list[Candidate]:
    """Those whose act is of one of the two and somebody else: in "thanked Kenya and invited Ghana" each is of one.

    What is discussed, agreed or done together may be so with whom another verb names: "met Chad and discussed Mali";
    what "the two countries" do is not.
    """
    parties: dict[int, set[str | None]] = defaultdict(set)
    for candidate in candidates:
        if not _is_beside(candidate):
            parties[candidate.predicate.i] |= candidate.countries
    by_pair = {c.predicate.i for c in candidates if c.is_among_members and c.source.is_subject}
    beside = [c for c in candidates if _is_beside(c) and (_is_toward_one(c) or c.predicate.i in by_pair)]
    return [c for c in beside if parties[c.predicate.i] & c.countries]


def _is_toward_one(candidate: Candidate) -> bool:
    """Whether a verb by itself states what one does to another, rather than what several do together."""
    frame = candidate.sense.frame if candidate.sense else None
    return frame is not None and not frame.light and frame.type not in DONE_TOGETHER


def _is_beside(candidate: Candidate) -> bool:
    return any(side.is_beside for side in (candidate.source, candidate.target) if side)


def _is_of_beside(candidate: Candidate) -> bool:
    """Whether both sides are parties to what another verb tells: "Peru gave rice, and Chile lent Fiji money"."""
    return candidate.target is not None and candidate.source.is_beside and candidate.target.is_beside


def _among(outcome: Decision | Dropped, decisions: list[Decision]) -> Decision | Dropped:
    """Drop what the other decisions of a sentence tell to be no event."""
    if not isinstance(outcome, Decision):
        return outcome
    if _is_together(outcome, decisions):
        return Dropped.TOGETHER
    return Dropped.TOPIC if _is_talked_of(outcome, decisions) else outcome


def _is_talked_of(outcome: Decision, decisions: list[Decision]) -> bool:
    """Whether something is told only as what talks, be they others', are about: "discussed their support for Chad"."""
    talks = [
        d.candidate
        for d in decisions
        if d.event_type == "CONSULT"
        and (d.stage == "discussed" or d.candidate.predicate.pos_ == "NOUN" or _is_talk(d.candidate))
    ]
    return outcome.event_type in TOPICS and _governing(outcome.candidate, talks) is not None


def _talk_about(candidate: Candidate, candidates: list[Candidate], known: Evidence) -> Candidate | None:
    """The talk of a pair that something is only told as what it is about: "discussed cooperation"."""
    talk = _governing(candidate, filter(_is_talk, candidates))
    if talk is None or evidence.likeliest("type", known.types(candidate)) not in TOPICS:
        return None
    sides = [side.actor.head for side in (talk.source, talk.target) if side]
    return None if any(candidate.predicate.is_ancestor(side) for side in sides) else talk


def _governing(candidate: Candidate, talks: Iterable[Candidate]) -> Candidate | None:
    """The talk of which a candidate's predicate, a noun, tells the topic: nouns alone lead from it up to the talk."""
    climb = syntax.climb(candidate.predicate) if candidate.predicate.pos_ == "NOUN" else []
    nouns = [token.i for token in takewhile(lambda token: token.pos_ in ("NOUN", "PROPN"), climb)]
    above = {token.i for token in climb[1 : len(nouns) + 1]}
    return next((talk for talk in talks if talk.predicate.i in above), None)


def _undoing(candidate: Candidate, candidates: list[Candidate]) -> Candidate | None:
    """The candidate of a verb by which what a noun says is undone: "rejected a request by Chad", "cut its tariff"."""
    verb = syntax.act(candidate.predicate)
    others = [c for c in candidates if c.predicate in (verb, syntax.outermost(verb)) and c is not candidate]
    return next((c for c in others if c.sense and (c.sense.frame.stage == HALTED or c.sense.frame.sure)), None)


def _is_eased(candidate: Candidate) -> bool:
    """Whether a verb eases what would be a sanction: "commended Fiji for cutting tariffs"."""
    sense = lexicon.sense(syntax.act(candidate.predicate))
    return sense is not None and sense.frame.type == "RETREAT"


def _is_talk(candidate: Candidate) -> bool:
    frame = candidate.sense.frame if candidate.sense else None
    return frame is not None and frame.type == "CONSULT" and frame.stage == "discussed"


def _is_together(outcome: Decision, decisions: list[Decision]) -> bool:
    """Whether two who stand side by side do something to a third, and so not to each other: "A and B shelled C".

    What they blame or fear together is somebody else's, named or not: "Both sides expressed concern over the war".
    """
    if outcome.event_type in MUTUAL:
        return False
    candidate = outcome.candidate
    if candidate.target is not None and {candidate.source.is_agent, candidate.target.is_agent} == {True}:
        return outcome.event_type != "AID"  # "financed by Kenya and the World Bank": one of them may be where it is
    if candidate.target is None or candidate.source.path != candidate.target.path:
        return False
    is_symmetric = candidate.sense is not None and candidate.sense.frame.symmetric
    if is_symmetric or syntax.says_each_other(candidate.predicate.sent):
        return False
    if outcome.event_type in AT_OTHERS and candidate.source.is_subject:
        return True
    return any(_is_toward_a_third(other, outcome) for other in decisions)


def _is_toward_a_third(other: Decision, outcome: Decision) -> bool:
    """Whether another decision has one of the two of an act do the same to somebody else."""
    told, sides = other.candidate, outcome.candidate.countries
    is_same = told.predicate == outcome.candidate.predicate and other.event_type == outcome.event_type
    is_third = told.target is not None and told.target.actor.mention.country_code not in sides
    is_toward = told.target is not None and told.target.path != told.source.path
    return is_same and is_third and is_toward and told.source.actor.mention.country_code in sides


def confidence(decision: Decision) -> float:
    """Probability that the row is right, 0 to 1."""
    return round(decision.probability, 3)


def unless_aside(decision: Decision, known: Evidence) -> Decision | Dropped:
    """Drop an act of others between one of them and who stands aside.

    That is who asks it of another, who is only named in its condition and, in a short item, who only tells of it. An
    article tells whom else it concerns; and what is said may be an act toward them: "Chad said that Mali and Niger had
    broken the accord".
    """
    candidate = decision.candidate
    if _is_asked_apart(decision, known):
        return Dropped.ASKED
    if _is_of_condition(candidate, known):
        return Dropped.CONDITION
    if decision.event_type in HOSTILE and _is_called_a_thirds(candidate, known):
        return Dropped.OTHERS
    if decision.event_type in ("ASSAULT", "COERCE"):
        if _is_by_outlaws(candidate):
            return Dropped.OUTLAWS
        if any(word.dep_ == "amod" and word.lower_ in _ALLEGED for word in candidate.predicate.lefts):
            return Dropped.ALLEGED
    speakers = [side for side in (candidate.source, candidate.target) if side and side.says]
    stated = candidate.sense.frame.type if candidate.sense else None
    is_toward_them = decision.event_type in SPEECH_ACTS and decision.event_type != stated
    if not known.setting.is_alone or len(speakers) != 1 or candidate.target is None or is_toward_them:
        return decision
    doers = known.setting.parties.get(candidate.predicate.i, set()) - {speakers[0].actor.mention.country_code}
    return Dropped.SAID if len(doers) > 1 and not _is_by_themselves(candidate.predicate) else decision


def _is_asked_apart(decision: Decision, known: Evidence) -> bool:
    """Whether a demand is not of these two: "X should aid Y, Z said" asks X for Z, and nothing of Y."""
    candidate = decision.candidate
    if decision.rule is Rule.DEMAND:
        is_said = any(side.says for side in (candidate.source, candidate.target) if side)
        is_untold = known.setting.speaker == "none" and not known.setting.document.authors
        is_anybodys = candidate.is_implicit and is_untold  # a columnist's
        return is_anybodys or (not is_said and known.setting.speaker not in {"none", *candidate.countries})
    asked = known.setting.parties.get(candidate.predicate.i, set()) - candidate.countries
    return decision.event_type in HOSTILE and candidate.clause.tense == "deontic" and bool(asked)


def _is_of_condition(candidate: Candidate, known: Evidence) -> bool:
    """Whether a side stands only in the condition of an act of which the other has another party."""
    sides = [side.actor.head for side in (candidate.source, candidate.target) if side and side.is_apart]
    others = known.setting.parties.get(candidate.predicate.i, set()) - candidate.countries
    return bool(others) and any(supposition.is_in_condition(candidate.predicate, side) for side in sides)


def _is_called_a_thirds(candidate: Candidate, known: Evidence) -> bool:
    """Whether a deed that a noun tells is called that of another than the two: "Russia's attack" on one of them."""
    if candidate.predicate.pos_ != "NOUN":
        return False
    actors = known.setting.cast.actors.get(candidate.sentence_no, [])
    called = [a for a in actors if a.head.head == candidate.predicate and a.head.dep_ in ("nmod:poss", "amod")]
    owners = {actor.mention.country_code for actor in called}
    return bool(owners) and owners.isdisjoint(candidate.countries)


def _is_by_outlaws(candidate: Candidate) -> bool:
    """Whether such people do it as serve no state, and are not told to be of either side: "rebels killed Chadians"."""
    doers = [word for word in syntax.subjects(candidate.predicate) if word.dep_ == "nsubj" and word.lemma_ in OUTLAWS]
    sides = {side.actor.head.i for side in (candidate.source, candidate.target) if side}
    return any(sides.isdisjoint(word.i for word in doer.subtree) for doer in doers)


def _is_by_themselves(predicate: Token) -> bool:
    """Whether who says something may be meant by a pronoun that does it: "Chad said it would ..."."""
    said = next((token for token in syntax.climb(predicate) if token.dep_ == "ccomp"), predicate)
    return any(subject.pos_ == "PRON" for subject in syntax.subjects(said))


def _between(codes: tuple[str, str], candidates: list[Candidate], known: Evidence) -> list[Verdict]:
    """Decide what happens between two codes: the likeliest candidate, and others that differ in type or stage."""
    chance = evidence.probability("pair", known.pair(codes))
    of_pair = Weighing(known, "pair", chance, FIRST if codes in known.in_context else UNREAD)
    if chance < of_pair.bar:
        return [Verdict(candidate, Dropped.UNLIKELY, of_pair) for candidate in candidates]
    own = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in candidates}
    ranked = sorted(candidates, key=lambda c: (-own[id(c)], c.predicate.i))
    foremost = _talk_about(ranked[0], ranked, known) or _undoing(ranked[0], ranked) or ranked[0]
    if _is_of_beside(foremost):
        foremost = next((c for c in ranked if own[id(c)] >= FURTHER and not _is_beside(c)), foremost)
    said = (c for c in ranked if own[id(c)] >= FURTHER and _is_said_by(foremost, c))
    first = next((c for c in ranked if is_demand(c, known)), None) or next(said, foremost)
    verdicts = [Verdict(first, unless_aside(classify(first, known, chance), known), of_pair)]
    for candidate in ranked:
        if candidate is not first:
            weighing = Weighing(known, "keep", own[id(candidate)], FURTHER)
            verdicts.append(Verdict(candidate, _further(candidate, weighing, taken(verdicts)), weighing))
    return verdicts


def _is_said_by(teller: Candidate, candidate: Candidate) -> bool:
    """Whether a verb only tells what another predicate states: "stressed" of "stressed that Chad backs Niger"."""
    if saying.verbs().get(teller.predicate.lemma_.lower()) not in _TELLING:
        return False
    said = (child for child in teller.predicate.rights if child.dep_ == "ccomp")
    return any(clause.i == candidate.predicate.i or clause.is_ancestor(candidate.predicate) for clause in said)


def _is_repeated(decision: Decision, told: Decision) -> bool:
    """Whether two events of a pair are of one type and stage; a hostile deed is answered by another one."""
    is_alike = (decision.event_type, decision.stage) == (told.event_type, told.stage)
    return is_alike and not (decision.candidate.source_code != told.candidate.source_code and _may_answer(decision))


def _may_answer(decision: Decision) -> bool:
    """Whether an event is surely a hostile deed of the one who does it in its own clause."""
    is_own = decision.candidate.source.relation in DOERS
    return decision.event_type in AGAINST and is_own and decision.probability >= GOVERNED


def _further(candidate: Candidate, weighing: Weighing, others: list[Decision]) -> Decision | Dropped:
    """Decide on a further candidate of a pair."""
    if weighing.chance < FURTHER:
        return Dropped.WEAKER
    word = candidate.predicate
    told = word.head if word.dep_ == "amod" else word  # "cancelled a planned visit"
    if syntax.act(told) in {syntax.act(other.candidate.predicate) for other in others}:
        return Dropped.SAME_ACT
    if any(d.stage == HALTED and syntax.are_one_act(candidate.predicate, d.candidate.predicate) for d in others):
        return Dropped.SAME_ACT
    if any(_is_said_by(candidate, other.candidate) for other in others):
        return Dropped.TOLD
    decision = classify(candidate, weighing.known, weighing.chance)
    if decision.event_type == "SANCTION" and _is_eased(candidate):
        return Dropped.SAME_ACT
    if any(_is_repeated(decision, d) for d in others):
        return Dropped.REPEATED
    subjects = {subject.i for subject in syntax.subjects(candidate.predicate)}  # "trade stood at"
    if any(d.event_type == decision.event_type and d.candidate.predicate.i in subjects for d in others):
        return Dropped.SAME_ACT
    denied = [d for d in others if syntax.is_below(d.candidate.predicate, candidate.predicate)]
    if candidate.predicate.lemma_ == "deny" and decision.event_type in {d.event_type for d in denied}:
        return Dropped.SAME_ACT
    whole = {d.event_type for d in others if syntax.is_below(candidate.predicate, d.candidate.predicate)}
    is_doubtful = weighing.chance < GOVERNED or decision.event_type in whole
    is_visit_asked_for = decision.event_type == "CONSULT" and "REQUEST" in whole
    if is_visit_asked_for or (whole and decision.event_type in AIMS and is_doubtful):
        return Dropped.GOVERNED
    return unless_aside(decision, weighing.known)
