"""What a candidate that is an event is: its type, its stage, and which of the two does it.

Words and grammar that leave no doubt come first, the learned decision of `evidence` last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import allegations, evidence, lexicon, links, papers, supposition, syntax
from coopmetrics.events.actors import is_body, is_group, whole
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.direction import directed, turned
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.ontology import EVENT_TYPES, HOSTILE
from coopmetrics.events.verdicts import Decision, Rule

#: stage of what was stopped, refused or called off
HALTED: Final = "halted"
#: verbs of wishing for what a noun says
WISHING: Final = frozenset({"want", "wish", "seek", "propose", "suggest", "hope", "desire", "pursue"})
#: verbs of putting an end to what was planned or done
CALLING_OFF: Final = frozenset({"abandon", "postpone", "cancel", "suspend", "scrap", "shelve", "freeze", "reschedule"})
#: what is stopped is not done: "agreed to stop trading fire"
ENDING: Final = frozenset({"stop", "end", "halt", "cease", "avoid"})
#: types whose stage the coding guide settles, conflicts and requests; `event_types.csv` says which it is
SETTLED: Final = frozenset({"ACCUSE", "THREATEN", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SANCTION", "REQUEST"})
#: types of what may go on for years
LASTING: Final = frozenset({"SUPPORT", "COOPERATE", "AID"})
_PLANNING: Final = frozenset({"plan", "intend", "intention"})
_BLOCKING: Final = frozenset({"barricade", "block", "blockade", "obstruct"})
#: who sells what he delivers
_TRADING: Final = frozenset({"acquire", "buy", "export", "import", "lease", "procure", "purchase", "sell"})
_DELIVERING: Final = frozenset({"deliver", "hand", "send", "ship", "supply"})
_FIRMS: Final = frozenset(
    "company corporation exporter firm maker manufacturer mill mine miner plant producer refinery shipyard supplier"
    " trader".split()
)
#: words of those who say that they will give way, and how far it has come
_YIELDING: Final = {
    "consider": "proposed",
    "hint": "proposed",
    "decide": "agreed",
}
#: who travels for himself, and how
_TRAVELLERS: Final = frozenset(
    "backpacker band fan holidaymaker musician pensioner pilgrim retiree shopper singer tourist traveler traveller"
    " vacationer visitor".split()
)
_TRAVELLING: Final = frozenset({"visit", "tour"})
_BEGINNING: Final = frozenset({"begin", "commence", "start"})
#: what figures of trade tell of, and their verbs
_FIGURES: Final = frozenset({"export", "freight", "import", "shipment", "trade", "turnover", "volume"})
_AMOUNTING: Final = frozenset(
    "amount average climb decline decrease double drop exceed fall grow hit increase jump reach rise shrink stand surge"
    " top total triple worth".split()
)
_MAY: Final = frozenset({"could", "may", "might"})
_HOSTILE: Final = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_JOINTLY: Final = frozenset({"joint", "jointly", "together"})


def classify(candidate: Candidate, known: Evidence, probability: float) -> Decision:
    """What a candidate that is an event is: type, stage, and which of the two does it."""
    if is_demand(candidate, known):
        settled = EVENT_TYPES["REQUEST"].stage
        return Decision(turned(candidate), "REQUEST", settled, probability, rule=Rule.DEMAND)
    decision = _read(candidate, known, probability)
    if decision.event_type in _HOSTILE and _is_possible(candidate):
        decision = replace(decision, event_type="THREATEN", stage=EVENT_TYPES["THREATEN"].stage, rule=Rule.LEFT_OPEN)
    elif decision.event_type in _HOSTILE and _is_joint_raid(candidate):
        decision = replace(decision, event_type="COOPERATE", stage="completed", rule=Rule.JOINTLY)
    if (accuser := allegations.accuser(candidate, decision.event_type, known.setting)) is not None:
        return _accusation(candidate if accuser is candidate.source else turned(candidate), probability)
    whose = directed(candidate, decision.event_type, known.setting)
    if allegations.is_alleged(whose, decision.event_type, known.setting):
        return _accusation(turned(whose), probability)
    return replace(decision, candidate=whose, mutual=known.mutual(candidate))


def is_demand(candidate: Candidate, known: Evidence) -> bool:
    """ "X should ..." asks something of X, as an appeal does; "we must ..." asks nothing of us both."""
    is_doer = candidate.source.is_subject and not candidate.source.says
    is_addressed = candidate.predicate.pos_ == "VERB" and is_doer
    is_of_others = candidate.target is not None and candidate.target.path != candidate.source.path
    is_own = candidate.source_code == known.setting.speaker
    return is_of_others and candidate.clause.tense == "deontic" and is_addressed and not is_own


def _is_possible(candidate: Candidate) -> bool:
    """Whether something may be done: "may cut deliveries", but not "could not be reached", "may have been cut"."""
    auxiliaries = {child.lower_ for child in syntax.verb_of(candidate.predicate).lefts if child.dep_ == "aux"}
    return not (candidate.clause.is_negated or "have" in auxiliaries) and not auxiliaries.isdisjoint(_MAY)


def _is_joint_raid(candidate: Candidate) -> bool:
    """Whether two who stand side by side do something hostile jointly, and so to a third: "seized in a joint raid"."""
    if candidate.target is None:
        return False
    is_side_by_side = candidate.source.is_subject and candidate.source.path == candidate.target.path
    return is_side_by_side and any(word.lower_ in _JOINTLY for word in syntax.verb_of(candidate.predicate).subtree)


def _accusation(candidate: Candidate, probability: float) -> Decision:
    return Decision(candidate, "ACCUSE", EVENT_TYPES["ACCUSE"].stage, probability, rule=Rule.ALLEGED)


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
    if (told := papers.unsigned(candidate)) is not None:
        return Decision(candidate, *told, probability, rule=Rule.WORDS)
    if _is_tourism(candidate):
        return Decision(candidate, *_flights(candidate), probability, rule=Rule.WORDS)
    if _is_air_service(candidate):
        return Decision(candidate, *_flights(candidate), probability, rule=Rule.WORDS)
    if (stage := _stage_of_easing(candidate)) is not None:
        return Decision(candidate, "CONCEDE", stage, probability, rule=Rule.WORDS)
    frame = _sure_frame(candidate)
    if frame is not None and (stage := frame.stage or _stage_by_type(frame.type)):
        return Decision(candidate, frame.type, stage, probability, rule=Rule.WORDS)
    event_type = frame.type if frame is not None else evidence.likeliest("type", known.types(candidate))
    if (event_type == "SUPPORT" and _is_meeting(candidate)) or _is_departure(candidate):
        event_type = "CONSULT"
    if event_type == "AID" and _is_sold(candidate):
        event_type = "COOPERATE"
    if event_type in _HOSTILE and _is_blocked(candidate):
        event_type = "PROTEST"
    if event_type == "REJECT" and (undone := _undone(candidate)):
        event_type = undone
    if event_type == "CONSULT" and _calls_for(candidate.predicate):
        return Decision(candidate, "REQUEST", EVENT_TYPES["REQUEST"].stage, probability, rule=Rule.WORDS)
    if event_type in HOSTILE and _is_relief_ahead(candidate):
        return Decision(candidate, "AGREE", "agreed", probability, rule=Rule.WORDS)
    if settled := _settled_stage(candidate, event_type):
        stage, rule = settled
        return Decision(candidate, event_type, stage, probability, rule=rule)
    stage = evidence.likeliest("stage", known.stages(candidate, event_type))
    return Decision(candidate, event_type, stage, probability, rule=Rule.WORDS if frame is not None else None)


def _left_open(candidate: Candidate, deed: Token, probability: float) -> Decision:
    """What is not ruled out threatens if it is hostile, and else is proposed."""
    senses = filter(None, map(lexicon.sense, (deed, *syntax.governed(deed))))
    is_hostile = any(sense.frame.type in HOSTILE for sense in senses)
    event_type, stage = ("THREATEN", EVENT_TYPES["THREATEN"].stage) if is_hostile else ("AGREE", "proposed")
    return Decision(candidate, event_type, stage, probability, rule=Rule.LEFT_OPEN)


def _is_courtesy_call(candidate: Candidate) -> bool:
    """Whether somebody "called on" a person without asking anything: "called on Foreign Minister Lund"."""
    verb, target = candidate.predicate, candidate.target
    if verb.lemma_ != "call" or target is None or not target.path.startswith((">obl:on", ">obl:upon")):
        return False
    asks = any(
        child.dep_ in ("xcomp", "ccomp", "advcl", "acl") for child in verb.rights
    ) or "for" in syntax.prepositions(verb)
    return target.actor.mention.kind == "person" and not asks


def _undone(candidate: Candidate) -> str | None:
    """The type of what is not done, or not planned, which nobody refuses: "has yet to pay", "has no plans to"."""
    predicate, frame = candidate.predicate, candidate.sense.frame if candidate.sense else None
    if frame is None or frame.type == "REJECT":
        return None
    planned = predicate.head if predicate.dep_ in ("acl", "xcomp") else predicate
    if planned.lemma_.lower() in _PLANNING and syntax.clause(planned).is_negated:
        return "AGREE"
    is_absent = predicate.lemma_ == "attend" and candidate.clause.is_negated
    return frame.type if is_absent or syntax.is_yet_to_be(syntax.verb_of(predicate)) else None


def _calls_for(verb: Token) -> bool:
    """Whether somebody demands something, and nobody is called: "called for revenge", not "called him for help"."""
    has_object = any(child.dep_ in ("obj", "nsubj:pass") for child in verb.children)
    return verb.lemma_ == "call" and verb.pos_ == "VERB" and not has_object and "for" in syntax.prepositions(verb)


def _is_meeting(candidate: Candidate) -> bool:
    """Whether somebody met someone: "met the Fijian president and praised him"."""
    met = candidate.target
    if candidate.predicate.lemma_ != "meet" or not candidate.source.is_subject or met is None:
        return False
    return met.path.startswith((">obj", ">obl:with")) and (
        met.actor.mention.kind == "person" or is_body(whole(met.actor.head))
    )


def _is_departure(candidate: Candidate) -> bool:
    """Whether somebody leaves for another: "is due to leave for Kampala", unlike "left Kabul"."""
    goal = candidate.target.path if candidate.target else ""
    return candidate.predicate.lemma_ in ("depart", "leave") and candidate.source.is_subject and goal == ">obl:for"


def _is_tourism(candidate: Candidate) -> bool:
    """Whether those who travel act for nobody: "some 30,000 Danes visited Greece", "tourists"."""
    if candidate.predicate.lemma_ not in _TRAVELLING or not candidate.source.is_subject:
        return False
    people = whole(candidate.source.actor.head)
    are_many = people.ent_type_ == "NORP" and people.tag_ in ("NNS", "NNPS")
    return are_many or people.lemma_.lower() in _TRAVELLERS


def _stage_of_easing(candidate: Candidate) -> str | None:
    """How far it has come that somebody says he gives way, or may: "decided to lift the ban", "could ease it"."""
    deed = candidate.predicate
    if not _is_easing(deed):
        deed = next((child for child in deed.rights if child.dep_ in ("xcomp", "ccomp") and _is_easing(child)), deed)
    if not _is_easing(deed) or candidate.clause.is_negated:
        return None
    said = deed.head.lemma_.lower() if deed.dep_ in ("xcomp", "ccomp") else ""
    if said in _YIELDING:
        return _YIELDING[said]
    return "proposed" if deed == candidate.predicate and _is_possible(candidate) else None


def _is_easing(verb: Token) -> bool:
    sense = lexicon.sense(verb) if verb.pos_ == "VERB" else None
    return sense is not None and sense.frame.type == "RETREAT"


def _is_blocked(candidate: Candidate) -> bool:
    """Whether people who bear no arms block a road: "hauliers blockaded the crossing"."""
    frame = candidate.sense.frame if candidate.sense else None
    is_road = frame is not None and frame.type == "PROTEST" and candidate.predicate.lemma_ in _BLOCKING
    doers = syntax.subjects(syntax.verb_of(candidate.predicate)) if is_road else []
    return any(is_group(doer) and not is_body(doer) for doer in doers)


def _is_sold(candidate: Candidate) -> bool:
    """Whether something is traded: "bought tanks"; a firm that delivers gives nothing away: "a shipyard delivered"."""
    if candidate.predicate.lemma_ in _TRADING:
        return "for" not in syntax.prepositions(candidate.predicate)  # "bought tents for Chad"
    is_delivered = candidate.predicate.lemma_ in _DELIVERING and candidate.source.is_subject
    return is_delivered and whole(candidate.source.actor.head).lemma_.lower() in _FIRMS


def _is_air_service(candidate: Candidate) -> bool:
    """Whether an airline flies somewhere, who pays no visit."""
    return candidate.predicate.lemma_ == "fly" and candidate.source.actor.mention.kind == "organization"


def _flights(candidate: Candidate) -> links.Act:
    """What an airline that flies somewhere, or tourists who go there, do, or will."""
    tense = candidate.clause.tense
    if tense == "future":
        return links.ahead(candidate.predicate)
    return "COOPERATE", "completed" if tense in links.OVER else "under_way"


def _sure_frame(candidate: Candidate) -> lexicon.Frame | None:
    """The frame whose words leave no doubt of the type, unless what they say is only stopped, aimed at or ahead."""
    frame = candidate.sense.frame if candidate.sense else None
    above = candidate.predicate.head
    if frame is None or not frame.sure or (above != candidate.predicate and above.lemma_.lower() in ENDING):
        return None
    is_done = candidate.clause.tense in ("past", "perfect", "present", "progressive")
    return frame if is_done or frame.type in SETTLED | {"CONSULT"} else None


def _is_relief_ahead(candidate: Candidate) -> bool:
    """Whether words that leave no doubt of something friendly tell that it will be: "will remove duties"."""
    frame = candidate.sense.frame if candidate.sense else None
    is_relief = frame is not None and frame.sure and EVENT_TYPES[frame.type].quad == "material_cooperation"
    return is_relief and candidate.clause.tense == "future" and not candidate.clause.is_negated


def _stage_by_type(event_type: str) -> str | None:
    return EVENT_TYPES[event_type].stage if event_type in SETTLED else None


def _settled_stage(candidate: Candidate, event_type: str) -> tuple[str, Rule] | None:
    """The stage where the type or grammar leaves no doubt of it, and what settles it."""
    predicate, is_lasting = candidate.predicate, event_type in LASTING
    if stage := _stage_by_type(event_type):
        return stage, Rule.SETTLED
    if event_type == "AGREE" and syntax.wisher(predicate) in WISHING:
        return "proposed", Rule.WISHED
    if (is_lasting or event_type == "AGREE") and syntax.is_over(predicate):
        return HALTED, Rule.OVER
    if event_type == "CONSULT" and syntax.has_stalled(predicate):
        return HALTED, Rule.OVER
    if event_type == "CONSULT" and syntax.has_day_ahead(syntax.verb_of(predicate)):
        return "planned", Rule.SCHEDULED
    is_itself = candidate.sense is not None and candidate.sense.frame.sure  # "cancelled its debt"
    if _calls_off(syntax.act(predicate)) and not (is_itself or candidate.clause.is_negated):
        return HALTED, Rule.CALLED_OFF
    if event_type == "COOPERATE" and _is_figure(predicate):
        return "under_way", Rule.FIGURE
    if is_lasting and _is_begun(syntax.act(predicate)):
        return "under_way", Rule.BEGUN
    if _is_done(candidate, event_type):
        return "completed", Rule.DEED
    return ("under_way", Rule.SINCE) if is_lasting and syntax.goes_on(predicate) else None


def _is_begun(verb: Token) -> bool:
    """Whether work on something has only begun: "builders have started work on the bridge"."""
    works = (child for child in verb.rights if child.dep_ == "obj" and child.lemma_ == "work")
    return verb.lemma_ in _BEGINNING and any("on" in syntax.prepositions(work) for work in works)


def _is_figure(predicate: Token) -> bool:
    """Whether a figure tells of trade that goes on: "trade was worth $2 billion in 2022", "exports rose"."""
    verb = syntax.verb_of(predicate)
    figures = (subject for subject in syntax.subjects(verb) if subject.lemma_.lower() in _FIGURES)
    return verb.lemma_ in _AMOUNTING and any(predicate.i in (figure.i, verb.i) for figure in figures)


def _calls_off(verb: Token) -> bool:
    is_off = any(child.lower_ == "off" for child in verb.children)
    return verb.lemma_.lower() in CALLING_OFF or (verb.lemma_ in ("break", "call", "put") and is_off)


def _is_done(candidate: Candidate, event_type: str) -> bool:
    """A joint deed that is over once done, told as past: "flights have been resumed", though they go on."""
    frame = candidate.sense.frame if candidate.sense else None
    is_deed = frame is not None and frame.type == event_type == "COOPERATE" and frame.stage == "completed"
    return is_deed and candidate.clause.tense in ("past", "perfect")
