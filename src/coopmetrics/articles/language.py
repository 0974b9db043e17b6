"""The language of a text: English by its commonest words, any other by py3langid."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import py3langid

UNKNOWN: Final = "und"
#: characters looked at, in the middle: headings and names stand at the beginning
SAMPLE: Final = 600
#: below this many letters the model guesses from names
_ENOUGH: Final = 60
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: words that are frequent in English and in no other language
_ENGLISH: Final = frozenset(
    {
        "the",
        "and",
        "of",
        "with",
        "from",
        "that",
        "which",
        "said",
        "has",
        "have",
        "will",
        "were",
        "its",
        "their",
        "would",
    }
)


def language_of(text: str, hint: str | None = None) -> str:
    """Name a text's language by its ISO 639-1 code; `und` where it is too short to tell and nothing hints at it."""
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = text[start : start + SAMPLE]
    words = _LETTERS.findall(sample.lower())
    english = sum(map(_ENGLISH.__contains__, words))
    if english >= 3 and english >= 0.1 * len(words):
        return "en"
    if sum(map(len, words)) < _ENOUGH:
        return _code(hint) or ("en" if english else UNKNOWN)
    return _classify()(sample)[0]


def _code(hint: str | None) -> str | None:
    match = re.match(r"[a-z]{2}(?![a-z])", (hint or "").strip().lower())
    return match[0] if match else None


@cache
def _classify() -> Callable[[str], tuple[str, float]]:
    """Load the model, for the languages ISO 639-1 has a code of."""
    py3langid.set_languages([code for code, _ in py3langid.rank("") if len(code) == 2])
    classify: Callable[[str], tuple[str, float]] = py3langid.classify
    return classify
