"""Find the phrases of a vocabulary in a text, in one pass over its words.

A `Scanner` is built once from (phrase, value) pairs and finds leftmost longest matches. Words are compared without
accents and case, but a word that the vocabulary capitalises must be capitalised in the text ("turkey" is not Turkey),
and a phrase in capitals must stand as it is ("us" is not US).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

_WORD = re.compile(r"\w+")
#: what may stand between the words of one phrase: a space, a single line break, a hyphen, an apostrophe
_GAP = re.compile(r"[ \t\xa0]*\n?[ \t\xa0]*|\.? |[-‐-―'’.+&/]| & ")


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
    """A vocabulary compiled for scanning; of phrases given twice the first value holds."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        index: dict[str, dict[str, _Phrase[Value]]] = defaultdict(dict)
        for text, value in phrases:
            words = _WORD.findall(text)
            phrase = _Phrase(
                text=text,
                words=tuple(fold(word) for word in words),
                capitals=tuple(word[0].isupper() for word in words),
                is_exact=text.upper() == text,
                value=value,
            )
            index[phrase.words[0]].setdefault(text, phrase)
        self._index = {
            first: sorted(found.values(), key=lambda phrase: (len(phrase.words), len(phrase.text)), reverse=True)
            for first, found in index.items()
        }

    def find(self, text: str) -> Iterator[Match[Value]]:
        """The matches in `text`, in order, without overlaps."""
        words = list(_WORD.finditer(text))
        taken = 0
        for number, word in enumerate(words):
            if word.start() < taken:
                continue
            for phrase in self._index.get(fold(word.group()), ()):
                end = _match_end(phrase, text, words, number)
                if end is not None:
                    yield Match(word.start(), end, text[word.start() : end], phrase.value)
                    taken = end
                    break


def _match_end(phrase: _Phrase[Value], text: str, words: list[re.Match[str]], number: int) -> int | None:
    """Where `phrase` ends if it stands at word `number`, else None."""
    start = words[number].start()
    if phrase.is_exact:
        end = start + len(phrase.text)
        follows = text[end : end + 1]
        return end if text.startswith(phrase.text, start) and not follows.isalnum() and follows != "$" else None
    last = number + len(phrase.words) - 1
    if last >= len(words):
        return None
    for offset, (expected, capital) in enumerate(zip(phrase.words, phrase.capitals, strict=True)):
        word = words[number + offset]
        if (capital and not word.group()[0].isupper()) or (offset and fold(word.group()) != expected):
            return None
        if offset and not _GAP.fullmatch(text, words[number + offset - 1].end(), word.start()):
            return None
    return words[last].end()
