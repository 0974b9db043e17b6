import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopmetrics import entities
from coopmetrics.document import Document, Mention
from coopmetrics.entities.authors import authors
from coopmetrics.entities.countries import find_names
from coopmetrics.entities.name_heads import headed_names
from coopmetrics.entities.titles import titled_names
from coopmetrics.language import Engine

PIECES = st.sampled_from(
    "President|of|China|U.S.|Minister|,|“|\u200f|\x00|\n\n|\n|he|both sides|Xi|تهران|北京|é|<p>|’s|-|Georgia|Bank|The"
    "|on behalf of|(|US$|\U0001f1fa\U0001f1f8".split("|")
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=25).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mention_is_exactly_where_it_says(engine: Engine, text: str) -> None:
    document = Document(next(engine.parse([text])))
    entities.annotate(document)
    entities.resolve_references(document)
    for mention in document.mentions:
        assert document.text[mention.start : mention.end] == mention.text
        assert 0 <= mention.sentence_no < len(document.sentences)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "‏", "a", "(((((("])
def test_next_to_nothing_holds_no_mention(engine: Engine, text: str) -> None:
    document = Document(next(engine.parse([text])))
    entities.annotate(document)
    entities.resolve_references(document)
    assert document.mentions == []


@pytest.mark.parametrize(
    "text", ["&" * 20_000, "Minister of " + "a" * 20_000, "United" + " " * 20_000 + "(Nations", "Bank" + " " * 20_000]
)
def test_long_runs_take_no_time(text: str) -> None:
    start = time.process_time()
    find_names(text)
    [*titled_names(text)]
    [*headed_names(text)]
    assert time.process_time() - start < 1


@pytest.mark.parametrize("end", ["\n", ";"])
def test_a_mission_of_a_name_of_many_parts_takes_no_time(end: str) -> None:
    head = f"Ministry of Trade of Peru and the Lima Lima, {'-'.join(['Aa'] * 60)}{end}"
    peru = Mention(0, 25, "Ministry of Trade of Peru", "organization", 0, "Ministry of Trade of Peru", "x", "PER")
    assert authors(head, [peru]) == (["PER"] if end == "\n" else [])


def test_time_grows_no_faster_than_the_text(engine: Engine) -> None:
    sentence = (
        "President Imomali Sharif of Tajikistan and the Ministry of Trade told both sides that he met Li Na in Baku "
    )
    seconds = []
    for copies in (100, 800):
        document = Document(next(engine.parse([sentence * copies])))
        start = time.process_time()
        entities.annotate(document)
        entities.resolve_references(document)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * 4 * seconds[0] + 0.5
