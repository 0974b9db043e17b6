"""What becomes of candidates: an event with its type and stage, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from coopmetrics.events.candidates import Candidate
from coopmetrics.events.evidence import Evidence


class Rule(StrEnum):
    """What decided where no weighing did."""

    LIST = "an item of a list that takes up the sentence before"
    LISTED = "it is told of another one of the list"
    GATHERING = "a gathering ahead, of its host"
    LINK = "what links the two opens, runs, grows or stops"
    TOGETHER = "a deed of cooperation that just the two do"
    STAY = "an official is, or is awaited, in a town of the other"
    DEMAND = '"should" asks something of its subject'
    POLITE = '"would be grateful if" asks for it'
    LEFT_OPEN = "what may be done, or is not ruled out, is threatened or proposed"
    JOINTLY = "what is done jointly to a third is cooperation"
    DEED = "a joint deed told as past is completed"
    WISHED = "what is only wished for is proposed"
    CALLED_OFF = "what is called off is halted"
    OVER = "what is no longer done is halted"
    SINCE = "what has been done for years goes on"
    DATED = "what will be done on a day ahead is planned"
    SCHEDULED = "what is told in the present with its day is planned"
    BEGUN = "what work has begun on is under way"
    FIGURE = "trade that a figure tells of goes on"
    SETTLED = "the type settles the stage"
    WORDS = "the words leave no doubt of the type"
    ALLEGED = "a hostile deed, or help for enemies, told by the one it harms, is an accusation"


class Dropped(StrEnum):
    """Why a candidate is no event."""

    UNLIKELY = "nothing is likely to happen between the two"
    WEAKER = "not likely enough beside another predicate"
    SAME_ACT = "one act with a likelier predicate of the two: a verb and its object"
    GOVERNED = "part or aim of another event of the two"
    REPEATED = "the same type and stage as a likelier one of the two"
    UNSURE = "not likely enough in a short item"
    ENOUGH = "a short item's sentence tells enough that is surer"
    APART = "a side is not in the predicate's own clause, and a short item has a surer one"
    TOLD = "another event tells it already"
    BESIDE = "one of the two is a party only to what another verb tells"
    TOGETHER = "the two do it together, to a third"
    TOPIC = "talks are about it"
    SETTLED = "a rule says what happens between the two"
    SAID = "one of the two only says what others do with each other"
    CONDITION = "one of the two is only named in the condition of what others do with each other"
    ASKED = "who says the sentence asks it, and of another"
    OTHERS = "it is called the deed of another than the two"
    OUTLAWS = "those who do it serve neither of the two"
    ALLEGED = "it is called alleged, and nobody is told to say so"


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that is taken for an event."""

    candidate: Candidate
    event_type: str
    stage: str
    probability: float
    #: what this is an item of ("This includes ..."): whose date it has
    whole: Candidate | None = None
    #: what settled the whole of it, or only its type, or its stage
    rule: Rule | None = None
    #: log-odds that the two do it to each other, as the reader says; 0 where it was not asked
    mutual: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a candidate was weighed by: all that speaks for its pair, or for itself."""

    known: Evidence
    kind: Literal["pair", "keep"]
    chance: float
    #: the chance from which it is an event
    bar: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a candidate; it was not weighed where other events settled that."""

    candidate: Candidate
    outcome: Decision | Dropped
    weighing: Weighing | None = None


def taken(verdicts: Iterable[Verdict]) -> list[Decision]:
    """The events among what was judged."""
    return [verdict.outcome for verdict in verdicts if isinstance(verdict.outcome, Decision)]
