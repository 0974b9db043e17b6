"""What a cooperation is about, as a normalised noun phrase: "supply of crude oil", "joint textile ventures".

The phrase is the key by which an initiative is followed over time, so what varies between tellings is left out:
determiners, possessives, quotation marks, who does it (names of the two parties), when and where, how much, and
relative clauses. People, places and days are no things, nor is a word that says as little as "cooperation" alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import syntax
from coopmetrics.language.labels import TIMES

MAX_WORDS: Final = 10
#: nouns that only carry the thing: "cooperation in the field of tourism" is about tourism
_CARRIERS: Final = frozenset(
    "number series issue matter way field sphere area sector opportunity possibility prospect importance range "
    "variety question effort step commitment interest readiness hope need term basis talk meeting session visit "
    "thanks sideline necessity behalf significance spate framework context part light wake aim purpose view regard "
    "detail lot kind sort type aspect list set".split()
)
#: who is met or addressed, and what takes time: no things
_PEOPLE_AND_TIMES: Final = frozenset(
    "president minister leader chief ambassador counterpart delegation official people person secretary premier "
    "chancellor king chairman envoy head representative side party country nation government state member citizen "
    "time day week month year today tomorrow yesterday morning evening decade quarter period".split()
)
#: say nothing of the matter when they stand alone
_GENERIC: Final = frozenset(
    "cooperation collaboration agreement accord deal memorandum document statement relationship relation tie "
    "partnership friendship support progress appreciation gratitude condolence congratulation action plan "
    "leadership hospitality recognition opportunity force work list table top thing place role one lot understanding "
    "problem experience".split()
)
#: adjectives that add nothing
_EMPTY: Final = frozenset(
    "various following respective own such other more several many further certain same different some any".split()
)
#: "of course", "in principle": said by the way
_PASSING: Final = frozenset("course principle example instance addition particular general fact turn return".split())
_NAMES: Final = TIMES | {"PERSON", "LOC", "NORP"}
_DROPPED: Final = frozenset(
    "det nmod:poss acl:relcl acl punct cc:preconj nummod appos advcl parataxis cop aux nsubj mark".split()
)
_LINKS: Final = frozenset({"nmod", "obl"})
_WITHIN: Final = frozenset({"of", "on", "for", "in", "against", "about", "into", "over", "regarding"})
_ABOUT: Final = frozenset({"of", "in", "on", "for", "about", "regarding", "concerning", "to", "over", "into"})
#: what these verbs are about stands behind "with"
_GIVING: Final = frozenset("provide supply furnish equip present help assist entrust arm".split())
#: words that neither begin nor end a thing
_LOOSE: Final = _ABOUT | {"worth", "and", "or", "with", "between", "the", "from", "by", "at", "as", "both"}


def describe(predicate: Token, names: Set[int], measures: Set[int] = frozenset()) -> str | None:
    """The thing a predicate is about, or None.

    `names` are the indices of words that name the actors, `measures` of those that say how much.
    """
    for noun in _complements(predicate, names, measures):
        words = _phrase(noun, names, measures)
        while words and (words[-1].lower_ in _LOOSE or words[-1].pos_ == "NUM"):
            words.pop()
        while words and (words[0].lower_ in _LOOSE or words[0].lower_ in _EMPTY):
            words.pop(0)
        if words and not (len(words) == 1 and words[0].lemma_.lower() in _GENERIC):
            return " ".join(token.lower_ for token in words)
    return None


def _complements(predicate: Token, names: Set[int], measures: Set[int]) -> Iterator[Token]:
    """Nouns that may be the thing, likeliest first; carriers and measures are looked through."""
    # what a noun is "to" do is a clause of its own, and is governed by the noun: it is looked through once
    nouns = {noun.i: noun for start in _clauses(predicate) for noun in _governed(start)}
    if predicate.pos_ == "NOUN":
        nouns[predicate.i] = predicate
    for noun in nouns.values():
        if noun.i in names or not _may_be_thing(noun):
            continue
        if noun.lemma_.lower() in _CARRIERS or noun.i in measures:
            if noun.i == predicate.i:
                continue
            yield from _complements(noun, names, measures)
        elif noun.i != predicate.i or any(c.dep_ in ("compound", "amod", "nmod") for c in noun.children):
            yield noun


def _clauses(predicate: Token, depth: int = 3) -> Iterator[Token]:
    """A predicate and what it agrees, wants or offers to do."""
    yield predicate
    for child in predicate.children if depth else ():
        is_purpose = child.dep_ in ("advcl", "acl") and any(c.lower_ == "to" for c in child.lefts)
        if child.dep_ in ("xcomp", "ccomp") or is_purpose:
            yield from _clauses(child, depth - 1)


def _may_be_thing(noun: Token) -> bool:
    is_noun = noun.pos_ in ("NOUN", "PROPN") and noun.ent_type_ not in _NAMES and not _is_in_passing(noun)
    return is_noun and noun.lemma_.lower() not in _PEOPLE_AND_TIMES


def _governed(start: Token) -> Iterator[Token]:
    about = _ABOUT | {"with"} if start.lemma_.lower() in _GIVING else _ABOUT
    for child in sorted(start.children, key=lambda c: (c.dep_ not in ("obj", "nsubj:pass"), c.i)):
        if child.dep_ in ("obj", "nsubj:pass") or (child.dep_ in _LINKS and syntax.case_of(child) in about):
            yield child
        elif child.dep_ == "acl" and start.pos_ == "NOUN":
            yield from _governed(child)


def _phrase(noun: Token, names: Set[int], measures: Set[int]) -> list[Token]:
    """The noun with its modifiers and complements, in text order, at most `MAX_WORDS`."""
    kept: list[Token] = []
    stack = [noun]
    while stack and len(kept) < 3 * MAX_WORDS:
        token = stack.pop()
        if token.i in names or token.is_punct or token.is_space or "$" in token.text or _is_own_case(token, noun):
            continue
        is_measure = token.i in measures
        if not is_measure:
            kept.append(token)
        stack += [c for c in token.children if not (is_measure and c.dep_ == "case") and _is_part(c, names)]
    kept.sort(key=lambda t: t.i)
    return kept[:MAX_WORDS]


def _is_part(token: Token, names: Set[int]) -> bool:
    is_misread = token.dep_ == "compound" and token.i > token.head.i  # "the wind farm, the Ministry of Trade said"
    is_inner = token.dep_ == "nummod" and token.head.dep_ in ("amod", "compound")  # "two-way trade"
    return not (is_misread or (token.dep_ in _DROPPED and not is_inner) or _is_aside(token, names))


def _is_own_case(token: Token, noun: Token) -> bool:
    return token.dep_ in ("case", "mark") and token.head.i == noun.i


def _is_in_passing(token: Token) -> bool:
    return token.lemma_.lower() in _PASSING and all(child.dep_ in ("case", "punct") for child in token.children)


def _is_aside(token: Token, names: Set[int]) -> bool:
    """What names a party, a place or a day, or leads on to something else ("with participation from ...")."""
    if _is_in_passing(token):
        return True
    if token.dep_ not in ("nmod", "obl"):
        return token.i in names or token.ent_type_ in TIMES
    return token.i in names or token.ent_type_ in _NAMES or syntax.case_of(token) not in _WITHIN
