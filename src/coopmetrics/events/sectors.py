"""The parts of the economy and of public life that an event is about.

`reference/sector_terms.csv` gives terms (one row a term and sector) and `reference/sectors.csv` the sectors with their
parents and ISIC Rev. 4 divisions. A term is matched word by word on the lower-cased form or the lemma; hyphens count
as spaces; the longest term wins, so that "security council" (no sector) hides "security". `strength` is empty, or
`generic` (yields to a narrower sector of the same branch: "energy" beside "hydropower"), or `weak` (counts only where
nothing stronger is said: "economic" alone is trade).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from coopmetrics.reference import read_table

NO_NARROWER_SECTOR = "diplomacy"


@dataclass(frozen=True, slots=True)
class SectorTerm:
    """One term found: the sector it names (None hides the words from shorter terms) and how strongly."""

    sector_code: str | None
    strength: str


@dataclass(slots=True)
class _Node:
    """One step in the tree of terms, keyed by word."""

    children: dict[str, _Node] = field(default_factory=dict)
    terms: list[SectorTerm] = field(default_factory=list)


def classify(span: Span, predicate: Token | None) -> list[str]:
    """The sectors of an event, in the order named: those of the predicate's clause, else of the clause around it.

    Returns codes of `reference/sectors.csv`; ["diplomacy"] where no narrower sector is said.
    """
    if predicate is None:
        return _narrowest(find(span)) or [NO_NARROWER_SECTOR]
    for token in (predicate, *predicate.ancestors):
        if sectors := _narrowest(find(_clause(span, token))):
            return sectors
    return [NO_NARROWER_SECTOR]


def find(tokens: Iterable[Token]) -> list[SectorTerm]:
    """All sector terms among the tokens, longest first at each word, never overlapping."""
    words = list(_words(tokens))
    found: list[SectorTerm] = []
    position = 0
    while position < len(words):
        terms, length = _longest(words, position)
        found += [term for term in terms if term.sector_code]
        position += max(length, 1)
    return found


def parents() -> dict[str, str]:
    """Narrower sector to the sector above it."""
    return {row["sector_code"]: row["parent_code"] for row in read_table("sectors") if row["parent_code"]}


def _narrowest(terms: list[SectorTerm]) -> list[str]:
    """Sector codes in order, without weak ones beside stronger and generic ones beside narrower."""
    strong = [term for term in terms if term.strength != "weak"] or terms
    covered = {_parents()[term.sector_code] for term in strong if term.sector_code in _parents()}
    kept = [t.sector_code for t in strong if not (t.strength == "generic" and t.sector_code in covered)]
    codes = [code for code in dict.fromkeys(kept) if code]
    return [code for code in codes if code != NO_NARROWER_SECTOR] or codes


def _clause(span: Span, predicate: Token) -> list[Token]:
    """The predicate and what depends on it, without relative clauses and without acts coordinated with it."""
    kept: list[Token] = []
    stack = [predicate]
    while stack:
        token = stack.pop()
        if span.start <= token.i < span.end:
            kept.append(token)
            stack += [child for child in token.children if not _stands_apart(child)]
    return sorted(kept, key=lambda token: token.i)


def _stands_apart(token: Token) -> bool:
    """A clause of its own beside the predicate; nouns of a list are none, however they are attached."""
    if token.dep_ == "conj":
        return token.pos_ == token.head.pos_ == "VERB"
    return token.dep_ in {"parataxis", "acl:relcl"} and token.pos_ in {"VERB", "AUX"}


def _longest(words: list[tuple[str, str]], position: int) -> tuple[list[SectorTerm], int]:
    """The terms of the longest match that starts at `position`, and its length in words."""
    nodes = [_terms()]
    best: tuple[list[SectorTerm], int] = ([], 0)
    for length, forms in enumerate(words[position:], start=1):
        nodes = [node.children[form] for node in nodes for form in dict.fromkeys(forms) if form in node.children]
        if not nodes:
            break
        found = next((node.terms for node in nodes if node.terms), None)
        best = (found, length) if found else best
    return best


def _words(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    """The written and the dictionary form of every word, hyphenated ones in their parts."""
    for token in tokens:
        form = token.lower_
        if "-" not in form:
            yield form, token.lemma_.lower()
            continue
        for part in filter(None, form.split("-")):
            yield part, part


@cache
def _terms() -> _Node:
    root = _Node()
    known = {row["sector_code"] for row in read_table("sectors")} | {""}
    for row in read_table("sector_terms"):
        if row["sector_code"] not in known or row["strength"] not in {"", "generic", "weak"}:
            raise ValueError(f"sector_terms.csv: unknown sector or strength in {row}")
        node = root
        for word in row["term"].replace("-", " ").replace("'s", " 's").split():
            node = node.children.setdefault(word, _Node())
        node.terms.append(SectorTerm(row["sector_code"] or None, row["strength"]))
    return root


@cache
def _parents() -> dict[str, str]:
    return parents()
