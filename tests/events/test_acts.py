"""What an act is where words and grammar leave no doubt of it."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder
from tests.events.rows import rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jordan paid Egypt 20 million dollars for gas.", ["JOR > EGY COOPERATE completed"]),
        ("A Dutch shipyard delivered two ferries to Greece.", ["NLD > GRC COOPERATE completed"]),
        ("South Africa supplied 200 megawatts of power to Zambia in April.", ["ZAF > ZMB COOPERATE completed"]),
        ("The Netherlands delivered tents and blankets to Malawi.", ["NLD > MWI AID completed"]),
    ],
)
def test_what_is_paid_for_is_no_aid(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Some 300,000 Danes visited Portugal last year.", ["DNK > PRT COOPERATE completed"]),
        ("The Danish prime minister visited Portugal last year.", ["DNK > PRT CONSULT completed"]),
    ],
)
def test_tourists_act_for_nobody(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


def test_trade_that_a_figure_tells_of_goes_on(coded: Coder) -> None:
    (event,) = coded("Trade between Ghana and Brazil was worth 300 million dollars in 2022.")
    assert (event.event_type, event.stage, event.date_precision) == ("COOPERATE", "under_way", "year")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Togo has no plans to sell phosphate to India.", ["TGO > IND AGREE proposed negated"]),
        ("The parliament of Ghana has yet to ratify the treaty with Togo.", ["GHA > TGO SUPPORT agreed negated"]),
        ("Latvia has stopped buying Belarusian timber.", ["LVA > BLR COOPERATE halted"]),
        ("Oman's visit to Peru was cancelled.", ["OMN > PER CONSULT halted"]),
    ],
)
def test_what_is_not_done_is_not_refused(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Polish hauliers blocked the crossing to Ukraine.", ["POL > UKR PROTEST completed"]),
        ("Denmark reopened its embassy in Kinshasa last year.", ["DNK > COD SUPPORT completed"]),
        ("Japan started construction of a bridge in Laos.", ["JPN > LAO COOPERATE under_way"]),
        ("Thai builders have started work on a bridge in Laos.", ["THA > LAO COOPERATE under_way"]),
        ("Estonia became a NATO member in 2004.", ["EST > NATO SUPPORT completed"]),
        ("Malawi will buy ten ferries from Norway next year.", ["MWI > NOR AGREE planned"]),
        ("Panama will receive four patrol boats from Spain.", ["ESP > PAN AGREE planned"]),
        ("The Turkish president will receive the Libyan prime minister on Monday.", ["TUR = LBY CONSULT planned"]),
        ("India's health minister is due to leave for Kampala on Friday.", ["IND > UGA CONSULT planned"]),
    ],
)
def test_words_that_leave_no_doubt(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


def test_a_verb_of_saying_adds_no_act(coded: Coder) -> None:
    assert rows(coded("The Turkish minister stressed that Ankara backs Somalia's unity.")) == [
        "TUR > SOM SUPPORT under_way"
    ]


def test_a_deed_is_answered_by_another(coded: Coder) -> None:
    told = rows(coded("Israel struck targets in Lebanon after Hezbollah had fired rockets at Haifa."))
    assert told == ["ISR > LBN ASSAULT completed", "LBN > ISR ASSAULT completed"]


def test_a_visit_and_a_meeting_of_two_who_have_no_name(coded: Coder) -> None:
    told = rows(coded("The Kenyan foreign minister flew to Doha and met the Qatari prime minister."))
    assert told == ["KEN = QAT CONSULT completed", "KEN > QAT CONSULT completed"]
