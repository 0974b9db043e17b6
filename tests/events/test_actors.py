"""Who may be a side of an act."""

from collections.abc import Callable

import pytest

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events.actors import actors_by_sentence, by_name
from coopmetrics.language import Engine


def test_names_of_a_list_share_the_place_of_the_first(engine: Engine) -> None:
    document = Document(next(iter(engine.parse(["Chile, Peru, Bolivia and Mexico signed the accord."]))))
    entities.annotate(document)
    assert len({actor.head.i for actor in actors_by_sentence(document)[0]}) == 1


def test_the_organisation_of_an_envoy_is_no_side(engine: Engine) -> None:
    document = Document(next(iter(engine.parse(["Kenya's UN ambassador Martin Kimathi met Polish envoys."]))))
    entities.annotate(document)
    assert {actor.mention.country_code for actor in actors_by_sentence(document)[0]} == {"KEN", "POL"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Chad bought wheat from Peru rather than Chile.", {"TCD", "PER"}),
        ("Chad chose Peru instead of Chile.", {"TCD", "PER"}),
        ("New York (November 25, 2021): Peru has freed a Chilean.", {"PER", "CHL"}),
        ("LIMA, 3 May (Andina) - Chad has freed a Chilean.", {"TCD", "CHL"}),
    ],
)
def test_who_is_passed_over_and_where_a_report_is_from_are_no_sides(
    parse: Callable[..., Document], text: str, codes: set[str]
) -> None:
    assert {actor.mention.country_code for actor in actors_by_sentence(parse(text))[0]} == codes


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ghana's Minister of Roads and Highways, Kofi Adjei, met Togolese officials.", "Ghana"),
        ("Togolese officials met Ghana Roads Minister Kofi Adjei.", "Ghana"),
    ],
)
def test_a_country_in_a_title_is_the_person_who_bears_it(
    parse: Callable[[str], Document], text: str, country: str
) -> None:
    document = parse(text)
    mention = next(each for each in document.mentions if each.text == country)
    assert by_name(document, mention).name == "Kofi Adjei"


def test_a_country_beside_somebody_of_it_stays_one(parse: Callable[[str], Document]) -> None:
    document = parse("Ghana asked Kofi Adjei, its roads minister, to meet Togolese officials.")
    assert by_name(document, document.mentions[0]).name == "Ghana"
