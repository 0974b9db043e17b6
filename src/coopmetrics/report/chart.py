"""Where the bars of a graph stand: lengths in percent of its box, so that it stretches while its letters do not."""

from __future__ import annotations

from dataclasses import dataclass
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
    """A month's stories by kind as bars, cooperation above the line and conflict below."""

    bars: list[Bar]
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
    scale = [Label(zero - value * unit, f"{abs(value):,}") for value in range(-bottom, top + 1, step)]
    return Chart(bars, _month_labels(months, wide), scale, zero)


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
    form = "%Y" if by_year else "%b %Y"
    return [Label(100 * _LEFT + number * wide, f"{month:{form}}") for number, month in starts[::every]]


def small(rows: list[Row], top: int, bottom: int) -> list[Bar]:
    """Lay out the small graph of one dyad's months; `top` and `bottom` are the most of any dyad, for one scale."""
    unit = 100 / max(top + bottom, 1)
    zero, bars = top * unit, []
    for row in rows:
        x, wide = 100 * row["position"] / row["positions"], 80 / row["positions"]
        up, down = row["cooperation"] * unit, row["conflict"] * unit
        bars += [Bar("material_cooperation", x, zero - up, wide, up), Bar("material_conflict", x, zero, wide, down)]
    return [bar for bar in bars if bar.height]
