"""Who may be a side of an act."""

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events.actors import actors_by_sentence
from coopmetrics.language import Engine


def test_names_of_a_list_share_the_place_of_the_first(engine: Engine) -> None:
    document = Document(next(iter(engine.parse(["Chile, Peru, Bolivia and Mexico signed the accord."]))))
    entities.annotate(document)
    assert len({actor.head.i for actor in actors_by_sentence(document)[0]}) == 1


def test_the_organisation_of_an_envoy_is_no_side(engine: Engine) -> None:
    document = Document(next(iter(engine.parse(["Kenya's UN ambassador Martin Kimathi met Polish envoys."]))))
    entities.annotate(document)
    assert {actor.mention.country_code for actor in actors_by_sentence(document)[0]} == {"KEN", "POL"}
