"""Who is named where in the clause that a pronoun stands in: as its subject, as whoever is acted on, in a list."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document, Mention
from coopmetrics.entities.lists import (
    IN_LIST,
    OBJECTS,
    is_of,
    is_subject,
    joint_subject,
    judged,
    root_of_list,
    shares_subject,
    subject_of,
    told_to,
)

#: how what holds a possessive hangs in front of a subject, and what lies in between
_ADJUNCTS: Final = ("obl", "advcl")
#: verbs of what is done to things
_HANDLING: Final = frozenset(
    "adopt approve build buy cancel close complete deliver export extend finish fund hand implement import launch lift"
    " open postpone ratify reopen repair replace return sell ship sign test".split()
)
_NESTED: Final = frozenset({"nmod", "obj", "conj"})


class Clauses:
    """The clauses of a document with who is mentioned in them; `mentions` and their `starts` may grow."""

    def __init__(self, document: Document, mentions: list[Mention], starts: list[int]) -> None:
        self._document, self._mentions, self._starts = document, mentions, starts

    def is_listed(self, mention: Mention) -> bool:
        """Whether others are named in one list with a mention: "Peru and Chile built it"."""
        of_list = self._named_by(root_of_list(self.head(mention)))
        return any(m.country_code != mention.country_code for m in of_list)

    def is_handled(self, start: int, end: int) -> bool:
        """Whether a pronoun is the object of what is done to things rather than countries: "reopened it"."""
        word = self._document.head(start, end)
        return word.dep_ == "obj" and word.head.lemma_.lower() in _HANDLING

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is the subject of its clause, or joined to one by "and"."""
        return is_subject(self.head(mention))

    def subject_behind(self, start: int, end: int) -> list[Mention]:
        """Whom a possessive means that stands before its clause's subject: "In his speech, President Lund ..."."""
        word = self._document.head(start, end)
        if word.dep_ != "nmod:poss":
            return []
        step = word.head
        while step.dep_ in _NESTED and step.head.i != step.i:
            step = step.head
        subject = subject_of(step.head)
        if not step.dep_.startswith(_ADJUNCTS) or subject is None or subject.i < step.i:
            return []
        return self._named_by(subject)

    def has_subject_before(self, offset: int) -> bool:
        """Whether a sentence names a subject before a character, unlike an item of a list."""
        words = takewhile(lambda word: word.idx < offset, self._document.sentences[self._document.sentence_at(offset)])
        return any(word.dep_.startswith("nsubj") for word in words)

    def is_of_nobody(self, start: int, end: int) -> bool:
        """Whether "it" only opens a clause: "It is agreed that ...", "It was Peru that sold them"."""
        word = self._document.head(start, end)
        is_said = word.dep_ == "nsubj" and any(child.dep_ == "cop" for child in word.head.children)
        relatives = (c for child in (word.head, *word.head.conjuncts) for c in child.rights if c.dep_ == "acl:relcl")
        is_cleft = is_said and word.head.pos_ == "PROPN" and any(True for _ in relatives)
        is_told = word.dep_ == "nsubj:pass" and any(child.dep_ in ("ccomp", "csubj") for child in word.head.rights)
        return word.dep_ == "expl" or is_cleft or is_told

    def doers(self, start: int, end: int) -> list[Mention]:
        """Who acts on somebody, and is another than "him": "Lund called Kamau to thank him"."""
        word = self._document.head(start, end)
        verb = word.head
        subject = subject_of(verb)
        while subject is None and shares_subject(verb):
            verb = verb.head
            subject = subject_of(verb)
        return self._named_by(subject) if subject is not None and word.dep_ in OBJECTS else []

    def told_of(self, start: int, end: int) -> list[Mention]:
        """Whom a relative clause tells of in which a possessive stands: "Lima, which was invaded by its neighbours"."""
        word = self._document.head(start, end)
        verb = word.head if word.dep_ == "nmod:poss" else word
        while verb.dep_ != "acl:relcl" and verb.head.i != verb.i and subject_of(verb) is None:
            verb = verb.head
        subject = subject_of(verb)
        is_relative = verb.dep_ == "acl:relcl" and subject is not None and subject.tag_ in ("WDT", "WP")
        return self._named_by(verb.head) if is_relative and word.dep_ == "nmod:poss" else []

    def told_to(self, start: int, end: int) -> list[Mention]:
        """Whom that is asked of in which a word stands: "urged Lima to open its market"."""
        noun = told_to(self._document.head(start, end))
        return self._named_by(noun) if noun is not None else []

    def judged(self, start: int, end: int) -> list[Mention]:
        """Who is judged for what is theirs: "thanked Lima for its help"."""
        noun = judged(self._document.head(start, end))
        return [m for m in self._named_by(noun) if m.kind != "igo"] if noun is not None else []

    def joint_subject(self, start: int, end: int) -> list[Mention]:
        """Those who do together what is theirs: "Lima's port and Quito's bank prolonged their agreement"."""
        noun = joint_subject(self._document.head(start, end))
        if noun is None:
            return []
        acting = (m for m in self._within(noun) if m.kind != "igo" and is_of(self.head(m), noun))
        named = {m.country_code: m for m in acting if m.country_code}
        return list(named.values()) if len(named) > 1 else []

    def head(self, mention: Mention) -> Token:
        """The word that stands for a mention in the tree."""
        return self._document.head(mention.start, mention.end)

    def _named_by(self, noun: Token) -> list[Mention]:
        """The mentions that say who a noun means."""
        return [m for m in self._within(noun) if self._is_named_by(m, noun)]

    def _within(self, noun: Token) -> list[Mention]:
        """The mentions that begin in the phrase of a noun."""
        first, last = (bisect_left(self._starts, token.idx) for token in (noun.left_edge, noun.right_edge))
        return self._mentions[first : last + 1]

    def _is_named_by(self, mention: Mention, noun: Token) -> bool:
        """Whether a mention says who a noun means: one of its list, or of what country they are."""
        token = self.head(mention)
        while token.i != noun.i and token.dep_ in IN_LIST | {"amod"}:
            token = token.head
        return token.i == noun.i
