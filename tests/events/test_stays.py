"""Visits that no verb tells of."""

from __future__ import annotations

import pytest

from tests.events.conftest import Coder
from tests.events.rows import rows


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Ghanaian president is in Lusaka for a state visit.", ["GHA > ZMB CONSULT under_way"]),
        ("Norway's fisheries minister was in Reykjavik from 3 to 5 May.", ["NOR > ISL CONSULT completed"]),
        ("The prime minister of Fiji is expected in Wellington on Monday.", ["FJI > NZL CONSULT planned"]),
    ],
)
def test_an_official_in_another_country_visits_it(coded: Coder, text: str, told: list[str]) -> None:
    assert rows(coded(text)) == told


@pytest.mark.parametrize(
    "text",
    [
        "The Danish embassy is in Nairobi.",
        "The Ghanaian foreign minister was in New York for the UN General Assembly.",
        "Polish companies are in Kyiv to look for contracts.",
    ],
)
def test_who_is_there_for_another_reason_visits_nobody(coded: Coder, text: str) -> None:
    assert not any("CONSULT" in line and "UN" not in line for line in rows(coded(text)))


def test_a_visit_awaited_is_of_the_day_ahead(coded: Coder) -> None:
    (visit,) = coded("Kenyan President Amara Otieno is due in Oslo on Monday.")
    assert (str(visit.event_on), visit.stage, visit.thing) == ("2024-05-20", "planned", "visit")


def test_what_a_guest_promises_is_for_his_host(coded: Coder) -> None:
    told = rows(coded("Denmark's premier, Mette Lund, visited Kyiv on Monday. She pledged to deliver ten jets."))
    assert told == ["DNK > UKR AGREE agreed", "DNK > UKR CONSULT completed"]
