"""Whether "we" and "our" take in the other side: "our partnership", "we work together", "we discussed".

In a release or a speech they mean whoever speaks, unless what they do or have takes two: a bond ("our alliance"),
something shared ("our joint efforts"), a reciprocal act, or one done together. Which words say so is in
`reference/joint_words.csv`.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from spacy.tokens import Token

from coopmetrics.reference import read_table

#: words behind the verb in which "together" stands
_REACH: Final = 8


def is_joint(word: Token) -> bool:
    """Whether "we", "us" or "our" at `word` means both sides."""
    if word.dep_ == "nmod:poss":
        return _is_bond(word.head, word)
    if not word.dep_.startswith("nsubj"):
        return False
    return word.head.lemma_.lower() in _words("reciprocal") or _is_together(word)


def _is_bond(noun: Token, whose: Token) -> bool:
    """Whether a noun is a bond, or something that is said to be shared."""
    before = noun.doc[whose.i + 1 : noun.i]
    return noun.lower_ in _words("bond") or any(token.lower_ in _words("shared") for token in before)


def _is_together(subject: Token) -> bool:
    """Whether the subject's verb is done together: "Together, we ...", "we work together"."""
    verb = subject.head
    around = (*subject.doc[max(subject.i - 2, 0) : subject.i], *subject.doc[verb.i : verb.i + _REACH])
    return any(token.lower_ in _words("together") for token in around if token.sent == subject.sent)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("joint_words") if row["kind"] == kind)
