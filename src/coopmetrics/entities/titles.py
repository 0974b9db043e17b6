"""Titles and honorifics that stand directly before a name: "President", "Mr", "H.E. Dr".

A title before a capitalised word makes it a person ("Minister Kabir"), and is no part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from coopmetrics.entities.countries import find_names
from coopmetrics.entities.name_heads import calendar_names, head_of, is_sentence_opener
from coopmetrics.entities.scanner import Match, Scanner
from coopmetrics.person_names import person_proper
from coopmetrics.reference import read_table

#: an honorific may belong to the name as annotators and readers see it
_PART_OF_NAME: Final = frozenset({"sheikh", "imam", "shri", "prince", "princess", "king", "queen", "pope", "chief"})
#: levels whose titles, capitalised before a name, are proof of a person
_TITLE_LEVELS: Final = frozenset(
    {"head_of_state", "head_of_government", "royal", "minister", "deputy_minister", "ambassador", "parliament"}
)
_INITIAL: Final = r"[A-Z]\.?"
_PART: Final = r"[^\W\d_a-z][\w’'‐-]*[\w]"
_PARTICLE: Final = r"(?:al|el|bin|ibn|bint|de|da|dos|do|van|der|von|la|le|du|del|di|abu)[ -]"
_NAME: Final = re.compile(
    rf"(?:{_INITIAL} ){{0,2}}(?:{_PARTICLE})?{_PART}(?: (?:{_INITIAL} )?(?:{_PARTICLE}){{0,2}}{_PART}){{0,3}}"
)
_GAP: Final = re.compile(r"\.?[ \n]")
#: the possessive, with what stands behind it in a headline ("Minister Lund's Visit")
_POSSESSIVE: Final = re.compile(r"(?:['’]|['’][sS](?: .*)?)$")
#: levels whose offices are completed by what they are for
_WITH_PORTFOLIO: Final = frozenset({"minister", "deputy_minister", "official", "head_of_government"})
_COMPLEMENT: Final = re.compile(r" (?:of|for)\b(?: the\b)?")
_OF: Final = re.compile(r"\bof\s(?:the\s)?$")
#: characters before a name in which an office is looked for
_OFFICE_REACH: Final = 80
_PORTFOLIO_WORD: Final = re.compile(r",? ?([\w&]+)(?=[\s,])")
_WORD: Final = re.compile(r"[\w&]+")
#: between a title and a name
_BETWEEN: Final = " .,\t\n\r\xa0"
_PORTFOLIO_LINKS: Final = frozenset({"and", "of", "the", "&", "for", "on"})


@cache
def role_scanner() -> Scanner[str]:
    """The scanner for roles ("prime minister"); the value is the level."""
    return Scanner((row["role"], row["level"]) for row in read_table("roles"))


@cache
def usual_countries() -> dict[str, str]:
    """The country that an office is of where none is named, for those that one country has ("secretary of state")."""
    return {row["role"]: row["country"] for row in read_table("roles") if row["country"]}


@cache
def _title_scanner() -> Scanner[str]:
    honorifics = [(row["honorific"], "honorific") for row in read_table("honorifics")]
    titles = [
        (row["role"].title() if row["role"].islower() else row["role"], row["level"]) for row in read_table("roles")
    ]
    return Scanner(honorifics + titles)


def without_title(name: str) -> tuple[int, bool]:
    """Where a recognised name starts behind the titles in it, and whether those prove a person.

    The end of the name where it is nothing but the title of an office.
    """
    start, is_proof = 0, False
    for match in _title_scanner().find(name):
        if match.start and match.end == len(name):
            break
        is_title = match.value in _TITLE_LEVELS and match.text.lower() not in _PART_OF_NAME
        directly = not name[start : match.start].strip(" .")
        if is_title or (directly and match.text.lower() not in _PART_OF_NAME):
            start, is_proof = match.end, is_proof or is_title
    rest = name[start:]
    name = rest.lstrip(_BETWEEN)
    if not name and not is_proof:
        return 0, False
    return start + len(rest) - len(name), is_proof


def titled_names(text: str) -> Iterator[Match[str]]:
    """Capitalised words after a title, or after the words that complete it; the value is the title as written.

    Two words or more where the title is not proof enough of a person: "Director Tomas Revik".
    """
    for title in _title_scanner().find(text):
        if text[title.start].islower():
            continue
        start = portfolio_end(text, title.end) if title.value in _WITH_PORTFOLIO else title.end
        is_sure = title.value in _TITLE_LEVELS | {"honorific"} and start == title.end
        gap = _GAP.match(text, start)
        name = gap and _named(text, gap.end(), title)
        if name and _is_name(name.text, is_full=not is_sure):
            yield name
    yield from _after_plain_roles(text)


def _after_plain_roles(text: str) -> Iterator[Match[str]]:
    """Names of two or more words after an office in small letters: "general manager Tomas Revik"."""
    for role in role_scanner().find(text):
        gap = _GAP.match(text, role.end) if text[role.start].islower() else None
        name = gap and _named(text, gap.end(), role)
        if name and " " in name.text and _is_name(name.text, is_full=True):
            yield name


def _named(text: str, start: int, title: Match[str]) -> Match[str] | None:
    """The name that begins at `start` behind its title, without the possessive and what else is no part of it."""
    found = _NAME.match(text, start)
    if found is None:
        return None
    state = served_state(text, start, found.group())
    start, name = start + state, _POSSESSIVE.sub("", person_proper(found.group()[state:]))
    return Match(start, start + len(name), name, title.text)


def served_state(text: str, start: int, name: str) -> int:
    """Length of the country's name that a person's is read with: "Minister of Energy of Chad" before "Idriss Abba"."""
    before = text[max(start - _OFFICE_REACH, 0) : start]
    state = next(iter(find_names(name)), None)
    if state is None or state.start or not _OF.search(before) or not any(role_scanner().find(before)):
        return 0
    rest = name[state.end :]
    return state.end + 1 if rest[:1] == " " and len(rest.split()) > 1 else 0


def is_portfolio(words: str) -> bool:
    """Whether `words` are nothing but what ministries are of: "Health", "Trade and Industry"."""
    return all(map(_is_of_portfolio, _WORD.findall(words)))


def is_office(words: str) -> bool:
    """Whether `words` are nothing but an office: "High Commissioner", "Minister of Energy and Mines"."""
    role = next(role_scanner().find(words), None)
    if role is None or role.start:
        return False
    of = words[role.end :]
    return not of or (of.startswith((" of ", " for ")) and is_portfolio(of.split(maxsplit=1)[1]))


def _is_of_portfolio(word: str) -> bool:
    return word.lower() in _portfolios() or word in _PORTFOLIO_LINKS


def ends_in_office(name: str) -> int | None:
    """Where the office starts that a name ends in: "Consumer Council Chairman"; None without one."""
    last = next((match for match in role_scanner().find(name) if match.end == len(name)), None)
    return last.start if last and last.start else None


def portfolio_end(text: str, start: int) -> int:
    """Where "of Health and Family Welfare" ends that goes on from `start`, else `start` itself."""
    match = _COMPLEMENT.match(text, start)
    if match is None:
        return start
    end = after_portfolio(text, match.end())
    return end if end > match.end() else start


def after_portfolio(text: str, start: int) -> int:
    """Where words that are what ministries are of end from `start` on: "Affairs" of "Minister of Foreign Affairs"."""
    while (word := _PORTFOLIO_WORD.match(text, start)) and _is_of_portfolio(word.group(1)):
        start = word.end()
    return start


def _is_name(name: str, is_full: bool) -> bool:
    """Whether capitalised words behind a title can be a person; behind its complements in full only."""
    words = name.split()
    inner = any(role.end < len(name) or role.start == 0 for role in role_scanner().find(name))
    head = head_of(name)
    known = inner or (head is not None and not head.is_surname)
    is_other = any(is_sentence_opener(word) or word.lower() in calendar_names() for word in words)
    return not known and (len(words) > 1 or not is_full) and not is_other and not is_portfolio(words[0])


@cache
def _portfolios() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("portfolios"))
