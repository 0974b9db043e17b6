from collections.abc import Callable

import pytest

from coopmetrics.document import Document
from coopmetrics.events import places

Parse = Callable[..., Document]


def where(parse: Parse, text: str, predicate: str) -> places.Place | None:
    document = parse(text)
    token = next(token for token in document.doc if token.text == predicate)
    return places.locate(document, token.sent, token)


def test_a_city_has_coordinates(parse: Parse) -> None:
    found = where(parse, "The ministers of Kenya and Japan met in Geneva.", "met")
    assert found is not None
    assert (found.name, found.country_code) == ("Geneva", "CHE")
    assert (found.latitude, found.longitude) == (pytest.approx(46.2, abs=0.1), pytest.approx(6.14, abs=0.1))


def test_a_city_is_that_of_the_country_named_with_it(parse: Parse) -> None:
    found = where(parse, "The heads of the two railways met in London, Canada.", "met")
    assert found is not None
    assert (found.name, found.country_code) == ("London", "CAN")
    assert found.longitude == pytest.approx(-81.2, abs=0.1)


def test_a_clause_without_a_place_has_none(parse: Parse) -> None:
    assert where(parse, "The two leaders praised the treaty.", "praised") is None


def test_what_is_spoken_of_is_elsewhere(parse: Parse) -> None:
    text = "The ministers discussed the drought in Somalia."
    document = parse(text)
    discussed = next(token for token in document.doc if token.text == "discussed")
    assert places.locate(document, discussed.sent, discussed, "CONSULT") is None


def test_a_gathering_or_a_deed_is_where_its_noun_is(parse: Parse) -> None:
    for text, verb, event_type in (
        ("The ministers held talks in Nairobi.", "held", "CONSULT"),
        ("The king will receive the envoy for a dinner at the Winter Palace.", "receive", "CONSULT"),
        ("Norway built a fish market in Mombasa.", "built", "COOPERATE"),
    ):
        document = parse(text)
        token = next(token for token in document.doc if token.text == verb)
        assert places.locate(document, token.sent, token, event_type) is not None


def test_the_place_of_an_aside_or_of_another_journey_is_not_the_acts(parse: Parse) -> None:
    assert where(parse, "Wanjiru, who studied in Oslo, met the Norwegian envoy.", "met") is None
    document = parse("Wanjiru thanked Norway for the welcome during her visit to Oslo.")
    assert places.locate(document, document.sentences[0], document.doc[1], "SUPPORT") is None


@pytest.mark.parametrize(
    ("text", "predicate", "name"),
    [
        ("The two sides reviewed the implementation of the protocol signed in Oslo in 2024.", "reviewed", None),
        ("Kenya and Japan signed a memorandum at a forum held in Geneva.", "signed", "Geneva"),
    ],
)
def test_a_participle_tells_where_people_met_but_a_paper_was_signed_elsewhere(
    text: str, predicate: str, name: str | None, parse: Parse
) -> None:
    found = where(parse, text, predicate)
    assert (found.name if found else None) == name


def test_a_visit_is_in_the_country_of_its_host(parse: Parse) -> None:
    document = parse("Wanjiru will travel to Oslo, Norway, and then to Accra, Ghana.")
    travel = document.doc[2]
    found = [places.locate(document, travel.sent, travel, "CONSULT", host) for host in ("NOR", "GHA")]
    assert [place.name for place in found if place] == ["Oslo", "Accra"]


def test_one_leaves_for_a_place_and_travels_for_a_purpose(parse: Parse) -> None:
    left = where(parse, "The Ghanaian minister left for Oslo on Monday.", "left")
    assert left is not None
    assert left.name == "Oslo"
    assert where(parse, "The bank's head for Kenya met Tanzanian officials.", "met") is None
    text = "Wanjiru, the head of the office for West Africa, will travel to Accra with the envoy for Central Asia."
    travel = where(parse, text, "travel")
    assert travel is not None
    assert travel.name == "Accra"


def test_a_building_is_no_city_and_a_foreign_byname_none_of_a_country_not_named(parse: Parse) -> None:
    found = where(parse, "The leaders of Kenya and Peru met at the White House.", "met")
    assert found is None or found.latitude is None


def test_an_organisation_is_a_place_where_it_is_a_house(parse: Parse) -> None:
    found = where(parse, "The envoy met the minister at the Ministry of Foreign Affairs on Monday.", "met")
    assert found is not None
    assert (found.name, found.latitude) == ("Ministry of Foreign Affairs", None)
    assert where(parse, "The envoy praised the minister at the World Trade Organization.", "praised") is None


@pytest.mark.parametrize(
    "text", ["Envoys met in the Malian city of Gao.", "Envoys met at the Rose Palace in Gao, Mali."]
)
def test_a_town_is_told_by_its_kind_and_goes_before_a_house(parse: Parse, text: str) -> None:
    found = where(parse, text, "met")
    assert found is not None
    assert (found.name, found.country_code) == ("Gao", "MLI")
