"""The report: one HTML file for readers who do not write SQL.

    write(settings, names, path, ...)    the overview, one country or one pair, by how many names are given

Figures come from the published warehouse by the queries in `queries/`; this package only words and lays them out.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from coopmetrics import warehouse
from coopmetrics.report.figures import Figures, gather
from coopmetrics.report.page import render
from coopmetrics.report.sides import NoEventsError, UnknownSideError, code_of, doubt
from coopmetrics.settings import Settings

__all__ = ["Figures", "NoEventsError", "UnknownSideError", "doubt", "file_name", "write"]


def write(
    settings: Settings, names: list[str], path: Path | None = None, *, since: date | None = None, events: int = 200
) -> Path:
    """Write the report on everything, on one country or on a pair, and give its path.

    `names` are codes or names of countries and organisations, two at most. `since` counts from the first of its month
    on, as figures are kept by month. `events` is how many events are shown as evidence, beside those that lists cite.
    Raises `UnknownSideError` for a name that no country has, `NoEventsError` where there is nothing to tell.
    """
    with warehouse.opened(settings) as database:
        sides = _sides(names)
        figures = gather(database, sorted(sides), since.replace(day=1) if since else None, events)
    path = path or Path(file_name(sides))
    path.write_text(render(figures), encoding="utf-8")
    return path


def file_name(sides: list[str]) -> str:
    """Name the file as the sides were named: `report.html`, `report-TJK.html`, `report-TJK-AZE.html`."""
    return "-".join(["report", *sides]) + ".html"


def _sides(names: list[str]) -> list[str]:
    sides = [code_of(name) for name in names]
    if len(sides) > 2:
        raise UnknownSideError(
            f"a report is about two countries at most, not {len(sides)}: quote names of several words"
        )
    if len(set(sides)) < len(sides):
        raise UnknownSideError(f"{names[0]} and {names[1]} are the same: name two different ones")
    return sides
