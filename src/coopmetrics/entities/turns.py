"""Who speaks to whom: the other one in a transcript, the one a letter is to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from coopmetrics.document import Attribution, Document, Mention

#: how a letter begins, and in how many characters
_DEAR: Final = re.compile(r"^\s*(?:My )?Dear\b", re.MULTILINE)
_SALUTATION: Final = 200


class Exchange:
    """The turns of an article, as its attributions tell them."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def other_speaker(self, sentence_no: int) -> Mention | None:
        """Who else has the word around a sentence of direct speech: before it, or else behind it."""
        numbers = (self._before[sentence_no], self._behind[sentence_no])
        return next((self._document.attributions[number].speaker for number in numbers if number >= 0), None)

    def addressed(self, own: str) -> str | None:
        """The country a letter is to: the one that its head names besides the writer's."""
        others = self._named_in_head - {own}
        return next(iter(others)) if len(others) == 1 else None

    @cached_property
    def _named_in_head(self) -> frozenset[str]:
        """The countries that the head of a letter names; none where the text is no letter."""
        turns = self._document.turns
        if len(turns) != 1 or not _DEAR.search(self._document.text, 0, turns[0].start + _SALUTATION):
            return frozenset()
        head = (m.country_code for m in self._document.mentions if m.start < turns[0].start)
        return frozenset(code for code in head if code)

    @cached_property
    def _before(self) -> list[int]:
        return self._of_others(range(len(self._document.attributions)))

    @cached_property
    def _behind(self) -> list[int]:
        return self._of_others(range(len(self._document.attributions) - 1, -1, -1))

    def _of_others(self, order: Iterable[int]) -> list[int]:
        """In that order, for each sentence of direct speech the last one met that has another speaker, else -1."""
        said = self._document.attributions
        found, last = [-1] * len(said), -1
        for number in order:
            if said[number].kind == "direct":
                found[number] = found[last] if last >= 0 and _is_same(said[last], said[number]) else last
                last = number
        return found


def _is_same(one: Attribution, other: Attribution) -> bool:
    keys = [a.speaker.entity_key if a.speaker is not None else None for a in (one, other)]
    return keys[0] == keys[1]
