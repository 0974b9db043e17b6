"""Coding JSON Lines without a warehouse."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from coopmetrics.document import Document
from coopmetrics.events import Event
from coopmetrics.normalize import code_document
from coopmetrics.settings import Settings
from coopmetrics.stream import answers, code_lines, explain_lines, from_file, in_json

TEXT = """LISBON, March 5. Portugal's Minister of Infrastructure Duarte Lemos met Brazilian Transport Minister Aline Prado in Lisbon on Monday.

"Direct flights will bring our companies closer," Lemos said."""

SPANISH = (
    "El ministro de Economía de Chile se reunió el lunes con su homólogo argentino para hablar de litio y de energía."
)


def code(*lines: object) -> list[dict[str, Any]]:
    given = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    return [json.loads(line) for line in code_lines(given, Settings())]


@pytest.fixture(scope="module")
def coded() -> dict[str, Any]:
    return code({"id": "prt-1", "text": TEXT, "published_on": "2024-03-05", "title": "Ministers meet"})[0]


def test_a_line_gives_sentences_mentions_events_and_quotations(coded: dict[str, Any]) -> None:
    assert (coded["id"], coded["language"]) == ("prt-1", "en")
    first = coded["sentences"][0]
    assert (first["no"], first["text"]) == (0, TEXT[first["start"] : first["end"]])
    [meeting] = [event for event in coded["events"] if event["event_type"] == "CONSULT"]
    assert {meeting["source"]["country_code"], meeting["target"]["country_code"]} == {"PRT", "BRA"}
    assert (meeting["stage"], meeting["event_on"], meeting["is_reciprocal"]) == ("completed", "2024-03-04", True)


def test_offsets_are_those_of_the_given_text(coded: dict[str, Any]) -> None:
    assert all(TEXT[mention["start"] : mention["end"]] == mention["text"] for mention in coded["mentions"])
    [quotation] = coded["quotations"]
    assert TEXT[quotation["start"] : quotation["end"]] == "Direct flights will bring our companies closer,"
    assert quotation["speaker"] == "Duarte Lemos"


def test_an_event_has_every_column_of_the_codebook(coded: dict[str, Any]) -> None:
    columns = """event_type event_mode quad cameo_code goldstein stage is_reciprocal is_negated is_hypothetical is_domestic
        event_on event_end_on date_precision date_basis place_name place_country latitude longitude attribution thing confidence
        predicate sentence_no start end source target sectors quantities speaker"""

    assert set(columns.split()) <= coded["events"][0].keys()


def test_the_byline_of_a_speech_tells_who_i_is() -> None:
    text = "A speech on trade\n\nThe Hon Ana Vula MP\n\nI thank Ghana. Chad signed a treaty with Togo. We are its friends, and I am its guest."
    [answer] = code({"text": text, "title": "A speech on trade", "byline": "Vula, Ana", "language": "en"})
    assert {event["speaker"] for event in answer["events"] if event["attribution"] == "direct"} == {"Ana Vula"}


def test_bad_lines_are_answered_in_their_place() -> None:
    good = {"id": 7, "text": "Ghana and Togo signed an accord."}

    answers = code(
        good,
        "{not json",
        '["a list"]',
        {"id": "x"},
        "",
        {"id": "y", "text": "a", "published_on": "soon"},
        {"id": "z", "text": 12345},
        good,
    )

    assert [answer["id"] for answer in answers] == ["7", None, None, "x", "y", "z", "7"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, True, False]
    assert answers[1]["error"].startswith("line 2: not JSON")
    assert answers[3]["error"] == "line 4: text: Field required"
    assert answers[4]["error"].startswith("line 6: published_on")
    assert answers[5]["error"] == "line 7: text: Input should be a valid string"


@pytest.mark.parametrize("key", [r'"\ud800"', '["\ud800"]', "[" * 900 + "]" * 900])
def test_an_id_that_cannot_be_written_ends_nothing(key: str) -> None:
    lines = [f'{{"id": {key}, "text": "Peru met Chile."}}', '{"id": "b", "text": "Peru met Chile."}']

    for told in (code_lines(lines, Settings()), explain_lines(lines, Settings())):
        bad, *_, good = told
        assert b"line 1: id" in bad.encode()
        assert good.encode()


def test_an_article_that_breaks_the_coder_takes_no_other_along(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_on_chad(document: Document) -> list[Event]:
        if "Chad" in document.text:
            raise IndexError("no such token")
        return code_document(document)

    monkeypatch.setattr("coopmetrics.normalize.code_document", break_on_chad)

    answers = code({"id": 1, "text": "Chad thanked Niger."}, {"id": 2, "text": "Ghana and Togo signed an accord."})

    assert answers[0] == {"id": "1", "error": "could not be coded: IndexError: no such token"}
    assert answers[1]["events"]


def test_other_languages_are_named_and_not_coded() -> None:
    [answer] = code({"id": "es", "text": SPANISH})

    assert (answer["language"], answer["events"], answer["mentions"]) == ("es", [], [])


def test_a_text_too_short_to_tell_its_language_is_coded() -> None:
    [answer] = code({"id": "short", "text": "Ghana Lifts Travel Ban to Togo."})

    assert answer["language"] == "und"
    assert {mention["country_code"] for mention in answer["mentions"]} == {"GHA", "TGO"}


def test_lines_are_read_as_they_are_needed() -> None:
    endless = ('{"id": "a", "text": ""}' for _ in iter(int, 1))

    assert len(list(islice(code_lines(endless, Settings()), 3))) == 3


def test_explaining_answers_in_words_for_each_line() -> None:
    lines = ['{"id": "a", "text": "Peru met Chile."}', "{not json", json.dumps({"id": "b", "text": SPANISH})]

    told = list(explain_lines(lines, Settings()))

    assert told[0] == "a: 1 event"
    assert "[0] Peru met Chile." in told
    assert told[-2].startswith("line 2: not JSON")
    assert told[-1] == "b: not coded: its language is es"


def read(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for answer in answers(from_file(file, Settings()), Settings()) for line in in_json(answer)]


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("note.txt", "Peru met Chile.", ["note.txt"]),
        (
            "news.csv",
            "title,text\nLima,Peru met Chile.\nQuito,Peru thanked Chile.\n",
            ["news.csv:row 1", "news.csv:row 2"],
        ),
        ("page.html", f"<html><body><article><p>{TEXT}</p></article></body></html>", ["page.html"]),
        ("news.jsonl", '\n{"text": "Peru met Chile."}\n', ["2"]),
        ("lima/note.txt", "Peru met Chile.", ["lima/note.txt"]),
    ],
)
def test_a_file_is_read_as_a_run_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, names: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(content, "utf-8")

    told = read(name)

    assert [answer["id"] for answer in told] == names
    assert all(answer["events"] for answer in told)


def test_what_a_file_holds_beside_articles_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news.csv").write_text("title,text\nLima,Peru met Chile.\nQuito\n", "utf-8")

    assert read("news.csv")[1] == {"id": "news.csv:row 2", "error": "wrong_column_count: 1 columns, the header has 2"}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert read(str(tmp_path)) == [{"id": str(tmp_path), "error": "cannot be read: Is a directory"}]
