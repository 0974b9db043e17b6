"""Whether a sentence only supposes an act: "if the two sign"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import syntax

#: what opens a condition, and what opens a supposition of which nothing depends
_CONDITIONAL: Final = frozenset({"if", "unless", "assuming", "supposing", "in case"})
#: "provided that ...", which the parse takes for a clause of its own
_PROVIDED: Final = frozenset({"provided", "providing"})
_SUPPOSED: Final = _CONDITIONAL | _PROVIDED | {"whether"}
#: "in the event of ...", "on condition that ..."
_CIRCUMSTANCES: Final = frozenset({("in", "event"), ("in", "case"), ("on", "condition")})
#: what goes before "if" where nothing depends on it: "even if", "as if"
_CONCESSIVE: Final = frozenset({"even", "as"})
#: no condition but a manner of speaking: "if needed", "as long as it takes"
_NEED: Final = frozenset({"necessary", "need", "possible", "require", "take"})
#: acts that are done by the words, whatever the condition in them, and those that are what was promised on it
_SAID: Final = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
_PROMISED: Final = frozenset({"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "RETREAT", "SUPPORT"})
#: how one asks politely for what is in the condition
_GLAD: Final = frozenset("appreciate appreciative glad grateful obliged pleased thankful welcome".split())
#: tenses of a clause that may depend on a condition
_OPEN: Final = frozenset({"conditional", "future", "infinitive", "present"})
#: how it hangs on "rule out": "talks", "sending troops"
_LEFT_OPEN: Final = frozenset({"obj", "xcomp", "ccomp", "advcl"})
#: words from an act up to what leaves it open
_NEAR: Final = 3
#: how a clause hangs on the one that it is part of
_PARTS: Final = ("xcomp", "ccomp", "conj", "advcl", "parataxis")


def is_supposed(predicate: Token, event_type: str) -> bool:
    """Whether an act stands in a supposition, or depends on one.

    A threat is made whatever its condition is.
    """
    verb = syntax.verb_of(predicate)
    if any(map(_is_supposition, clauses(verb))):
        return True
    if event_type in _SAID:
        return False
    promised = [child for child in verb.children if child.dep_ == "xcomp"] if event_type in _PROMISED else []
    return any(map(_depends, (verb, *promised)))


def is_polite_request(predicate: Token) -> bool:
    """Whether somebody asks by what he would be glad of: "I would be grateful if you could help"."""
    is_glad = predicate.lemma_.lower() in _GLAD and syntax.clause(predicate).tense == "conditional"
    return is_glad and any(child.dep_ == "advcl" and _is_condition(child) for child in predicate.children)


def is_polite_wish(predicate: Token) -> bool:
    """Whether somebody wishes for what he "would welcome"."""
    return predicate.lemma_.lower() == "welcome" and syntax.clause(predicate).tense == "conditional"


def left_open(predicate: Token) -> Token | None:
    """What somebody will perhaps do who does "not rule it out", as the verb or noun of it."""
    for verb in syntax.climb(predicate)[:_NEAR]:
        is_out = verb.lemma_ == "rule" and verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == "out"
        if is_out and syntax.clause(verb).is_negated:
            return next((child for child in verb.rights if child.dep_ in _LEFT_OPEN), None)
    return None


def is_in_condition(predicate: Token, word: Token) -> bool:
    """Whether a word stands in a condition of an act: "Oman" in "if Oman attacks, Chad will help Mali"."""
    verb = syntax.verb_of(predicate)
    wholes = set(clauses(verb))
    above = syntax.climb(word)
    conditions = (
        token for token in above if (token.dep_ == "advcl" or _is_circumstance(token)) and token not in wholes
    )
    return any(_is_condition(token) and (token.head in wholes or verb in clauses(token.head)) for token in conditions)


def clauses(verb: Token) -> Iterator[Token]:
    """A verb and those of whose clauses its own is part."""
    yield verb
    while verb.dep_ in _PARTS or (verb.dep_ == "acl" and _is_circumstance(verb.head)):
        verb = verb.head
        yield verb


def _is_supposition(clause: Token) -> bool:
    """Whether a clause is opened as one that supposes something, or is the circumstance that it tells."""
    marks = {_opening(child) for child in clause.children if child.dep_ == "mark"}
    is_marked = not marks.isdisjoint(_SUPPOSED) or ("until" in marks and _is_refused_until(clause))
    return is_marked or syntax.is_inverted(clause) or _is_proviso(clause) or _is_circumstance(clause)


def _is_refused_until(clause: Token) -> bool:
    """Whether a clause tells until when something will not be done: "will not sign until Peru apologises"."""
    whole = syntax.clause(clause.head)
    return whole.is_negated and whole.tense in _OPEN


def _opening(mark: Token) -> str:
    """What opens a clause, of several words perhaps: "if", "in case"; of "provided that" the first."""
    before = mark.nbor(-1).lower_ if mark.i > 0 else ""
    if before in _PROVIDED:
        return before
    return " ".join([mark.lower_, *(token.lower_ for token in mark.rights if token.dep_ == "fixed")])


def _depends(verb: Token) -> bool:
    """Whether a clause that is open yet depends on a condition, its own or that of the one it goes on or hangs on.

    "If the two sign, X will pay" depends on one, and so does what follows "and" or is said in "X said it will pay".
    """
    if syntax.clause(verb).tense not in _OPEN:
        return False
    if any(map(_is_condition, _parts(verb))):
        return True
    wholes = takewhile(lambda clause: clause.dep_ in ("xcomp", "ccomp", "conj"), clauses(verb))
    heads = [clause.head for clause in wholes]
    return any(_is_condition(child) and child.i < verb.i for head in heads for child in head.children)


def _parts(verb: Token) -> Iterator[Token]:
    """The parts of a clause, with those that the parse may have put below one of its nouns."""
    for child in verb.children:
        yield child
        yield from (clause for clause in child.children if clause.dep_ == "acl")


def _is_condition(part: Token) -> bool:
    """Whether a part of a clause is what the clause depends on."""
    if part.dep_ != "advcl":
        return _is_proviso(part) or _is_circumstance(part) or syntax.is_inverted(part)
    marks = [child for child in part.children if child.dep_ == "mark" and _opening(child) in _CONDITIONAL]
    is_open = bool(marks) and not any(_is_conceding(mark) for mark in marks)
    is_formula = part.lemma_.lower() in _NEED and not syntax.subjects(part)
    return (is_open and not is_formula) or syntax.is_inverted(part) or _is_proviso(part)


def _is_conceding(mark: Token) -> bool:
    return mark.i > 0 and mark.nbor(-1).lower_ in _CONCESSIVE


def _is_proviso(word: Token) -> bool:
    """ "Provided that ...", "as long as ...", but not "for as long as it takes"."""
    if word.lower_ in _PROVIDED:
        following = word.nbor() if word.i + 1 < len(word.doc) else word
        is_bare = word.tag_ == "VBN" and word.dep_ == "advcl" and following.pos_ in ("DET", "PROPN", "PRON")
        return word.dep_ in ("acl", "advcl") and (following.lower_ == "that" or is_bare)
    clause = next((child for child in word.children if child.dep_ == "advcl"), None) if word.lower_ == "long" else None
    return clause is not None and clause.lemma_.lower() not in _NEED and syntax.case_of(word) != "for"


def _is_circumstance(noun: Token) -> bool:
    """ "In the event of an attack", "on condition that ...", but not "in this case", "in a case that ..."."""
    is_told = any(child.dep_ in ("nmod", "acl", "ccomp") for child in noun.rights)
    is_any = all(child.lower_ == "the" for child in noun.lefts if child.dep_ == "det")
    return is_told and is_any and (syntax.case_of(noun), noun.lower_) in _CIRCUMSTANCES
