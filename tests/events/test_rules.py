from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from coopmetrics.events import Event

Coder = Callable[..., list[Event]]


def test_a_list_that_takes_up_an_agreement_is_agreed_too(coded: Coder) -> None:
    text = (
        "Kenya and Uganda agreed on March 4, 2024 to expand economic cooperation. "
        "This includes the construction of a railway and the supply of fuel."
    )
    items = [event for event in coded(text) if event.sentence_no == 1]
    assert {event.predicate for event in items} == {"construction", "supply"}
    for event in items:
        assert (event.event_type, event.stage, event.event_on) == ("AGREE", "agreed", date(2024, 3, 4))
        assert event.source is not None
        assert event.target is not None
        assert {event.source.country_code, event.target.country_code} == {"KEN", "UGA"}


@pytest.mark.parametrize(
    "text",
    [
        "The investment forum will be held in Kenya on June 3-4, 2024.",
        "Kenya will host an investment forum on June 3, 2024.",
    ],
)
def test_a_gathering_ahead_has_a_host_and_no_other_side(coded: Coder, text: str) -> None:
    (event,) = coded(text)
    assert (event.event_type, event.stage, event.target) == ("CONSULT", "planned", None)
    assert event.source is not None
    assert event.source.country_code == "KEN"
    assert event.event_on is not None
    assert event.event_on.isoformat() == "2024-06-03"


def test_a_gathering_of_the_past_is_no_announcement(coded: Coder) -> None:
    assert not [e for e in coded("The forum was held in Kenya last year.") if e.target is None]
