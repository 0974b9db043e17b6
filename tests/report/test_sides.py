"""Countries and organisations by what users type."""

import pytest

from coopmetrics.report.sides import UnknownSideError, code_of, doubt


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("TJK", "TJK"),
        ("tjk", "TJK"),
        ("tajikistan", "TJK"),
        ("Russia", "RUS"),
        ("united kingdom", "GBR"),
        ("UK", "GBR"),
        ("DR Congo", "COD"),
        ("côte d’ivoire", "CIV"),
        ("African Union", "AU"),
        ("EU", "EU"),
        ("  South   Korea ", "KOR"),
    ],
)
def test_codes_and_names_are_known(typed: str, code: str) -> None:
    assert code_of(typed) == code


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Kazakstn", "did you mean Kazakhstan (KAZ)?"),
        ("Tadjikstan", "Tajikistan (TJK)"),
        ("xq", "no country or organisation is called 'xq'"),
        ("", "no country or organisation is called ''"),
        ("\x1b[31m", "called '\\x1b[31m'"),
    ],
)
def test_near_names_are_suggested(typed: str, told: str) -> None:
    with pytest.raises(UnknownSideError) as caught:
        code_of(typed)

    assert told in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Korea", "'Korea' is taken for South Korea (KOR); name North Korea (PRK) by its code"),
        ("congo", "'congo' is taken for DR Congo (COD); name Republic of the Congo (COG) by its code"),
        ("South Korea", None),
        ("Guinea", None),
        ("Republic of Korea", None),
        ("UK", None),
        ("PRK", None),
    ],
)
def test_a_name_of_several_countries_is_told(typed: str, told: str | None) -> None:
    assert doubt(typed) == told
