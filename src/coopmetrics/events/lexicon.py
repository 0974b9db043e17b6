"""The event lexicon: which verbs, nouns and adjectives state which act, and under which conditions.

Frames are data (`reference/frames.yaml`); this module loads, validates and matches them against a parsed word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml
from spacy.tokens import Token

from coopmetrics.events import syntax
from coopmetrics.events.ontology import CAMEO, EVENT_TYPES, REFERENCE, STAGES
from coopmetrics.language.labels import TIMES

#: a reading of a word that is no event
NO_EVENT: Final = "NONE"
_OWN: Final = frozenset({"its", "their"})
_SECTIONS: Final = {"verbs": "VERB", "nouns": "NOUN", "adjectives": "ADJ"}
_PART_OF_SPEECH: Final = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a word: the act it states, and what must stand beside it."""

    type: str
    cameo: str
    objects: frozenset[str] = frozenset()
    prep: str | None = None
    particles: frozenset[str] = frozenset()
    clause: bool = False
    #: the verb of that clause, any if empty
    clauses: frozenset[str] = frozenset()
    others: bool = False
    stage: str | None = None
    symmetric: bool = False
    light: bool = False
    sure: bool = False

    @property
    def conditions(self) -> int:
        """How specific the frame is."""
        return bool(self.objects) + bool(self.prep) + bool(self.particles) + self.clause


@dataclass(frozen=True, slots=True)
class Sense:
    """A frame that holds for a word, with the noun that met its object condition."""

    frame: Frame
    object: Token | None = None


@cache
def frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Frames by part of speech and lemma, the most specific first.

    Raises:
        ValueError: a frame names an unknown group, type, code or stage, or a preposition that is none.
    """
    source = _source()
    table: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for section, part_of_speech in _SECTIONS.items():
        for entry in source[section]:
            for lemma in entry["lemmas"]:
                table[part_of_speech, lemma].append(_frame(entry, source["groups"]))
    return {key: tuple(sorted(found, key=lambda f: -f.conditions)) for key, found in table.items()}


@cache
def group(name: str) -> frozenset[str]:
    """The noun lemmas that frames ask for under one name."""
    return frozenset(_source()["groups"][name])


@cache
def _source() -> dict[str, Any]:
    source: dict[str, Any] = yaml.safe_load((REFERENCE / "frames.yaml").read_text(encoding="utf-8"))
    return source


def sense(token: Token) -> Sense | None:
    """The most specific frame that holds for a word in its sentence, or None; its type may be `NO_EVENT`."""
    part_of_speech = _PART_OF_SPEECH.get(token.pos_, "")
    for frame in frames().get((part_of_speech, token.lemma_.lower()), ()):
        found = _match(frame, token)
        if found:
            return found
    return None


def _match(frame: Frame, token: Token) -> Sense | None:
    if frame.prep and (frame.prep not in syntax.prepositions(token) or _says_when(token, frame.prep)):
        return None
    if frame.particles and not any(c.lower_ in frame.particles for c in _particles(token)):
        return None
    if frame.clause and not any(_is_clause(frame, child) for child in token.children):
        return None
    if not frame.objects:
        return Sense(frame)
    governed = next((noun for noun in syntax.governed(token) if noun.lemma_.lower() in frame.objects), None)
    if governed is None or (frame.others and any(child.lower_ in _OWN for child in governed.lefts)):
        return None
    return Sense(frame, governed)


def _says_when(token: Token, prep: str) -> bool:
    """Whether a preposition of a word leads to nothing but a date: "called on Sunday" calls on nobody."""
    nouns = [c for c in token.children if c.dep_.startswith(("obl", "nmod")) and syntax.case_of(c) == prep]
    return bool(nouns) and all(noun.ent_type_ in TIMES for noun in nouns)


def _is_clause(frame: Frame, child: Token) -> bool:
    """Whether a word heads the clause that a frame asks for; one that is named may hang in any way."""
    return child.lemma_.lower() in frame.clauses if frame.clauses else child.dep_ in ("xcomp", "ccomp")


def _particles(token: Token) -> Iterator[Token]:
    """What may be the particle of a verb: "out" of "walked out of the talks" is parsed as the case of "talks", too."""
    yield from token.children
    behind = (child for child in token.rights if child.dep_ == "obl")
    yield from (case for noun in behind for case in noun.lefts if case.dep_ == "case" and case.i == token.i + 1)


def _frame(entry: dict[str, Any], groups: dict[str, list[str]]) -> Frame:
    objects: set[str] = set()
    for name in entry.get("object", ()):
        if name.startswith("@") and name[1:] not in groups:
            raise ValueError(f"frames.yaml: unknown group {name}")
        objects.update(groups[name[1:]] if name.startswith("@") else [name])
    if entry["type"] not in {*EVENT_TYPES, NO_EVENT} or entry["cameo"] not in CAMEO:
        raise ValueError(f"frames.yaml: unknown type or code in {entry}")
    if not isinstance(entry.get("prep", ""), str):
        raise ValueError(f"frames.yaml: YAML reads an unquoted on as true in {entry}")
    if entry.get("stage") not in {*STAGES, None}:
        raise ValueError(f"frames.yaml: unknown stage in {entry}")
    clause = entry.get("clause", False)
    return Frame(
        type=entry["type"],
        cameo=entry["cameo"],
        objects=frozenset(objects),
        prep=entry.get("prep"),
        particles=frozenset(entry.get("particle", ())),
        clause=bool(clause),
        clauses=frozenset(clause if isinstance(clause, list) else ()),
        others=entry.get("others", False),
        stage=entry.get("stage"),
        symmetric=entry.get("symmetric", False),
        light=entry.get("light", False),
        sure=entry.get("sure", False),
    )
