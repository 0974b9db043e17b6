"""Groups of states that an article introduces by name: "the Troika (Norway, the United Kingdom and the United States)".

The name then stands for all of its members wherever it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from coopmetrics.document import Mention

_MAX_MEMBERS: Final = 10
_NAME: Final = re.compile(r"(?:The )?((?!The )[A-Z][\w+-]+(?: [A-Z][\w+-]+){0,3}) \((?:the )?$")
_LISTED: Final = re.compile(r"(?:,|,? and)? (?:the )?|, (?:and )?(?:the )?")
_REACH: Final = 60


def named_groups(text: str, mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    """The members of each group by its name."""
    states = [m for m in mentions if m.kind in ("country", "igo") and m.country_code]
    found: dict[str, list[Mention]] = {}
    for run in _lists(text, states):
        name = _NAME.search(text, max(run[0].start - _REACH, 0), run[0].start)
        if name and 1 < len(run) <= _MAX_MEMBERS and text[run[-1].end : run[-1].end + 1] == ")":
            found.setdefault(name.group(1), run)
    return found


def _lists(text: str, states: list[Mention]) -> Iterator[list[Mention]]:
    """Runs of names with nothing between them but commas and "and"."""
    run = states[:1]
    for last, following in pairwise(states):
        if not _LISTED.fullmatch(text, last.end, following.start):
            yield run
            run = []
        run.append(following)
    if run:
        yield run
