"""Who is named beside an act of others gets no row of it."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder
from tests.events.rows import rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sweden delivered Finnish mortars to Moldova in March.", ["SWE > MDA AID completed"]),
        ("Serbia handed Bosnia ten Chinese-made ambulances.", ["SRB > BIH AID completed"]),
        ("Eritrea shelled Ethiopian trenches with Ukrainian howitzers.", ["ERI > ETH ASSAULT completed"]),
        ("Romania bought 20 South Korean howitzers in May.", ["ROU > KOR COOPERATE completed"]),
    ],
)
def test_goods_and_arms_are_only_called_after_who_made_them_unless_bought(
    coded: Coder, text: str, told: list[str]
) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Angola exports copper to India through Namibia's port of Walvis Bay.", ["AGO > IND COOPERATE under_way"]),
        ("Kazakhstan will export grain through Georgia.", ["KAZ > GEO AGREE agreed"]),
    ],
)
def test_goods_go_through_a_country_unless_nobody_else_is_there(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mali and Algeria exchanged prisoners with the help of Qatar.", ["MLI = DZA RETREAT completed"]),
        ("Kenya built a dam with the help of China.", ["CHN > KEN AID completed"]),
    ],
)
def test_helpers_of_two_are_no_party_and_those_of_one_give(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Norway condemned the Turkish strike on a Syrian hospital.",
            ["NOR > TUR ACCUSE completed", "TUR > SYR ASSAULT completed"],
        ),
        ("Slovenia accused Hungary of delaying Croatian wheat.", ["SVN > HUN ACCUSE completed"]),
        ("Austria rejected a Russian demand to hand over Ukrainian deserters.", ["AUT > RUS REJECT halted"]),
    ],
)
def test_nobody_is_blamed_for_what_is_done_to_him(coded: Coder, text: str, told: list[str]) -> None:
    assert set(told) <= set(rows(coded(text)))
    blamed = [line for line in rows(coded(text)) if line.endswith(("ACCUSE completed", "REJECT halted"))]
    assert len(blamed) == 1


def test_cents_are_no_country(coded: Coder) -> None:
    assert rows(coded("Kenya agreed to pay Ethiopia six US cents per unit of power.")) == ["KEN > ETH AGREE agreed"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Israeli jets struck a depot near Damascus, Syrian state media reported.", ["ISR > SYR ASSAULT completed"]),
        ("Syrian newspapers said Turkish troops had shelled a village near Aleppo.", ["TUR > SYR ASSAULT completed"]),
    ],
)
def test_media_accuse_nobody(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told
