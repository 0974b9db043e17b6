"""Verbs of saying, and what is done by saying it: accusing, asking, refusing, threatening, thanking, praising.

Each verb of `reference/reporting_verbs.csv` has a kind: `say` takes what is said as a clause or a quotation, `stress`
also as a noun ("highlighted U.S. support"), `show` is what data do ("figures show that ..."), `naming` a word for
something ("called it 'preposterous'"). Acts of their own only make quotations: `praise` ("thanked") and any other `act`
("urged").
"""

from __future__ import annotations

from functools import cache
from typing import Final

from coopmetrics.reference import read_table

#: types that are always done by saying so
SPEECH_ACTS: Final = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})
#: nouns of what somebody says to be so
CLAIMS: Final = frozenset({"accusation", "allegation", "assertion", "claim"})
#: words that thank or praise without a verb for it
_THANKS: Final = frozenset(
    {"appreciate", "appreciation", "congratulation", "congratulations", "grateful", "gratitude", "thankful", "thanks"}
)


@cache
def verbs() -> dict[str, str]:
    """Lemma to kind."""
    return {row["lemma"]: row["kind"] for row in read_table("reporting_verbs")}


def is_speech_act(event_type: str, word: str) -> bool:
    """Whether an act is done by saying so; support is where the word for it, by its lemma, is of thanks or praise."""
    return event_type in SPEECH_ACTS or (event_type == "SUPPORT" and (word in _THANKS or verbs().get(word) == "praise"))
