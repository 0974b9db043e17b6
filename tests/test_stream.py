"""Coding without a warehouse: files and lines in, JSON Lines out."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from coopmetrics.document import Document
from coopmetrics.events import Event
from coopmetrics.normalize import code_document
from coopmetrics.settings import Settings
from coopmetrics.stream import Answer, answers, from_file, in_json, in_words

TEXT = """LISBON, March 5. Portugal's Minister of Infrastructure Duarte Lemos met Brazilian Transport Minister Aline Prado in Lisbon on Monday.

"Direct flights will bring our companies closer," Lemos said."""

SPANISH = (
    "El ministro de Economía de Chile se reunió el lunes con su homólogo argentino para hablar de litio y de energía."
)


def answered(file: str | Path, *, explained: bool = False) -> Iterator[Answer]:
    return answers(from_file(str(file), Settings()), Settings(), explained=explained)


def read(file: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for answer in answered(file) for line in in_json(answer)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    def write(*lines: object) -> Path:
        path = tmp_path_factory.mktemp("given") / "news.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def coded(file: Callable[..., Path]) -> dict[str, Any]:
    [answer] = read(file({"id": "prt-1", "text": TEXT, "published_on": "2024-03-05", "title": "Ministers meet"}))
    return answer


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


def test_the_byline_of_a_speech_tells_who_i_is(file: Callable[..., Path]) -> None:
    text = "A speech on trade\n\nThe Hon Ana Vula MP\n\nI thank Ghana. Chad signed a treaty with Togo. We are its friends, and I am its guest."
    [answer] = read(file({"text": text, "title": "A speech on trade", "byline": "Vula, Ana", "language": "en"}))
    assert {event["speaker"] for event in answer["events"] if event["attribution"] == "direct"} == {"Ana Vula"}


def test_bad_lines_are_answered_in_their_place(file: Callable[..., Path]) -> None:
    good = {"id": 7, "text": "Ghana and Togo signed an accord."}
    given = file(good, "{not json", '["a list"]', {"id": "x"}, "", {"id": "z", "text": 12345}, good)

    told = read(given)

    names = [answer["id"].removeprefix(f"{given}:") for answer in told]
    assert names == ["7", "line 2", "line 3", "line 4", "line 6", "7"]
    reasons = [answer.get("error", "").partition(":")[0] for answer in told]
    assert reasons == ["", "malformed_json", "not_an_object", "no_text", "no_text", ""]


@pytest.mark.parametrize("key", [r'"\ud800"', r'["\ud800"]', "[" * 900 + "]" * 900])
def test_what_cannot_be_written_ends_nothing(file: Callable[..., Path], key: str) -> None:
    given = file(f'{{"id": {key}, "text": "Peru met Chile."}}', r'{"id": "b", "text": "Peru met Chile. \udfff"}')

    for in_writing in (in_json, in_words):
        odd, *_, good = (line for answer in answered(given, explained=True) for line in in_writing(answer))
        assert odd.encode()
        assert good.encode()


def test_an_article_that_breaks_the_coder_takes_no_other_along(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_on_chad(document: Document) -> list[Event]:
        if "Chad" in document.text:
            raise IndexError("no such token")
        return code_document(document)

    monkeypatch.setattr("coopmetrics.normalize.code_document", break_on_chad)

    broken, whole = read(
        file({"id": 1, "text": "Chad thanked Niger."}, {"id": 2, "text": "Ghana and Togo signed a pact."})
    )

    assert broken == {"id": "1", "error": "could not be coded: IndexError: no such token"}
    assert whole["events"]


def test_other_languages_are_named_and_not_coded(file: Callable[..., Path]) -> None:
    [answer] = read(file({"id": "es", "text": SPANISH}))

    assert (answer["language"], answer["events"], answer["mentions"]) == ("es", [], [])


def test_a_text_too_short_to_tell_its_language_is_coded(file: Callable[..., Path]) -> None:
    [answer] = read(file({"id": "short", "text": "Ghana Lifts Travel Ban to Togo."}))

    assert answer["language"] == "und"
    assert {mention["country_code"] for mention in answer["mentions"]} == {"GHA", "TGO"}


class Endless(io.RawIOBase):
    """What goes on for ever."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        some = b'{"text": "Peru met Chile."}\n'[: len(buffer)]
        buffer[: len(some)] = some
        return len(some)


def test_lines_are_read_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))

    told = [json.loads(line) for answer in islice(answered("-"), 3) for line in in_json(answer)]

    assert [answer["id"] for answer in told] == ["-:line 1", "-:line 2", "-:line 3"]


def test_lines_of_standard_input_may_begin_with_a_broken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given = b'{not json\n{"id": "a", "text": "Peru met Chile."}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))

    assert [answer["id"] for answer in read("-")] == ["-:line 1", "a"]


def test_explaining_answers_in_words_for_each_line(file: Callable[..., Path]) -> None:
    given = file('{"id": "a", "text": "Peru met Chile."}', "{not json", {"id": "b", "text": SPANISH})

    told = [line for answer in answered(given, explained=True) for line in in_words(answer)]

    assert told[0] == "a: 1 event"
    assert "[0] Peru met Chile." in told
    assert told[-2].startswith(f"{given}:line 2: malformed_json")
    assert told[-1] == "b: not coded: its language is es"


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
        ("news.jsonl", '\n{"text": "Peru met Chile."}\n', ["news.jsonl:line 2"]),
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


LINE = json.dumps(
    {"headline": "Peru, Chile sign", "published_at": "2024-03-07", "text": "In São Tomé, Peru met Chile on Monday."},
    ensure_ascii=False,
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.jsonl", LINE.encode("latin-1")),
        ("mark.jsonl", LINE.encode("utf-8-sig")),
        ("wide.jsonl", LINE.encode("utf-16")),
        ("packed.jsonl.gz", gzip.compress(LINE.encode())),
        ("document.json", LINE.encode()),
    ],
)
def test_json_is_read_as_a_run_reads_it_and_keeps_its_text(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    [answer] = read(tmp_path / name)

    assert [sentence["text"] for sentence in answer["sentences"]] == ["In São Tomé, Peru met Chile on Monday."]
    assert [event["event_on"] for event in answer["events"]] == ["2024-03-04"]


def test_articles_without_an_id_go_by_their_file_and_line(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.jsonl").write_text('{"text": "Peru met Chile."}\n' * 2, "utf-8")

    told = [answer["id"] for folder in ("a", "b") for answer in read(tmp_path / folder / "news.jsonl")]

    assert told == [f"{tmp_path}/{folder}/news.jsonl:line {number}" for folder in ("a", "b") for number in (1, 2)]


def test_a_link_is_followed_where_it_is_named(tmp_path: Path, file: Callable[..., Path]) -> None:
    (tmp_path / "link.jsonl").symlink_to(file({"id": "a", "text": "Peru met Chile."}))

    assert [answer["id"] for answer in read(tmp_path / "link.jsonl")] == ["a"]


def test_a_pipe_is_read_and_one_that_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert read(tmp_path / "pipe.txt")[0]["error"] == "empty_file: a pipe that nobody writes to"

    reading, writing = os.pipe()
    os.write(writing, b"Peru met Chile.")
    os.close(writing)
    assert read(f"/dev/fd/{reading}")[0]["events"]
    os.close(reading)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert read(str(tmp_path)) == [{"id": str(tmp_path), "error": "unreadable: Is a directory"}]
