import pytest

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events import roles, syntax
from coopmetrics.events.actors import actors_by_sentence
from coopmetrics.language import Engine


@pytest.mark.parametrize(
    ("text", "predicate", "relations"),
    [
        ("Kenya thanked Norway.", "thanked", {"KEN": "subj", "NOR": "obj"}),
        ("Kenyan officials thanked Norway.", "thanked", {"KEN": "subj", "NOR": "obj"}),
        ("Norway was thanked by Kenya.", "thanked", {"NOR": "patient", "KEN": "agent"}),
        ("Kenya wants to thank Norway.", "thank", {"KEN": "subj^", "NOR": "obj"}),
        ("The talks between Kenya and Norway ended.", "talks", {"KEN": "between", "NOR": "between"}),
    ],
)
def test_relation_to_the_predicate(engine: Engine, text: str, predicate: str, relations: dict[str, str]) -> None:
    document = Document(next(iter(engine.parse([text]))))
    entities.annotate(document)
    token = next(t for t in document.doc if t.text == predicate)
    places = [roles.place(token, syntax.climb(token), actor) for actor in actors_by_sentence(document)[0]]
    assert {p.actor.mention.country_code: p.relation for p in places} == relations
