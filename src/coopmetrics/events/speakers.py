"""Which person or organisation of the article a speaking noun or pronoun refers to.

Named speakers are found among the document's mentions; "he" is the last person who spoke, "the minister" the last
person with that word in the role, "the ministry" the last organisation so named. Others ("officials", "a source close
to the talks") are described by their own words, where the noun is one that speaks (`reference/speaker_nouns.csv`):
"both sides" and "a recent report of the talks" are nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import Literal

from spacy.tokens import Token

from coopmetrics.document import Document, Mention
from coopmetrics.events.syntax import case_of
from coopmetrics.language.labels import TIMES
from coopmetrics.reference import read_table

Kind = Literal["person", "organization"]

_PERSONAL = frozenset({"he", "she", "who", "him", "her", "i"})
_PEOPLES = frozenset({"he", "she", "they"})
_NEUTRAL = frozenset({"it", "they", "which", "that", "we"})
#: nouns for people without an office that the article need not have named in the role
_PEOPLE = frozenset(
    {"leader", "diplomat", "politician", "expert", "analyst", "economist", "official", "envoy", "chief"}
)
#: what holders of several offices are called
_HEADS = {"head of state": {"head_of_state", "royal"}, "head of government": {"head_of_government"}}
#: nouns that speak in the name of whoever issued them
_PAPERS = frozenset(
    {"statement", "release", "communique", "communiqué", "report", "tweet", "post", "letter", "readout"}
)
#: nouns for what was found out, in nobody's name unless they say in whose
_FINDINGS = frozenset(
    {"data", "database", "datum", "document", "estimate", "figure", "poll", "record", "research", "statistic"}
    | {"statistics", "study", "survey"}
)
_PREPOSITIONS = frozenset("of in at by with to for from on after before against between and during the".split()) - {
    "the"
}
_KEPT_DEPENDENTS = frozenset({"compound", "amod", "flat", "nmod:poss", "nummod"})
#: what a name that no mention covers stands for, by the language model; others are organisations
_NAMED_KINDS: dict[str, Kind] = {"PERSON": "person"}

#: mentions that may lie over one another, and mentions and speakers that are looked back upon
_OVERLAPS, _MEMORY = 8, 200


class Speakers:
    """The possible speakers of one article and who has spoken so far."""

    def __init__(self, document: Document) -> None:
        self._document = document
        named = (m for m in document.mentions if m.kind in {"person", "organization", "igo", "country"})
        self._named = sorted(named, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._named]
        self._first: dict[str, Mention] = {}
        for mention in document.mentions:
            self._first.setdefault(mention.entity_key, mention)
        #: speakers in the order they were heard, with the position of the cue
        self._heard: list[tuple[int, Mention]] = []

    def resolve(self, noun: Token, sentence_no: int) -> Mention | None:
        """The mention that stands for whoever the noun or pronoun means; None for a pronoun without antecedent."""
        word = noun.lower_
        if word in _PERSONAL:
            return self._last_person(noun)
        if word in _NEUTRAL:
            return self._last_organization() or self._last_person(noun)
        named = self._named_in(noun)
        if named is not None:
            return self._first[named.entity_key]
        if is_paper(noun):
            issued = (child for verb in noun.children if verb.dep_ == "acl" for child in verb.children)
            told = (*(c for c in noun.children if self._issues(c)), *(c for c in issued if case_of(c) == "by"))
            issuer = next(iter(told), None)
            if issuer is not None:
                return self.resolve(issuer, sentence_no)
            return self._last_organization() if noun.lemma_.lower() in _PAPERS else None
        return self._by_role(noun) or self._described(noun, sentence_no)

    def named_at(self, token: Token, *, is_free: bool = False) -> Mention | None:
        """The first mention of whoever is named at the token; with `is_free`, unless a preposition governs the name."""
        at = self._at(token.idx)
        if not at:
            return None
        named = _best(at)
        before = self._document.text[max(named.start - 12, 0) : named.start].rstrip().rsplit(" ", 1)[-1].lower()
        return None if is_free and before in _PREPOSITIONS else self._first[named.entity_key]

    def person_before(self, verb: Token) -> Mention | None:
        """The last person named before the verb in its sentence."""
        people = [m for m in self._between(verb.sent.start_char, verb.idx) if m.kind == "person"]
        return self._first[people[-1].entity_key] if people else None

    def first_person(self, start: int, end: int) -> Mention | None:
        """The first person named in a stretch of text."""
        person = next((m for m in self._between(start, end) if m.kind == "person"), None)
        return self._first[person.entity_key] if person else None

    def heard(self, speaker: Mention | None, position: int) -> None:
        """Remember who speaks at a character position."""
        if speaker is not None:
            self._heard.append((position, speaker))

    def last_before(self, position: int) -> Mention | None:
        """The last speaker heard before a character position."""
        at = bisect_left(self._heard, position, key=lambda heard: heard[0])
        return self._heard[at - 1][1] if at else None

    def person_at(self, position: int) -> Mention | None:
        """The first mention of the person named at a character."""
        person = next((m for m in self._at(position) if m.kind == "person"), None)
        return self._first[person.entity_key] if person else None

    def officeholder(self, preposition: Token, sentence_no: int) -> Mention | None:
        """A new mention for the one person whom a phrase tells by office and country alone: "by the king of Tonga"."""
        noun = preposition.head
        is_one = is_somebody(noun) and not _is_plural(noun) and all(child.dep_ != "conj" for child in noun.children)
        described = self._description(noun, sentence_no, "person") if is_one else None
        return self.add(described) if described is not None and described.country_code else None

    def add(self, mention: Mention) -> Mention:
        """Put a speaker whom nobody has found before among the document's mentions."""
        self._document.mentions.append(mention)
        return self._first.setdefault(mention.entity_key, mention)

    def _at(self, position: int) -> list[Mention]:
        """Named mentions over a character."""
        index = bisect_right(self._starts, position)
        return [m for m in self._named[max(index - _OVERLAPS, 0) : index] if position < m.end]

    def _between(self, start: int, end: int) -> list[Mention]:
        """Named mentions that begin in a stretch of text."""
        return self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _before(self, position: int) -> list[Mention]:
        """The last named mentions before a position, as many as a reader remembers."""
        index = bisect_left(self._starts, position)
        return self._named[max(index - _MEMORY, 0) : index]

    def _named_in(self, noun: Token) -> Mention | None:
        """The named mention that the noun is part of, else the fullest one in its noun phrase."""
        at_head = self._at(noun.idx)
        if at_head:
            return _best(at_head)
        kept = [t for t in noun.subtree if t.dep_ in {"appos", "flat", "compound"} and t.head == noun]
        close = [m for token in kept for m in self._at(token.idx) if m.kind == "person"]
        if noun.pos_ == "NOUN" and noun.i + 1 < noun.sent.end:
            close += [m for m in self._at(noun.nbor().idx) if m.kind in {"person", "organization"}]
        return _best(close) if close else None

    def _by_role(self, noun: Token) -> Mention | None:
        """ "the minister", "the president": the last person heard or named with that word in the role."""
        lemma = noun.lemma_.lower()
        if noun.pos_ not in {"NOUN", "PROPN"} or _is_plural(noun) or not _is_definite(noun):
            return None
        earlier = self._before(noun.idx)
        people = [speaker for _, speaker in self._heard[-_MEMORY:] if speaker.kind == "person"]
        people = [m for m in earlier if m.kind == "person"] + people
        fitting = [m for m in people if _holds(m, noun)]
        if whose := self._country_of(noun):
            fitting = [m for m in fitting if m.country_code == whose]
        if fitting:
            return self._first.get(fitting[-1].entity_key, fitting[-1])
        organizations = [m for m in earlier if m.kind != "person" and _is_called(lemma, m.name)]
        if organizations:
            return self._first[organizations[-1].entity_key]
        return self._last_person(noun) if lemma in _PEOPLE and _has_article(noun) else None

    def _country_of(self, noun: Token) -> str | None:
        """The country behind "of" that an office is of: "the ambassador of Peru"."""
        of = (child for child in noun.children if child.dep_ == "nmod" and case_of(child) == "of")
        countries = (m.country_code for child in of for m in self._at(child.idx) if m.kind == "country")
        return next(countries, None)

    def _issues(self, word: Token) -> bool:
        """Whether a word tells whose a paper is: "a report by the bank", "the bank's data", "local media reports"."""
        if word.dep_ == "compound":
            return bool(self._at(word.idx)) or word.lemma_.lower() in _nouns()
        return word.dep_ == "nmod:poss" or (word.dep_ == "nmod" and case_of(word) in {"by", "from", "of"})

    def _last_person(self, noun: Token) -> Mention | None:
        """The last person heard, else the last person named before."""
        word = noun.lower_
        heard = [m for _, m in self._heard[-_MEMORY:] if m.kind == "person" and m.may_be(word)]
        if heard:
            return heard[-1]
        earlier = [m for m in self._before(noun.idx) if m.kind == "person" and m.may_be(word)]
        return self._first[earlier[-1].entity_key] if earlier else None

    def _last_organization(self) -> Mention | None:
        heard = reversed(self._heard[-_MEMORY:])
        return next((speaker for _, speaker in heard if speaker.kind != "person"), None)

    def _described(self, noun: Token, sentence_no: int) -> Mention | None:
        """A new mention for a speaker without a name."""
        kind = _kind(noun)
        return self.add(self._description(noun, sentence_no, kind)) if kind is not None else None

    def _description(self, noun: Token, sentence_no: int, kind: Kind) -> Mention:
        """Somebody without a name, of the country that his description names."""
        start, end = _noun_phrase(noun)
        text = self._document.text[start:end]
        inside = [m for m in self._between(start, end) if m.end <= end and m.country_code]
        country = next((m.country_code for m in [*inside, *self._possessors(noun)]), None)
        key = f"{kind}:{text.lower()}" + (f" {country}" if country else "")  # each country has a foreign ministry
        return Mention(start, end, text, kind, sentence_no, text, key, country, confidence=0.5)

    def _possessors(self, noun: Token) -> list[Mention]:
        """The country or organisation whose somebody is: "Mali's foreign minister"."""
        whose = (child for child in noun.children if child.dep_ == "nmod:poss")
        return [m for child in whose for m in self._at(child.idx) if m.kind != "person" and m.country_code]


def is_paper(noun: Token) -> bool:
    """Whether a noun stands for something written, or found out, that can tell: "a statement", "trade data"."""
    return noun.lemma_.lower() in _PAPERS | _FINDINGS


def is_somebody(token: Token) -> bool:
    """Whether a word stands for a person or people: named, described by what they do, or by a pronoun."""
    row = _nouns().get(token.lemma_.lower())
    return token.ent_type_ == "PERSON" or token.lower_ in _PEOPLES or (row is not None and row["kind"] == "person")


def _kind(noun: Token) -> Kind | None:
    """Whether a word names or describes a person or an organisation that can speak; None for anything else.

    Several people ("officials") are a group, unless they are those that the article names ("the two leaders").
    """
    if noun.ent_type_ in TIMES:
        return None
    row = _nouns().get(noun.lemma_.lower()) if noun.pos_ in {"NOUN", "PROPN"} else None
    is_name = noun.pos_ == "PROPN" and noun.text[0].isupper() and noun.ent_type_ != "LOC"
    if is_name and row is None and (noun.ent_type_ or noun.i > noun.sent.start):
        return _NAMED_KINDS.get(noun.ent_type_, "organization")
    if row is None or (_is_plural(noun) and row["several"] and _is_counted(noun)):
        return None
    return "person" if row["kind"] == "person" and not _is_plural(noun) else "organization"


@cache
def _nouns() -> dict[str, dict[str, str]]:
    """Nouns for people and organisations that speak, with the kind; `several` is "named" if a plural refers back."""
    return {row["lemma"]: row for row in read_table("speaker_nouns")}


def _best(mentions: Iterable[Mention]) -> Mention:
    """People before organisations before countries, longer before shorter."""
    order = {"person": 0, "organization": 1, "igo": 2, "country": 3}
    return min(mentions, key=lambda m: (order.get(m.kind, 4), m.start - m.end))


def _is_called(lemma: str, name: str) -> bool:
    """Whether a word of a name or office ends so: "bank" is the Citibank, "king" no one from the United Kingdom."""
    return re.search(rf"{re.escape(lemma)}\b", name, re.IGNORECASE) is not None


def _holds(person: Mention, noun: Token) -> bool:
    """Whether somebody holds the office that a noun names: "the minister", "the head of state"."""
    if levels := _HEADS.get(noun.doc[noun.i : noun.i + 3].text.lower()):
        return person.level in levels
    return person.role is not None and _is_called(noun.lemma_.lower(), person.role)


def _is_definite(noun: Token) -> bool:
    """Has "the", a possessor or a modifier, so that it may refer back."""
    return _has_article(noun) or any(child.dep_ in {"amod", "compound", "nmod:poss"} for child in noun.children)


def _has_article(noun: Token) -> bool:
    return any(child.lower_ in {"the", "this", "his", "her", "their"} for child in noun.children)


def _is_counted(noun: Token) -> bool:
    """ "the leaders", "both leaders", "two leaders"."""
    return any(child.dep_ in {"det", "nummod"} and child.lower_ not in {"some", "many"} for child in noun.children)


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in {"NNS", "NNPS"}


def _noun_phrase(noun: Token) -> tuple[int, int]:
    """Start and end of the noun with the modifiers before it and "of" phrases or a place behind it."""
    first = noun
    while first.i > noun.sent.start and _extends(first.nbor(-1), noun, first):
        first = first.nbor(-1)
    last = noun
    behind = (child for child in noun.rights if child.dep_ == "nmod" and child.ent_type_ not in TIMES)
    for child in behind:
        if case_of(child) not in ({"of", "in", "for"} if last.i == noun.i else {"of"}):
            break
        last = child
    return first.idx, last.idx + len(last.text)


def _extends(word: Token, noun: Token, first: Token) -> bool:
    """Whether the word before a noun phrase belongs to it: a modifier, or more of a name."""
    return word.pos_ == noun.pos_ == "PROPN" or (word.head in {noun, first} and word.dep_ in _KEPT_DEPENDENTS)
