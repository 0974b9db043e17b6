from datetime import UTC, date, datetime

import pytest

from coopmetrics.articles.dates import parse, parse_day, published

MAY_6 = date(2024, 5, 6)


def of(stated=None, seen=None, url=None, date_line=None, text="", file=None):
    return published(stated=stated, seen=seen, url=url, lines=(date_line, text), file=file)


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-06",
        "2024-05-06T23:10:00-04:00",
        "2024-05-06 23:10:02.118702",
        "20240506",
        "Mon, 06 May 2024 23:39:10 +0000",
        "6 May 2024",
        "May 6, 2024",
        "Monday, 6th of May, 2024",
        "06.05.2024",
        "2024/05/06",
        "1714953600",
        "1714953600000",
        "1715011200000",
    ],
)
def test_dates_as_fields_state_them(written):
    assert parse_day(written) == MAY_6


@pytest.mark.parametrize(
    "written", ["", "-", "6 YEARS AGO", "04/05/2024", "2024-13-45", "32 May 2024", "soon", "5", "1e400", "0" * 5000]
)
def test_what_is_no_date_or_could_be_two(written):
    assert parse(written) is None


def test_day_and_month_are_told_apart_where_only_one_order_fits():
    assert parse("25/05/2024") == parse("05/25/2024") == date(2024, 5, 25)


def test_a_stated_time_is_kept_in_utc_and_its_day_as_stated():
    found = of("2024-05-06T23:10:00-04:00")
    assert (found.on, found.at, found.basis) == (MAY_6, datetime(2024, 5, 7, 3, 10, tzinfo=UTC), "field")


def test_a_time_without_zone_gives_the_day_only():
    assert of("2024-05-06 23:10:00").at is None


def test_days_ago_count_from_when_it_was_collected():
    assert of("4 days ago", seen="2024-05-10 10:31:11").on == MAY_6
    assert of("3 hrs ago", seen="2024-05-06 10:31:11").on == MAY_6
    assert of("4 days ago").basis == "none"
    assert of("6 YEARS AGO", seen="2024-05-10 10:31:11").on is None


@pytest.mark.parametrize(
    ("stated", "basis"),
    [
        ({"url": "https://news.example/world/2024/05/06/cable"}, "field"),
        ({"url": "https://news.example/2024/may/06/cable"}, "field"),
        ({"url": "https://news.example/cable-20240506-1"}, "field"),
        ({"date_line": "Monday, May 6, 2024"}, "text"),
        ({"text": "SUVA and NUKU'ALOFA, May 6 2024 (PW) - Ministers met."}, "text"),
        ({"text": "Nadi, Fiji, 6 May 2024 – Ministers met."}, "text"),
        ({"file": "2024-05-06-cable"}, "file"),
        ({"file": "2024-05-06T231202_7eca4c2"}, "file"),
    ],
)
def test_where_else_a_date_may_stand(stated, basis):
    assert (of(**stated).on, of(**stated).basis) == (MAY_6, basis)


def test_a_field_outweighs_the_text_and_the_text_the_file():
    assert of("7 May 2024", date_line="6 May 2024", file="2024-05-08").on == date(2024, 5, 7)
    assert of(date_line="6 May 2024", file="2024-05-08").on == MAY_6


@pytest.mark.parametrize(
    "stated",
    [
        {"stated": "9999-12-31T23:59:59+14:00"},
        {"stated": datetime(9999, 12, 31, tzinfo=UTC)},
        {"stated": "0001-01-01T00:00:00+14:00"},
        {"date_line": "9999-01-01"},
        {"text": "On May 6, 2024 ministers met."},
        {"text": "Ministers who met on May 6, 2024 said so."},
        {"url": "https://news.example/id/12024050612/cable"},
        {"file": "cable-2024"},
        {"text": "A-" * 100},
    ],
)
def test_no_date_rather_than_a_wrong_one(stated):
    assert of(**stated).basis == "none"
