"""Leaders whom news names without saying of what country: "Putin said", "Xi"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from coopmetrics.entities.scanner import fold
from coopmetrics.entities.vocabulary import acts_for
from coopmetrics.reference import read_table

_INITIAL: Final = re.compile(r" \w\.?(?= )")
#: levels of those whom a government is called after
_HEADS: Final = frozenset({"head_of_state", "head_of_government", "royal"})
#: "Joseph R. Biden, Jr"
_SUFFIX: Final = re.compile(r",? (?:jr|sr|jnr|snr)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in an office; `since` is the first year of it."""

    name: str
    country_code: str
    level: str
    role: str
    since: int


def leader_named(name: str, on: date | None = None) -> Leader | None:
    """Who is called `name`, a full name or a surname that stands for one leader; the latest office by the day given."""
    plain = _SUFFIX.sub("", name)
    ways = (plain, _INITIAL.sub("", plain), " ".join(reversed(plain.split())))  # "Kishida Fumio"
    return _latest(next(filter(None, (_leaders().get(fold(way)) for way in ways)), []), on)


def leader_of_surname(surname: str) -> Leader | None:
    """The head of a state or government of that surname, if only one country has had one."""
    heads = [leader for leader in _by_surname().get(fold(surname), []) if leader.level in _HEADS]
    return _latest(heads, None) if len({leader.country_code for leader in heads}) == 1 else None


def leader_titled(office: str, surname: str, on: date | None = None) -> Leader | None:
    """Who is called by office and surname alone ("Vice President Harris"), if only one country has such a leader."""
    offices = [leader for leader in _by_surname().get(fold(surname), []) if leader.role == office.lower()]
    return _latest(offices, on) if len({leader.country_code for leader in offices}) == 1 else None


def _latest(offices: list[Leader], on: date | None) -> Leader | None:
    held = [leader for leader in offices if on is None or leader.since <= on.year]
    return max(held or offices, key=lambda leader: leader.since, default=None)


@cache
def _leaders() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for row in read_table("leaders"):
        leader = Leader(row["name"], acts_for(row["code"]), row["level"], row["role"], int(row["since"]))
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found.setdefault(fold(name), []).append(leader)
    return found


@cache
def _by_surname() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for name, offices in _leaders().items():
        bearers = found.setdefault(name.split()[-1], [])
        bearers += [leader for leader in offices if leader not in bearers]
    return found
