"""What a report shows, read from the published warehouse: one table for each file in `queries/`.

A row of a list names the event that proves it as `proof`; these events are among the evidence, whatever its limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any, Final, TypeAlias

import duckdb

from coopmetrics.report.sides import NoEventsError, usual_names

Row: TypeAlias = dict[str, Any]

#: rows of a list, at most; how many more there are is told
LISTED: Final = 100
_ONE_ROW: Final = ("figures", "read")
_LISTS: Final = (
    "months",
    "dyads",
    "dyad_months",
    "sectors",
    "stages",
    "initiatives",
    "contacts",
    "calendar",
    "said",
    "pledges",
    "sources",
    "rejected",
)
_PARAMETER: Final = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Figures:
    """All rows of one report, and what it is about: no side for the overview, one country, or the two of a dyad."""

    sides: list[str]
    since: date | None
    one: dict[str, Row]
    lists: dict[str, list[Row]]
    evidence: list[Row]
    names: dict[str, dict[str, str]] = field(default_factory=dict)


def gather(database: duckdb.DuckDBPyConnection, sides: list[str], since: date | None, events: int) -> Figures:
    """Read what a report shows. Raises `NoEventsError` if no counted event is about the sides in that time."""
    asked = {"sides": sides, "since": since, "rows": LISTED, "events": events}
    one = {name: _rows(database, name, asked)[0] for name in _ONE_ROW}
    if not one["figures"]["events"] and (sides or since):
        partnered = [side for side in sides if _rows(database, "figures", asked | {"sides": [side]})[0]["events"]]
        raise NoEventsError(_nothing(sides, since, partnered))
    lists = {name: _rows(database, name, asked) for name in _LISTS}
    cited = sorted({row["proof"] for rows in lists.values() for row in rows if row.get("proof")})
    evidence = _rows(database, "evidence", asked | {"cited": cited})
    return Figures(sides, since, one, lists, evidence, _names(database))


def _rows(database: duckdb.DuckDBPyConnection, name: str, asked: dict[str, Any]) -> list[Row]:
    """Ask the query of that name, with those of the parameters that it has."""
    query = files(__package__).joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
    named = {parameter: asked[parameter] for parameter in _PARAMETER.findall(query)}
    answer = database.execute(query, named)
    columns = [column[0] for column in answer.description or []]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _names(database: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """What codes are called, by kind; countries by their usual names ("Russia") where there is one."""
    names: dict[str, dict[str, str]] = {}
    for row in _rows(database, "names", {}):
        names.setdefault(row["kind"], {})[row["code"]] = row["name"]
    names["country"] |= usual_names()
    return names


def _nothing(sides: list[str], since: date | None, partnered: list[str]) -> str:
    told = " and ".join(f"{usual_names()[side]} ({side})" for side in sides)
    whose = f" {'between' if len(sides) > 1 else 'of'} {told}" if sides else ""
    when = f" since {since:%B %Y}" if since else ""
    hint = f"; `coopmetrics report {partnered[0]}` tells of its partners" if partnered else ""
    return f"the warehouse holds no counted event{whose}{when}{hint}"
