"""How values are worded."""

from datetime import date

import pytest

from coopmetrics.report import wording


@pytest.mark.parametrize(
    ("on", "end_on", "precision", "told"),
    [
        (date(2024, 10, 3), None, "day", "3 October 2024"),
        (date(2024, 10, 3), date(2024, 10, 4), "day", "3–4 October 2024"),
        (date(2024, 9, 30), date(2024, 10, 4), "day", "30 September 2024 – 4 October 2024"),
        (date(2023, 7, 1), None, "month", "July 2023"),
        (date(2023, 7, 1), date(2023, 7, 31), "month", "July 2023"),
        (date(2023, 7, 1), date(2023, 9, 30), "month", "July 2023 – September 2023"),
        (date(2023, 7, 1), None, "quarter", "quarter 3 of 2023"),
        (date(2023, 7, 1), date(2023, 9, 30), "quarter", "quarter 3 of 2023"),
        (date(2021, 6, 1), date(2021, 8, 31), "quarter", "June 2021 – August 2021"),
        (date(2022, 1, 1), date(2027, 12, 31), "year", "2022–2027"),
        (None, None, "unknown", "no known date"),
    ],
)
def test_dates_are_as_precise_as_told(on: date | None, end_on: date | None, precision: str, told: str) -> None:
    assert wording.when(on, end_on, precision) == told


@pytest.mark.parametrize(
    ("value", "unit", "modifier", "told"),
    [
        (48_000_000.0, "USD", "exact", "USD 48 million"),
        (11_500_000.0, "EUR", "about", "about EUR 11.5 million"),
        (64_000_000_000.0, "JPY", None, "JPY 64 billion"),
        (500_000.0, "dose", "at_least", "at least 500,000 doses"),
        (28_200_000.0, "tonne", None, "28.2 million tonnes"),
        (1.0, "hospital_bed", None, "1 hospital bed"),
        (1.001, "tonne", "about", "about 1 tonne"),
        (0.5, "km", "at_most", "up to 0.5 kilometres"),
        (1200.0, "thing_of_old", None, "1,200 thing of old"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, modifier: str | None, told: str) -> None:
    assert wording.amount(value, unit, modifier) == told


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "0 %"), (0.004, "under 1 %"), (0.425, "42 %"), (1.0, "100 %"), (None, "–")]
)
def test_shares(share: float | None, told: str) -> None:
    assert wording.percent(share) == told


@pytest.mark.parametrize("url", ["https://news.example/a?b=1&c=2#d", "http://news.example", "HTTPS://NEWS.EXAMPLE/A"])
def test_addresses_of_the_web_are_links(url: str) -> None:
    assert (wording.link(url) or "").startswith("http")


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\u202ejavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//news.example/a",
        "https:",
        "https://[::1",
        "news.example/a",
    ],
)
def test_nothing_else_is_a_link(url: str | None) -> None:
    assert wording.link(url) is None


def test_what_cannot_be_seen_is_left_out() -> None:
    assert wording.shown("evil\u202etxt.exe\x00 \u2066here\u2069") == "eviltxt.exe here"
    assert wording.shown(None) == ""
    assert wording.shown(1204) == "1,204"
