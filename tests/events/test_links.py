"""Rows of what links two countries, in articles that tell nothing else of them. Texts are made up for the tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coopmetrics.events import Event

Coder = Callable[..., list[Event]]

#: a local story around, so that nothing but the grammar speaks for the row
BEFORE = "Prices rose a little. The markets were open, and nobody had expected more rain. "
BEHIND = " The roads were quiet. It had been a long week in the town. More rain is expected on Friday."


def told(coded: Coder, sentence: str) -> list[tuple[str | None, str | None, str, str]]:
    events = coded(f"{BEFORE}\n\n{sentence}\n\n{BEHIND}")
    sides = [(e.source, e.target, e) for e in events if e.source and e.target]
    return [
        (*sorted((one.country_code or "", other.country_code or "")), e.event_type, e.stage) for one, other, e in sides
    ]


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Flights between Lagos and Dubai resumed on Wednesday.", ("ARE", "NGA", "COOPERATE", "completed")),
        ("Trains between Kyiv and Chisinau are running again.", ("MDA", "UKR", "COOPERATE", "under_way")),
        ("A bridge linking Peru and Chile is expected to open in May.", ("CHL", "PER", "AGREE", "planned")),
        ("A cable between Iceland and Ireland is to be laid.", ("IRL", "ISL", "AGREE", "agreed")),
        ("Flights between Cairo and Khartoum have been suspended.", ("EGY", "SDN", "SANCTION", "halted")),
        ("Work on the pipeline between Kenya and Uganda has started.", ("KEN", "UGA", "COOPERATE", "completed")),
        ("A power line linking Zambia to Tanzania was switched on.", ("TZA", "ZMB", "COOPERATE", "completed")),
        ("The Baku-Tbilisi railway reopened on Friday.", ("AZE", "GEO", "COOPERATE", "completed")),
        ("Ties between Morocco and Portugal are deepening.", ("MAR", "PRT", "SUPPORT", "under_way")),
        ("Talks between Peru and Chile collapsed on Monday.", ("CHL", "PER", "CONSULT", "halted")),
        ("Exports from Ghana to Togo totalled 90 tonnes.", ("GHA", "TGO", "COOPERATE", "under_way")),
        ("Japanese imports from Brazil have doubled.", ("BRA", "JPN", "COOPERATE", "under_way")),
        ("The volume of trade between Fiji and Tonga has doubled.", ("FJI", "TON", "COOPERATE", "under_way")),
    ],
)
def test_a_link_between_two_opens_runs_or_stops(coded: Coder, sentence: str, row: tuple[str, str, str, str]) -> None:
    assert told(coded, sentence) == [row]


@pytest.mark.parametrize(
    "sentence",
    [
        "Flights between Oslo and Lima could resume in May.",
        "The line between Oslo and Lima is a long one.",
        "Rail traffic between Vienna and Zagreb was slow.",
    ],
)
def test_what_is_only_possible_or_no_route_is_none(coded: Coder, sentence: str) -> None:
    assert told(coded, sentence) == []


def test_a_link_that_has_not_opened_is_negated(coded: Coder) -> None:
    (event,) = coded(f"{BEFORE}Flights between Rome and Accra have not resumed.{BEHIND}")
    assert event.is_negated


def test_talks_that_a_third_hosts_are_held_by_the_two(coded: Coder) -> None:
    rows = told(coded, "Togo hosted talks between Mali and Ivory Coast on Friday.")
    assert ("CIV", "MLI", "CONSULT", "completed") in rows
    assert {("MLI", "TGO"), ("CIV", "TGO")} <= {row[:2] for row in rows}


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("Morocco and Israel will exchange students in May.", ("ISR", "MAR", "AGREE", "planned")),
        ("Estonia and Ukraine run a school for pilots together.", ("EST", "UKR", "COOPERATE", "under_way")),
        (
            "The central banks of Nigeria and China renewed a currency swap worth 15 billion yuan.",
            ("CHN", "NGA", "SUPPORT", "agreed"),
        ),
        (
            "The Tunisian and Libyan customs services have linked their databases.",
            ("LBY", "TUN", "COOPERATE", "completed"),
        ),
    ],
)
def test_what_two_do_together_is_an_act_of_both(coded: Coder, sentence: str, row: tuple[str, str, str, str]) -> None:
    assert told(coded, sentence) == [row]


@pytest.mark.parametrize(
    "sentence",
    ["Mauritius and Seychelles share a seabed the size of Italy.", "Chile and Peru like each other's music."],
)
def test_what_two_only_are_or_have_is_no_deed(coded: Coder, sentence: str) -> None:
    assert told(coded, sentence) == []


PAPER = (
    "Outcomes of the visit\n\nOn 3 May 2026 the presidents of Morocco and Liberia met in Rabat. Morocco and Liberia signed a "
    "treaty.\n\nMorocco will:\n(a) build a wharf in Buchanan;\n(b) supply 10,000 tonnes of fertiliser.\n\nMorocco and Liberia "
    "agreed to:\n- set up a joint chamber;\n- meet again in June."
)


def test_items_of_a_list_are_promised_by_whom_its_opening_names(coded: Coder) -> None:
    rows = {e.predicate.split()[0]: e for e in coded(PAPER) if e.source and e.target}
    for verb in ("build", "supply"):
        event = rows[verb]
        assert event.source is not None
        assert (event.source.country_code, event.event_type, event.stage) == ("MAR", "AGREE", "agreed")
    assert (rows["set"].event_type, rows["set"].stage) == ("AGREE", "agreed")
    assert (rows["meet"].event_type, rows["meet"].stage) == ("CONSULT", "planned")
