"""Whose minister somebody is by the ministry that an article names: "the Norwegian Ministry of Finance" and "Finance
Minister Lund".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from coopmetrics.document import Mention

_MINISTRY: Final = re.compile(r"\b(?:ministry|department)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
#: words that say nothing of what an office is for
_EMPTY: Final = frozenset("minister ministry department secretary the of for and".split())


def country_of_ministry(office: str, mentions: Iterable[Mention]) -> str | None:
    """The country that has the ministry of an office, if it is the only one of its name among mentions."""
    field = _field(office)
    named = (m for m in mentions if m.kind == "organization" and m.country_code and _MINISTRY.search(m.name))
    codes = {m.country_code for m in named if field and field <= _field(m.name)}
    return codes.pop() if len(codes) == 1 else None


def _field(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower())) - _EMPTY
