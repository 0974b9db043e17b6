from collections.abc import Callable

import pytest

from coopmetrics.document import Document
from coopmetrics.events.sector_choice import Setting, decide, features

Parse = Callable[..., Document]

MEETING = "Kenya's president met Norway's prime minister in Oslo and they discussed vaccines and schools."
WIND_FARM = (
    "Norway will build a wind farm near Lake Turkana in Kenya. The wind farm will have sixty turbines and supply "
    "electricity to Nairobi. Kenya thanked Norway for the project."
)


def setting(parse: Parse, text: str, predicate: str, event_type: str, stage: str) -> Setting:
    document = parse(text)
    token = next(token for token in document.doc if token.text == predicate)
    number = next(n for n, sentence in enumerate(document.sentences) if sentence.start <= token.i < sentence.end)
    return Setting(document, number, token, event_type, stage)


@pytest.mark.parametrize(
    ("predicate", "stage", "expected"),
    [("met", "completed", {"diplomacy"}), ("discussed", "discussed", {"health_pharma", "education"})],
)
def test_a_meeting_and_what_it_was_about(predicate: str, stage: str, expected: set[str], parse: Parse) -> None:
    assert set(decide(setting(parse, MEETING, predicate, "CONSULT", stage))) == expected


def test_the_narrowest_sector_is_chosen(parse: Parse) -> None:
    assert decide(setting(parse, WIND_FARM, "build", "AGREE", "agreed")) == ["renewables"]


def test_a_sector_is_carried_on_from_the_article(parse: Parse) -> None:
    asked = setting(parse, WIND_FARM, "thanked", "SUPPORT", "completed")
    assert {"not in sentence", "rank 0"} <= set(features(asked)["renewables"])
    assert "renewables" in decide(asked)


def test_events_share_no_list_of_sectors(parse: Parse) -> None:
    asked = setting(parse, WIND_FARM, "build", "AGREE", "agreed")
    decide(asked).append("tourism")
    assert decide(asked) == ["renewables"]


def test_an_event_without_any_term_is_diplomacy(parse: Parse) -> None:
    text = "Relations between Kenya and Norway are at a high level."
    assert decide(setting(parse, text, "level", "SUPPORT", "under_way")) == ["diplomacy"]


def test_words_of_an_organisations_name_are_told_from_others(parse: Parse) -> None:
    text = "The Bank of Kenya and Norway's health ministry agreed to build two hospitals."
    found = features(setting(parse, text, "agreed", "AGREE", "agreed"))
    assert any(word.endswith("organisation") for word in found["finance"])


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Iceland signed a fisheries deal. The territory is autonomous.", "signed", ["agriculture"]),
        ("Peru signed a concrete proposal on its border.", "signed", ["security_defence"]),
    ],
)
def test_what_the_object_names_is_the_sector(text: str, predicate: str, expected: list[str], parse: Parse) -> None:
    assert decide(setting(parse, text, predicate, "SUPPORT", "agreed")) == expected
