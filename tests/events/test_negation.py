"""What nobody did is told as not done, though no "not" stands beside it."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder


def test_what_is_denied_is_negated(coded: Coder) -> None:
    (event,) = coded("Chad denied having signed an agreement with Sudan.")
    assert (event.event_type, event.stage, event.is_negated) == ("SUPPORT", "agreed", True)


@pytest.mark.parametrize(
    "text",
    [
        "Mali denied a report that it had agreed to sell gold to China.",
        "Ghana denied claims it had expelled Nigerian traders.",
        "Pakistan refuted claims that it had closed its border with Iran.",
    ],
)
def test_what_claims_tell_that_are_denied_is_negated(coded: Coder, text: str) -> None:
    told = [event for event in coded(text) if event.event_type != "REJECT"]
    assert [event.is_negated for event in told] == [True]


def test_what_claims_tell_stands_where_nobody_denies_it(coded: Coder) -> None:
    (event,) = coded("Mali published a report that it had agreed to sell gold to China.")
    assert not event.is_negated


def test_a_halt_that_is_denied_is_negated(coded: Coder) -> None:
    events = coded("Kenya denied having suspended its fish imports from Uganda.")
    assert {(event.stage, event.is_negated) for event in events} == {("halted", True)}


def test_a_denial_that_is_a_refusal_is_done(coded: Coder) -> None:
    (event,) = coded("Chad denied supplying weapons to Sudan.")
    assert (event.event_type, event.is_negated) == ("REJECT", False)


@pytest.mark.parametrize(
    "text",
    [
        "Instead of signing the treaty with Chad, Libya withdrew.",
        "Rather than impose tariffs on China, Brazil waited.",
        "Egypt stopped short of condemning Russia for the attack.",
        "Peru has stopped short of recognising Kosovo.",
        "Poland never agreed to host American missiles.",
        "It is untrue that Mali expelled the French ambassador, the ministry said.",
        "Burundi said it was not true that its army had attacked Congo.",
    ],
)
def test_what_is_not_done_or_untrue_is_negated(coded: Coder, text: str) -> None:
    (event,) = coded(text)
    assert event.is_negated


@pytest.mark.parametrize(
    "text",
    [
        "It is true that Mali expelled the French ambassador, the ministry said.",
        "Chad would rather sign the pact with Niger.",
        "Chad signed the pact with Niger rather quickly.",
    ],
)
def test_what_is_true_or_rather_done_stands(coded: Coder, text: str) -> None:
    (event,) = coded(text)
    assert not event.is_negated


def test_what_is_done_beside_what_is_avoided_stands(coded: Coder) -> None:
    events = coded("Norway avoided imposing tariffs while Chad signed a deal with Niger.")
    assert {event.is_negated for event in events if event.predicate == "signed a deal"} == {False}


def test_a_border_that_is_not_closed_is_open(coded: Coder) -> None:
    (event,) = coded("Contrary to reports, Uganda has not closed its border with Rwanda.")
    assert (event.event_type, event.is_negated) == ("SANCTION", True)
