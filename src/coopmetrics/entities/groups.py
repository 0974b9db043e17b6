"""Groups of states that an article introduces by name: "the Troika (Norway, the United Kingdom and the United States)".

The name then stands for all of its members wherever it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from coopmetrics.document import GENDERS, Document, Mention
from coopmetrics.entities.scanner import Match, Scanner

_MAX_MEMBERS: Final = 10
_NAME: Final = re.compile(r"(?:The )?((?!The )[A-Z][\w+-]+(?: [A-Z][\w+-]+){0,3}) \((?:the )?$")
_LISTED: Final = re.compile(r"(?:,|,? and)? (?:the )?|, (?:and )?(?:the )?")
_REACH: Final = 60


def with_groups(document: Document) -> list[Mention]:
    """The mentions, with the members of each named group in place of its name."""
    groups = named_groups(document.text, document.mentions)
    if not groups:
        return document.mentions
    coded = {offset for m in document.mentions if m.country_code for offset in range(m.start, m.end)}
    uses = [u for u in Scanner((name, name) for name in groups).find(document.text) if u.start not in coded]
    taken = {(use.start, use.end) for use in uses}
    members = [
        reference(use, member, 0.9, document.sentence_at(use.start)) for use in uses for member in groups[use.value]
    ]
    speakers = {id(said.speaker) for said in document.attributions}
    speakers |= {id(quotation.speaker) for quotation in document.quotations}
    kept = [m for m in document.mentions if (m.start, m.end) not in taken or id(m) in speakers]
    return sorted([*kept, *members], key=lambda m: (m.start, -m.end))


def reference(match: Match[str], antecedent: Mention, confidence: float, sentence_no: int) -> Mention:
    """The mention of somebody known under what refers to him."""
    return Mention(
        start=match.start,
        end=match.end,
        text=match.text,
        kind=antecedent.kind,
        sentence_no=sentence_no,
        name=antecedent.name,
        entity_key=antecedent.entity_key,
        country_code=antecedent.country_code,
        role=antecedent.role,
        level=antecedent.level,
        is_pronoun=True,
        confidence=min(confidence, antecedent.confidence),
        gender=antecedent.gender or GENDERS.get(match.text.lower()),
    )


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
