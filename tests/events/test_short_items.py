"""What a sentence by itself tells of one alone. Texts are made up."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Dockworkers in Mombasa went on strike on Monday over unpaid wages.", "Dockworkers PROTEST completed"),
        ("The Senate of Paraguay rejected the treaty on shared dams.", "Senate of Paraguay REJECT halted"),
        ("Two radio stations were ordered to stop broadcasting.", "Two radio stations COERCE completed"),
        ("Chad agreed on Tuesday to lift the embargo.", "Chad AGREE agreed"),
    ],
)
def test_what_one_does_alone_is_told_where_nothing_happens_between_two(coded: Coder, text: str, row: str) -> None:
    [event] = coded(text)
    assert event.source is not None
    assert f"{event.source.name} {event.event_type} {event.stage}" == row
    assert event.target is None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Lyon opened a new library.",
        "The company reported a profit of 3 million euros.",
        "Students celebrated the end of exams.",
        "The president was born in 1961 in Cusco.",
    ],
)
def test_no_act_is_told_of_daily_life(coded: Coder, text: str) -> None:
    assert coded(text) == []


def test_one_alone_is_not_told_beside_two(coded: Coder) -> None:
    events = coded("Peru signed a treaty with Chile while dockworkers in Callao went on strike.")
    assert events
    assert all(event.target is not None for event in events)


def test_what_a_country_does_at_home_is_not_told_beside_its_act_with_another(coded: Coder) -> None:
    events = coded("The Indian Coast Guard and the Sri Lankan Navy held a joint drill off Trincomalee on Monday.")
    assert [(e.source.country_code, e.target.country_code) for e in events if e.source and e.target] == [("IND", "LKA")]


def test_a_side_that_holds_one_of_an_event_told_already_is_no_other(coded: Coder) -> None:
    events = coded("Ukrainian drones hit an oil depot in Russia's Bryansk region, setting four tanks on fire.")
    assert len(events) == 1
