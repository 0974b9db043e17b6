"""What the pipeline's last part makes of the engine's names, and that it stands whatever it is given."""

import pickle
from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.entities import component
from coopmetrics.language import Engine
from coopmetrics.language.engine import NAMES

Annotate = Callable[[str], Document]

NEWS = (
    "Chad Smith of the United Nations met Kenyan officials in Nairobi on Tuesday. The State Department signed an "
    "agreement on $5 million with the Commission on Trade between Peru and Chile, Smith said."
)


def entities_of(doc: Doc) -> dict[str, str]:
    return {entity.text: entity.label_ for entity in doc.ents}


def parse(engine: Engine, text: str) -> Doc:
    return next(engine.parse([text]))


def labelled(text: str, *names: tuple[str, str]) -> Doc:
    """A Doc of bare tokens, without tags or sentences, in which another recognizer has found names."""
    doc = spacy.blank("en")(text)
    starts = [text.index(name) for name, _ in names]
    spans = [doc.char_span(start, start + len(name), label) for start, (name, label) in zip(starts, names, strict=True)]
    assert all(spans)
    doc.set_ents(spans)
    return doc


def test_entities_are_what_the_coder_takes_for_names(engine: Engine) -> None:
    assert entities_of(parse(engine, NEWS)) == {
        "Chad Smith": "PERSON",
        "United Nations": "ORG",
        "Kenyan": "NORP",
        "Nairobi": "LOC",
        "Tuesday": "DATE",
        "State Department": "ORG",
        "$5 million": "MONEY",
        "Commission on Trade between Peru and Chile": "ORG",
        "Smith": "PERSON",
    }


def test_of_two_names_in_one_the_longer_is_an_entity_and_both_are_mentions(annotate: Annotate) -> None:
    document = annotate(NEWS)
    assert {"Peru", "Chile"}.isdisjoint(entities_of(document.doc))
    assert {"Peru", "Chile"} <= {mention.text for mention in document.mentions if mention.kind == "country"}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Peru thanked Japan.", "Japan", "LOC"),
        ("Norwegian ships sailed.", "Norwegian", "NORP"),
        ("A Sino-Kenyan fund was set up.", "Sino", "NORP"),
        ("Talks were held in Dushanbe.", "Dushanbe", "LOC"),
        ("The African Union met.", "African Union", "ORG"),
        ("Ships cross the South China Sea.", "South China Sea", "LOC"),
    ],
)
def test_what_the_vocabulary_knows_is_an_entity_without_any_recognizer(text: str, name: str, label: str) -> None:
    assert entities_of(component.sharpen_names(labelled(text)))[name] == label


def test_names_of_other_recognizers_are_sharpened_too() -> None:
    doc = labelled("Minister Kari Lund's visit to Ghana", ("Minister Kari Lund's visit", "PERSON"), ("Ghana", "PERSON"))
    assert entities_of(component.sharpen_names(doc)) == {"Kari Lund": "PERSON", "Ghana": "LOC"}


def test_a_facility_stays_one_and_what_is_no_name_stays_as_it_is() -> None:
    text = "Kisumu Bridge opened in May 2024 at the Lake Expo for 5 euros."
    names = {"Kisumu Bridge": "FAC", "May 2024": "DATE", "Lake Expo": "EVENT", "5 euros": "MONEY"}
    assert entities_of(component.sharpen_names(labelled(text, *names.items()))) == names


@pytest.mark.parametrize(("name", "label"), [("NIT-Surat", "ORG"), ("UK-Ireland", "LOC"), ("EU-Turkey border", "LOC")])
def test_letters_and_a_seat_are_a_body(name: str, label: str) -> None:
    doc = labelled(f"They left {name} on Monday.", (name, "LOC"))
    assert label in entities_of(component.sharpen_names(doc)).values()


@pytest.mark.parametrize("date", ["Tuesday", "Tuesday night"])
def test_a_day_with_a_part_of_it_is_a_time_of_day(date: str) -> None:
    doc = labelled("They left Accra on Tuesday night for Lima.", (date, "DATE"))
    assert entities_of(component.sharpen_names(doc))["Tuesday night"] == "TIME"


def test_a_day_alone_is_a_date() -> None:
    doc = labelled("They left on May 4; the night was dark.", ("May 4", "DATE"))
    assert entities_of(component.sharpen_names(doc)) == {"May 4": "DATE"}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00\u200f", "ChadKenyaPeru", "U.S.-Thai", "(" * 500])
def test_any_text_can_be_read(text: str) -> None:
    assert component.sharpen_names(spacy.blank("en")(text)).text == text


def test_bare_words_can_be_read() -> None:
    doc = component.sharpen_names(Doc(spacy.blank("en").vocab, words=["Peru", "-", "Chile", "talks"]))
    assert entities_of(doc) == {"Peru": "LOC", "Chile": "LOC"}


def test_a_name_that_ends_within_a_token_is_no_entity() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Peru-Chile", "talks"])
    assert component.sharpen_names(doc).ents == ()
    assert [doc.text[span.start : span.end] for span in component.names_of(doc, doc.text)] == ["Peru", "Chile"]


def test_spans_outlive_pickles_and_files(engine: Engine) -> None:
    doc = parse(engine, NEWS)
    found = component.names_of(doc, doc.text)
    written = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    copies = [
        pickle.loads(pickle.dumps(doc)),  # noqa: S301 - our own
        Doc(doc.vocab).from_bytes(doc.to_bytes()),
        *DocBin(store_user_data=True).from_bytes(written).get_docs(doc.vocab),
    ]
    for copy in copies:
        assert component.names_of(copy, copy.text) == found
        assert entities_of(copy) == entities_of(doc)


def test_a_part_of_a_doc_has_its_own_names(engine: Engine) -> None:
    doc = next(engine.parse(["Kenya thanked Peru. Later Chile thanked Japan."]))
    part = doc[5:].as_doc(copy_user_data=True)
    assert [part.text[span.start : span.end] for span in component.names_of(part, part.text)] == ["Chile", "Japan"]


def test_names_are_looked_for_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(parse(engine, NEWS))
    monkeypatch.setattr(component, "named_spans", lambda *_: pytest.fail("read twice"))
    entities.annotate(document)
    assert {"Chad Smith", "Kenyan"} <= {mention.text for mention in document.mentions}


def test_the_coder_finds_the_names_of_a_doc_that_never_met_the_component(engine: Engine) -> None:
    document, other = Document(parse(engine, NEWS)), Document(parse(engine, NEWS))
    del other.doc.user_data[component.NAME]
    entities.annotate(document)
    entities.annotate(other)
    assert other.mentions == document.mentions


def test_a_pipeline_with_it_can_be_written_and_loaded(tmp_path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(NAMES)
    nlp.to_disk(tmp_path)
    docs = spacy.load(tmp_path).pipe(["Peru thanked Japan.", "", "Fiji did."])
    assert [[*entities_of(doc)] for doc in docs] == [["Peru", "Japan"], [], ["Fiji"]]


def test_the_engine_calls_it_by_its_name() -> None:
    assert component.NAME == NAMES
