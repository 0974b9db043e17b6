"""Possible events: each predicate of a sentence with each pair of actors it may hold between.

Generous on purpose: most candidates are dropped later by `scoring`. A candidate names the predicate, the sense the
lexicon gives it (if any), and where its source and target stand in the tree. A side that the sentence leaves unsaid
may be filled by the other party of the article ("The leaders discussed ...", "He thanked them").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import lexicon, roles, syntax
from coopmetrics.events.lexicon import Sense

#: sentences are cut to this many predicates and codes, so that a list of all states costs no quadratic time
MAX_PREDICATES: Final = 40
MAX_CODES: Final = 10
_CONTENT: Final = frozenset({"VERB", "NOUN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate between two actors; `target` is None where no other side is known."""

    sentence_no: int
    predicate: Token
    sense: Sense | None
    source: roles.Place
    target: roles.Place | None
    #: the target is taken from the article, not from the sentence
    is_implicit: bool
    clause: syntax.Clause

    @property
    def codes(self) -> tuple[str, str]:
        """The unordered pair of codes, "" for an unknown target."""
        target = (self.target.actor.mention.country_code or "") if self.target else ""
        first, second = sorted((self.source.actor.mention.country_code or "", target))
        return first, second


def partners(document: Document) -> list[tuple[str, Mention]]:
    """The codes an article is about, most mentioned first, each with its first named mention."""
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for mention in document.mentions:
        if mention.country_code and mention.kind != "place":
            counts[mention.country_code] += 1
            first.setdefault(mention.country_code, mention)
    return [(code, first[code]) for code, _ in counts.most_common()]


def find(
    document: Document, sentence_no: int, actors: list[roles.Actor], main: list[tuple[str, Mention]]
) -> Iterator[Candidate]:
    """All candidates of one sentence between its `actors`; `main` are the article's `partners`."""
    for predicate, sense in _predicates(document.sentences[sentence_no], actors):
        ancestors = syntax.climb(predicate)
        clause = syntax.clause(predicate)
        places = _nearest([roles.place(predicate, ancestors, actor) for actor in actors])
        for source, target in _pairs(places):
            yield Candidate(sentence_no, predicate, sense, source, target, False, clause)
        if len(places) == 1:
            implied = _implied(places[0], main)
            yield Candidate(sentence_no, predicate, sense, places[0], implied, implied is not None, clause)


def _predicates(sentence: Span, actors: list[roles.Actor]) -> list[tuple[Token, Sense | None]]:
    """Words that may state an act: those of the lexicon, and any verb that has an actor as its subject."""
    named = {i for actor in actors if not actor.mention.is_pronoun for i in _token_range(sentence, actor)}
    heads = {actor.head.i for actor in actors}
    found: dict[int, tuple[Token, Sense | None]] = {}
    carried: set[int] = set()
    for token in sentence:
        if token.i in named or token.pos_ not in _CONTENT and token.pos_ != "PROPN":
            continue
        sense = lexicon.sense(token)
        if sense or (token.pos_ == "VERB" and _has_actor(token, heads)):
            found[token.i] = (token, sense)
        if sense and sense.frame.light and sense.object is not None:
            carried.add(sense.object.i)
    return [pair for i, pair in found.items() if i not in carried][:MAX_PREDICATES]


def _token_range(sentence: Span, actor: roles.Actor) -> range:
    span = sentence.doc.char_span(actor.mention.start, actor.mention.end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


def _has_actor(token: Token, heads: set[int]) -> bool:
    return any(t.i in heads for child in token.children if child.dep_.startswith(("nsubj", "obj", "obl")) for t in child.subtree)


def _nearest(places: list[roles.Place]) -> list[roles.Place]:
    """For each code the mention that stands closest to the predicate, at most `MAX_CODES`."""
    best: dict[str, roles.Place] = {}
    for place in places:
        code = place.actor.mention.country_code or ""
        if place.relation == "self":
            continue
        if code not in best or _remoteness(place) < _remoteness(best[code]):
            best[code] = place
    return sorted(best.values(), key=lambda p: (p.relation == "far", p.distance))[:MAX_CODES]


def _remoteness(place: roles.Place) -> tuple[bool, int]:
    return place.relation in ("far", "in"), place.distance


def _pairs(places: list[roles.Place]) -> Iterator[tuple[roles.Place, roles.Place]]:
    for one, other in combinations(places, 2):
        in_text = sorted((one, other), key=lambda p: p.actor.mention.start)
        source, target = sorted(in_text, key=lambda p: p.agency)
        yield source, target


def _implied(source: roles.Place, main: list[tuple[str, Mention]]) -> roles.Place | None:
    """The article's most mentioned other party, as a place outside the sentence."""
    for code, mention in main:
        if code != source.actor.mention.country_code:
            return roles.Place(roles.Actor(mention, source.actor.head), "implicit", "implicit", 9)
    return None
