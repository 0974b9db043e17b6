"""The parts of the economy and of public life that an event is about.

`reference/sector_terms.csv` gives terms (one row a term and sector) and `reference/sectors.csv` the sectors with their
parents and ISIC Rev. 4 divisions. A term is matched word by word on the lower-cased form or the lemma; hyphens count
as spaces; the longest term wins, so that "security council" (no sector) hides "security". `strength` is empty, or
`generic` (yields to a narrower sector of the same branch: "energy" beside "hydropower"), or `weak` (counts only where
nothing stronger is said: "economic" alone is trade), or `noun` (no sector where it names who acts: "Labor" is a
party, but not in "Department of Labor"), or `things` (no sector as a verb: "train nurses"). A weak term in a list
("trade, communications and finance") counts in full, and all that a list names counts for an event that the list
belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, NamedTuple

from spacy.tokens import Span, Token

from coopmetrics.language.labels import FINITE
from coopmetrics.reference import read_table

NO_NARROWER_SECTOR = "diplomacy"
#: sectors whose weak terms ("stability", "law") are everywhere in the talk of diplomats
_GENERIC_WORDS = frozenset({"security_defence", "justice_law"})
#: nouns before "of" that announce a list of sectors
_FIELDS = frozenset({"field", "area", "sphere", "sector", "domain"})
#: how words of one name hang together
_PARTS: Final = frozenset({"compound", "amod", "flat", "flat:name", "conj", "nmod:desc"})
#: where a list ends at the latest, if not at a finite verb
_LIST_ENDS = frozenset({";", ":", "which", "who", "that", "”", '"'})


@dataclass(frozen=True, slots=True)
class SectorTerm:
    """One term found: the sector it names (None hides the words from shorter terms) and how strongly."""

    sector_code: str | None
    strength: str


@dataclass(frozen=True, slots=True)
class Found:
    """A sector named in a text: how strongly, and by which words."""

    sector_code: str
    strength: str
    words: list[Token]


class _Word(NamedTuple):
    """One word as it is matched, or a part of a hyphenated one."""

    form: str
    lemma: str
    token: Token


@dataclass(slots=True)
class _Node:
    """One step in the tree of terms, keyed by word."""

    children: dict[str, _Node] = field(default_factory=dict)
    terms: list[SectorTerm] = field(default_factory=list)


def occurrences(tokens: Iterable[Token]) -> list[Found]:
    """All sector terms among the tokens with their words, longest first at each word, never overlapping."""
    return _occurrences([word for token in tokens for word in _words(token)])


def _occurrences(words: list[_Word]) -> list[Found]:
    firsts = _terms().children
    found: list[Found] = []
    position = 0
    while position < len(words):
        begins = words[position].form in firsts or words[position].lemma in firsts
        terms, length = _longest(words, position) if begins else ([], 0)
        if not terms:
            position += 1
            continue
        matched = [word.token for word in words[position : position + length]]
        full = [_in_full(term, matched) for term in terms if not _is_other_word(term, matched)]
        found += [Found(term.sector_code, term.strength, matched) for term in full if term.sector_code]
        position += length
    return found


def _is_other_word(term: SectorTerm, words: list[Token]) -> bool:
    """Whether words that are a term elsewhere are none where they stand."""
    if term.strength == "things":
        return words[-1].pos_ == "VERB"
    return term.strength == "noun" and _is_lone_name(words)


def _is_lone_name(words: list[Token]) -> bool:
    """Whether words name by themselves somebody who acts, and are no part of a longer name such as a ministry's."""
    word = words[-1]
    acts = word.pos_ == "PROPN" and word.dep_ in ("nsubj", "nmod:poss", "obl:agent")
    return acts and not any(child.dep_ in _PARTS for child in word.children)


def _in_full(term: SectorTerm, words: list[Token]) -> SectorTerm:
    """The term as it counts where it stands: weak ones in a list do not stand back."""
    if term.strength in ("noun", "things"):
        return replace(term, strength="")
    if term.strength != "weak" or term.sector_code in _GENERIC_WORDS:
        return term
    is_listed = any(word.dep_ == "conj" or any(child.dep_ == "conj" for child in word.children) for word in words)
    return replace(term, strength="") if is_listed else term


@cache
def parents() -> dict[str, str]:
    """Narrower sector to the sector above it."""
    return {row["sector_code"]: row["parent_code"] for row in read_table("sectors") if row["parent_code"]}


def _narrowest(terms: list[Found]) -> list[str]:
    """Sector codes in order, without weak ones beside stronger and generic ones beside narrower."""
    strong = [term for term in terms if term.strength != "weak"] or terms
    covered = {parents()[term.sector_code] for term in strong if term.sector_code in parents()}
    kept = [t.sector_code for t in strong if not (t.strength == "generic" and t.sector_code in covered)]
    codes = list(dict.fromkeys(kept))
    return [code for code in codes if code != NO_NARROWER_SECTOR] or codes


class Clauses:
    """The clauses of a sentence; each is read once, however often it is asked for."""

    def __init__(self, sentence: Span) -> None:
        self._sentence = sentence
        self._listings = list(_listings(sentence))
        self._words = [_words(token) for token in sentence]
        self._read: dict[int, list[Token]] = {}

    def sectors(self, predicate: Token) -> list[str]:
        """The sectors that a predicate's clause names, else the clause around it, in the order named.

        Returns codes of `reference/sectors.csv`; ["diplomacy"] where no narrower sector is said.
        """
        for token in (predicate, *predicate.ancestors):
            words = [word for of_clause in self.of(token) for word in self._words[of_clause.i - self._sentence.start]]
            if sectors := _narrowest(_occurrences(words)):
                return sectors
        return [NO_NARROWER_SECTOR]

    def of(self, predicate: Token) -> list[Token]:
        """The predicate and what depends on it, with the lists announced there, however the parse attaches them.

        Relative clauses and acts coordinated with it stand apart.
        """
        if predicate.i not in self._read:
            self._read[predicate.i] = [self._sentence.doc[i] for i in sorted(self._positions(predicate))]
        return self._read[predicate.i]

    def _positions(self, predicate: Token) -> set[int]:
        kept: set[int] = set()
        stack = [predicate]
        while stack:
            token = stack.pop()
            if self._sentence.start <= token.i < self._sentence.end:
                kept.add(token.i)
                stack += [child for child in token.children if not _stands_apart(child, predicate)]
        for start, end in self._listings:
            if predicate.i < start and not kept.isdisjoint(range(start - 1, start + 2)):
                kept.update(range(start, end))
        return kept


def _stands_apart(token: Token, predicate: Token) -> bool:
    """A clause of its own beside the predicate; nouns of a list are none, however they are attached."""
    if token.dep_ == "conj":
        is_gerund = token.tag_ == "VBG" and token.head != predicate
        return token.pos_ == token.head.pos_ == "VERB" and not is_gerund
    return token.dep_ in {"parataxis", "acl:relcl"} and token.pos_ in {"VERB", "AUX"}


def _listings(span: Span) -> Iterator[tuple[int, int]]:
    """First word and end of every list that is announced ("including", "such as", "in the fields of")."""
    for token in span:
        if _announces_list(token):
            following = (t for t in span.doc[token.i + 1 : span.end] if t.tag_ in FINITE or t.text in _LIST_ENDS)
            last = next(following, None)
            yield token.i, last.i if last is not None else span.end


def _announces_list(token: Token) -> bool:
    form, lemma = token.lower_, token.lemma_.lower()
    if form == "including" or lemma == "include":
        return True
    if form != "such" and lemma not in _FIELDS:
        return False
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    return after in {"of", "like"} if lemma in _FIELDS else after == "as"


def _longest(words: list[_Word], position: int) -> tuple[list[SectorTerm], int]:
    """The terms of the longest match that starts at `position`, and its length in words."""
    nodes = [_terms()]
    best: tuple[list[SectorTerm], int] = ([], 0)
    for place in range(position, len(words)):
        form, lemma = words[place].form, words[place].lemma
        forms = (form,) if form == lemma else (form, lemma)
        nodes = [node.children[form] for node in nodes for form in forms if form in node.children]
        if not nodes:
            break
        found = next((node.terms for node in nodes if node.terms), None)
        best = (found, place + 1 - position) if found else best
    return best


def _words(token: Token) -> list[_Word]:
    """The written and the dictionary form of a word, of a hyphenated one those of its parts."""
    form = token.lower_
    if "-" not in form:
        return [_Word(form, _lemma(token), token)]
    return [_Word(part, part, token) for part in form.split("-") if part]


def _lemma(token: Token) -> str:
    """The dictionary form; of a plural that is taken for a singular ("a fisheries accord") without its -s or -ies."""
    lemma = token.lemma_.lower()
    is_singular = token.pos_ == "NOUN" and (token.tag_ == "NN" or "Sing" in token.morph.get("Number", []))
    if not is_singular or lemma != token.lower_ or not lemma.endswith("s") or lemma.endswith("ss"):
        return lemma
    return f"{lemma[:-3]}y" if lemma.endswith("ies") else lemma[:-1]


@cache
def _terms() -> _Node:
    root = _Node()
    known = {row["sector_code"] for row in read_table("sectors")} | {""}
    for row in read_table("sector_terms"):
        if row["sector_code"] not in known or row["strength"] not in {"", "generic", "weak", "noun", "things"}:
            raise ValueError(f"sector_terms.csv: unknown sector or strength in {row}")
        node = root
        for word in row["term"].replace("-", " ").replace("'s", " 's").split():
            node = node.children.setdefault(word, _Node())
        node.terms.append(SectorTerm(row["sector_code"] or None, row["strength"]))
    return root
