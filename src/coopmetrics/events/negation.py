"""Whether an act is told as one that nobody did, though no "not" stands in its clause.

Somebody denies it ("denied sheltering rebels", "dismissed reports that ..."), it is said to be untrue, or something
else was done ("instead of signing", "stopped short of condemning").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import supposition, syntax

#: what somebody says that others did, and what one does who says that they did not
_CLAIMS: Final = frozenset(
    "accusation allegation assertion charge claim report rumor rumour speculation statement suggestion".split()
)
_DENYING: Final = frozenset({"deny", "disavow", "dismiss", "rebut", "refute", "reject", "repudiate"})
_UNTRUE: Final = frozenset("baseless false fabricated groundless inaccurate incorrect unfounded untrue".split())
_TRUE: Final = frozenset({"accurate", "correct", "true"})
#: what one does who does not do the rest: "avoided imposing sanctions", "refrained from criticising"
_SHUNNING: Final = frozenset({"avert", "avoid", "forgo", "refrain"})
#: "instead of signing", "rather than impose"; "stopped short of"
_INSTEAD: Final = frozenset({"instead", "rather"})
_SHORT: Final = frozenset({"fall", "stop"})


def is_denied(predicate: Token) -> bool:
    """Whether an act is one that somebody says was none, or the denial of one: "Chad denied sheltering rebels"."""
    verb = syntax.verb_of(predicate)
    wholes = [*supposition.clauses(verb)]
    told = (*wholes, *verb.children)
    is_said = any(clause.dep_ in ("xcomp", "ccomp") and clause.head.lemma_ == "deny" for clause in told)
    return is_said or any(_is_denied_claim(clause) or _is_untrue(clause) for clause in wholes)


def is_shunned(predicate: Token) -> bool:
    """Whether an act is what somebody did not do, but something else: "instead of signing the treaty"."""
    return any(map(_is_beside_what_is_done, (predicate, *_with_what_it_completes(syntax.verb_of(predicate)))))


def stops_short(verb: Token) -> bool:
    """Whether a verb only tells that what follows was not done: "stopped short of condemning"."""
    return verb.lemma_.lower() in _SHORT and any(child.lower_ == "short" for child in verb.children)


def _is_denied_claim(clause: Token) -> bool:
    """ "Dismissed reports that Chad armed rebels"."""
    claim = clause.head
    if clause.dep_ == "advcl" and claim.lemma_ in _DENYING:  # "rejected claims by Niger that Chad armed rebels"
        is_that = any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.lefts)
        return is_that and any(child.dep_ == "obj" and child.lemma_.lower() in _CLAIMS for child in claim.rights)
    return _is_claimed(clause) and claim.dep_ in ("obj", "nsubj:pass") and claim.head.lemma_ in _DENYING


def _is_untrue(clause: Token) -> bool:
    """ "It is not true that Chad armed rebels", "the claim that it did is false"."""
    word = clause.head.head if _is_claimed(clause) and clause.head.dep_ == "nsubj" else clause.head
    if clause.dep_ not in ("acl", "ccomp", "csubj") or word.pos_ != "ADJ":
        return False
    is_not = not syntax.NEGATIVE.isdisjoint(child.lower_ for child in word.children)
    return word.lower_ in (_TRUE if is_not else _UNTRUE)


def _is_claimed(clause: Token) -> bool:
    claim = clause.head
    return clause.dep_ in ("acl", "ccomp") and claim.pos_ == "NOUN" and claim.lemma_.lower() in _CLAIMS


def _with_what_it_completes(verb: Token) -> Iterator[Token]:
    yield verb
    while verb.dep_ in ("conj", "xcomp"):
        verb = verb.head
        yield verb


def _is_beside_what_is_done(word: Token) -> bool:
    """Whether a clause or a noun hangs on what was done instead of it."""
    before = {child.lower_ for child in word.lefts if child.dep_ in ("mark", "case")}
    if before & _INSTEAD:
        return True
    done = word.head
    if not syntax.NEGATIVE.isdisjoint(child.lower_ for child in done.children):
        return False
    is_object = word.dep_ in ("xcomp", "obj") or (word.dep_ == "advcl" and "from" in before)
    is_far = "from" in before and "far" in (done.lower_, *(child.lower_ for child in done.children))
    is_short = "of" in before and (stops_short(done) or (done.lower_ == "short" and stops_short(done.head)))
    is_absent = "from" in before and done.lower_ == "absent"
    return is_far or is_absent or is_short or (is_object and done.lemma_.lower() in _SHUNNING)
