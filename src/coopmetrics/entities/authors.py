"""In whose name an article itself speaks: the "we" of a statement, a readout or a joint declaration.

A government's own release says so at its head: by whose governments it was released, the parties of a joint statement,
an officeholder in a line of his own, or the office that issues it. News says nothing of the kind and has no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from coopmetrics.document import Mention
from coopmetrics.entities.groups import named_groups
from coopmetrics.entities.people import GOVERNMENT

#: characters at the head of an article in which a release says whose it is
HEAD: Final = 1_200
#: parties of a statement; more are members of one that is named too
MAX_PARTIES: Final = 6
_LINE: Final = re.compile(r"[^\n]+")
_BY_GOVERNMENTS: Final = re.compile(
    r"\b(?:(?:released|issued|made|signed) by|statement (?:of|by|from)) the (?:governments?|leaders|foreign ministers)"
    r" of\b[^\n.]*",
    re.IGNORECASE,
)
_WE_WHO: Final = re.compile(
    r"^We ?[,—–-]+ ?(?=the |[A-Z])[^\n]{1,700}?(?:—|–|\n|, (?=met|meet|have|welcome|reaffirm|gathered|today))",
    re.MULTILINE,
)
_JOINT: Final = re.compile(
    r"\bjoint (?:leaders['’]? )?(?:press )?(?:statement|declaration|communiqu[eé])", re.IGNORECASE
)
#: lines by which an office of a government issues a text
_ISSUED: Final = re.compile(
    r"^(?:Office of (?:the )?(?:Spokes|Press|Public|Communications)|Media Note|(?:For )?Immediate Release|Fact Sheet"
    r"|Readout (?:of|from|by)|(?:Press )?Statement (?:of|from|by)|Remarks (?:of|by)"
    r"|The (?:below|following) is attributable to)",
    re.MULTILINE | re.IGNORECASE,
)
_ON_BEHALF: Final = re.compile(r"\b[Oo]n behalf of\b.{0,60}?$")
_LONGEST_BYLINE: Final = 110


def authors(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The countries and IGOs in whose name an article speaks, in text order; mostly none."""
    head = [m for m in mentions if m.start < HEAD and m.country_code]
    actors = [m for m in head if m.kind in ("country", "igo")]
    for found in (_stated(text, head), _joint(text, head), _group(text, actors), _behalf(text, mentions)):
        if found:
            return found
    speaker = next(_signers(text, head), None)
    return [speaker] if speaker else []


def _stated(text: str, head: list[Mention]) -> list[str]:
    """ "Released by the Governments of A and B", "We, the leaders of A and B, met"."""
    for pattern in (_BY_GOVERNMENTS, _WE_WHO):
        match = pattern.search(text, 0, HEAD)
        parties = _codes(head, match.start(), match.end()) if match else []
        if 0 < len(parties) <= MAX_PARTIES:
            return parties
    return []


def _group(text: str, actors: list[Mention]) -> list[str]:
    """ "Quartet Statement on ...": the members of a group that is introduced by name."""
    for name, members in named_groups(text, actors).items():
        if text.lstrip().startswith((f"{name} Statement", f"{name} Joint Statement", f"Statement by the {name}")):
            return list(dict.fromkeys(m.country_code for m in members if m.country_code))
    return []


def _joint(text: str, head: list[Mention]) -> list[str]:
    """ "A-B Joint Statement on ...": the parties named before the words or right after them."""
    for line in _LINE.finditer(text, 0, HEAD // 3):
        match = _JOINT.search(line.group())
        if match:
            at = line.start() + match.start()
            parties = _codes(head, line.start(), at)
            by = re.match(r"\W+(?:by|of|between|from)\b", text[line.start() + match.end() : line.end()])
            parties = parties if len(parties) > 1 else _codes(head, at, line.end()) if by else []
            if 1 < len(parties) <= MAX_PARTIES:
                return parties
    return []


def _behalf(text: str, mentions: Sequence[Mention]) -> list[str]:
    """ "On behalf of the Government of A, I congratulate ..."."""
    countries = (m for m in mentions if m.kind == "country")
    found = (m.country_code for m in countries if _ON_BEHALF.search(text[max(m.start - 80, 0) : m.start]))
    return [code for code in found if code][:1]


def _signers(text: str, head: list[Mention]) -> Iterator[str]:
    """Whoever of a government stands in a line of his own at the head, or is named first in what an office issues."""
    officials = [m for m in head if m.kind == "person" and m.level in GOVERNMENT and m.country_code]
    for line in list(_LINE.finditer(text, 0, HEAD // 2))[:5]:
        inside = [m for m in officials if line.start() <= m.start and m.end <= line.end()]
        is_byline = len(line.group()) < _LONGEST_BYLINE and line.group()[-1:] not in '.:!?”"'
        if (
            inside
            and is_byline
            and inside[0].start - line.start() < 3
            and "," in line.group()[inside[0].end - line.start() :][:2]
        ):
            yield inside[0].country_code or ""
    if _ISSUED.search(text, 0, HEAD // 2):
        named = [m for m in head if m in officials or m.kind == "country"]
        yield from [m.country_code for m in officials[:1] if m.country_code]
        yield from [m.country_code for m in named[:1] if m.country_code]


def _codes(actors: list[Mention], start: int, end: int) -> list[str]:
    return list(dict.fromkeys(m.country_code for m in actors if start <= m.start < end and m.country_code))
