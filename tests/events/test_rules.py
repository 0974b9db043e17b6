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


def test_a_numbered_session_took_place_between_those_it_names(coded: Coder) -> None:
    text = (
        "He noted that following the 4th meeting of the joint commission between Oman and Kenya on May 2, 2024, "
        "in Muscat, both sides agreed to build new ports."
    )
    sessions = [e for e in coded(text) if (e.event_type, e.stage) == ("CONSULT", "completed")]
    assert sessions
    assert all(e.is_reciprocal and e.event_on == date(2024, 5, 2) for e in sessions)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Uganda held talks. After the meeting in Kisumu, both sides agreed to build a railway.",
        "Kenya and Uganda have agreed to build a railway.",
    ],
)
def test_what_both_sides_decide_is_agreed(coded: Coder, text: str) -> None:
    agreed = [event for event in coded(text) if (event.event_type, event.stage) == ("AGREE", "agreed")]
    assert agreed
    assert {side.country_code for event in agreed for side in (event.source, event.target) if side} == {"KEN", "UGA"}


def test_what_was_not_decided_is_not_agreed(coded: Coder) -> None:
    events = coded("Kenya and Uganda did not agree to build a railway.")
    assert not [e for e in events if (e.event_type, e.stage) == ("AGREE", "agreed") and not e.is_negated]
