"""What a predicate's place in the dependency tree says: its arguments, its tense and mood, negation.

Labels are those of Universal Dependencies v2, tags those of the Penn treebank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.reference import read_table

#: units of time over which something is done, and what puts it so
_STRETCHES: Final = frozenset({"day", "week", "month", "year", "decade", "century", "generation"})
_THROUGH: Final = frozenset({"for", "through", "throughout"})
#: what goes on once it is done, if it has been done "since" a day
_GOING_ON: Final = frozenset(
    "back buy cooperate export fund host import operate run sell share supply support trade train work".split()
)
#: what talks do that led nowhere, and what a plan, or what went on, does that is no more
_STALLING: Final = frozenset({"collapse", "fail", "founder", "stall", "unravel"})
_BREAKING_OFF: Final = frozenset({"cease", "stall", "stop"})
_ENDING: Final = _STALLING | _BREAKING_OFF | {"end", "expire", "lapse"}
#: ... in two words
_BREAKING: Final = {"break": "down", "fall": "through"}
#: what has an end of its own
_TERMED: Final = frozenset(
    "campaign construction course drill exercise exhibition expedition festival maneuver manoeuvre mission operation"
    " patrol phase program programme project tour training visit work".split()
)
#: acts told in the present where they are yet to come
_SCHEDULED: Final = frozenset(
    "arrive begin close come commence conclude convene depart embark end enter expire fly gather go head host kick"
    " leave meet open resume start take travel visit".split()
)
_DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday tomorrow".split())
#: relations under which a predicate shares its head's subject
SHARING: Final = frozenset({"xcomp", "conj", "advcl", "parataxis", "obj", "obl", "ccomp", "acl", "nmod", "dep"})
_GOVERNED: Final = frozenset(
    {"obj", "iobj", "obl", "nsubj:pass", "nmod", "dobj", "obl:agent", "obl:npmod", "xcomp", "ccomp"}
)
#: nouns that count what follows: "a number of agreements"
_COUNTING: Final = frozenset(
    "number series set round range variety couple package pair host raft lot type form kind part tonne ton barrel"
    " megawatt gigawatt cargo shipment batch consignment".split()
)
_FUTURE: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_CONDITIONAL: Final = frozenset({"would", "could", "may", "might", "'d", "’d"})
_DEONTIC: Final = frozenset({"should", "must", "ought"})
NEGATIVE: Final = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
#: nouns that are told of with what is intended: "has no plans to build"
_INTENTIONS: Final = frozenset({"desire", "intent", "intention", "plan", "wish"})
#: who or what a negated act is done by or to
_NOBODY: Final = frozenset({"nobody", "none", "nothing"})
_ARGUMENTS: Final = ("nsubj", "nsubj:pass", "obj")
_SPEAKING: Final = frozenset({"i", "we"})
_CONDITION: Final = frozenset({"if", "unless", "whether"})
#: ... and helpers that open one when they stand first
_INVERTED: Final = frozenset({"had", "should", "were"})
#: what in `reference/references.csv` refers to several people at once
_GROUPS: Final = frozenset({"group", "pair_of_persons", "met"})
_LONGEST_CLIMB: Final = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """Tense, mood and polarity of the clause a predicate stands in.

    `tense` is past, present, perfect, progressive, future, conditional, deontic, infinitive, participle or nominal.
    `governor` is the lemma of the nearest predicate above it, `outer` the tense of that one's clause ("will meet to
    discuss": future), "" where the clause stands alone.
    """

    tense: str
    is_negated: bool
    is_conditional: bool
    governor: str
    outer: str = ""


def case_of(token: Token) -> str:
    """The preposition that marks a noun, or ""."""
    return next(
        (child.lower_ for child in token.lefts if child.dep_ == "case" and child.lower_ not in ("'s", "’s", "'", "’")),
        "",
    )


def subjects(token: Token) -> list[Token]:
    """The subjects of a predicate, whatever their kind."""
    return [child for child in token.children if child.dep_.startswith("nsubj")]


def prepositions(token: Token) -> set[str]:
    """The prepositions a predicate governs, stranded ones included."""
    found = {case_of(child) for child in token.children if child.dep_.startswith(("obl", "nmod"))}
    found.update(
        child.lower_
        for child in token.rights
        if child.dep_ in ("case", "compound:prt", "advmod", "mark") and child.pos_ == "ADP"
    )
    return found - {""}


def governed(token: Token) -> Iterator[Token]:
    """The nouns a predicate governs, nearest relation first, coordinated and counted ones included."""
    if token.dep_ in ("acl", "acl:relcl") and token.head.pos_ in ("NOUN", "PROPN"):
        yield token.head
    for child in sorted(token.children, key=lambda c: (c.dep_ not in ("obj", "nsubj:pass"), c.i)):
        if child.dep_ in _GOVERNED and child.dep_ not in ("xcomp", "ccomp"):
            yield from _with_parts(child)


def _with_parts(noun: Token) -> Iterator[Token]:
    yield noun
    for child in noun.children:
        if child.dep_ == "conj" or (child.dep_ == "nmod" and noun.lemma_.lower() in _COUNTING):
            yield from _with_parts(child)


def clause(token: Token) -> Clause:
    """Tense, mood and polarity of the clause that a predicate heads or stands in."""
    verb = verb_of(token)
    words = {child.lower_ for child in verb.children}
    if verb.dep_ == "xcomp":
        # "did not agree to build", "never agreed to build"
        before = (child for child in verb.head.children if child.i < verb.i)
        words |= {child.lower_ for child in before if child.pos_ == "PART" or child.lower_ == "never"}
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in _INTENTIONS:
        words |= _determiners(verb.head)  # "has no plans to build"
    if token.i != verb.i:
        words |= _determiners(token)
    is_beside = next((word.dep_ for word in climb(token) if word.head.i == verb.i), "").startswith("obl")
    arguments = [] if is_beside else [child for child in verb.children if child.dep_ in _ARGUMENTS]
    return Clause(
        tense=_tense(verb),
        is_negated=not NEGATIVE.isdisjoint(words) or any(map(is_none, arguments)) or is_yet_to_be(verb),
        is_conditional=any(c.dep_ == "mark" and c.lower_ in _CONDITION for c in verb.children),
        governor=verb.head.lemma_.lower() if verb.head.i != verb.i else "",
        outer=_tense(verb_of(verb.head)) if verb.head.i != verb.i else "",
    )


def is_yet_to_be(verb: Token) -> bool:
    """Whether something has not been done so far: "has yet to ratify it", "is yet to be ratified"."""
    before = {child.lower_ for child in verb.lefts}
    told = {child.lower_ for child in verb.head.children if child.i < verb.i} if verb.dep_ == "xcomp" else set()
    return "to" in before and "yet" in before | told | {verb.head.lower_}


def goes_on(predicate: Token) -> bool:
    """Whether an act has been done all through some time, and so still is: "has lent money for years"."""
    verb = verb_of(predicate)
    is_since = verb.lemma_.lower() in _GOING_ON and any(case_of(child) == "since" for child in verb.children)
    return _tense(verb) == "perfect" and (is_since or any(_is_stretch(child) for child in verb.children))


def is_over(predicate: Token) -> bool:
    """Whether an act has come to an end: "no longer buys gas", "the plan to buy gas has stalled"."""
    is_left = any(child.lower_ == "longer" and "no" in _determiners(child) for child in verb_of(predicate).children)
    return is_left or _is_no_more(predicate) or any(map(_is_no_more, subjects(predicate)))


def _is_no_more(noun: Token) -> bool:
    return _has_ended(noun, _BREAKING_OFF if noun.lemma_.lower() in _TERMED else _ENDING)


def has_stalled(noun: Token) -> bool:
    """Whether talks led nowhere: "the talks have stalled", "broke down"."""
    return _has_ended(noun, _STALLING)


def _has_ended(noun: Token, how: frozenset[str]) -> bool:
    end = noun.head
    if noun.dep_ != "nsubj" or _tense(end) not in ("past", "perfect"):
        return False
    beside = {child.dep_ for child in end.children}
    is_broken = any(child.lower_ == _BREAKING.get(end.lemma_) for child in end.children)
    return beside.isdisjoint({"obj", "xcomp"}) and (end.lemma_ in how or is_broken)


def has_day_ahead(verb: Token) -> bool:
    """Whether what a verb tells in the present is to come: "talks begin on Monday"."""
    is_plain = not any(child.dep_.startswith(("aux", "cop")) for child in verb.children)
    is_scheduled = verb.tag_ in ("VBZ", "VBP") and is_plain and verb.lemma_.lower() in _SCHEDULED
    adjuncts = (child for child in verb.children if child.dep_.startswith(("obl", "advmod")))
    words = (word for adjunct in adjuncts for word in (adjunct, *adjunct.children))
    return is_scheduled and any(word.lower_ in _DAYS for word in words)


def _is_stretch(adjunct: Token) -> bool:
    """Whether words tell how long: "for three decades", "through years of war"."""
    is_of_time = adjunct.dep_.startswith("obl") and adjunct.lemma_.lower() in _STRETCHES
    return is_of_time and case_of(adjunct) in _THROUGH


def is_none(noun: Token) -> bool:
    """Whether a noun stands for nobody or nothing: "no talks", "neither side", "nobody"."""
    is_neither = noun.left_edge.lower_ == "neither"  # it may hang deeper: "neither La Paz nor Lima"
    return is_neither or noun.lower_ in _NOBODY or not NEGATIVE.isdisjoint(_determiners(noun))


def _determiners(noun: Token) -> set[str]:
    return {child.lower_ for child in noun.children if child.dep_ in ("advmod", "det", "cc:preconj")}


def act(predicate: Token) -> Token:
    """The verb whose object a noun is, alone or in a row, or what it keeps "from".

    "Signed" and "an agreement" are one act, and so are "exempted" and "from a tariff".
    """
    noun = first_of_row(predicate)
    is_object = noun.dep_ in ("obj", "nsubj:pass") or (noun.dep_ == "obl" and case_of(noun) == "from")
    return noun.head if is_object and noun.head.pos_ == "VERB" else predicate


def wisher(predicate: Token) -> str:
    """The lemma of a verb, or of that which a noun is the object of or is for: "seek a treaty", "hope for a treaty"."""
    if predicate.pos_ == "VERB":
        return predicate.lemma_.lower()
    noun = first_of_row(predicate)
    is_aim = noun.dep_ == "obj" or (noun.dep_ == "obl" and case_of(noun) == "for")
    return noun.head.lemma_.lower() if is_aim and noun.pos_ == "NOUN" else ""


def outermost(verb: Token) -> Token:
    """The verb that another goes on with: "refused" of "refused to sign"."""
    while verb.dep_ == "xcomp":
        verb = verb.head
    return verb


def are_one_act(one: Token, other: Token) -> bool:
    """Whether two predicates tell one act: a verb with its object, or with the verb that goes on: "refused to sign"."""
    first, second = (outermost(act(predicate)) for predicate in (one, other))
    return first.i == second.i


def first_of_row(word: Token) -> Token:
    """The first of the words that one is coordinated with, or itself."""
    while word.dep_ == "conj" and word.head.i != word.i:
        word = word.head
    return word


def is_in_clause(predicate: Token, word: Token) -> bool:
    """Whether a word stands below a predicate and in no further clause with a subject of its own."""
    for token in climb(word):
        if token.i == predicate.i:
            return True
        if subjects(token):
            return False
    return False


def told_of(token: Token) -> Token:
    """The predicate of the clause whose subject holds a noun ("areas of cooperation include ..."), else the noun."""
    for step in climb(token)[:_LONGEST_CLIMB]:
        if step.dep_.startswith("nsubj") and token.pos_ == "NOUN":
            return step.head
        if not step.dep_.startswith(("nmod", "conj", "compound")):
            break
    return token


def verb_of(token: Token) -> Token:
    """The verb or copular predicate whose clause a noun stands in; a verb is its own."""
    for _ in range(_LONGEST_CLIMB):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i or any(c.dep_ == "cop" for c in token.children):
            break
        token = token.head
    return token


def is_inverted(verb: Token) -> bool:
    """Whether a verb's helper opens its clause as a condition: "should the two sign", "were they to sign"."""
    if verb.dep_ not in ("acl", "advcl"):
        return False
    first, opening = verb.left_edge, next((token for token in verb.sent if token.pos_ != "PUNCT"), verb)
    is_first = first.lower_ in _INVERTED and any(subject.i > first.i for subject in subjects(verb))
    is_to_be = opening.lower_ == "were" and any(child.dep_ == "mark" and child.lower_ == "to" for child in verb.lefts)
    return is_first or is_to_be


def _tense(verb: Token) -> str:
    helpers = [c for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")]
    if not helpers and verb.dep_ == "conj":
        helpers = [c for c in verb.head.children if c.dep_ in ("aux", "aux:pass", "cop") and c.i < verb.head.i]
        if helpers and verb.tag_ in ("VBD", "VBZ", "VBP"):
            helpers = []
    words = {c.lower_ for c in helpers}
    if words & _FUTURE:
        return "future"
    if words & _DEONTIC:
        return "conditional" if is_inverted(verb) else "deontic"
    if words & _CONDITIONAL:
        return "conditional"
    if any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children):
        is_future = _is_to_be(verb) or (verb.head.lemma_ == "be" and verb.dep_ == "xcomp")
        return "future" if is_future else "infinitive"
    if verb.tag_ == "VBG" and words & {"is", "are", "am", "'s", "'re", "been", "’s", "’re"}:
        return "progressive"
    if words & {"has", "have", "'ve", "’ve", "'s", "’s"} and verb.tag_ in ("VBN", "VBD"):
        return "perfect"
    if words & {"was", "were", "had", "did"} or verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in ("VBZ", "VBP") or words & {"is", "are", "am", "do", "does", "'s", "’s", "’re", "'re", "can"}:
        return "present"
    return "participle" if verb.tag_ in ("VBN", "VBG") else "infinitive" if verb.tag_ == "VB" else "nominal"


def _is_to_be(verb: Token) -> bool:
    """Whether something "is to be built", unless it is yet to be."""
    before = list(verb.lefts)
    is_told = any(child.lemma_ == "be" and child.dep_ in ("aux", "cop") for child in before)
    return is_told and not any(child.lower_ == "yet" for child in before)


def climb(token: Token) -> list[Token]:
    """A token and its heads up to the root of the sentence."""
    path = [token]
    while path[-1].dep_ != "ROOT" and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    return path


def is_below(word: Token, governor: Token) -> bool:
    """Whether a word is part of what another governs, and not of what is coordinated with that."""
    return any(head.i == governor.i and token.dep_ != "conj" for token, head in pairwise(climb(word)))


def lacks_subject(token: Token, heads: set[int]) -> bool:
    """Whether somebody does it whom no mention is known for: "He built stronger ties with A and B"."""
    doers = subjects(token)
    return bool(doers) and not any(t.i in heads for doer in doers for t in doer.subtree)


def is_of_unknown_speaker(token: Token, heads: set[int]) -> bool:
    """Whether "I" or "we" do it, and for whom they speak is not known: none who is named elsewhere."""
    verb = verb_of(token)
    while not subjects(verb) and verb.dep_ in ("xcomp", "conj", "advcl") and verb.head.i != verb.i:
        verb = verb.head
    return any(doer.lower_ in _SPEAKING and doer.i not in heads for doer in subjects(verb))


def says_each_other(sentence: Span) -> bool:
    """Whether a sentence says "each other" or "one another"."""
    words = [word.lower_ for word in sentence]
    return not {("each", "other"), ("one", "another")}.isdisjoint(pairwise(words))


def leaves_open(sentence: Span, heads: set[int]) -> bool:
    """Whether a line leaves out who acts ("- Enhancing cooperation"), or says only that several do: "The officials"."""
    doers = subjects(sentence.root)
    are_several = any(doer.lower_ in _several() for doer in doers if doer.dep_ == "nsubj")
    return not doers or (are_several and lacks_subject(sentence.root, heads))


@cache
def _several() -> frozenset[str]:
    """How several sides are called together: "they", "the ministers"."""
    rows = read_table("references")
    groups = {row["phrase"].split()[-1] for row in rows if row["refers_to"] in _GROUPS}
    return frozenset({"we", *groups})
