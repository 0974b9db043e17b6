"""Tests of what is supposed, or promised on a condition, by trees as they are parsed."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder


@pytest.mark.parametrize(
    "text",
    [
        "If Bolivia opens the border, Chile will lend it 90 million dollars.",
        "Chile will lend Bolivia 90 million dollars if it opens the border.",
        "Chile would lend Bolivia 90 million dollars if it opened the border.",
        "Chile will not lend Bolivia 90 million dollars unless the border is opened.",
        "Chile will lend Bolivia 90 million dollars provided that the border is opened.",
        "Chile will lend Bolivia 90 million dollars on condition that the border is opened.",
        "Should Bolivia open the border, Chile will lend it 90 million dollars.",
        "Were Bolivia to open the border, Chile would lend it 90 million dollars.",
        "Chile will help Bolivia in the event of a drought.",
        "Chile is ready to help Bolivia if the rains fail.",
        "Chile promised to help Bolivia if the rains fail.",
        '"We will buy Bolivian gas if La Paz opens the border," Chile\'s energy minister said.',
        "If La Paz opens the border, Chile's energy minister said, Santiago will buy Bolivian gas.",
        "Laos will sell power to Singapore as long as the cable holds.",
    ],
)
def test_what_is_promised_on_a_condition_is_hypothetical(coded: Coder, text: str) -> None:
    events = coded(text)
    assert events
    assert all(event.is_hypothetical for event in events)


@pytest.mark.parametrize(
    "text",
    [
        "Angola asked Zambia whether it would join the railway.",
        "Angola asked if Zambia would join the railway.",
        "Malta will lend Tunisia a ferry even if the EU objects.",
        "Canada will send instructors to Latvia if needed.",
        "Canada will support Ukraine for as long as it takes.",
        "Kenya welcomed Somalia's president as if nothing had happened.",
        "Trade between Oman and India has, if anything, grown.",
        "Hungary threatened to block aid to Ukraine if the pipeline stays closed.",
        "Egypt urged Ethiopia to stop filling the dam if talks resume.",
        "Norway met Ghana in a case that lawyers had followed.",
    ],
)
def test_other_uses_of_if_suppose_nothing(coded: Coder, text: str) -> None:
    assert [event.is_hypothetical for event in coded(text)] == [False]


@pytest.mark.parametrize(
    ("text", "is_supposed"),
    [
        ("Bolivia will not resume the talks until Chile has released the two fishermen.", True),
        ("Bolivia did not resume the talks until Chile released the two fishermen.", False),
    ],
)
def test_what_a_refusal_waits_for_is_hypothetical(coded: Coder, text: str, is_supposed: bool) -> None:
    (release,) = (event for event in coded(text) if event.event_type == "RETREAT")
    assert release.is_hypothetical is is_supposed
