"""How far an agreement has come that nobody has signed yet: it is talked about, or near.

"A treaty is being drafted", "is under preparation"; "the two are close to signing", "a deal is within reach".
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from coopmetrics.events import lexicon, links, syntax
from coopmetrics.events.candidates import Candidate

#: CAMEO codes of negotiations, and of what is signed or agreed
_NEGOTIATION: Final = "046"
_SIGNED: Final = frozenset({"030", "057"})
#: where a paper is that is worked on, and one that is soon there
_WORKED_ON: Final = {
    "under": frozenset("consideration development discussion negotiation preparation review".split()),
    "in": frozenset("making phase pipeline preparation stage work works".split()),
    "at": frozenset({"phase", "stage"}),
}
#: ... and one that is there already: "in the implementation stage"
_CARRIED_OUT: Final = frozenset({"execution", "implementation", "ratification"})
_NEAR: Final = {
    "within": frozenset({"grasp", "reach"}),
    "in": frozenset({"sight"}),
    "on": frozenset({"horizon", "cards"}),
}
_SOON: Final = frozenset({"close", "imminent", "near"})
#: how near those are who are to sign: "close to signing", "on the verge of a deal", "about to sign"
_CLOSE: Final = frozenset({"close", "closer", "near", "nearer"})
_EDGES: Final = frozenset({"brink", "cusp", "eve", "threshold", "verge"})
_LINKS: Final = frozenset({"acl", "advcl", "nmod", "obj", "obl", "xcomp"})
_HIGHEST: Final = 4


def unsigned(candidate: Candidate) -> links.Act | None:
    """What is told of an agreement that is not there yet, or None."""
    if _is_drafted(candidate):
        return "CONSULT", "under_way"
    frame = candidate.sense.frame if candidate.sense else None
    if frame is None or frame.cameo not in _SIGNED or candidate.clause.is_negated:
        return None
    told = syntax.told_of(candidate.predicate)
    if told is not candidate.predicate and _is_told(told, _WORKED_ON):
        return "CONSULT", "under_way"
    is_soon = told is not candidate.predicate and (told.lower_ in _SOON or _is_told(told, _NEAR))
    return ("AGREE", "proposed") if is_soon or _are_close(candidate.predicate) else None


def _is_drafted(candidate: Candidate) -> bool:
    """ "An agreement on visas is being drafted", "they are drafting a treaty"."""
    verb = syntax.act(candidate.predicate)
    sense = lexicon.sense(verb)
    is_on_paper = sense is not None and sense.object is not None and sense.frame.cameo == _NEGOTIATION
    is_passive = any(child.lower_ == "being" for child in verb.lefts)
    return is_on_paper and candidate.clause.tense == ("present" if is_passive else "progressive")


def _is_told(noun: Token, places: dict[str, frozenset[str]]) -> bool:
    """Whether the clause of a paper tells only where it is, as yet: "is in its final stage"."""
    is_now = any(child.dep_ == "cop" and child.lower_ in ("is", "are") for child in noun.lefts)
    is_there = any(child.lower_ in _CARRIED_OUT for child in noun.children)
    return is_now and not is_there and noun.lemma_.lower() in places.get(syntax.case_of(noun), ())


def _are_close(predicate: Token) -> bool:
    """Whether those who are to sign something are near to it."""
    for step in syntax.climb(predicate)[:_HIGHEST]:
        above = step.head
        if step.dep_ not in _LINKS:
            return False
        before = {child.lower_ for child in step.lefts if child.dep_ in ("case", "mark")}
        is_edge = above.lemma_.lower() in _EDGES and syntax.case_of(above) == "on"
        is_about = above.lower_ == "about" and any(child.dep_ == "cop" for child in above.lefts)
        if is_edge or is_about or (above.lower_ in _CLOSE and "to" in before):
            return True
    return False
