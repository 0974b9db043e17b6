"""Which talks were held by telephone, or otherwise from afar."""

from __future__ import annotations

import re
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document
from coopmetrics.events import syntax

#: what talks by telephone are, and how these words are joined to the act
_CALLS: Final = frozenset("call phone telephone phonecall teleconference".split())
_BY: Final = frozenset({"", "by", "on", "over", "via", "in", "during", "through"})
#: nobody goes anywhere for these
_REMOTE: Final = frozenset("virtual virtually video videoconference online remotely webinar".split())
_HELD: Final = _BY | {"for", "at"}
#: what "called" goes with where no telephone is meant: at the door, or as a demand
_OTHER_CALLS: Final = frozenset({"on", "upon", "for", "at", "off", "in"})
#: a headline that names a call between two
_ON_A_CALL: Final = re.compile(r"\b(phone)?calls? (with|between)\b|\bby (tele)?phone\b", re.IGNORECASE)


def is_call(document: Document, predicate: Token) -> bool:
    """Whether one called the other, held a call, or spoke by phone, or "spoke" under a headline on a call."""
    words = [predicate, *(noun for noun in syntax.governed(predicate) if syntax.case_of(noun) in _BY)]
    words += [child for word in words for child in word.lefts if child.dep_ == "compound"]
    if any(word.lemma_.lower() in _CALLS and not _is_other_call(word) for word in words):
        return True
    return predicate.lemma_.lower() == "speak" and _ON_A_CALL.search(document.title or "") is not None


def is_remote(predicate: Token) -> bool:
    """Whether what is hosted is held from afar: "hosted a virtual meeting", "hosted him online"."""
    words = (predicate, *(noun for noun in syntax.governed(predicate) if syntax.case_of(noun) in _HELD))
    return any(part.lower_ in _REMOTE for word in words for part in (word, *word.children))


def _is_other_call(word: Token) -> bool:
    """Whether a call is one at the door ("called on", "a courtesy call") or none at all ("called for")."""
    if word.pos_ == "VERB":
        return bool(syntax.prepositions(word) & _OTHER_CALLS)
    return any(child.lemma_.lower() == "courtesy" for child in word.children)
