from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.events.time_expressions import TimeExpression, find

TUESDAY = date(2023, 9, 12)


def one(text: str, anchor: date | None = TUESDAY) -> TimeExpression:
    (found,) = find(text, anchor)
    return found


@pytest.mark.parametrize(
    ("text", "on", "end_on", "precision"),
    [
        ("The forum is on September 29-30, 2023.", date(2023, 9, 29), date(2023, 9, 30), "day"),
        ("They toured the port from 29 September to 3 October 2022.", date(2022, 9, 29), date(2022, 10, 3), "day"),
        ("The talks of 28 December - 3 January 2022 failed.", date(2021, 12, 28), date(2022, 1, 3), "day"),
        ("It was signed on Sept. 5, 2021 in Doha.", date(2021, 9, 5), None, "day"),
        ("The line opened on the 6th of June 2020.", date(2020, 6, 6), None, "day"),
        ("Filed 2023-09-12 by the desk.", date(2023, 9, 12), None, "day"),
        ("The accord of 12.09.2019 holds.", date(2019, 9, 12), None, "day"),
        ("Work began in early March 2022.", date(2022, 3, 1), None, "month"),
        ("Exports rose between March and May 2020.", date(2020, 3, 1), date(2020, 5, 31), "month"),
        ("Trade fell in the third quarter of 2022.", date(2022, 7, 1), date(2022, 9, 30), "quarter"),
        ("The plan for 2021-2025 was adopted.", date(2021, 1, 1), date(2025, 12, 31), "year"),
        ("By 2030 the line will carry gas.", date(2030, 1, 1), None, "year"),
    ],
)
def test_explicit(text: str, on: date, end_on: date | None, precision: str) -> None:
    found = one(text)
    assert (found.on, found.end_on, found.precision, found.basis) == (on, end_on, precision, "explicit")


@pytest.mark.parametrize(
    ("text", "on", "end_on", "precision"),
    [
        ("They met yesterday.", date(2023, 9, 11), None, "day"),
        ("They met on Monday.", date(2023, 9, 11), None, "day"),
        ("They met on Tuesday.", TUESDAY, None, "day"),
        ("They met last Tuesday.", date(2023, 9, 5), None, "day"),
        ("They meet next Tuesday.", date(2023, 9, 19), None, "day"),
        ("Ministers met last week.", date(2023, 9, 4), date(2023, 9, 10), "day"),
        ("It was agreed two weeks ago.", date(2023, 8, 29), None, "day"),
        ("Flights resumed last month.", date(2023, 8, 1), None, "month"),
        ("Flights resumed earlier this year.", date(2023, 1, 1), None, "year"),
        ("He came last December.", date(2022, 12, 1), None, "month"),
    ],
)
def test_relative(text: str, on: date, end_on: date | None, precision: str) -> None:
    found = one(text)
    assert (found.on, found.end_on, found.precision, found.basis) == (on, end_on, precision, "relative")


@pytest.mark.parametrize(
    "text", ["They may march in.", "On February 30, 2022 nothing.", "2000 troops and $2024 in cash."]
)
def test_no_date(text: str) -> None:
    assert not find(text, TUESDAY)


def test_recently_is_a_time_without_a_day() -> None:
    assert (one("The two sides met recently.").on, one("The two sides met recently.").precision) == (None, "unknown")


def test_a_yearless_day_is_the_nearest() -> None:
    assert one("The fair closed on December 28.", date(2024, 1, 5)).on == date(2023, 12, 28)


def test_a_history_goes_on_from_the_date_told_last() -> None:
    text = "They allied in 1816. In April 1817 war came. In July the port fell, and in March 1818 peace was signed."
    assert [e.on for e in find(text, TUESDAY)][-2:] == [date(1817, 7, 1), date(1818, 3, 1)]


def test_without_an_anchor_only_full_dates_are_told() -> None:
    assert [e.on for e in find("On Monday and on May 3, 2021.", None)] == [date(2021, 5, 3)]


@given(st.text(alphabet="0123456789-/., MayJune\u200f\u202e\x00onthelastweek", max_size=200))
def test_any_text_gives_ordered_spans(text: str) -> None:
    found = find(text, TUESDAY)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= e.start < e.end <= len(text) for e in found)


def test_news_that_recalls_old_years_still_counts_weekdays_from_the_day_it_is_written() -> None:
    text = "After accords of 1998, 2004 and 2011, envoys met on Monday and sign on Friday; they spoke last week."
    assert date(2023, 9, 11) in [expression.on for expression in find(text, TUESDAY)]


def test_news_with_a_background_in_years_is_no_text_about_the_past() -> None:
    news = "Kenya opened a railway to the coast. " + "It has been praised by traders in the capital. " * 12
    text = (
        news + "Its line was drawn in 2009, the money came in 2013, and work began in 2014. It was tested in late May."
    )
    assert find(text, date(2022, 7, 20))[-1].on == date(2022, 5, 1)
