"""Find the phrases of a vocabulary in a text, in one pass over its words.

A `Scanner` is built once from (phrase, value) pairs and finds leftmost longest matches. Words are compared without
accents and case, but a word that the vocabulary capitalises must be capitalised in the text ("turkey" is not Turkey),
and a phrase in capitals must stand as it is ("us" is not US).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")

_WORD = re.compile(r"\w+")
#: what may stand between the words of one phrase: a space, a single line break, a hyphen, an apostrophe
_GAP = re.compile(r"[ \t\xa0]*(?:\n[ \t\xa0]*)?|\.? |[-‐-―'’.+&/]| & ")
#: characters from which a text's words are kept: names would push the articles out that they stand in
_LONG: Final = 500


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase of the vocabulary at `text[start:end]`."""

    start: int
    end: int
    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Value]):
    text: str
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    is_exact: bool
    value: Value


def fold(word: str) -> str:
    """`word` in lower case without accents, to compare spellings."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


class Scanner(Generic[Value]):
    """A vocabulary compiled for scanning; of phrases given twice the first value holds, and none is without words."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        found: dict[str, _Phrase[Value]] = {}
        for text, value in phrases:
            if text not in found and _WORD.search(text):
                found[text] = _compiled(text, value)
        #: phrases by their first two words, "" for the second of those of one word; longest first
        self._index: dict[str, dict[str, list[_Phrase[Value]]]] = {}
        for phrase in sorted(found.values(), key=lambda phrase: (len(phrase.words), len(phrase.text)), reverse=True):
            first, second = (*phrase.words, "")[:2]
            self._index.setdefault(first, {}).setdefault(second, []).append(phrase)

    def find(self, text: str) -> Iterator[Match[Value]]:
        """The matches in `text`, in order, without overlaps."""
        words, folded = _words(text) if len(text) >= _LONG else _split(text)
        taken = 0
        known = [(i, self._index[word]) for i, word in enumerate(folded) if word in self._index]
        for number, phrases in known:
            if words[number].start() < taken:
                continue
            second = folded[number + 1] if number + 1 < len(folded) else ""
            for phrase in (*phrases.get(second, ()), *phrases.get("", ())):
                end = _match_end(phrase, text, words, folded, number)
                if end is not None:
                    yield Match(words[number].start(), end, text[words[number].start() : end], phrase.value)
                    taken = end
                    break


def _split(text: str) -> tuple[list[re.Match[str]], list[str]]:
    """Give the words of a text, and each folded."""
    words = list(_WORD.finditer(text))
    folded = _WORD.findall(text.lower()) if text.isascii() else [fold(word.group()) for word in words]
    return words, folded


#: kept for whole articles, as several vocabularies are looked for in one; of a million characters it takes 32 MB
_words = lru_cache(maxsize=4)(_split)


def _compiled(text: str, value: Value) -> _Phrase[Value]:
    words = _WORD.findall(text)
    return _Phrase(
        text=text,
        words=tuple(fold(word) for word in words),
        capitals=tuple(word[0].isupper() for word in words),
        is_exact=text.upper() == text,
        value=value,
    )


def _match_end(
    phrase: _Phrase[Value], text: str, words: list[re.Match[str]], folded: list[str], number: int
) -> int | None:
    """Where `phrase` ends if it stands at word `number`, else None."""
    start = words[number].start()
    if phrase.is_exact:
        end = start + len(phrase.text)
        follows = text[end : end + 1]
        return end if text.startswith(phrase.text, start) and not follows.isalnum() and follows != "$" else None
    last = number + len(phrase.words)
    if tuple(folded[number:last]) != phrase.words:
        return None
    found = words[number:last]
    if any(capital and not word.group()[0].isupper() for word, capital in zip(found, phrase.capitals, strict=True)):
        return None
    gaps = (_GAP.fullmatch(text, one.end(), other.start()) for one, other in pairwise(found))
    return found[-1].end() if all(gaps) else None
