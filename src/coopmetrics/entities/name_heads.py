"""What the words of a name say about what it names: "... Island" is a place, "Ministry of ..." an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale

from coopmetrics.reference import read_table

#: words of the longest head ("house of representatives")
_LONGEST: Final = 3
_MAX_WORDS: Final = 10
_WORD: Final = re.compile(r"&?\w+(?:[&'’.-]+\w+)*|&")
#: what links a head to the words behind it
_LINKS: Final = frozenset({"of", "for", "on", "and", "the", "&", "against", "between"})
#: ends of words that no name goes on behind
_CLOSING: Final = ("'s", "’s", "-based", "-led", "-backed", "-run")
#: heads that can open a name
_NAMED_BEHIND: Final = frozenset(
    "ministry department embassy bank university institute federation association union commission council committee"
    " court office bureau board chamber centre center academy society organization organisation forum parliament"
    " senate school college church consulate secretariat fund alliance coalition movement party network".split()
)
#: capitalised words that open sentences rather than names
_NO_NAME: Final = frozenset(
    "The A An This That These Those In On At By For From To Of And But Or If When While As After Before Since Under"
    " With"
    " His Her Its Their Our My Your He She It They We I You There Here All Some Many Most No Not Also"
    " However".split()
)


@dataclass(frozen=True, slots=True)
class Head:
    """A telling word; `label` is organization, place or none (an event, a law, a prize)."""

    label: str
    kind: str
    is_surname: bool


def head_of(name: str) -> Head | None:
    """The head of a name of two or more words: its last words, else those before "of", else the first ("Lake")."""
    words = name.lower().replace("’", "'").split()
    if len(words) < 2:
        return None
    for size in range(_LONGEST, 0, -1):
        if head := _heads().get(" ".join(words[-size:])):
            return head
    before, of, _ = " ".join(words).partition(" of ")
    return _heads().get(before.split()[-1]) if of else _heads().get(words[0])


def organization_kind(name: str) -> str:
    """government, parliament, military, business or other, by the words of an organisation's name."""
    head = head_of(name)
    if head is not None and head.kind:
        return head.kind
    words = name.lower().split()
    return next((_heads()[word].kind for word in reversed(words) if word in _heads() and _heads()[word].kind), "other")


def is_sentence_opener(word: str) -> bool:
    """Whether a capitalised word opens sentences rather than names ("The", "However")."""
    return word in _NO_NAME


def joined_organizations(name: str) -> tuple[str, str] | None:
    """The two names in "Western Bank and Huatai Securities", or None where a name is one."""
    left, joined, right = name.partition(" and ")
    is_two = joined and all(" " in part and _is_organization(part.split()[-1]) for part in (left, right))
    return (left, right) if is_two and " of " not in left and " for " not in left else None


def _is_organization(word: str) -> bool:
    head = _heads().get(word.lower())
    return head is not None and head.label == "organization"


@cache
def calendar_names() -> frozenset[str]:
    """The names of days and months, in lower case."""
    locale = Locale("en")
    names = [*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values()]
    return frozenset(name.lower() for name in names)


@cache
def _heads() -> dict[str, Head]:
    return {
        row["head"]: Head(row["label"], row["kind"], row["comment"] == "also a surname")
        for row in read_table("name_heads")
    }


def headed_names(text: str) -> Iterator[tuple[int, int]]:
    """Capitalised phrases around an organisation's telling word, as (start, end): "Federation of Student Societies"."""
    words = list(_WORD.finditer(text))
    taken = 0
    for number, word in enumerate(words):
        if number < taken or not (word.group()[0].isupper() and _is_organization(word.group())):
            continue
        first = _first_word(text, words, number, taken)
        last = _last_word(text, words, number, first < number)
        if last > number and (first < number or word.group().lower() in _NAMED_BEHIND):
            yield words[first].start(), words[last].end()
            taken = last + 1


def _first_word(text: str, words: list[re.Match[str]], number: int, taken: int) -> int:
    """The first word of the capitalised run that ends at word `number`."""
    first = number
    for at in range(number - 1, max(number - _MAX_WORDS, taken) - 1, -1):
        if not _adjoins(text, words[at], words[at + 1]):
            break
        if _is_capitalised(words[at]):
            first = at
        elif not _joins(text, words, at):
            break
    return first


def _joins(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether "and" stands within one name: "the Food and Drug Administration"."""
    opens = at >= 2 and words[at - 2].group().lower() in ("the", "of")
    return words[at].group() == "&" or (
        words[at].group() == "and" and opens and _adjoins(text, words[at - 2], words[at - 1])
    )


def _last_word(text: str, words: list[re.Match[str]], number: int, is_closed: bool) -> int:
    """The last word of what belongs to the head at word `number`: "... of Trade and Industry".

    A head that closes a name (`is_closed`) is not joined to what follows "and".
    """
    last = number
    for at in range(number + 1, min(number + _MAX_WORDS, len(words))):
        if not _adjoins(text, words[at - 1], words[at]):
            break
        if words[at].group() in _LINKS:
            is_next = words[at].group() == "and" and at == number + 1 and is_closed
            if is_next or (words[at].group() == "the" and words[at - 1].group() == "and"):
                break
        elif not _is_capitalised(words[at]) or at == number + 1:
            break
        else:
            last = at
    return last


def _is_capitalised(word: re.Match[str]) -> bool:
    text = word.group()
    return (
        text[0].isupper()
        and text not in _NO_NAME
        and not text.endswith(_CLOSING)
        and text.lower() not in calendar_names()
    )


def _adjoins(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    return text[word.end() : following.start()] in (" ", "\n")
