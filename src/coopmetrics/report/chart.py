"""Where the bars of a graph stand: lengths in percent of its box, so that it stretches while its letters do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Final

from coopmetrics.report.figures import Row

#: kinds by where they are drawn: above the line from the line up, below it from the line down
_ABOVE: Final = ("material_cooperation", "verbal_cooperation")
_BELOW: Final = ("material_conflict", "verbal_conflict")
#: labels that a narrow screen has room for
_LABELS: Final = 6
#: share of the box that bars leave free on the left, for the scale
_LEFT: Final = 0.06


@dataclass(frozen=True)
class Bar:
    """A rectangle: left edge, upper edge, width and height in percent of the box."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """A word beside the axis, at its place in percent of the box."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Stories by month and kind as bars, cooperation above the line, conflict below; months without anything read."""

    bars: list[Bar]
    unread: list[Bar]
    months: list[Label]
    scale: list[Label]
    zero: float


def chart(months: list[Row]) -> Chart | None:
    """Lay out the graph of a report's months; None where there are none."""
    above = max((sum(row[kind] for kind in _ABOVE) for row in months), default=0)
    below = max((sum(row[kind] for kind in _BELOW) for row in months), default=0)
    if not above + below:
        return None
    step = _step(max(above, below))
    top, bottom = ceil(above / step) * step, ceil(below / step) * step
    unit = 100 / (top + bottom)
    zero, wide = top * unit, 100 * (1 - _LEFT) / len(months)
    bars = [
        bar
        for number, row in enumerate(months)
        for bar in _stacked(row, 100 * _LEFT + number * wide, wide, zero=zero, unit=unit)
    ]
    unread = [
        Bar("unread", 100 * _LEFT + number * wide, 0, wide, 100)
        for number, row in enumerate(months)
        if not row["is_read"]
    ]
    scale = [Label(zero - value * unit, f"{abs(value):,}") for value in range(-bottom, top + 1, step)]
    return Chart(bars, unread, _month_labels(months, wide), scale, zero)


def _stacked(row: Row, x: float, wide: float, *, zero: float, unit: float) -> list[Bar]:
    bars, up, down = [], zero, zero
    for kind in _ABOVE:
        up -= row[kind] * unit
        bars.append(Bar(kind, x + 0.1 * wide, up, 0.8 * wide, row[kind] * unit))
    for kind in _BELOW:
        bars.append(Bar(kind, x + 0.1 * wide, down, 0.8 * wide, row[kind] * unit))
        down += row[kind] * unit
    return [bar for bar in bars if bar.height]


def _step(most: int) -> int:
    """Choose the distance of the lines: 1, 2 or 5 times a power of ten, four or fewer of them on the longer side."""
    power = 10 ** max(floor(log10(most / 4)), 0) if most > 4 else 1
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if most / step <= 4)


def _month_labels(months: list[Row], wide: float) -> list[Label]:
    """Name years at their Januaries, or months where there are few; as many as fit."""
    by_year = len(months) > 24
    starts = [(number, row["month"]) for number, row in enumerate(months) if not by_year or row["month"].month == 1]
    every = ceil(len(starts) / _LABELS)
    return [
        Label(100 * _LEFT + number * wide, str(month.year) if by_year else _month_label(month, is_first=not place))
        for place, (number, month) in enumerate(starts[::every])
    ]


def _month_label(month: date, *, is_first: bool) -> str:
    return f"{month:%b %Y}" if is_first or month.month == 1 else f"{month:%b}"


@dataclass(frozen=True)
class Small:
    """A small graph: an outline of bars for each kind, one unit wide a month, in a box of 100 units' height."""

    months: int
    zero: float
    cooperation: str
    conflict: str


def small(rows: list[Row]) -> Small:
    """Draw one dyad's months, on a scale of its own: beside the number of stories it shows when they came out."""
    top, bottom = (max(row[kind] for row in rows) for kind in ("cooperation", "conflict"))
    unit = 100 / (top + bottom)
    zero = top * unit
    up = "".join(_outline(row["position"], zero, -row["cooperation"] * unit) for row in rows)
    down = "".join(_outline(row["position"], zero, row["conflict"] * unit) for row in rows)
    return Small(rows[0]["positions"], zero, up, down)


def _outline(position: int, zero: float, length: float) -> str:
    return f"M{position} {zero:.1f}v{length:.1f}h.8V{zero:.1f}z" if length else ""
