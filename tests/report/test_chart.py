"""Bars and labels of the graphs."""

from datetime import date
from typing import Any

import pytest

from coopmetrics.report import chart

KINDS = ("material_cooperation", "verbal_cooperation", "verbal_conflict", "material_conflict")


def month(number: int, *stories: int, is_read: bool = True) -> dict[str, Any]:
    counted = dict(zip(KINDS, stories or (0, 0, 0, 0), strict=True))
    return {"month": date(2020 + number // 12, number % 12 + 1, 1), "is_read": is_read, **counted}


def test_bars_are_as_high_as_their_stories() -> None:
    drawn = chart.chart([month(0, 1, 2, 1, 0)])

    assert drawn is not None
    unit = 100 / 4
    assert {bar.kind: bar.height for bar in drawn.bars} == {
        "material_cooperation": unit,
        "verbal_cooperation": 2 * unit,
        "verbal_conflict": unit,
    }
    assert [(label.text, label.at) for label in drawn.scale] == [
        ("1", 100.0),
        ("0", 75.0),
        ("1", 50.0),
        ("2", 25.0),
        ("3", 0.0),
    ]


@pytest.mark.parametrize("months", [1, 5, 24, 25, 60, 120])
@pytest.mark.parametrize("stories", [1, 7, 48, 1999])
def test_everything_stays_in_its_box(months: int, stories: int) -> None:
    drawn = chart.chart([month(number, stories, number, 1, 0) for number in range(months)])

    assert drawn is not None
    assert all(bar.y >= -0.01 and bar.y + bar.height <= 100.01 and bar.x + bar.width <= 100.01 for bar in drawn.bars)
    assert 0 < len(drawn.months) <= 6
    assert len(drawn.scale) <= 9


def test_months_in_which_nothing_was_read_are_marked() -> None:
    drawn = chart.chart([month(0, 1, 0, 0, 0), month(1, is_read=False)])

    assert drawn is not None
    assert len(drawn.unread) == 1


def test_without_stories_there_is_no_graph() -> None:
    assert chart.chart([]) is None
    assert chart.chart([month(0)]) is None


def test_small_graphs_are_drawn_on_a_scale_of_their_own() -> None:
    rows = [
        {"position": 0, "positions": 3, "cooperation": 3, "conflict": 0},
        {"position": 2, "positions": 3, "cooperation": 1, "conflict": 1},
    ]

    small = chart.small(rows)

    assert small.zero == 75
    assert small.cooperation == "M0 75.0v-75.0h.8V75.0zM2 75.0v-25.0h.8V75.0z"
    assert small.conflict == "M2 75.0v25.0h.8V75.0z"
