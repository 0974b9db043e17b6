"""Possible events: each predicate of a sentence with each pair of actors it may hold between.

Generous on purpose: most candidates are dropped later by `scoring`. A candidate names the predicate, the sense the
lexicon gives it (if any), and where its source and target stand in the tree. A side that the sentence leaves unsaid
may be filled by the other party of the article ("The leaders discussed ...", "He thanked them").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import bystanders, lexicon, negation, roles, syntax
from coopmetrics.events.actors import (
    Actor,
    actors_by_sentence,
    everyone,
    is_body,
    is_crowd,
    is_described,
    is_one_phrase,
    is_scene,
    soil,
)
from coopmetrics.events.gapping import is_gapped
from coopmetrics.events.lexicon import Sense
from coopmetrics.events.ontology import EVENT_TYPES, HOSTILE
from coopmetrics.events.parties import Cast
from coopmetrics.events.roles import Place

#: sentences are cut to this many predicates and codes, so that a list of all states costs no quadratic time
MAX_PREDICATES: Final = 40
MAX_CODES: Final = 10
#: parties that a sentence without names may be about
MAX_UNSAID: Final = 3
#: members of one "we" that may do something to each other
MAX_TOGETHER: Final = 3
#: words that a predicate and the noun completing it may be apart
REACH: Final = 6
_OURS: Final = frozenset({"we", "us", "our"})
_ITS: Final = frozenset({"its", "their", "his", "her"})
_CONTENT: Final = frozenset({"VERB", "NOUN", "ADJ"})
#: types of what a country may get by where it is done
_GIVEN: Final = frozenset({"AID", "COOPERATE"})
#: what one is said aside to be of another
_RELATIVES: Final = frozenset({"member", "rival", "neighbour", "neighbor", "ally", "foe", "enemy"})
#: relations of who does an act
_DOERS: Final = frozenset({"subj", "subj^", "agent", "poss"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate between two actors; `target` is None where no other side is known."""

    sentence_no: int
    predicate: Token
    sense: Sense | None
    source: Place
    target: Place | None
    #: the target is taken from the article, not from the sentence
    is_implicit: bool
    #: place among the predicate's pairs of actors, nearest first
    rank: int
    clause: syntax.Clause

    @property
    def is_among_members(self) -> bool:
        """Whether both sides are members of one reference: "we", "the Troika"."""
        return self.target is not None and self.source.actor.mention.start == self.target.actor.mention.start

    @property
    def codes(self) -> tuple[str, str]:
        """The unordered pair of codes (of names, for actors without one), "" for an unknown target."""
        target = _code(self.target) if self.target else ""
        first, second = sorted((_code(self.source), target))
        return first, second

    @property
    def source_code(self) -> str | None:
        """The code of the one who acts, None for one without."""
        return self.source.actor.mention.country_code

    @property
    def countries(self) -> set[str | None]:
        """The codes of the two sides, None for one without."""
        return {side.actor.mention.country_code for side in (self.source, self.target) if side}

    @property
    def span(self) -> tuple[int, int]:
        """Where the predicate stands in the text, with the noun or particle that completes it close by."""
        tokens = [self.predicate]
        tokens += [c for c in self.predicate.children if c.dep_ in ("compound:prt", "aux:pass")]
        carried = self.sense.object if self.sense else None
        if carried is not None and abs(carried.i - self.predicate.i) <= REACH:
            tokens.append(carried)
        return min(t.idx for t in tokens), max(t.idx + len(t) for t in tokens)


def find(document: Document, sentence_no: int, cast: Cast) -> Iterator[Candidate]:
    """All candidates of one sentence."""
    actors = cast.actors.get(sentence_no, [])
    heads = {actor.head.i for actor in actors}
    said = {actor.mention.country_code for actor in actors}
    if not actors:
        yield from _unsaid(document, sentence_no, cast)
        return
    author, recent = _author(document, sentence_no, cast), cast.recent(sentence_no)
    foremost = cast.foremost if syntax.leaves_open(document.sentences[sentence_no], heads) else ()
    for predicate, sense in _predicates(document.sentences[sentence_no], heads, cast.named):
        placed = _placed(predicate, actors)
        if (deed := _on_soil(predicate, sense, placed)) is not None:
            placed += _placed(predicate, list(soil(document, sentence_no, deed)))
        places, clause = _nearest(placed), syntax.clause(predicate)
        is_lone = _are_one_mention(places)
        is_open = not (
            _is_of_unknown_speaker(document, sentence_no, predicate, heads) or bystanders.are_harmed(predicate, actors)
        )
        for place in _one_sided(predicate, sense, places, heads) if is_open else ():
            implied: list[Place | None] = [*_implied(place, said, recent, cast, author)]
            implied = implied or [*_hosts(place, sentence_no, cast)]
            if is_lone and not implied:
                implied = [None]
            for rank, other in enumerate(implied):
                yield Candidate(sentence_no, predicate, sense, place, other, other is not None, rank, clause)
        apart = bystanders.apart(predicate, actors)
        for rank, (source, target) in enumerate(_pairs(places)):
            is_apart = (source.actor.head.i, target.actor.head.i) in apart
            if not (is_apart or _are_gapped(document, source.actor, target.actor)):
                yield Candidate(sentence_no, predicate, sense, source, target, False, rank, clause)
        outside = _outside_pairs(predicate, places, None if is_lone else author, foremost)
        for source, target in outside if sense and is_open else ():
            yield Candidate(sentence_no, predicate, sense, source, target, True, 2, clause)


def _placed(predicate: Token, actors: list[Actor]) -> list[Place]:
    ancestors = syntax.climb(predicate)
    acting = (actor for actor in bystanders.without(predicate, actors) if not _is_aside(predicate, actor.head))
    return [roles.place(predicate, ancestors, actor) for actor in acting]


def _is_aside(predicate: Token, name: Token) -> bool:
    """Whether a name is only what another is said aside to be of: "Malta, a member of the Union, refused"."""
    aside = next((word for word in syntax.climb(name) if word.dep_ == "appos"), None)
    return aside is not None and aside.lemma_ in _RELATIVES and aside.i != name.i and predicate not in aside.subtree


def _on_soil(predicate: Token, sense: Sense | None, placed: list[Place]) -> Token | None:
    """The verb of what is done to a country only by where: "struck a port in Odesa", "promised to build one in Lima".

    It attacks by itself, which "carried out a strike" does not, or gives or builds where nobody else is named.
    """
    if sense is None or sense.frame.light or predicate.pos_ != "VERB":
        return None
    if sense.frame.type == "ASSAULT":
        return None if any(place.is_acted_on for place in placed) else predicate
    if len({place.actor.mention.country_code for place in placed if not place.is_beside}) > 1:
        return None
    promised = [child for child in predicate.children if child.dep_ == "xcomp"] if sense.frame.type == "AGREE" else []
    return next((verb for verb in (predicate, *promised) if _is_given(verb)), None)


def _is_given(verb: Token) -> bool:
    """Whether a verb tells of what a country may get by where it is done."""
    sense = lexicon.sense(verb)
    return sense is not None and sense.frame.type in _GIVEN


def between_names(document: Document, sentence_no: int, cast: Cast) -> Iterator[Candidate]:
    """Candidates between named actors of which one has no code, or that are of one country; known predicates only."""
    actors = actors_by_sentence(document, named=True).get(sentence_no, [])
    return _between(sentence_no, actors, _predicates(document.sentences[sentence_no], set(), cast.named))


def between_any(document: Document, sentence_no: int, cast: Cast) -> Iterator[Candidate]:
    """The same between anybody, places and those only described as well: "rebel forces", "Brazil's truck drivers"."""
    actors = everyone(document, sentence_no, cast.named)
    heads = {actor.head.i for actor in actors}
    predicates = _predicates(document.sentences[sentence_no], heads, cast.named)
    acts = {word.i for predicate, sense in predicates for word in _of_act(predicate, sense)}
    actors = [actor for actor in actors if actor.head.i in cast.named or actor.head.i not in acts]
    between = _between(sentence_no, actors, predicates)
    found = [c for c in between if c.source.relation in _DOERS and not _is_own(c)]
    # the place of an act is its target only where nobody is met there
    met = {(c.predicate.i, c.source.actor.mention.start) for c in found if not _is_toward_scene(c)}
    for candidate in found:
        if not _is_toward_scene(candidate) or (candidate.predicate.i, candidate.source.actor.mention.start) not in met:
            yield candidate


def by_one(document: Document, sentence_no: int, cast: Cast) -> Iterator[Candidate]:
    """Candidates with one side: of anybody who does something, or to whom it is done."""
    actors = everyone(document, sentence_no, cast.named)
    heads = {actor.head.i for actor in actors}
    for predicate, sense in _predicates(document.sentences[sentence_no], heads, cast.named):
        clause = syntax.clause(predicate)
        sides = [place for place in _placed(predicate, actors) if place.is_subject or place.relation == "patient"]
        for rank, place in enumerate(sides):
            yield Candidate(sentence_no, predicate, sense, place, None, False, rank, clause)


def _of_act(predicate: Token, sense: Sense | None) -> Iterator[Token]:
    """A predicate, and what completes one of cooperation or of arms: "embassies" in "reopen embassies" are nobody."""
    yield predicate
    if sense is None or sense.object is None:
        return
    if sense.frame.type == "MOBILIZE" or EVENT_TYPES[sense.frame.type].quad.endswith("cooperation"):
        yield sense.object


def _is_own(candidate: Candidate) -> bool:
    """Whether the target is a body or force of the source itself: "Peru closed its embassy"."""
    source, target = candidate.source, candidate.target
    if source.actor.mention.country_code is None or target is None or not is_body(target.actor.head):
        return False
    return any(child.lower_ in _ITS for child in target.actor.head.lefts if child.dep_ == "nmod:poss")


def _is_toward_scene(candidate: Candidate) -> bool:
    return candidate.target is not None and is_scene(candidate.target.actor)


def _between(
    sentence_no: int, actors: list[Actor], predicates: list[tuple[Token, Sense | None]]
) -> Iterator[Candidate]:
    for predicate, sense in predicates:
        clause, placed = syntax.clause(predicate), _placed(predicate, actors)
        apart = bystanders.apart(predicate, actors)
        others = sorted((p for p in placed if p.relation != "self"), key=_remoteness, reverse=True)
        nearest = {place.actor.mention.entity_key: place for place in others}
        places = sorted(nearest.values(), key=_remoteness)[:MAX_CODES]
        for rank, (source, target) in enumerate(_pairs(places)):
            codes = {place.actor.mention.country_code for place in (source, target)}
            is_unnamed = any(is_described(place.actor) for place in (source, target))
            is_new = is_unnamed or (len(codes) == 1 and not _is_by_itself(source, target))
            is_apart = (source.actor.head.i, target.actor.head.i) in apart
            if (None in codes or is_new) and not (is_apart or is_one_phrase(source.actor, target.actor)):
                yield Candidate(sentence_no, predicate, sense, source, target, False, rank, clause)


def _is_by_itself(source: Place, target: Place) -> bool:
    """Whether two of one country are one in what is told: who says what it does, and where at home it does it."""
    is_said = source.says or target.says
    return source.actor.mention.country_code is not None and (is_said or is_scene(target.actor))


def _code(place: Place) -> str:
    return place.actor.mention.country_code or place.actor.mention.entity_key


def _unsaid(document: Document, sentence_no: int, cast: Cast) -> Iterator[Candidate]:
    """Candidates of a sentence that names nobody ("The talks lasted two hours"): between those named before.

    What a list or a long account goes on about may also be between the two that the article is most about.
    """
    pairs: list[tuple[Mention, ...]] = [*combinations(cast.recent(sentence_no)[:MAX_UNSAID], 2)]
    is_open = not pairs or syntax.leaves_open(document.sentences[sentence_no], set())
    ranked = [(pair, 0) for pair in pairs]
    if is_open and cast.foremost and not any(_are_among(cast.foremost, pair) for pair in pairs):
        ranked.append((cast.foremost, 1))
    for predicate, sense in _predicates(document.sentences[sentence_no], set(), cast.named) if ranked else ():
        if _is_of_unknown_speaker(document, sentence_no, predicate, set()):
            continue
        clause = syntax.clause(predicate)
        for pair, rank in ranked:
            source, target = (_outside(mention, predicate) for mention in pair)
            yield Candidate(sentence_no, predicate, sense, source, target, True, rank, clause)


def _is_of_unknown_speaker(document: Document, sentence_no: int, predicate: Token, heads: set[int]) -> bool:
    """Whether "we" of direct speech do it, who are nobody known: then nobody else of the article does."""
    is_spoken = document.attributions[sentence_no].kind == "direct"
    return is_spoken and syntax.is_of_unknown_speaker(predicate, heads)


def _are_among(some: Iterable[Mention], mentions: Iterable[Mention]) -> bool:
    """Whether all that some act for have a mention among others."""
    return {m.country_code for m in some} <= {m.country_code for m in mentions}


def _predicates(sentence: Span, heads: set[int], named: set[int]) -> list[tuple[Token, Sense | None]]:
    """Words that may state an act: those of the lexicon, and any verb with an actor among its arguments."""
    found: dict[int, tuple[Token, Sense | None]] = {}
    carried: set[int] = set()
    for token in sentence:
        is_named = token.i in named and token.pos_ != "ADJ"
        if is_named or (token.pos_ not in _CONTENT and token.pos_ != "PROPN") or _is_trait(token):
            continue
        sense = lexicon.sense(token)
        if (sense and sense.frame.type == lexicon.NO_EVENT) or negation.stops_short(token):
            continue
        if sense or (token.pos_ == "VERB" and _has_actor(token, heads)) or _is_said_of(token, heads):
            found[token.i] = (token, sense)
        if sense and sense.frame.light and sense.object is not None:
            carried.add(sense.object.i)
    return [pair for i, pair in found.items() if i not in carried][:MAX_PREDICATES]


def _is_trait(token: Token) -> bool:
    """Whether a word only tells of what kind a noun is, or why: "export list", "critical minerals", "thanks to"."""
    if token.lower_ == "thanks" and token.dep_ not in ("obj", "conj", "nsubj", "ROOT"):
        return True
    if token.pos_ == "NOUN" and token.dep_ == "compound":
        return True
    return token.pos_ == "ADJ" and token.dep_ == "amod" and not any(c.dep_.startswith("obl") for c in token.children)


def _has_actor(token: Token, heads: set[int]) -> bool:
    return any(
        t.i in heads
        for child in token.children
        if child.dep_.startswith(("nsubj", "obj", "obl"))
        for t in child.subtree
    )


def _is_said_of(token: Token, heads: set[int]) -> bool:
    """Whether it is said of an actor and involves others: "A is a partner of B", "to be ambassador of A to B"."""
    if not any(child.dep_ == "cop" for child in token.children):
        return False
    about = {t.i for subject in syntax.subjects(token) for t in subject.subtree}
    involved = {t.i for child in token.children if child.dep_.startswith(("nmod", "obl")) for t in child.subtree}
    return len(involved & heads) + bool(about & heads) > 1


def _one_sided(predicate: Token, sense: Sense | None, places: list[Place], heads: set[int]) -> list[Place]:
    """Places of those whose other side may be unsaid: who stands alone, unless as a pair, or nearly.

    Nobody is unsaid of what people without a country do, or are blamed or attacked for: "was put under sanctions by its
    neighbours", "accused the Gulf states".
    """
    objects = [c for c in predicate.children if c.dep_ == "obj"] if sense and sense.frame.type in HOSTILE else []
    if any(is_crowd(other, heads) for other in (*_agents(predicate), *objects)):
        return []
    if _are_one_mention(places):
        return [] if len(places) == 2 else places  # "both sides" act with each other
    if sense is None:
        return []
    if syntax.lacks_subject(predicate, heads):
        return places
    near = [place for place in places if not place.is_apart]
    return near if len(near) == 1 else []


def _agents(predicate: Token) -> list[Token]:
    """By whom something is told to be done: "was invaded by", "sanctions by"."""
    above = [predicate.head] if predicate.dep_ == "obl" else []  # "put under sanctions by"
    words = (predicate, syntax.act(predicate), *above)
    return [c for word in words for c in word.children if c.dep_ == "obl:agent" or syntax.case_of(c) == "by"]


def _are_one_mention(places: list[Place]) -> bool:
    return len({place.actor.mention.start for place in places}) == 1


def _nearest(places: list[Place]) -> list[Place]:
    """For each code the mention that stands closest to the predicate, at most `MAX_CODES`."""
    best: dict[str, Place] = {}
    for place in places:
        code = place.actor.mention.country_code or ""
        if place.relation == "self":
            continue
        if code not in best or _remoteness(place) < _remoteness(best[code]):
            best[code] = place
    return sorted(best.values(), key=lambda p: (p.relation == "far", p.distance))[:MAX_CODES]


def _remoteness(place: Place) -> tuple[bool, bool, int]:
    """Sort key: according to whom something is done is farther from it than who does it."""
    return place.is_apart, place.path.startswith(roles.ACCORDING), place.distance


def _pairs(places: list[Place]) -> list[tuple[Place, Place]]:
    """Source and target of each pair, nearest pair first."""
    pairs = []
    crowds = _crowds(places)
    for one, other in combinations(places, 2):
        if one.actor.mention.start == other.actor.mention.start in crowds:
            continue
        in_text = sorted((one, other), key=lambda p: p.actor.mention.start)
        source, target = sorted(in_text, key=lambda p: p.agency)
        pairs.append((source, target))
    return sorted(pairs, key=lambda pair: (sum(p.is_apart for p in pair), pair[0].distance + pair[1].distance))


def _are_gapped(document: Document, one: Actor, other: Actor) -> bool:
    """Whether each of two does for himself what one verb tells of both: "Peru gave 5 tonnes and Chile 6 tonnes"."""
    return one.head == other.head and any(is_gapped(document.text, actor.mention) for actor in (one, other))


def _author(document: Document, sentence_no: int, cast: Cast) -> Mention | None:
    """Whose release tells a sentence in its own words, as where it is first mentioned."""
    if len(document.authors) != 1 or document.attributions[sentence_no].kind != "none":
        return None
    return next((party.mentions[0] for party in cast.parties if party.code == document.authors[0]), None)


def _crowds(places: list[Place]) -> set[int]:
    """Where "we" and "our" of many stand, such as five governments, who act toward others rather than each other."""
    members = Counter(p.actor.mention.start for p in places if p.actor.mention.text.lower() in _OURS)
    return {start for start, number in members.items() if number > MAX_TOGETHER}


def _implied(
    source: Place, codes: Set[str | None], recent: list[Mention], cast: Cast, author: Mention | None
) -> list[Place]:
    """Places of who is not of those `codes` that the sentence names: the author, the source's foremost, the last."""
    code = source.actor.mention.country_code or ""
    parties = [] if cast.is_questioned else cast.beside.get(code, cast.parties)
    foremost = next((party.mentions[0] for party in parties if party.code not in codes), None)
    others = [m for m in recent if m.country_code not in codes]
    last = max(others, key=lambda m: (m.start, cast.often(code, m.country_code)), default=None)
    by_code = {m.country_code: m for m in (foremost, last, author) if m is not None}
    return [_outside(mention, source.actor.head) for key, mention in by_code.items() if key not in codes]


def _hosts(source: Place, sentence_no: int, cast: Cast) -> Iterator[Place]:
    """Places of whose guest "he" was in the sentence before: "She visited Kyiv on Monday. She pledged to ..."."""
    guest, before = source.actor.mention, cast.actors.get(sentence_no - 1, [])
    if guest.is_pronoun and any(actor.mention.country_code == guest.country_code for actor in before):
        hosts = (actor.mention for actor in before if actor.mention.kind == "place")
        yield from (_outside(host, source.actor.head) for host in hosts if host.country_code != guest.country_code)


def _outside_pairs(
    predicate: Token, places: list[Place], author: Mention | None, foremost: tuple[Mention, ...]
) -> Iterator[tuple[Place, Place]]:
    """Who is named with the author who is not; and the foremost two, unless both are named."""
    named = [place.actor.mention for place in places]
    if foremost and not _are_among(foremost, named):
        source, target = (_outside(mention, predicate) for mention in foremost)
        yield source, target
    if author is not None and not _are_among([author], named):
        for place in places:
            yield place, _outside(author, predicate)


def _outside(mention: Mention, head: Token) -> Place:
    """The place of a party that the sentence does not name."""
    return Place(Actor(mention, head), "implicit", "implicit", 9)
