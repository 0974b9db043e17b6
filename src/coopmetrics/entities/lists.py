"""Where names stand in the tree: in one list, as subjects, or as those whose officials act."""

from __future__ import annotations

from functools import cache
from typing import Final

from spacy.tokens import Token

from coopmetrics.reference import read_table

#: how a name hangs on the one before it in its list, or describes who that is
IN_LIST: Final = frozenset({"conj", "appos", "flat", "flat:name", "compound", "nmod:desc"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
OBJECTS: Final = frozenset({"obj", "iobj"})
#: verbs whose infinitive their subject does: "promised Peru to open its market"
_PROMISING: Final = frozenset({"promise", "vow", "pledge", "offer", "use"})
#: how a name's phrase hangs on the one whose it is
_OF_PHRASE: Final = frozenset({"conj", "appos", "flat", "nmod:poss", "compound", "amod"})
#: behind these stands whose officials are: "ministers of", "envoys from"
_WHOSE: Final = frozenset({"of", "from"})


def root_of_list(word: Token) -> Token:
    """The first word of the list that a name stands in, or describes somebody of."""
    while word.dep_ in IN_LIST and word.head.i < word.i:
        word = word.head
    return word


def is_subject(word: Token) -> bool:
    """Whether a name is the subject of its clause, or joined to one by "and"."""
    while word.dep_ in _OF_PHRASE and word.head.i < word.i:
        word = word.head
    return word.dep_ in SUBJECTS


def sends_subject(word: Token) -> bool:
    """Whether a name, or its list, says whose officials are the subject.

    "The envoys of Peru and Chile met", "the Peruvian and Chilean envoys met".
    """
    first = root_of_list(word)
    officials = first.head
    is_behind = first.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ in _WHOSE for c in first.children)
    is_whose = is_behind or first.dep_ in ("amod", "compound")
    return is_whose and officials.dep_ in SUBJECTS and officials.tag_ == "NNS" and officials.lemma_ in _officials()


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, if it has one of its own."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def shares_subject(verb: Token) -> bool:
    """Whether a verb without a subject has that of the verb above: "called to thank", but not "told them to thank"."""
    has_object = any(child.dep_ in OBJECTS for child in verb.head.children)
    return verb.dep_ in ("advcl", "conj") or (verb.dep_ == "xcomp" and not has_object)


def told_to(word: Token) -> Token | None:
    """Whom the infinitive around a possessive is asked of: "Peru" of "its" in "urged Peru to open its market"."""
    if word.dep_ != "nmod:poss":
        return None
    while word.dep_ not in ("xcomp", "ROOT") and word.head.i != word.i:
        word = word.head
    is_asked = word.dep_ == "xcomp" and word.head.lemma_.lower() not in _PROMISING
    return next((child for child in word.head.children if child.dep_ in OBJECTS), None) if is_asked else None


@cache
def _officials() -> frozenset[str]:
    """What those are called who act for states."""
    return frozenset(row["noun"] for row in read_table("group_nouns") if row["kind"] == "state") | {"leader"}
