"""Whose site an article stands on."""

import pytest

from coopmetrics.entities import country_of_outlet, issuer_of


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.state.gov/briefing/", "USA"),
        ("https://archive.whitehouse.gov:443/a?b=c", "USA"),
        ("http://www.mofa.go.jp/press/1.html", "JPN"),
        ("https://www.gov.uk/government/news", "GBR"),
        ("https://mfa.tj/en", "TJK"),
        ("https://president.az/en/articles/1", "AZE"),
        ("https://diplomatie.gouv.fr/", "FRA"),
        ("http://en.kremlin.ru/events", "RUS"),
    ],
)
def test_governments_are_told_by_their_domain(url: str, code: str) -> None:
    assert issuer_of(url) == code


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "Kremlin",
        "https://example.com/gov",
        "https://gov.example.com/",
        "https://notgov/",
        "https://go.de/",
        "https://news.un.org/en/story",
        "https://mygov.in.example.org/",
        "https://gov.zz/",
        "http://[broken",
        "https://kremlin.ru.example.com/",
    ],
)
def test_other_sites_are_nobodys(url: str | None) -> None:
    assert issuer_of(url) is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.bangkokpost.com/business/1", "THA"),
        ("https://english.example.co.kr/", "KOR"),
        ("https://www.example.co.uk/news", "GBR"),
        ("https://news.example.com/", None),
        ("https://example.tv/", None),
        (None, None),
    ],
)
def test_outlets_are_told_by_their_countrys_letters_or_listed(url: str | None, code: str | None) -> None:
    assert country_of_outlet(url) == code
