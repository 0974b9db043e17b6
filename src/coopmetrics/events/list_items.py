"""Rows of a list whose items are what its opening promises: "Morocco will: (a) build a wharf; (b) grant scholarships".

An item has no subject of its own, and is too short for anything else to tell who does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import lexicon, syntax
from coopmetrics.events.actors import Actor
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.parties import Cast
from coopmetrics.events.roles import Place
from coopmetrics.events.rules import CONFIDENCE
from coopmetrics.events.verdicts import Decision, Rule

#: ends what opens a list of promises
_PROMISE: Final = re.compile(
    r"\b(?:will|shall|(?:agree[ds]?|decide[ds]?|commit(?:s|ted)?|pledge[ds]?|plans?|planned|intends?|resolved|undert\w+)"
    r"(?: to)?)\s?:\s*$"
)
_MARK: Final = re.compile(r"\s*(?:[*•·▪◦‣●○■–—-]|\(?\w{1,4}\)|\d{1,3}\.)\s")
#: items of the longest list
_MOST: Final = 20
_DEEDS: Final = frozenset({"AGREE", "AID", "CONSULT", "COOPERATE", "SUPPORT"})


def find(document: Document, sentence_no: int, cast: Cast) -> Iterator[Decision]:
    """What an item of such a list promises."""
    item = document.sentences[sentence_no]
    deed = _deed(item) if _is_item(document, item) else None
    opening = _opening(document, sentence_no) if deed is not None else None
    sides = _sides(opening, cast) if opening is not None else ()
    if deed is None or opening is None or len(sides) != 2:
        return
    root, sense = document.sentences[opening].root, lexicon.sense(deed)
    source, target = (Place(Actor(mention, root), "implicit", "implicit", 9) for mention in sides)
    is_meeting = sense is not None and sense.frame.type == "CONSULT"
    act = ("CONSULT", "planned") if is_meeting else ("AGREE", "agreed")
    candidate = Candidate(sentence_no, deed, sense, source, target, True, 0, syntax.clause(deed))
    whole = None if is_meeting else Candidate(opening, root, None, source, target, True, 0, syntax.clause(root))
    yield Decision(candidate, *act, CONFIDENCE, whole, Rule.LIST)


def _deed(item: Span) -> Token | None:
    """The infinitive that an item consists of, unless it is hostile or no act."""
    first = next((token for token in item if token.pos_ == "VERB"), None)
    if first is None or first.tag_ not in ("VB", "VBP") or any(t.dep_.startswith("nsubj") for t in first.children):
        return None
    sense = lexicon.sense(first)
    return first if sense is None or sense.frame.type in _DEEDS else None


def _is_item(document: Document, sentence: Span) -> bool:
    return _MARK.match(document.text, sentence.start_char) is not None


def _opening(document: Document, sentence_no: int) -> int | None:
    """The sentence that opens the list, if it promises."""
    for number in range(sentence_no - 1, max(sentence_no - 1 - _MOST, -1), -1):
        sentence = document.sentences[number]
        if not _is_item(document, sentence):
            return number if _PROMISE.search(sentence.text) else None
    return None


def is_by_one(decision: Decision, cast: Cast) -> bool:
    """Whether the opening names one alone who promises, so that it is known who does it."""
    opening = decision.whole.sentence_no if decision.whole else None
    return opening is not None and len({actor.mention.country_code for actor in cast.actors.get(opening, [])}) == 1


def _sides(opening: int, cast: Cast) -> tuple[Mention, ...]:
    """Who promises, and to whom: those that the opening names, else the one and the other whom the article is about."""
    named = {actor.mention.country_code: actor.mention for actor in cast.actors.get(opening, [])}
    if len(named) == 1:
        code, mention = next(iter(named.items()))
        others = (m for m in cast.foremost if m.country_code != code)
        is_of_pair = code in {m.country_code for m in cast.foremost}
        return (mention, *others) if is_of_pair else ()
    return tuple(named.values())
