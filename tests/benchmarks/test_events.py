"""Matching of predicted event rows against gold rows."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.events import Tally, details, figures, likeness, match, pair
from coopmetrics.document import Document
from coopmetrics.language import load_engine
from coopmetrics.normalize import code_document

TEXT = "Kenya thanked Norway for the loan. Rain fell in the afternoon."


def row(**changes: object) -> dict[str, object]:
    end = TEXT.index(" Rain")
    return {
        "start": 0,
        "end": end,
        "source": "KEN",
        "target": "NOR",
        "type": "SUPPORT",
        "stage": "completed",
        "reciprocal": False,
        "attribution": "none",
        "event_date": None,
    } | changes


@pytest.fixture(scope="module")
def document() -> Document:
    return Document(next(iter(load_engine("builtin").parse([TEXT]))))


def tally_of(document: Document, *rows: dict[str, object]) -> dict[str, float]:
    tally = Tally()
    match(tally, list(rows), document, code_document(Document(document.doc)))
    return {figure.what: figure.value for figure in figures(tally)}


def test_a_row_is_found_whichever_way_round_its_pair_is_written(document: Document) -> None:
    assert pair("NOR", "KEN") == pair("KEN", "NOR") == ("KEN", "NOR")
    found = tally_of(document, row(source="NOR", target="KEN"))
    assert found["dyad in sentence, recall"] == 1
    assert found["direction of matched rows"] == 0


def test_a_row_of_another_sentence_or_pair_is_not_found(document: Document) -> None:
    elsewhere = row(start=TEXT.index("Rain"), end=len(TEXT))
    assert tally_of(document, elsewhere, row(target="SWE"))["row, recall"] == 0


def test_a_row_without_a_coded_target_is_left_out(document: Document) -> None:
    assert tally_of(document, row(), row(target=None))["row, recall"] == 1


def test_a_confidence_that_no_row_has_gives_no_figure() -> None:
    told = [figure.what for figure in figures(Tally(confidences=[(0.9, True), (0.95, False)]))]

    assert [what for what in told if "confidence" in what] == ["right of rows with a confidence of 0.8 to 1.0"]


def test_two_phrases_are_as_alike_as_their_words() -> None:
    assert likeness("export of mangoes", "the exports of mangoes") == 1
    assert likeness("export of mangoes", "mangoes") == pytest.approx(2 / 3)
    assert likeness("export of mangoes", None) == 0


def test_thing_place_and_amounts_are_compared_where_there_are_any(document: Document) -> None:
    tally = Tally()
    told = row(thing="a loan", place="Oslo, Norway", quantities=[{"value": 5, "unit": "USD"}])
    match(tally, [told], document, code_document(Document(document.doc)))
    found = {figure.what: figure.value for figure in details(tally.pairs)}
    assert found["thing of matched rows, F1 of its words"] == 1
    assert found["place of matched rows, recall"] == found["amounts of matched rows: recall"] == 0
