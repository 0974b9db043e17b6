"""Where a person's name ends: who finds names in texts and who reads labels of speakers asks it alike."""

from __future__ import annotations

import re
from functools import cache

from coopmetrics.reference import read_table


def person_proper(name: str) -> str:
    """A person's name without honours ("MP") and a headline's next words ("Announces") behind it."""
    words = list(re.finditer(r"\S+", name))
    behind = (word for before, word in enumerate(words) if before and _ends_name(word.group(), before))
    end = next((word.start() for word in behind), len(name))
    return name[:end].rstrip(" ,\n\xa0")


def _ends_name(word: str, before: int) -> bool:
    """Whether a word with so many others before it is no part of the name that they are."""
    plain = word.strip(",").replace(".", "")
    fewest = _name_ends().get(plain) or (_name_ends().get(plain.lower()) if plain[:1].isupper() else None)
    return fewest is not None and before >= fewest


@cache
def _name_ends() -> dict[str, int]:
    """Words that are no part of a name before them, and how many words it has at least; honours are in capitals."""
    return {row["word"]: int(row["words_before"]) for row in read_table("name_ends")}
