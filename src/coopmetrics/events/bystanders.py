"""Who is named beside an act of others and is no party to it.

What is handed over or fired is called after who made it ("sent German tanks to Ukraine"), goods go through a country,
others help ("swapped prisoners with the help of Oman"), and what is blamed or demanded was done to somebody ("condemned
the Israeli strike on an Iranian consulate").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import lexicon, syntax
from coopmetrics.events.actors import Actor, is_group

#: behind these stands the way that something goes, and those who help
_WAYS: Final = frozenset({"through", "via"})
_HELP: Final = frozenset({"aid", "assistance", "facilitation", "help", "mediation"})
_BY: Final = frozenset({"through", "with"})
#: verbs of what goes from one to another, and of what is fired
_HANDING: Final = frozenset(
    "deliver dispatch donate export get give hand obtain provide receive resell send ship supply transfer".split()
)
#: ... of which it comes "from" somebody else than who made it
_GETTING: Final = frozenset({"get", "obtain", "receive"})
_FIRING: Final = frozenset({"fire", "launch", "lob", "use"})
_MADE: Final = frozenset({"built", "designed", "era", "made", "manufactured", "produced", "style"})
#: how a noun says whose it is
_WHOSE: Final = frozenset({"amod", "compound", "nmod:poss"})
_BLAMING: Final = frozenset({"ACCUSE", "REJECT"})
#: deeds that are done to whom they are "of", and where he is who did them
_SUFFERED: Final = frozenset(
    "abduction arrest assassination bombing burning detention execution expulsion imprisonment jailing kidnapping"
    " killing murder seizure shelling".split()
)
_WHERE: Final = frozenset({"by", "in"})
_HURTS: Final = frozenset({"ASSAULT", "COERCE"})
_AT: Final = frozenset({"against", "at", "of", "on"})
_HIGHEST: Final = 5
#: parties among which one may only stand by
_ENOUGH: Final = 3


def without(predicate: Token, actors: list[Actor]) -> list[Actor]:
    """The actors that may be parties to an act, of all those of its sentence."""
    verb, is_crowded = syntax.act(predicate), _are_many(actors)
    away = _makers(verb, actors, is_crowded=is_crowded)
    away |= {word.i for word in _done_to(predicate, [actor.head for actor in actors])}
    if not is_crowded:
        return [actor for actor in actors if actor.head.i not in away] if away else actors
    return [actor for actor in actors if not (actor.head.i in away or _is_on_the_way(predicate, actor.head))]


def are_harmed(predicate: Token, actors: list[Actor]) -> bool:
    """Whether somebody is named to whom it was done what others are blamed for, and none of the doers may be."""
    return _states(predicate) == "ACCUSE" and any(_done_to(predicate, [actor.head for actor in actors]))


def _makers(verb: Token, actors: list[Actor], *, is_crowded: bool) -> set[int]:
    """The names that what is handed over or fired is only called after."""
    is_fired = verb.lemma_.lower() in _FIRING or _states(verb) == "ASSAULT"
    if not (is_fired or (is_crowded and verb.lemma_.lower() in _HANDING)):
        return set()
    return {actor.head.i for actor in actors if _is_made(actor.head) or _is_maker(verb, actor.head)}


def _is_made(name: Token) -> bool:
    """ "Russian-made", "of Soviet-era design"."""
    return name.head.lower_ in _MADE and name.dep_ in ("compound", "obl", "advmod") and name.head.i - name.i in (1, 2)


def _is_maker(verb: Token, name: Token) -> bool:
    """ "Fired Iranian missiles", "bombed it with Iranian drones", "sent German tanks to Kyiv"; not what was bought."""
    thing = name.head if name.dep_ in ("amod", "compound") else name
    if thing.pos_ != "NOUN" or (is_group(thing) and thing.lemma_.lower() not in _arms()):
        return False
    first, word = syntax.first_of_row(thing), verb.lemma_.lower()
    is_fired = word in _FIRING and thing.lemma_.lower() in _arms()
    is_given = word in _HANDING and (word not in _GETTING or "from" in syntax.prepositions(verb))
    is_moved = first.dep_ in ("obj", "nsubj:pass") and (is_fired or is_given)
    is_means = first.dep_ == "obl" and syntax.case_of(first) == "with" and _states(verb) == "ASSAULT"
    return first.head.i == verb.i and (is_moved or is_means)


def _is_on_the_way(predicate: Token, name: Token) -> bool:
    """Whether something goes through a country, or is done with its help."""
    noun = name
    while noun.dep_ == "nmod:poss" or (noun.dep_ == "nmod" and syntax.case_of(noun) == "of"):
        noun = noun.head
    is_way = syntax.case_of(noun) in _WAYS or helps(name)
    return is_way and syntax.is_below(noun, syntax.verb_of(predicate))


def helps(name: Token) -> bool:
    """Whether something is done with the help of somebody: "with the help of Fiji", "with Fijian help"."""
    is_called = name.dep_ in _WHOSE or (name.dep_ == "nmod" and syntax.case_of(name) == "of")
    help_ = name.head if is_called else name
    return help_.lemma_.lower() in _HELP and syntax.case_of(help_) in _BY


def apart(predicate: Token, actors: list[Actor]) -> set[tuple[int, int]]:
    """Indices of names, either way round, of which one only blames or asks somebody for what was done to the other.

    So are Denmark and Iceland also as to the arrest in "Iceland deplored the arrest of a Danish journalist in Belarus".
    """
    names, pairs = [actor.head for actor in actors], set[tuple[int, int]]()
    is_told = predicate.dep_ == "obj" or _are_many(actors)
    for above in syntax.climb(predicate)[1:_HIGHEST] if is_told else ():
        suffering = [word.i for word in _done_to(above, names)]
        blaming = [word.i for subject in syntax.subjects(above) for word in subject.subtree] if suffering else []
        pairs |= set(product(suffering, blaming)) | set(product(blaming, suffering))
    return pairs


def _are_many(actors: list[Actor]) -> bool:
    return len({actor.mention.country_code or actor.mention.entity_key for actor in actors}) >= _ENOUGH


def _done_to(predicate: Token, names: list[Token]) -> Iterator[Token]:
    """Of some names those of those to whom it was done what somebody is blamed for or asked to do."""
    kind = _states(predicate)
    if kind in ("ACCUSE", "REQUEST"):
        yield from _others_than_asked(predicate, names)
    if kind in _BLAMING:
        for deed in (child for child in predicate.children if child.dep_ == "obj"):
            yield from _suffering(deed, names)
    elif kind == "REQUEST":
        for clause in (child for child in predicate.children if child.dep_ == "ccomp"):
            yield from _others_of(clause, names)


def _others_than_asked(verb: Token, names: list[Token]) -> Iterator[Token]:
    """Who is named in what another is blamed for or asked to do: "accused Chad of delaying Libyan aid"."""
    objects = [child for child in verb.rights if child.dep_ == "obj"]
    if any(deed == name or deed.is_ancestor(name) for deed in objects for name in names):
        clauses = [child for child in verb.rights if child.dep_ in ("advcl", "xcomp")]
        yield from (name for name in names if any(clause.is_ancestor(name) for clause in clauses))


def _suffering(deed: Token, names: list[Token]) -> Iterator[Token]:
    """Who is named in a deed but does not do it."""
    inside = [name for name in names if deed.is_ancestor(name)]
    doers = {name.i for name in inside if _is_doer_of(syntax.first_of_row(name), deed)}
    if not doers and deed.lemma_.lower() in _SUFFERED:
        doers = {name.i for name in inside if syntax.case_of(name) in _WHERE}
    if doers:
        yield from (name for name in inside if name.i not in doers)
    elif deed.lemma_.lower() in _SUFFERED or _states(deed) in _HURTS:
        yield from (name for name in inside if syntax.case_of(_below(name, deed)) in _AT)


def _below(name: Token, deed: Token) -> Token:
    """The word by which a name hangs on a deed."""
    return next((word for word in syntax.climb(name) if word.head.i == deed.i), name)


def _is_doer_of(name: Token, deed: Token) -> bool:
    """ "The Israeli strike", "Israel's strike", "a strike by Israel", "a strike by the army of Israel"."""
    is_called = name.head.i == deed.i and name.dep_ in _WHOSE
    return is_called or syntax.case_of(_below(name, deed)) == "by"


def _others_of(clause: Token, names: list[Token]) -> Iterator[Token]:
    """Who is named in what somebody is asked to do, unless it is he: "demanded that Oman stop arming Iran"."""
    asked = {word.i for subject in syntax.subjects(clause) for word in subject.subtree}
    inside = [name for name in names if clause.is_ancestor(name)]
    if any(name.i in asked for name in inside):
        yield from (name for name in inside if name.i not in asked)


def _states(word: Token) -> str:
    """The event type that a word states by itself, or ""."""
    sense = lexicon.sense(word)
    return sense.frame.type if sense and not sense.frame.light else ""


@cache
def _arms() -> frozenset[str]:
    """Arms and craft, which stand for those who serve in them as well."""
    return lexicon.group("weapons") | lexicon.group("vessels")
