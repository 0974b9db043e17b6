"""Names compared: whether two names, as written, can be of one person or one organisation.

A person's name becomes words in Latin letters without titles and particles; the words of two names are paired off by
spelling and by sound, and a logistic model turns what the pairing shows into a probability:

    Usāma ibn Lādin          → usama ladin   ┐  weakest pair 1.0 by sound, nothing crossed
    Osama bin Laden          → osama laden   ┘  → same person, 0.97

An organisation's name becomes a set of words without legal forms. The vocabularies and weights are data:
`reference/name_words.csv`, `name_sounds.csv` and `name_weights.csv` (made by `training/name_weights.py`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from coopmetrics.reference import read_table

#: longer names are cut, so that comparing hostile input stays cheap
MAX_CHARS: Final = 200
MAX_WORDS: Final = 12
#: from here on names are taken as one person's (a probability) or organisation's (a similarity); F1 is highest here
SAME_PERSON: Final = 0.5
SAME_ORGANIZATION: Final = 0.75


def _words_by_kind() -> dict[str, dict[str, str]]:
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("name_words"):
        kinds[row["kind"]][row["word"]] = row["canonical"]
    return dict(kinds)


WORDS: Final = _words_by_kind()
SOUNDS: Final = tuple((row["written"], row["sound"]) for row in read_table("name_sounds"))
WEIGHTS: Final = {row["feature"]: float(row["weight"]) for row in read_table("name_weights")}

_NOT_PART_OF_A_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['`’‘ʼ\"]")
_JOINED_WORDS = re.compile(r"(?<=[a-z]{2})(?=[A-Z])")
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}")
#: "KB Hedgewar", "JC Juncker", but not "XI JINPING"
_RUN_INITIALS = re.compile(r"^([A-Z])([A-Z])(?= [A-Z][a-z])")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What pairing off the words of two persons' names shows; the features of the model."""

    #: similarity of the least similar pair, 0 to 1
    weakest: float
    #: letters in that pair's longer word: a difference weighs less in a long one
    weakest_letters: float
    #: neighbouring pairs that stand in another order
    crossed: float
    #: a name of a single word
    single: float
    #: similarity of all words sorted and run together, 0 to 1
    whole: float


@lru_cache(maxsize=100_000)
def person_words(name: str) -> tuple[str, ...]:
    """Split a person's name into lower-cased Latin words, without titles and particles, family name last.

    >>> person_words("NURISTANI, Dr. Abdul Aziz")
    ('abdul', 'aziz', 'nuristani')
    """
    family, comma, given = name[:MAX_CHARS].partition(",")
    ordered = f"{given.strip()} {family}" if comma else family
    latin = _RUN_INITIALS.sub(r"\1 \2", _JOINED_WORDS.sub(" ", anyascii(_APOSTROPHES.sub("", ordered))))
    words = [word for word in _NOT_PART_OF_A_WORD.split(latin.replace("'", "").lower()) if word][:MAX_WORDS]
    words = words[1:] if words[:1] == ["the"] and len(words) > 1 else words
    named = [word for word in words if word not in WORDS["particle"] and word not in WORDS["title"]]
    return tuple(named or words)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Reduce a word to how it sounds, whatever the romanisation: `hussein` and `husayn` give `husin`."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return _DOUBLED.sub(r"\1", word)


def full_form(word: str) -> str:
    """Give the form that a given name is filed under: `antony` for `tony`, `muhammad` for `mohamed`."""
    return WORDS["nickname"].get(word, word)


def compare(name: str, other: str) -> Comparison | None:
    """Pair off the words of two persons' names; None where one has no words."""
    short, long = sorted((person_words(name), person_words(other)), key=lambda words: (len(words), words))
    if not short:
        return None
    single = len(short) == 1
    if single and len(short[0]) > max(map(len, long)) + 1:
        long = ("".join(long),)  # one of them is written as one word: "Ramimakhlouf"
    pairs = _pairs(short, long)
    weakest, i, j = min(pairs)
    places = [place for _, place in sorted((first, second) for _, first, second in pairs)]
    return Comparison(
        weakest=weakest,
        weakest_letters=max(len(short[i]), len(long[j])),
        crossed=sum(before > after for before, after in pairwise(places)),
        single=single,
        whole=OSA.normalized_similarity("".join(sorted(short)), "".join(sorted(long))),
    )


def same_person(name: str, other: str) -> float:
    """Give the probability that two names are one person's, by the names alone.

    >>> same_person("Sergei Lavrov", "Sergey Viktorovich Lavrov") > 0.5 > same_person("Lars Berg", "Nils Berg")
    True
    """
    if (comparison := compare(name, other)) is None:
        return 0.0
    features = astuple(comparison)
    score = WEIGHTS["intercept"] + sum(
        WEIGHTS[feature] * value for feature, value in zip(Comparison.__slots__, features, strict=True)
    )
    return 1 / (1 + math.exp(-score))


def _pairs(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[float, int, int]]:
    """Pair each word of the shorter name with one of the longer, the most similar first: (similarity, place, place)."""
    candidates = sorted((-_similarity(a, b), abs(i - j), i, j) for i, a in enumerate(short) for j, b in enumerate(long))
    pairs: list[tuple[float, int, int]] = []
    paired: tuple[set[int], set[int]] = (set(), set())
    for difference, _, i, j in candidates:
        if i not in paired[0] and j not in paired[1]:
            pairs.append((-difference, i, j))
            paired[0].add(i)
            paired[1].add(j)
    return pairs


def _similarity(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if min(len(word), len(other)) == 1:
        return 0.8 if word[0] == other[0] else 0.0
    if full_form(word) == full_form(other):
        return 0.97
    return max(OSA.normalized_similarity(word, other), 0.97 * OSA.normalized_similarity(sound(word), sound(other)))


@lru_cache(maxsize=100_000)
def organization_words(name: str) -> tuple[str, ...]:
    """Split an organisation's name into lower-cased Latin words without legal forms and fillers, spelt one way.

    >>> organization_words("The World Bank Group")
    ('world', 'bank')
    """
    spelt_out = _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", name[:MAX_CHARS])
    latin = anyascii(_APOSTROPHES.sub("", spelt_out)).replace("'", "").replace("&", " and ").lower()
    spellings, dropped = WORDS["spelling"], WORDS["filler"] | WORDS["legal_form"]
    words = [spellings.get(word, word) for word in _NOT_PART_OF_A_WORD.split(latin) if word]
    return tuple([word for word in words if word not in dropped] or words)


def same_organization(name: str, other: str) -> float:
    """Give how alike two organisations' names are, 0 to 1; above `SAME_ORGANIZATION` they can be one's.

    Words may stand in another order or be misspelt slightly, but none may be missing: "Bank of China" and "Bank of
    China (Australia)" are two.
    """
    first, second = organization_words(name), organization_words(other)
    if not first or not second:
        return 0.0
    if first == second or "".join(first) == "".join(second):
        return 1.0
    alike: float = fuzz.token_sort_ratio(" ".join(first), " ".join(second)) / 100
    return alike * math.sqrt(_weakest_match(first, second))


def _weakest_match(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    short, long = sorted((first[:MAX_WORDS], second[:MAX_WORDS]), key=len)
    return min(similarity for similarity, _, _ in _pairs(short, long))
