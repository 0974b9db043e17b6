"""Form letters: texts of one office that are alike because they are written on one form, not because one is a copy.

"Public Schedule - July 1" and "Public Schedule - July 2" name the same officials in the same words. They are told from
copies by their headlines, which are of one form and name different things; where they have none, by the gaps of their
first sentences, which are filled with different names; and by the days between them: an outlet prints a text of its
own again within a few days, or without changing much of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

#: the share of words that two headlines of one form have in common
ONE_FORM: Final = 0.5
#: characters of a text without a headline that are looked at
OPENING: Final = 300
#: words the same before a gap of a form: a dateline has fewer before its place or agency
_BEFORE_GAP: Final = 3
_SENTENCE_END: Final = (".", "!", "?", ":", '."', ".”")
_WORD: Final = re.compile(r"\w+")
#: a wire service's marks of a further version of the same report
_VERSION: Final = re.compile(
    r"\W*(?:(?:update|wrapup|corrected|correction|refile|recast|lead|writethru|alert|urgent)\s*\d*\W+)+", re.I
)


def is_of_one_form(title: str, other: str) -> bool:
    """Tell headlines of one form that name different things: each has a name or number that the other lacks."""
    if not (title and other):
        return False
    (words, names), (other_words, other_names) = _read(title), _read(other)
    common = len(words & other_words)
    alike = common >= ONE_FORM * min(len(words), len(other_words))
    return alike and bool(names - other_words) and bool(other_names - words)


def fills_one_form(opening: str, other: str) -> bool:
    """Tell texts that open in the same words, but for a gap filled with a name or number that the other lacks."""
    (words, names), (other_words, other_names) = _words_and_names(opening), _words_and_names(other)
    if not (names.difference(other_words) and other_names.difference(words)):
        return False
    blocks = LCSseq.editops(words, other_words).as_matching_blocks()
    return any(
        before.size >= _BEFORE_GAP
        and after.size > 0
        and _is_filled(words[before.a + before.size : after.a], names, other_words)
        and _is_filled(other_words[before.b + before.size : after.b], other_names, words)
        for before, after in pairwise(blocks)
    )


def _is_filled(gap: tuple[str, ...], names: frozenset[str], other: tuple[str, ...]) -> bool:
    return any(word in names and word not in other for word in gap)


@lru_cache(100_000)
def _words_and_names(opening: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give a text's words as they are written and, among them, its names and numbers within sentences."""
    words = tuple(opening.split())
    return words, frozenset(
        word
        for before, word in pairwise(words)
        if word[0].isdigit() or (word[0].isupper() and not before.endswith(_SENTENCE_END))
    )


@lru_cache(100_000)
def _read(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give a headline's words and, among them, its names and numbers, in lower case and without a plural's s."""
    found = _WORD.findall(_VERSION.sub("", title, count=1))
    names = [word for word in found[1:] if word[0].isupper() or word[0].isdigit()]
    return frozenset(map(_singular, found)), frozenset(map(_singular, names))


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")
