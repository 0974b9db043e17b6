"""In whose name an article itself speaks: the "we" of a statement, a readout or a joint declaration.

A government's own release says so at its head: by whose governments it was released, the parties of a joint statement,
an officeholder in a line of his own, or the office that issues it. Else it gives itself away by saying "we" and "our"
outside of anybody's speech, which news does not (`speaks_itself`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from coopmetrics.document import Mention
from coopmetrics.entities.groups import named_groups
from coopmetrics.entities.people import GOVERNMENT

#: characters at the head of an article in which a release says whose it is
HEAD: Final = 1_200
#: parties of a statement; more are members of one that is named too
MAX_PARTIES: Final = 10
#: times that a release says "we" or "our", and the "I" to each that make it somebody's own story
_OWN_WORDS: Final = 2
_PERSONAL: Final = 3
_LINE: Final = re.compile(r"[^\n]+")
_BY_GOVERNMENTS: Final = re.compile(
    r"\b(?:(?:(?:released|issued|made|signed|adopted) by|statement (?:of|by|from)) the (?:[\w+]+ )?"
    r"(?:governments?|leaders|(?:foreign )?ministers) of\b|statement was (?:released|issued) by\b)"
    r"(?:[^\n.]|(?<=\b[A-Z])\.)*",
    re.IGNORECASE,
)
#: the words of a paragraph, over its line ends
_PROSE: Final = r"(?:[^\n]|\n(?!\s*\n))"
_WE_WHO: Final = re.compile(
    rf"^(?:Today, )?[Ww]e ?[,—–-]+ ?(?=the |[A-Z]){_PROSE}{{1,700}}?(?:—(?!and)|–(?! and)|\n\s*\n"
    r"|[, ](?=(?:met|meet|mark|have|welcome|reaffirm\w*|gathered|today|condemn|wish|recogni[sz]e)\b))",
    re.MULTILINE,
)
#: "In May 2030, the leaders of A, B and C announced ...", if "We" follows
_LEADERS: Final = re.compile(
    rf"\A\s*(?:[A-Z][\w ,]{{2,25}}, )?[Tt]he leaders of {_PROSE}{{1,200}}?"
    r"(?=\s(?:announced|met|launched)\b(?:.|\n){1,600}(?<![“\"])\bWe\b)"
)
#: "the G7 ministers of A, B and C", "the Forum, represented by A, B and C"
_AS_MEMBERS: Final = re.compile(r"(?: (?:[Ff]oreign )?(?:[Mm]inisters|[Ll]eaders) of|, represented\b)")

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
#: possessive, since words of a name may be joined by what parts them, too
_MISSION: Final = re.compile(
    r"(?:The )?(?:Embassy|High Commission|Permanent Mission|Consulate[- ]General|Ministry|Department|Office)\b"
    r"(?:[ ,–-]++(?:in|to|of|the|and|[A-Z][\w.'’-]*+))*+[ ,]*+(?=\n)"
)
_ON_BEHALF: Final = re.compile(r"\b[Oo]n behalf of\b[^,;]{0,60}$")
#: before the last of a list, and before whoever stands beside the list
_LAST: Final = re.compile(r",\sand\s")
_OF: Final = re.compile(r" (?:of|by|from) (?:the )?")
#: before whom the issuer meets: "with the Prime Minister of Peru"
_BESIDE: Final = re.compile(r"\b(?:with|and)\s(?:(?:the|of|for|[A-Z][\w.-]*)\s)*\Z")
_OFFICE: Final = 60
_OWN: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_I: Final = re.compile(r"\b(?:I|my)\b")
_LONGEST_BYLINE: Final = 110
_LONGEST_HEADLINE: Final = 250


def authors(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The countries and IGOs in whose name an article speaks, in text order, as its head states them; mostly none."""
    text = text.replace("\xa0", " ")  # a release may hold its words together
    head = [m for m in mentions if m.start < HEAD and m.country_code]
    actors = [m for m in head if m.kind in ("country", "igo")]
    told = (
        _joint(text, head),
        _stated(text, head),
        _group(text, actors),
        _mission(text, head),
        _behalf(text, mentions),
    )
    for found in told:
        if found:
            return found if len(found) <= MAX_PARTIES else []
    speaker = next(_signers(text, head), None)
    return [speaker] if speaker else []


def speaks_itself(text: str, is_spoken: Callable[[int], bool]) -> bool:
    """Whether a text says "we" and "our" for itself, as releases do, and is not somebody's own story.

    `is_spoken` says whether the words at a character are somebody's whom the text quotes or reports.
    """
    own = sum(not is_spoken(match.start()) for match in _OWN.finditer(text))
    personal = sum(not is_spoken(match.start()) for match in _I.finditer(text))
    return own >= _OWN_WORDS and personal <= _PERSONAL * own


def _stated(text: str, head: list[Mention]) -> list[str]:
    """ "Released by the Governments of A and B", "We, the leaders of A and B, met"."""
    for pattern in (_WE_WHO, _BY_GOVERNMENTS, _LEADERS):
        match = pattern.search(text, 0, HEAD)
        parties = _parties(text, head, match.start(), match.end()) if match else []
        if parties:
            return parties
    return []


def _parties(text: str, head: list[Mention], start: int, end: int) -> list[str]:
    """Who is named in `start:end`; a forum that acts as one stands for its members."""
    inside = [m for m in head if start <= m.start < end]
    forum = next((m for m in inside if m.kind == "igo" and _AS_MEMBERS.match(text, m.end)), None)
    if forum is not None:
        ends = [match.end() for match in _LAST.finditer(text, forum.end, end)]
        beside = _codes(inside, ends[-1], end) if len(ends) > 1 else []
        return list(dict.fromkeys([forum.country_code or "", *beside]))
    return _codes(inside, start, end)


def _is_forum(text: str, head: list[Mention], start: int) -> bool:
    """Whether "of the C5+1" follows."""
    following = next((m for m in head if m.start >= start), None)
    return following is not None and following.kind == "igo" and _OF.fullmatch(text, start, following.start) is not None


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
            parties = _codes(head, line.start(), at) if len(line.group()) < _LONGEST_HEADLINE else []
            by = re.match(
                r"\W+(?:by|of|between|from)\b|[^.\n]{1,60} between\b", text[line.start() + match.end() : line.end()]
            )
            parties = parties if len(parties) > 1 else _codes(head, at, line.end()) if by else []
            if len(parties) > 1 or _is_forum(text, head, line.start() + match.end()):
                return parties
    return []


def _mission(text: str, head: list[Mention]) -> list[str]:
    """ "Embassy of A, Lima", "Ministry of Trade of A": a paper of a mission or ministry, which its name heads."""
    begin = len(text) - len(text.lstrip())
    return [m.country_code or "" for m in head if m.start <= begin + 4 and _MISSION.match(text, m.start)][:1]


def _behalf(text: str, mentions: Sequence[Mention]) -> list[str]:
    """ "On behalf of the Government of A, I congratulate ..."."""
    parties = (m for m in mentions if m.kind in ("country", "organization"))
    found = (m.country_code for m in parties if _ON_BEHALF.search(text[max(m.start - 80, 0) : m.start]))
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
        acting = (m for m in head if m.kind != "place" and (m.kind != "person" or m in officials))
        acting = (m for m in acting if not _BESIDE.search(text, max(m.start - _OFFICE, 0), m.start))
        yield from [m.country_code for m in acting if m.country_code][:1]


def _codes(actors: list[Mention], start: int, end: int) -> list[str]:
    return list(dict.fromkeys(m.country_code for m in actors if start <= m.start < end and m.country_code))
