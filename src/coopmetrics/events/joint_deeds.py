"""Rows of what two do together, where a list of just the two is the subject: "Morocco and Israel exchange students".

The verb says that it is done together by itself, or a word beside it does: "run a school together". Only deeds of
cooperation: what two do together to a third is no act between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import lexicon, links, syntax
from coopmetrics.events.actors import Actor
from coopmetrics.events.links import Act
from coopmetrics.events.verdicts import Decision, Rule

_TOGETHER: Final = frozenset({"together", "jointly"})
_DEEDS: Final = frozenset({"AID", "COOPERATE", "SUPPORT"})


def find(document: Document, sentence_no: int, actors: list[Actor]) -> Iterator[Decision]:
    """The joint deeds of two of a sentence's actors."""
    for verb in document.sentences[sentence_no]:
        is_told = verb.pos_ == "VERB" and not verb.dep_.startswith("acl")  # "the bond that they have" is no deed
        doers = _doers(verb, actors) if is_told else []
        act = _act(verb) if len(doers) == 2 else None
        if act is not None:
            yield links.decision(sentence_no, verb, doers, act, Rule.TOGETHER)


def _act(verb: Token) -> Act | None:
    sense, tense = lexicon.sense(verb), syntax.clause(verb).tense
    if sense is None or sense.frame.type not in _DEEDS or not _is_joint(verb, sense):
        return None
    if tense == "future":
        return links.ahead(verb)
    if tense not in links.OVER | links.NOW:
        return None
    stage = "completed" if tense in links.OVER else "under_way"
    return ("COOPERATE", stage) if sense.frame.type == "AID" else (sense.frame.type, sense.frame.stage or stage)


def _is_joint(verb: Token, sense: lexicon.Sense) -> bool:
    return sense.frame.symmetric or any(child.lower_ in _TOGETHER for child in verb.children)


def _doers(verb: Token, actors: list[Actor]) -> list[Actor]:
    """Those of the list that is a verb's subject, or that says whose the subject is: "scientists", "presidents of"."""
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    if subject is None:
        return []
    behind = [child for child in subject.rights if child.dep_ == "nmod" and syntax.case_of(child) == "of"]
    before = [child for child in subject.lefts if child.dep_ in ("amod", "compound")]
    for first in (subject, *behind, *before):
        listed = {first.i, *(child.i for child in first.children if child.dep_ == "conj")}
        found = {actor.mention.country_code: actor for actor in actors if actor.head.i in listed}
        if len(found) > 1:
            return list(found.values())
    return []
