"""Where names stand in the tree: in one list, as subjects, or as those whose officials act."""

from __future__ import annotations

from collections.abc import Set
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
#: verbs of judging somebody for what is his: "thanked Peru for its help", "accused Peru of opening its market"
_JUDGING: Final = frozenset(
    "accuse applaud blame chide commend condemn congratulate criticise criticize denounce fault honor honour laud "
    "praise punish rebuke reprimand reward salute slam thank".split()
)
_FOR: Final = frozenset({"for", "of", "on", "over"})
#: how a name's phrase hangs on the one whose it is
_OF_PHRASE: Final = frozenset({"conj", "appos", "flat", "nmod:poss", "compound", "amod"})
#: behind these stands whose officials are: "ministers of", "envoys from"
_WHOSE: Final = frozenset({"of", "from"})
#: words that make another office of one
_LESSER: Final = frozenset({"vice", "deputy", "former", "ex", "assistant", "general", "acting", "interim"})


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
    return root_of_list(word).head.tag_ == "NNS" and serves_as_subject(word)


def serves_as_subject(word: Token) -> bool:
    """Whether a name, or its list, says whose official, or officials, the subject is: "Peru's envoy met"."""
    official = official_of(word)
    return official is not None and root_of_list(official).dep_ in SUBJECTS


def official_of(word: Token) -> Token | None:
    """The official, or officials, of a country named by a word, alone or in a list: "Peru's envoy"."""
    first = root_of_list(word)
    is_behind = first.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ in _WHOSE for c in first.children)
    is_whose = is_behind or first.dep_ in ("amod", "compound", "nmod:poss")
    return first.head if is_whose and first.head.lemma_.lower() in _officials() else None


def holds_office(official: Token, office: Set[str]) -> bool:
    """Whether an official, as told, is in the office of these words: no vice president is "the president"."""
    parts = [child for child in official.children if child.dep_ in ("amod", "compound", "nmod")]
    told = {official.lower_, *(word.lower_ for part in parts for word in part.subtree)}
    return office <= told and told & _LESSER <= office


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


def judged(word: Token) -> Token | None:
    """Who is judged for what a possessive tells of: "Peru" of "its" in "thanked Peru for its help"."""
    if word.dep_ != "nmod:poss":
        return None
    step = word.head
    while step.head.lemma_.lower() not in _JUDGING and step.head.i != step.i:
        step = step.head
    if not any(child.lower_ in _FOR for child in step.children if child.dep_ in ("case", "mark")):
        return None
    noun = next((child for child in step.head.children if child.dep_ in OBJECTS and child.i < word.i), None)
    return noun if noun is not None and _is_many(noun) == (word.lower_ == "their") else None


def _is_many(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)


def joint_subject(word: Token) -> Token | None:
    """The subject of the clause behind whose verb a possessive stands, if it is a list: "Peru and Chile end their"."""
    verb = word
    while word.dep_ == "nmod:poss" and verb.head.i != verb.i and verb.pos_ not in ("VERB", "AUX"):
        verb = verb.head
    subject = subject_of(verb)
    is_list = subject is not None and any(child.dep_ == "conj" for child in subject.children)
    return subject if subject is not None and is_list and subject.i < word.i else None


def is_of(word: Token, noun: Token) -> bool:
    """Whether a name is a noun, in its list, or tells whose somebody or something in it is."""
    while word.i != noun.i and word.dep_ in _OF_PHRASE:
        word = word.head
    return word.i == noun.i


@cache
def _officials() -> frozenset[str]:
    """What those are called who act for states."""
    return frozenset(row["noun"] for row in read_table("group_nouns") if row["kind"] == "state") | {"leader", "side"}
