"""Leaders whom news names without saying of what country: "Putin said", "Xi"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from coopmetrics.entities.scanner import fold
from coopmetrics.reference import read_table

_INITIAL: Final = re.compile(r" \w\.?(?= )")


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
    offices = _leaders().get(fold(name)) or _leaders().get(fold(_INITIAL.sub("", name)), [])
    held = [leader for leader in offices if on is None or leader.since <= on.year]
    return max(held or offices, key=lambda leader: leader.since, default=None)


@cache
def _leaders() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for row in read_table("leaders"):
        leader = Leader(row["name"], row["code"], row["level"], row["role"], int(row["since"]))
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found.setdefault(fold(name), []).append(leader)
    return found
