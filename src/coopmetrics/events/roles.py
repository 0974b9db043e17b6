"""Who acts and toward whom: the place of each actor relative to a predicate.

The dependency path from predicate to actor goes up to their common ancestor and down again. Coordination, flat names,
appositions and prefixed titles are transparent, so each conjunct of "A and B" has the path of the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import saying, syntax
from coopmetrics.events.actors import Actor

_TRANSPARENT: Final = frozenset(
    {"conj", "flat", "flat:name", "appos", "compound", "goeswith", "fixed", "nmod:desc", "list"}
)
#: how much like an agent a relation is, least first; what is not named lies between
AGENCY: Final = {
    "subj": 0,
    "agent": 1,
    "subj^": 2,
    "poss": 3,
    "mod": 4,
    "by": 4,
    "between": 5,
    "of": 5,
    "poss^": 6,
    "subjmod": 6,
    "mod^": 7,
    "far": 10,
    "in": 9,
    "patient": 11,
    "obl": 12,
    "nmod": 12,
    "objmod": 12,
    "obj": 13,
}
#: what may lead from a noun to whom it stands for: "Egyptian officials", "the leaders of Japan"
_STANDS_FOR: Final = frozenset({"compound", "amod", "nmod:poss", "nmod:of", "nmod:desc"})
#: relations of what completes a verb
_COMPLEMENTS: Final = ("obj", "iobj", "obl", "xcomp", "ccomp")
#: relations of who is no party to an act by the tree
_APART: Final = frozenset({"far", "in"})
#: how the path to what an act is about or done along ends
_TOPIC: Final = re.compile(r":(?:about|across|along|for|in|into|on|over|through|under|via)(?:>appos)?$")
#: ... to where it happens
_SCENE: Final = re.compile(r">obl:(?:in|at|near|off|outside|around|along|across|over|on|through)")
#: the way to those according to whom it is done
ACCORDING: Final = ">obl:according"
#: the way to whom a passive is done by
_AGENT: Final = re.compile(r">obl:agent(?::by)?(?:>nmod:by)?")
#: the way to whoever says it, or to whose speaker that is: "Oman said that", "..., Oman said", "according to Oman"
_SAYING: Final = re.compile(rf"(?:\^ccomp>nsubj|>parataxis>nsubj|{ACCORDING})(?!:)")
#: paths to whom something goes to or comes from
_RECEIVERS: Final = frozenset(
    {">iobj", ">obl:from", ">obl:to", ">obl:with", ">obj>nmod:from", ">obj>nmod:to", ">obj>nmod:with"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an actor stands relative to a predicate: a coarse relation, and the path it was read from."""

    actor: Actor
    relation: str
    path: str
    distance: int
    #: a party to what another verb beside tells: "Ghana" to the thanks of "thanked Kenya and invited Ghana"
    is_beside: bool = False

    @property
    def agency(self) -> int:
        """Rank of the relation, from what acts to what is acted on."""
        return AGENCY.get(self.relation, 10)

    @property
    def is_apart(self) -> bool:
        """Whether it is no party to the act by the tree."""
        return self.relation in _APART

    @property
    def is_subject(self) -> bool:
        """Whether it is the subject of the predicate, or of one that goes on with it: "wants to thank"."""
        return self.relation in ("subj", "subj^")

    @property
    def is_agent(self) -> bool:
        """Whether a passive is done by it: "by Peru", "a half by Peru and the rest by Chile"."""
        return _AGENT.fullmatch(self.path) is not None

    @property
    def is_acted_on(self) -> bool:
        """Whether the act is done to it or to what is its own: "struck Peru", "struck Peru's port", "was struck"."""
        return self.relation in ("obj", "objmod", "patient")

    @property
    def is_receiver(self) -> bool:
        """Whether it is the other one of a gift or trade: "gave Peru ...", "sold to Peru", "bought from Peru"."""
        return self.path in _RECEIVERS

    @property
    def is_topic(self) -> bool:
        """Whether it is what the act is about, or where: "agreed on the Delhi line", "a bridge over the Wembo"."""
        return _TOPIC.search(self.path) is not None

    @property
    def is_where(self) -> bool:
        """Whether the act happens there: "seized a tanker in the Gulf", "off the island"."""
        return _SCENE.fullmatch(self.path) is not None

    @property
    def says(self) -> bool:
        """Whether it says the clause that the predicate stands in: "Oman said that ...", "..., according to Oman"."""
        return _SAYING.search(self.path) is not None


def place(predicate: Token, ancestors: list[Token], actor: Actor) -> Place:
    """Where an actor stands relative to a predicate whose `ancestors` (itself first) are given."""
    downs: list[Token] = []
    token = actor.head
    above = {ancestor.i: height for height, ancestor in enumerate(ancestors)}
    while token.i not in above and token.head.i != token.i:
        downs.append(token)
        token = token.head
    height = above.get(token.i, len(ancestors))
    if not downs and height == 0:
        return Place(actor, "self", "self", 0)
    steps = [
        step(t) for t in reversed(downs) if t.dep_ not in _TRANSPARENT or (t.i == downs[-1].i and step(t) == "compound")
    ]
    ups = [step(t) for t in ancestors[:height] if t.dep_ != "conj"]
    path = "".join(f"^{up}" for up in ups[:3]) + "".join(f">{step}" for step in steps[:3])
    relation = _relation(predicate, ancestors, height, steps, downs)
    is_shared = bool(steps) and steps[0].startswith("nsubj")
    is_further = any(_is_another_act(verb) or _goes_on(verb) for verb in downs)
    is_beside = is_further or (not is_shared and any(map(_is_another_act, ancestors[:height])))
    return Place(actor, relation, path, len(ups) + len(steps), is_beside)


def _is_another_act(verb: Token) -> bool:
    """Whether a verb beside another does something else: "left Oslo and saw Lima", but "signed and sealed it".

    So does what is said of another subject: "signed it, and a pact with Chile is under discussion".
    """
    is_said = any(child.dep_ == "cop" for child in verb.children) and bool(syntax.subjects(verb))
    is_clause = verb.pos_ == "VERB" or is_said
    if verb.dep_ != "conj" or not is_clause or verb.head.pos_ != "VERB":
        return False
    return any(c.dep_.startswith(_COMPLEMENTS) and c.i < verb.i for c in verb.head.children)


def _goes_on(verb: Token) -> bool:
    """Whether a sentence goes on to another act: "Fiji sold it; Chad agreed to pay", not "..., Chad agreed"."""
    is_clause = verb.dep_ == "parataxis" and verb.pos_ == verb.head.pos_ == "VERB" and bool(syntax.subjects(verb))
    is_said = verb.lemma_.lower() in saying.verbs() and not any(c.dep_.startswith(_COMPLEMENTS) for c in verb.rights)
    return is_clause and not is_said


def step(token: Token) -> str:
    """The relation of a word to its head, with the preposition that marks it."""
    case = syntax.case_of(token) if token.dep_.startswith(("obl", "nmod")) and token.dep_ != "nmod:poss" else ""
    # "was seized, according to Peru" is parsed as done by Peru
    relation = "obl" if (token.dep_, case) == ("obl:agent", "according") else token.dep_
    return f"{relation}:{case}" if case else relation


def _relation(predicate: Token, ancestors: list[Token], height: int, steps: list[str], downs: list[Token]) -> str:
    """The coarse relation, one of `AGENCY`."""
    first = steps[0] if steps else (downs[-1].dep_ if downs else "")
    if height == 0:
        return _inside(first, steps[1:])
    top = ancestors[height - 1]
    if first.startswith("nsubj") and all(
        t.dep_ in syntax.SHARING or t.dep_.startswith("acl") for t in ancestors[:height]
    ):
        inherited = _inside(first, steps[1:])
        return "subj^" if inherited == "subj" else inherited
    if not downs:
        return _above(predicate, top)
    if first.startswith(("obl:with", "nmod:with")):
        return "obl"
    if first.startswith("obl:agent") or first.endswith(":by"):
        return "agent"
    if first == "nmod:poss":
        return "poss^"
    return "far"


def _inside(first: str, rest: list[str]) -> str:
    """The relation of an actor below the predicate; `rest` leads from the predicate's argument to the actor."""
    label, _, case = first.partition(":")
    is_argument = not rest or (len(rest) == 1 and rest[0] in _STANDS_FOR)
    if label == "nsubj":
        return ("patient" if case.startswith("pass") else "subj") if is_argument else "subjmod"
    if first.startswith("obl:agent") or case == "by":
        return "agent"
    if first == "nmod:poss":
        return "poss"
    if label in ("compound", "amod"):
        return "mod"
    if case in ("between", "among"):
        return "between"
    if label in ("obj", "iobj"):
        return "obj" if is_argument else "objmod"
    if label == "nmod":
        return "of" if case == "of" else "nmod"
    return label if label == "obl" else "in"


def _above(predicate: Token, top: Token) -> str:
    """The relation of an actor that the predicate modifies: "rebels killed by X", "the country that sent Y"."""
    if top.dep_.startswith("acl"):
        has_subject = any(subject.tag_ not in ("WDT", "WP") for subject in syntax.subjects(predicate))
        return "patient" if predicate.tag_ == "VBN" or has_subject else "subj"
    return "far"
