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
    """Whether "we" or "our" at `word` means both sides; "us" never does."""
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
    verb, sentence = subject.head, subject.sent
    before = subject.doc[max(subject.i - 2, sentence.start) : subject.i]
    behind = subject.doc[verb.i : min(verb.i + _REACH, sentence.end)]
    return any(token.lower_ in _words("together") for token in (*before, *behind))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("joint_words") if row["kind"] == kind)
