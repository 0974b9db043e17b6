"""Agreements that are not there yet."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder
from tests.events.rows import rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Peru and Fiji are on the verge of a fisheries agreement.", ["PER = FJI AGREE proposed"]),
        ("Peru and Fiji are close to signing a fisheries agreement.", ["PER = FJI AGREE proposed"]),
        ("A trade agreement between Ghana and Chile is within reach.", ["GHA = CHL AGREE proposed"]),
        ("A tax treaty between Malta and Oman is in the works.", ["MLT = OMN CONSULT under_way"]),
        ("The accord between Ghana and Chile is in the implementation stage.", ["GHA = CHL SUPPORT agreed"]),
        ("Fiji and Tonga are far from agreeing on visas.", ["FJI = TON AGREE agreed negated"]),
    ],
)
def test_how_far_an_agreement_has_come(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


def test_talks_that_led_nowhere_are_halted_and_those_that_end_are_over(coded: Coder) -> None:
    assert rows(coded("Talks between Nepal and Bhutan on power have stalled.")) == ["NPL = BTN CONSULT halted"]
    assert rows(coded("Talks between Nepal and Bhutan ended on Friday.")) == ["NPL = BTN CONSULT completed"]
