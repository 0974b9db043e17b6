"""Which candidates are events, of which type, at which stage: the learned decision.

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

from coopmetrics.events import allegations, evidence, lexicon, supposition, syntax
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.direction import directed, turned
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.ontology import EVENT_TYPES, MUTUAL
from coopmetrics.events.saying import SPEECH_ACTS
from coopmetrics.events.verdicts import Decision, Dropped, Rule, Verdict, Weighing, taken

#: chance of anything between a pair from which its likeliest candidate is taken, if it was read in context and if not
FIRST: Final = 0.3
UNREAD: Final = 0.4
#: a further candidate's own chance
FURTHER: Final = 0.7
#: ... of one that is told as a part or an aim of another event of the two: "met to deepen ties"
GOVERNED: Final = 0.9
HALTED: Final = "halted"
#: verbs of wishing for what a noun says
WISHING: Final = frozenset({"want", "wish", "seek", "propose", "suggest", "hope", "desire", "pursue"})
#: verbs of putting an end to what was planned or done
CALLING_OFF: Final = frozenset({"postpone", "cancel", "suspend", "scrap", "shelve", "freeze", "reschedule"})
#: what is stopped is not done: "agreed to stop trading fire"
ENDING: Final = frozenset({"stop", "end", "halt", "cease", "avoid"})
#: types whose stage the coding guide settles, conflicts and requests; `event_types.csv` says which it is
SETTLED: Final = frozenset({"ACCUSE", "THREATEN", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SANCTION", "REQUEST"})
#: who acts for no state by himself
OUTLAWS: Final = frozenset(
    {"attacker", "bandit", "extremist", "guerrilla", "gunman", "hijacker", "insurgent", "jihadist", "kidnapper"}
    | {"militant", "pirate", "rebel", "terrorist"}
)
_MAY: Final = frozenset({"could", "may", "might"})
_HOSTILE: Final = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_JOINTLY: Final = frozenset({"joint", "jointly", "together"})
_ALLEGED: Final = frozenset({"alleged", "purported", "supposed", "rumoured", "rumored"})
#: types of what may go on for years
LASTING: Final = frozenset({"SUPPORT", "COOPERATE", "AID"})
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
    decisions = taken(verdicts)
    return [replace(v, outcome=_among(v.outcome, decisions)) for v in verdicts] + apart


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
        return True
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


def classify(candidate: Candidate, known: Evidence, probability: float) -> Decision:
    """What a candidate that is an event is: type, stage, and which of the two does it."""
    if _is_demand(candidate, known):
        settled = EVENT_TYPES["REQUEST"].stage
        return Decision(turned(candidate), "REQUEST", settled, probability, rule=Rule.DEMAND)
    decision = _read(candidate, known, probability)
    if decision.event_type in _HOSTILE and _is_possible(candidate):
        return replace(decision, event_type="THREATEN", stage=EVENT_TYPES["THREATEN"].stage, rule=Rule.LEFT_OPEN)
    if _is_joint_raid(candidate, decision.event_type):
        return replace(decision, event_type="COOPERATE", stage="completed", rule=Rule.JOINTLY)
    if (accuser := allegations.accuser(candidate, decision.event_type, known.setting)) is not None:
        return _accusation(candidate if accuser is candidate.source else turned(candidate), probability)
    whose = directed(candidate, decision.event_type, known.setting)
    if allegations.is_alleged(whose, decision.event_type, known.setting):
        return _accusation(turned(whose), probability)
    return replace(decision, candidate=whose, mutual=known.mutual(candidate))


def _is_possible(candidate: Candidate) -> bool:
    """Whether something may be done: "may cut deliveries", but not "could not be reached"."""
    verb = syntax.verb_of(candidate.predicate)
    return not candidate.clause.is_negated and any(c.dep_ == "aux" and c.lower_ in _MAY for c in verb.lefts)


def _is_joint_raid(candidate: Candidate, event_type: str) -> bool:
    """Whether two who stand side by side do something hostile jointly, and so to a third: "seized in a joint raid"."""
    if event_type not in _HOSTILE or candidate.target is None:
        return False
    is_side_by_side = candidate.source.is_subject and candidate.source.path == candidate.target.path
    return is_side_by_side and any(word.lower_ in _JOINTLY for word in syntax.verb_of(candidate.predicate).subtree)


def _accusation(candidate: Candidate, probability: float) -> Decision:
    return Decision(candidate, "ACCUSE", EVENT_TYPES["ACCUSE"].stage, probability, rule=Rule.ALLEGED)


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
        return not is_said and known.setting.speaker not in {"none", *candidate.countries}
    asked = known.setting.parties.get(candidate.predicate.i, set()) - candidate.countries
    return _is_conflict(decision.event_type) and candidate.clause.tense == "deontic" and bool(asked)


def _is_of_condition(candidate: Candidate, known: Evidence) -> bool:
    """Whether a side stands only in the condition of an act of which the other has another party."""
    sides = [side.actor.head for side in (candidate.source, candidate.target) if side and side.is_apart]
    others = known.setting.parties.get(candidate.predicate.i, set()) - candidate.countries
    return bool(others) and any(supposition.is_in_condition(candidate.predicate, side) for side in sides)


def _is_by_outlaws(candidate: Candidate) -> bool:
    """Whether such people do it as serve no state, and are not told to be of either side: "rebels killed Chadians"."""
    doers = [word for word in syntax.subjects(candidate.predicate) if word.dep_ == "nsubj" and word.lemma_ in OUTLAWS]
    sides = {side.actor.head.i for side in (candidate.source, candidate.target) if side}
    return any(sides.isdisjoint(word.i for word in doer.subtree) for doer in doers)


def _is_by_themselves(predicate: Token) -> bool:
    """Whether who says something may be meant by a pronoun that does it: "Chad said it would ..."."""
    said = next((token for token in syntax.climb(predicate) if token.dep_ == "ccomp"), predicate)
    return any(subject.pos_ == "PRON" for subject in syntax.subjects(said))


def _read(candidate: Candidate, known: Evidence, probability: float) -> Decision:
    if supposition.is_polite_request(candidate.predicate):
        return Decision(candidate, "REQUEST", EVENT_TYPES["REQUEST"].stage, probability, rule=Rule.POLITE)
    if supposition.is_polite_wish(candidate.predicate):
        return Decision(candidate, "AGREE", "proposed", probability, rule=Rule.WISHED)
    if (deed := supposition.left_open(candidate.predicate)) is not None:
        return _left_open(candidate, deed, probability)
    if _is_courtesy_call(candidate):
        is_ahead = candidate.clause.tense == "future"
        return Decision(candidate, "CONSULT", "planned" if is_ahead else "completed", probability, rule=Rule.WORDS)
    frame = _sure_frame(candidate)
    if frame is not None and (stage := frame.stage or _stage_by_type(frame.type)):
        return Decision(candidate, frame.type, stage, probability, rule=Rule.WORDS)
    event_type = frame.type if frame is not None else evidence.likeliest("type", known.types(candidate))
    if settled := _settled_stage(candidate, event_type):
        stage, rule = settled
        return Decision(candidate, event_type, stage, probability, rule=rule)
    stage = evidence.likeliest("stage", known.stages(candidate, event_type))
    return Decision(candidate, event_type, stage, probability)


def _left_open(candidate: Candidate, deed: Token, probability: float) -> Decision:
    """What is not ruled out threatens if it is hostile, and else is proposed."""
    senses = filter(None, map(lexicon.sense, (deed, *syntax.governed(deed))))
    is_hostile = any(_is_conflict(sense.frame.type) for sense in senses)
    event_type, stage = ("THREATEN", EVENT_TYPES["THREATEN"].stage) if is_hostile else ("AGREE", "proposed")
    return Decision(candidate, event_type, stage, probability, rule=Rule.LEFT_OPEN)


def _is_conflict(event_type: str) -> bool:
    return event_type in EVENT_TYPES and EVENT_TYPES[event_type].quad.endswith("conflict")


def _is_courtesy_call(candidate: Candidate) -> bool:
    """Whether somebody "called on" a person without asking anything: "called on Foreign Minister Lund"."""
    verb, target = candidate.predicate, candidate.target
    if verb.lemma_ != "call" or target is None or not target.path.startswith((">obl:on", ">obl:upon")):
        return False
    asks = any(
        child.dep_ in ("xcomp", "ccomp", "advcl", "acl") for child in verb.rights
    ) or "for" in syntax.prepositions(verb)
    return target.actor.mention.kind == "person" and not asks


def _sure_frame(candidate: Candidate) -> lexicon.Frame | None:
    """The frame whose words leave no doubt of the type, unless what they say is only stopped, aimed at or ahead."""
    frame = candidate.sense.frame if candidate.sense else None
    if frame is None or not frame.sure or candidate.predicate.head.lemma_.lower() in ENDING:
        return None
    is_done = candidate.clause.tense in ("past", "perfect", "present", "progressive")
    return frame if is_done or frame.stage or frame.type in SETTLED else None


def _stage_by_type(event_type: str) -> str | None:
    return EVENT_TYPES[event_type].stage if event_type in SETTLED else None


def _settled_stage(candidate: Candidate, event_type: str) -> tuple[str, Rule] | None:
    """The stage where the type or grammar leaves no doubt of it, and what settles it."""
    predicate, is_lasting = candidate.predicate, event_type in LASTING
    if stage := _stage_by_type(event_type):
        return stage, Rule.SETTLED
    if event_type == "AGREE" and syntax.wisher(predicate) in WISHING:
        return "proposed", Rule.WISHED
    if is_lasting and syntax.is_over(predicate):
        return HALTED, Rule.OVER
    is_stopped = _calls_off(syntax.act(predicate)) and event_type != "RETREAT"
    if is_stopped and not candidate.clause.is_negated:
        return HALTED, Rule.CALLED_OFF
    if _is_done(candidate, event_type):
        return "completed", Rule.DEED
    return ("under_way", Rule.SINCE) if is_lasting and syntax.goes_on(predicate) else None


def _calls_off(verb: Token) -> bool:
    is_off = any(child.lower_ == "off" for child in verb.children)
    return verb.lemma_.lower() in CALLING_OFF or (verb.lemma_ in ("break", "call", "put") and is_off)


def _is_done(candidate: Candidate, event_type: str) -> bool:
    """A joint deed that is over once done, told as past: "flights have been resumed", though they go on."""
    frame = candidate.sense.frame if candidate.sense else None
    is_deed = frame is not None and frame.type == event_type == "COOPERATE" and frame.stage == "completed"
    return is_deed and candidate.clause.tense in ("past", "perfect")


def _is_demand(candidate: Candidate, known: Evidence) -> bool:
    """ "X should ..." asks something of X, as an appeal does; "we must ..." asks nothing of us both."""
    is_doer = candidate.source.is_subject and not candidate.source.says
    is_addressed = candidate.predicate.pos_ == "VERB" and is_doer
    is_of_others = candidate.target is not None and candidate.target.path != candidate.source.path
    is_own = candidate.source.actor.mention.country_code == known.setting.speaker
    return is_of_others and candidate.clause.tense == "deontic" and is_addressed and not is_own


def _between(codes: tuple[str, str], candidates: list[Candidate], known: Evidence) -> list[Verdict]:
    """Decide what happens between two codes: the likeliest candidate, and others that differ in type or stage."""
    chance = evidence.probability("pair", known.pair(codes))
    of_pair = Weighing(known, "pair", chance, FIRST if codes in known.in_context else UNREAD)
    if chance < of_pair.bar:
        return [Verdict(candidate, Dropped.UNLIKELY, of_pair) for candidate in candidates]
    own = {id(candidate): evidence.probability("keep", known.keep(candidate)) for candidate in candidates}
    ranked = sorted(candidates, key=lambda c: (-own[id(c)], c.predicate.i))
    foremost = _talk_about(ranked[0], ranked, known) or _undoing(ranked[0], ranked) or ranked[0]
    first = next((c for c in ranked if _is_demand(c, known)), foremost)
    verdicts = [Verdict(first, unless_aside(classify(first, known, chance), known), of_pair)]
    for candidate in ranked:
        if candidate is not first:
            weighing = Weighing(known, "keep", own[id(candidate)], FURTHER)
            verdicts.append(Verdict(candidate, _further(candidate, weighing, taken(verdicts)), weighing))
    return verdicts


def _further(candidate: Candidate, weighing: Weighing, others: list[Decision]) -> Decision | Dropped:
    """Decide on a further candidate of a pair."""
    if weighing.chance < FURTHER:
        return Dropped.WEAKER
    if syntax.act(candidate.predicate) in {syntax.act(other.candidate.predicate) for other in others}:
        return Dropped.SAME_ACT
    if any(d.stage == HALTED and syntax.are_one_act(candidate.predicate, d.candidate.predicate) for d in others):
        return Dropped.SAME_ACT
    decision = classify(candidate, weighing.known, weighing.chance)
    if decision.event_type == "SANCTION" and _is_eased(candidate):
        return Dropped.SAME_ACT
    if any((d.event_type, d.stage) == (decision.event_type, decision.stage) for d in others):
        return Dropped.REPEATED
    whole = {d.event_type for d in others if syntax.is_below(candidate.predicate, d.candidate.predicate)}
    is_doubtful = weighing.chance < GOVERNED or decision.event_type in whole
    is_visit_asked_for = decision.event_type == "CONSULT" and "REQUEST" in whole
    if is_visit_asked_for or (whole and decision.event_type in AIMS and is_doubtful):
        return Dropped.GOVERNED
    return unless_aside(decision, weighing.known)
