"""Which of the sectors that a sentence and its article name an event is about.

The terms of `sectors` say what is named. A learned model (`weights/sector.npz`, made by `training/coder.py`) decides
for each sector named in the sentence or the one before, for the two that the article names most, and for diplomacy,
whether the event is about it: by where its terms stand beside the predicate, what the article is about, and the type
and stage of the event. What the clause alone says (`sectors.Clauses`) is one of its features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import model, ontology, sectors
from coopmetrics.events.sectors import NO_NARROWER_SECTOR, Found

#: a sector with this probability or more is one of the event's; below one half, since few are named too often
THRESHOLD: Final = 0.4
_OBJECTS: Final = frozenset({"obj", "nsubj:pass"})
#: how words hang on a noun that they tell more closely, and how many steps below the predicate
_CLOSER: Final = frozenset({"compound", "amod", "nmod", "conj"})
_STEPS: Final = 3
#: sectors named most in the article that an event without a word of them may be about
_MOST_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """The event that sectors are asked for: its predicate's sentence and number, its type and stage."""

    document: Document
    sentence_no: int
    predicate: Token
    event_type: str
    stage: str


def decide(setting: Setting) -> list[str]:
    """The sectors of an event, likeliest first, at least one."""
    asked = "sectors", setting.sentence_no, setting.predicate.i, setting.event_type, setting.stage
    return list(setting.document.once(asked, lambda: _likely(setting)))


def _likely(setting: Setting) -> list[str]:
    learned, view = model.load_binary("sector"), _View.of(setting)
    found = {code: learned.probability(view.words(code)) for code in view.candidates}
    named = view.of_object()
    told = {code for code in found if found[code] >= THRESHOLD} - ({NO_NARROWER_SECTOR} if named else set())
    ranked = sorted(found, key=lambda code: -found[code])
    return [code for code in ranked if code in told | named] or ranked[:1]


def features(setting: Setting) -> dict[str, list[str]]:
    """What speaks for or against each sector that the event may be about."""
    view = _View.of(setting)
    return {code: list(view.words(code)) for code in view.candidates}


def _named(document: Document) -> tuple[list[list[Found]], Counter[str]]:
    """The sector terms of every sentence, and how often each sector is named."""
    found = document.once("sector terms", lambda: [sectors.occurrences(sentence) for sentence in document.sentences])
    return found, document.once("sectors", lambda: Counter(term.sector_code for terms in found for term in terms))


@dataclass(frozen=True, slots=True)
class _View:
    """All that the features of one event's sectors are read from; sectors by their codes."""

    setting: Setting
    #: terms of the sentence, and the sectors of these
    here: list[Found]
    codes: set[str]
    #: sectors of the sentence before
    before: set[str]
    #: how often the article names each sector, and which it names most
    in_article: Counter[str]
    most: list[str]
    #: what the clause alone says
    read: list[str]
    candidates: list[str]
    #: words of the predicate's clause and of the one around it
    clause: set[int]
    around: set[int]

    @classmethod
    def of(cls, setting: Setting) -> _View:
        """Read it off the sentence, the one before and the article."""
        named, in_article = _named(setting.document)
        here = named[setting.sentence_no]
        before = named[setting.sentence_no - 1] if setting.sentence_no else []
        sentence = setting.predicate.sent
        clauses = setting.document.once(("clauses", sentence.start), lambda: sectors.Clauses(sentence))
        read = list(clauses.sectors(setting.predicate))
        codes = [found.sector_code for found in here]
        carried = [found.sector_code for found in before if found.strength != "weak"]
        most = [code for code, _ in in_article.most_common(_MOST_NAMED + 1)]
        return cls(
            setting,
            here=here,
            codes=set(codes),
            before={found.sector_code for found in before},
            in_article=in_article,
            most=most,
            read=read,
            candidates=list(dict.fromkeys([*read, *codes, *carried, *most[:_MOST_NAMED], NO_NARROWER_SECTOR])),
            clause=_positions(clauses.of(setting.predicate)),
            around=_positions(clauses.of(setting.predicate.head)),
        )

    def of_object(self) -> set[str]:
        """Sectors that the object itself names, whatever the article is about: "signed a fisheries deal".

        What is fought over ("burned tyres") is told by what the article is about.
        """
        if self.setting.event_type not in ontology.COOPERATIVE:
            return set()
        strong = (found for found in self.here if found.strength != "weak" and not _in_name(found.words))
        return {found.sector_code for found in strong if _is_of_object(found.words[-1], self.setting.predicate)}

    def words(self, code: str) -> Iterator[str]:
        """The features of one sector."""
        stage, act = self.setting.stage, f"{self.setting.event_type} {self.setting.stage}"
        is_read = code in self.read
        yield from ("any", f"sector {code}")
        if is_read:
            yield from ("read", f"read {code}", f"read with {min(len(self.read), 4)}")
        yield from self._of_terms(code, is_read)
        yield from self._of_article(code)
        if code == NO_NARROWER_SECTOR:
            yield from self._of_diplomacy(is_read, act)
        else:
            yield from (f"{code} {self.setting.event_type}", f"stage {stage}", f"act {act}")
            yield f"named {min(len(self.codes), 5)}"

    def _of_terms(self, code: str, is_read: bool) -> Iterator[str]:
        """Where the sector's terms stand in the sentence; whether it is carried on from the one before."""
        mine = [found for found in self.here if found.sector_code == code]
        for found in mine:
            first, last = found.words[0], found.words[-1]
            scope = "clause" if first.i in self.clause else "around" if first.i in self.around else "sentence"
            name = _in_name(found.words)
            up, down = _distance(self.setting.predicate, last)
            side = "after" if first.i > self.setting.predicate.i else "before"
            yield from (f"in {scope}", f"in {scope} {found.strength}", f"in {scope} {name}")
            yield from (f"distance {min(up, 3)} {min(down, 4)}", f"{side} in {scope}", f"dep {last.dep_}")
            yield "term " + " ".join(word.lemma_.lower() for word in found.words)
            yield from (f"{self.setting.event_type} in {scope}", f"read {is_read} in {scope} {name}")
        if not mine:
            others = min(len(self.codes), 2)
            yield from ("not in sentence", f"not in sentence, others {others}")
            if code in self.before:
                yield from ("before", f"before, others {others}")

    def _of_article(self, code: str) -> Iterator[str]:
        """How much of the article is about the sector, and whether a narrower or wider one is named."""
        parents = sectors.parents()
        rank = self.most.index(code) if code in self.most else len(self.most)
        share = self.in_article[code] / max(self.in_article.total(), 1)
        yield from (f"rank {rank}", f"share {int(5 * share)}", f"rank {rank} in sentence {code in self.codes}")
        if parents.get(code) in self.candidates:
            yield "beside wider"
        if any(parents.get(other) == code for other in self.codes):
            yield "beside narrower"

    def _of_diplomacy(self, is_read: bool, act: str) -> Iterator[str]:
        """General relations: the type and stage of the event, and how many sectors are named at all."""
        event_type = self.setting.event_type
        in_clause = {found.sector_code for found in self.here if found.words[0].i in self.clause}
        near, named = len(in_clause - {NO_NARROWER_SECTOR}), len(self.codes - {NO_NARROWER_SECTOR})
        yield from (f"general {event_type}", f"general stage {self.setting.stage}", f"general {act}")
        yield from (f"general beside {min(near, 3)} in clause", f"general beside {min(named, 3)}")
        yield from (f"general {self.setting.predicate.lemma_.lower()}", f"general read {is_read} {event_type}")
        yield from (f"general {act} beside {min(near, 2)}", f"general read {is_read} beside {min(named, 2)}")


def _is_of_object(word: Token, predicate: Token) -> bool:
    """Whether a word is, or says more closely what is, the object of a predicate."""
    for _ in range(_STEPS):
        if word.head.i == predicate.i:
            return word.dep_ in _OBJECTS
        if word.dep_ not in _CLOSER:
            return False
        word = word.head
    return False


def _positions(words: Sequence[Token]) -> set[int]:
    return {token.i for token in words}


def _in_name(words: Sequence[Token]) -> str:
    """Whether a term is part of a name, an organisation's above all ("the China Railway Group")."""
    if all(word.ent_type_ == "ORG" for word in words):
        return "organisation"
    return "name" if all(word.pos_ == "PROPN" for word in words) else ""


def _distance(predicate: Token, word: Token) -> tuple[int, int]:
    """Steps in the parse from the predicate up to what it shares with a word, and down to that."""
    up = [predicate.i, *(token.i for token in predicate.ancestors)]
    down = [word.i, *(token.i for token in word.ancestors)]
    shared = next((i for i in down if i in up), None)
    return (9, 9) if shared is None else (up.index(shared), down.index(shared))
