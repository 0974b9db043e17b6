"""Who may be a side of an act: the names of a sentence and those it only describes, each as a noun of the tree.

Left out is who only seems one: the place where something happens or from which it is reported, a country that is only
whose newspaper writes, the organisation to which an envoy is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import lexicon, saying, syntax
from coopmetrics.events.gapping import is_gapped
from coopmetrics.events.ontology import VISIT
from coopmetrics.language.labels import FINITE
from coopmetrics.reference import read_table

#: behind these a town or province is where something happens; it does not act
_LOCATIVE: Final = frozenset({"in", "at", "near", "outside", "around"})
#: ... and something that is called after one only leads there
_ALONG: Final = frozenset({"through", "via", "along", "over"})
#: relations of noun phrases that can be actors
_ARGUMENTS: Final = frozenset({"nsubj", "obj", "iobj", "obl", "nmod"})
#: what is of the country that is told of, without a word whose it is
_GOVERNMENTS: Final = frozenset(
    "administration army authority court government military parliament police regime".split()
)
#: what somebody's own state is called, beside its bodies
_COUNTRY: Final = frozenset({"country", "nation", "homeland"})
#: ... and other states
_OTHERS: Final = frozenset(
    "actor ally country creditor donor enemy foe lender nation neighbor neighbour other partner power rival"
    " state".split()
)
#: what opens a noun phrase without being part of who is meant
_BEFORE_PHRASE: Final = frozenset({"case", "cc", "mark", "punct", "cc:preconj"})
#: how what belongs to a noun's phrase hangs on it
_INSIDE: Final = frozenset({"nmod", "amod", "compound", "appos", "flat"})
#: ... and the small words in it
_SMALL: Final = frozenset({"det", "nummod", "case", "punct"})
_CALLED: Final = frozenset({"amod", "compound", "nmod:poss"})
#: what the key of somebody without a name begins with
_DESCRIBED: Final = "described:"
#: those who act for the country that they are "in" a town of, and towns where they may be an organisation's
_OFFICES: Final = frozenset(
    "authority bank cabinet company court firm government guard judge jury lawmaker legislator legislature magistrate"
    " mayor ministry officer official parliament police policeman prosecution prosecutor senate shipyard tribunal"
    " university".split()
)
_SEATS: Final = frozenset({"Brussels", "Geneva", "The Hague", "Luxembourg", "New York", "Strasbourg", "Vienna"})
#: what a state keeps in another
_POSTS: Final = frozenset({"embassy", "consulate", "office", "representation"})
#: what a leader does to a group that he is one of
_LEADING: Final = frozenset({"lead", "head", "chair"})
#: what opens a report: a place and perhaps its country, a date, an agency; then a dash, or a colon behind capitals, a
#: date or a bracket
_DATELINE: Final = re.compile(
    r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3}(?:, [A-Z][\w. ]{1,24})?"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
    r"(?: ?[(/][\w /.,]{2,40}[)/])?(?:(?: ?(?:–|—|--)| -) ?(?=[A-Z\"“])|(?<=[A-Z\d)]) ?: )"
)
_LONGEST_DATELINE: Final = 100
#: those who are sent to a country
_ENVOYS: Final = frozenset({"ambassador", "envoy", "commissioner"})
#: relations of subjects
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:outer"})
#: ... and of what stands before them
_ADJUNCTS: Final = frozenset({"nmod", "obl"})
#: what stands between the names of a list
_LISTED: Final = re.compile(r"(?:,|,? (?:and|or)|,? as well as)(?: the)? ")


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention in a sentence with the word that stands for it in the tree."""

    mention: Mention
    head: Token


def actors_by_sentence(document: Document, *, named: bool = False) -> dict[int, list[Actor]]:
    """The actors of each sentence: mentions that stand for a country or an organisation of states.

    With `named`, those that stand for none too, as long as they are named and no places.

    The names of a list ("Angola, Botswana and Namibia") all take the place of its first, however it was parsed.
    """
    found: dict[int, list[Actor]] = {}
    for mention in sorted(document.mentions, key=lambda m: m.start):
        head = document.head(mention.start, mention.end)
        if is_scene(Actor(mention, head)) or _is_dateline(document.text, mention):
            continue
        if (mention.kind == "igo" and _is_in_office(document, mention)) or is_press(document, mention):
            continue
        if mention.kind == "country" and (_is_post_of_speaker(head) or _is_passed_over(head)):
            continue
        is_named = named and mention.kind != "place" and not mention.is_pronoun
        if is_named or (mention.country_code and not named):
            actors = found.setdefault(mention.sentence_no, [])
            before = _first_of_list(document.text, actors, Actor(mention, head))
            actors.append(Actor(mention, before.head if before else head))
    return found


def _first_of_list(text: str, actors: list[Actor], actor: Actor) -> Actor | None:
    """Whose place in the tree a name has: of the one before it in its list, or of the subject whose verb it shares."""
    if actors and _is_listed(text, actors[-1], actor):
        return actors[-1]
    subjects = (a for a in actors if whole(a.head).dep_ in _SUBJECTS)
    return next(subjects, None) if is_gapped(text, actor.mention) else None


def is_scene(actor: Actor) -> bool:
    """Whether an actor is a place where something happens: "in Lima", unless somebody "arrived in Lima".

    A "court in Lima" is Peru's. So is a place that something is called after where that is the way: "through the Lima
    pipeline".
    """
    place = actor.head
    if actor.mention.kind != "place" or _is_visited(place) or _is_seat(place) or _is_of_office(actor):
        return False
    is_way = place.dep_ == "compound" and place.head.pos_ == "NOUN" and syntax.case_of(place.head) in _ALONG
    return is_way or syntax.case_of(place) in _LOCATIVE


def soil(document: Document, sentence_no: int, attack: Token) -> Iterator[Actor]:
    """The places of a sentence on whose soil a verb hits something: "struck a port in Odesa"; a man is of no place."""
    sentence = document.sentences[sentence_no]
    here = document.mentions_in(sentence.start_char, sentence.end_char)
    hit = {noun.idx for noun in syntax.governed(attack)}
    if any(mention.kind == "person" and hit & set(range(mention.start, mention.end)) for mention in here):
        return
    for mention in here:
        actor = Actor(mention, document.head(mention.start, mention.end))
        if mention.country_code and is_scene(actor) and syntax.is_in_clause(attack, actor.head):
            yield actor


def _is_seat(place: Token) -> bool:
    """Whether a place is the one to which an embassy is opened or closed: "closed its embassy in Lima"."""
    verb = place.head if place.head.pos_ == "VERB" else place.head.head
    sense = lexicon.sense(verb)
    if sense is None or sense.object is None or sense.frame.light:
        return False
    return sense.object.lemma_.lower() in _POSTS and place.head.i in (verb.i, sense.object.i)


def _is_of_office(town: Actor) -> bool:
    """Whether a town only says whose officers act: "a court in Lima", unlike "Chilean officials in Lima"."""
    place, office = town.head, town.head.head
    if place.dep_ != "nmod" or syntax.case_of(place) != "in" or town.mention.name in _SEATS:
        return False
    is_of_other = any(t.ent_type_ for t in office.lefts if t.dep_ in _INSIDE or t.dep_ == "nmod:poss")
    return office.lemma_.lower() in _OFFICES and not is_of_other


def _is_visited(place: Token) -> bool:
    sense = lexicon.sense(place.head) if place.dep_.startswith("obl") else None
    return sense is not None and sense.frame.cameo == VISIT


def _is_dateline(text: str, mention: Mention) -> bool:
    """Whether a place or agency opens a line as where or whose the report is: "LIMA, May 3 (Andina) --"."""
    if mention.kind == "person":
        return False
    nearest = max(mention.start - _LONGEST_DATELINE, 0)
    line = text.rfind("\n", nearest, mention.start) + 1
    if line == 0 < nearest:
        return False
    match = _DATELINE.match(text, line, line + _LONGEST_DATELINE)
    return match is not None and mention.end <= match.end()


def _is_in_office(document: Document, mention: Mention) -> bool:
    """Whether an organisation is only where somebody's envoy is sent: "Kenya's UN ambassador Martin Kimathi"."""
    return any(
        start <= mention.start < person.start and person.country_code not in (None, mention.country_code)
        for start, person in _offices(document, mention.sentence_no)
    )


def _is_passed_over(country: Token) -> bool:
    """Whether another was chosen: "from Peru rather than Chile", "instead of Chile"."""
    return any(word.lower_ in ("rather", "instead") for word in country.lefts if word.dep_ in ("case", "cc"))


def _is_post_of_speaker(country: Token) -> bool:
    """Whether a country is only where somebody is sent who says something: "Peru's envoy to Chile said that ..."."""
    envoy = country.head
    is_post = country.dep_ == "nmod" and syntax.case_of(country) == "to" and envoy.lemma_.lower() in _ENVOYS
    return is_post and envoy.dep_ in _SUBJECTS and saying.verbs().get(envoy.head.lemma_.lower()) == "say"


def is_press(document: Document, mention: Mention) -> bool:
    """Whether a country is only whose newspaper or journalists do something: "French daily Le Matin accused ...".

    So are the "Syrian state media" themselves.
    """
    head = document.head(mention.start, mention.end)
    if mention.kind == "organization":
        return head.lemma_.lower() in _press()
    if mention.kind != "country":
        return False
    top = whole(head)
    is_doer = mention.is_pronoun or top.dep_ in _SUBJECTS or syntax.case_of(top) == "according"
    return is_doer and any(word.lemma_.lower() in _press() for word in (top, *top.lefts))


def described(document: Document, sentence_no: int, named: Set[int]) -> Iterator[Actor]:
    """People, bodies and places of a sentence that have no name ("rebel forces"), with the code of whose they are.

    The office of somebody named ("Foreign Minister Jan Kowal") is no one else, and "the two countries" are those meant.
    """
    offices, sentence = _offices(document, sentence_no), document.sentences[sentence_no]
    whose = _whose(document, sentence)
    meant = [m for m in document.mentions_in(sentence.start_char, sentence.end_char) if m.is_pronoun]
    for token in sentence:
        role = token.dep_.partition(":")[0]
        if role not in _ARGUMENTS or token.i in named or token.lemma_.lower() not in _group_nouns():
            continue
        if token.lower_ == "state" and any(c.dep_ == "nmod" and c.pos_ == "NOUN" for c in token.children):
            continue  # "a state of emergency"
        if token.dep_ == "nmod:desc" or syntax.is_none(token):
            continue
        if any(start <= token.idx < person.start for start, person in offices):
            continue
        named_elsewhere = next((m for m in meant if m.start <= token.idx < m.end), None)
        if named_elsewhere is not None and token.lemma_.lower() not in _GOVERNMENTS:
            continue  # "the two countries", unlike "the government" beside Kenyan farmers
        is_of_side = is_body(token) or token.lemma_.lower() in _COUNTRY
        if is_of_side and any(child.dep_ == "nmod:poss" and child.pos_ == "PRON" for child in token.lefts):
            continue  # "his country", "its navy" are the side that the pronoun means
        first = next(t for t in token.subtree if t.dep_ not in _BEFORE_PHRASE)
        span = token.doc[min(first.i, token.i) : token.i + 1]
        if any(t.tag_ in FINITE for t in span):
            continue  # no noun phrase holds a finite verb before its noun
        key = f"{_DESCRIBED}{span.text.lower()}"
        mention = Mention(span.start_char, span.end_char, span.text, "organization", sentence_no, span.text, key)
        mention.country_code = named_elsewhere.country_code if named_elsewhere else whose.get(token.i)
        yield Actor(mention, token)


def is_described(actor: Actor) -> bool:
    """Whether an actor has no name of its own: "the Chilean police"."""
    return actor.mention.entity_key.startswith(_DESCRIBED)


def _whose(document: Document, sentence: Span) -> dict[int, str]:
    """The country or organisation of states by the index of the noun that is called its: "police" of "Chilean police".

    So is "president" of "president of Chile", unlike "police in Chile" or "Chile's donors".
    """
    found: dict[int, str] = {}
    for mention in document.mentions_in(sentence.start_char, sentence.end_char):
        word = document.head(mention.start, mention.end)
        if mention.is_pronoun or mention.kind not in ("country", "igo") or not mention.country_code:
            continue
        while word.dep_ in _CALLED or (word.dep_ == "nmod" and syntax.case_of(word) == "of"):
            word = word.head
            # "Chilean-backed rebels" are nobody's
            if word.pos_ == "VERB" or word.lemma_.lower() in _OTHERS | _press():
                break
            found.setdefault(word.i, mention.country_code)
    return found


def _offices(document: Document, sentence_no: int) -> list[tuple[int, Mention]]:
    """The sentence's people whose office stands right before their name, each with where it begins."""
    sentence = document.sentences[sentence_no]
    inside = document.mentions_in(sentence.start_char, sentence.end_char)
    people = [m for m in inside if m.kind == "person" and m.role]
    found = [(m.start - len(m.role or "") - 1, m) for m in people]
    return [(start, m) for start, m in found if document.text.startswith(f"{m.role} ", max(start, 0))]


def everyone(document: Document, sentence_no: int, named: Set[int]) -> list[Actor]:
    """Whoever may be a side of an act in a sentence that stands alone: names, places and those described."""
    here = (m for m in document.mentions if m.sentence_no == sentence_no and not m.is_pronoun)
    sides = [m for m in here if not (_is_dateline(document.text, m) or is_press(document, m))]
    found = [Actor(mention, document.head(mention.start, mention.end)) for mention in sides]
    return [*found, *described(document, sentence_no, named)]


def by_name(document: Document, mention: Mention) -> Mention:
    """The name in the same sentence of whom a pronoun or a description there means, else the mention itself.

    A country in somebody's title is that person: "Kenya's Minister of Mines and Energy, Ann Wafula".
    """
    sentence = document.sentences[mention.sentence_no]
    names = [m for m in document.mentions_in(sentence.start_char, sentence.end_char) if not m.is_pronoun]
    if not mention.is_pronoun:
        return next((person for person in names if is_in_title(mention, person)), mention)
    same = [m for m in names if m.entity_key == mention.entity_key]
    return min(same, key=lambda m: abs(m.start - mention.start), default=mention)


def is_in_title(country: Mention, person: Mention) -> bool:
    """Whether a mention is the country in a person's title, which stands before the name."""
    title = person.role or ""
    is_of_one = country.kind == "country" and country.country_code == person.country_code and country.text in title
    return is_of_one and 0 < person.start - country.start <= len(f"{title}, ")


def is_body(noun: Token) -> bool:
    """Whether a noun is one for a body or officer of a state, or for forces: "embassy", "navy"."""
    return _group_nouns().get(noun.lemma_.lower()) in ("armed", "state")


def is_group(noun: Token) -> bool:
    """Whether a noun is one for people, bodies or forces of whatever kind."""
    return noun.lemma_.lower() in _group_nouns()


def is_crowd(noun: Token, heads: Set[int]) -> bool:
    """Whether a noun is one for people or states that are none of the actors at `heads`: "rebels", "its neighbours"."""
    if noun.lemma_.lower() in _OTHERS:
        return noun.i not in heads and not any(t.i in heads for t in noun.children if t.dep_ != "nmod:poss")
    is_people = _group_nouns().get(noun.lemma_.lower()) in ("armed", "people")
    return is_people and heads.isdisjoint(t.i for t in noun.subtree)


@cache
def _group_nouns() -> dict[str, str]:
    """Noun to its kind."""
    return {row["noun"]: row["kind"] for row in read_table("group_nouns")}


@cache
def _press() -> frozenset[str]:
    """What outlets and those who write for them are called: "a news agency", "journalists"."""
    return frozenset({"news"} | {row["noun"] for row in read_table("group_nouns") if row["kind"] == "press"})


def is_part(one: Token, other: Token) -> bool:
    """Whether a name stands inside the phrase of another: "Lima" in "the mayor of Lima", "Peru's" in "Peru's army"."""
    first = syntax.first_of_row(one)
    if first.i == other.i:
        return one.i == other.i
    for token in syntax.climb(first):
        if token.i == other.i:
            return True
        if token.dep_.partition(":")[0] not in _INSIDE and not _is_leader(token):
            return False
    return False


def is_one_phrase(one: Actor, other: Actor) -> bool:
    """Whether one only says more closely who the other is: "French" in "French President Anne Roux"."""
    is_inside = is_part(one.head, other.head) or is_part(other.head, one.head)
    is_titled = is_in_title(one.mention, other.mention) or is_in_title(other.mention, one.mention)
    return is_inside or is_titled or whole(one.head).i == whole(other.head).i or one.mention.overlaps(other.mention)


def _is_leader(token: Token) -> bool:
    """Whether a word is part of the way from a leader to those led: "a delegation led by Ana Vula"."""
    verb = token if token.dep_ == "acl" else token.head
    is_way = verb.dep_ == "acl" and (token.i == verb.i or token.dep_.startswith("obl"))
    return is_way and verb.lemma_.lower() in _LEADING


def phrase_of(document: Document, mention: Mention) -> range:
    """Indices of a mention's words with those that say more closely who is meant: "the French finance minister"."""
    span = document.span(mention.start, mention.end)
    top = whole(span.root)
    inside = set(range(span.start, span.end)) | {token.i for token in _closer(top)}
    inside -= {child.i for child in top.lefts if child.dep_ in _BEFORE_PHRASE}
    first, last = top.i, top.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while last > top.i and document.doc[last].dep_ in _BEFORE_PHRASE:
        last -= 1
    return range(min(first, span.start), max(last + 1, span.end))


def whole(noun: Token) -> Token:
    """The noun of the phrase that says who is meant: "police" of "French police"."""
    while (_is_of_one(noun) or _is_leader(noun)) and noun.head.i != noun.i:
        noun = noun.head
    return noun


def _is_of_one(token: Token) -> bool:
    """Whether a noun only says more closely who its head is: "French" of "French police", "Lima" of "mayor of Lima"."""
    head, label = token.head, token.dep_.partition(":")[0]
    if label == "nmod" and token.dep_ != "nmod:desc":
        return head.pos_ == "PROPN" or head.lemma_.lower() in _group_nouns()
    return label in _INSIDE and head.pos_ in ("NOUN", "PROPN")


def _closer(noun: Token) -> Iterator[Token]:
    waiting = [noun]
    while waiting:
        word = waiting.pop()
        yield word
        waiting += [child for child in word.children if child.dep_.partition(":")[0] in _INSIDE | _SMALL]


def words_of(document: Document, mention: Mention) -> range:
    """Indices of the words of a mention."""
    start, end = mention.start, mention.end
    span = document.once(("span", start, end), lambda: document.span(start, end))
    return range(span.start, span.end)


def _is_listed(text: str, first: Actor, second: Actor) -> bool:
    """Whether two names stand in one list; "in Lima, both sides" and "after talks with Peru, Chile" are none."""
    previous, mention = first.mention, second.mention
    if whole(second.head).dep_ in _SUBJECTS and first.head.dep_ in _ADJUNCTS:
        return False
    if previous.is_pronoun or mention.is_pronoun or (previous.kind == "place") != (mention.kind == "place"):
        return False
    between = text[previous.end : mention.start] if mention.start - previous.end < 16 else ""
    return _LISTED.fullmatch(between) is not None
