"""What a cooperation is about, as a normalised noun phrase: "supply of crude oil", "joint textile ventures".

The phrase is the key by which an initiative is followed over time, so what varies between tellings is left out:
determiners, possessives, quotation marks, who does it (names of the two parties), and relative clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import syntax

MAX_WORDS: Final = 10
#: nouns that only carry the thing: "cooperation in the field of tourism" is about tourism
_CARRIERS: Final = frozenset(
    "number series issue matter way field sphere area sector opportunity possibility prospect importance range variety "
    "question effort step commitment interest readiness hope need term basis talk meeting session visit thanks".split()
)
_DROPPED: Final = frozenset(
    {"det", "nmod:poss", "acl:relcl", "acl", "punct", "cc:preconj", "nummod", "appos", "advcl", "parataxis"}
)
_LINKS: Final = frozenset({"nmod", "obl"})
_ABOUT: Final = frozenset({"of", "in", "on", "for", "about", "regarding", "concerning", "to", "over", "into"})
#: words that neither begin nor end a thing
_LOOSE: Final = _ABOUT | {"and", "or", "with", "between", "the", "from", "by", "at", "as", "both"}


def describe(predicate: Token, names: set[int]) -> str | None:
    """The thing a predicate is about; `names` are the indices of words that name the actors."""
    for noun in _complements(predicate, names):
        words = [t.lower_ for t in _phrase(noun, names)]
        while words and words[-1] in _LOOSE:
            words.pop()
        while words and words[0] in _LOOSE:
            words.pop(0)
        if words:
            return " ".join(words[:MAX_WORDS])
    return None


def _complements(predicate: Token, names: set[int]) -> Iterator[Token]:
    """Nouns that may be the thing, likeliest first; carriers are looked through."""
    starts = [predicate, *(c for c in predicate.children if c.dep_ in ("xcomp", "ccomp"))]
    nouns = [noun for start in starts for noun in _governed(start)]
    if predicate.pos_ == "NOUN":
        nouns.append(predicate)
    for noun in nouns:
        if noun.i in names or noun.pos_ not in ("NOUN", "PROPN", "VERB"):
            continue
        if noun.lemma_.lower() in _CARRIERS:
            if noun.i == predicate.i:
                continue
            yield from _complements(noun, names)
        elif noun.i != predicate.i or any(c.dep_ in ("compound", "amod", "nmod") for c in noun.children):
            yield noun


def _governed(start: Token) -> Iterator[Token]:
    for child in sorted(start.children, key=lambda c: (c.dep_ not in ("obj", "nsubj:pass"), c.i)):
        if child.dep_ in ("obj", "nsubj:pass") or (child.dep_ in _LINKS and syntax.case_of(child) in _ABOUT):
            yield child
        elif child.dep_ == "acl" and start.pos_ == "NOUN":
            yield from _governed(child)


def _phrase(noun: Token, names: set[int]) -> list[Token]:
    """The noun with its modifiers and complements, in text order."""
    kept: list[Token] = []
    stack = [noun]
    while stack and len(kept) < 3 * MAX_WORDS:
        token = stack.pop()
        if token.i in names or token.is_punct or token.is_space:
            continue
        kept.append(token)
        stack += [c for c in token.children if c.dep_ not in _DROPPED and not _names_a_party(c, names)]
    kept.sort(key=lambda t: t.i)
    return kept


def _names_a_party(token: Token, names: set[int]) -> bool:
    return token.i in names and token.dep_ in ("nmod", "nmod:poss", "obl", "compound", "amod")
