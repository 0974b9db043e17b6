"""Who else has the word around a sentence of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coopmetrics.document import Attribution


def turns_of_others(said: Sequence[Attribution], order: Iterable[int]) -> list[int]:
    """In that order, for each sentence of direct speech the last one before it that has another speaker, else -1."""
    found, last = [-1] * len(said), -1
    for number in order:
        if said[number].kind == "direct":
            found[number] = found[last] if last >= 0 and _is_same(said[last], said[number]) else last
            last = number
    return found


def _is_same(one: Attribution, other: Attribution) -> bool:
    keys = [a.speaker.entity_key if a.speaker is not None else None for a in (one, other)]
    return keys[0] == keys[1]
