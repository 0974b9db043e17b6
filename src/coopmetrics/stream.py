"""Coding without a warehouse: articles in, JSON Lines out, in order, a few articles in memory at a time.

    {"text": …, "id"?: …, "published_on"?: "2023-09-12", "title"?: …, "byline"?: …, "source_url"?: …,
     "language"?: "en"}
    → {"id", "language", "sentences": […], "mentions": […], "events": […], "quotations": […]}, or {"id", "error"}

All offsets are characters of the given text. `explain_lines` takes the same and tells in words why. Files of other
forms are read as `run` reads them, the headline put before the text.
"""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coopmetrics import tables
from coopmetrics.articles import ingest
from coopmetrics.articles.language import language_of
from coopmetrics.document import Mention
from coopmetrics.events import Event
from coopmetrics.lake import Lake
from coopmetrics.normalize import CODED_LANGUAGES, Article, Coded, Failed, code_articles, event_values
from coopmetrics.settings import STANDARD_INPUT, Settings, as_place

if TYPE_CHECKING:
    from io import BufferedReader

#: articles read ahead, so that the language engine works on batches
AHEAD: Final = 32

Json = dict[str, Any]
#: an article with its language, or what is wrong with what was given
Given = tuple[Article, str] | Json
#: an article as coded with its language, or what is to be said of one that was not
Answer = tuple[Coded, str] | Json

#: a line that can be coded
EXAMPLE: Final = '{"id": "1", "text": "Kenya and India met."}'
#: suffixes of files that are no JSON Lines though they begin with a brace
_OTHER_FORMS: Final = frozenset({".txt", ".md", ".json"})
#: the columns of table `articles` that the coder needs
ARTICLE: Final = "text title published_on source_url byline".split()


class Line(BaseModel):
    """One article as given on a line; other keys are ignored."""

    model_config = ConfigDict(extra="ignore", str_max_length=5_000_000)

    #: the line's number where it is not given
    id: str | None = Field(None, max_length=1000, coerce_numbers_to_str=True)
    text: str
    title: str | None = Field(None, coerce_numbers_to_str=True)
    published_on: date | None = None
    source_url: str | None = None
    byline: str | None = Field(None, coerce_numbers_to_str=True)
    #: ISO 639-1 code; read from the text where it is not given
    language: str | None = None


def code_lines(lines: Iterable[str | bytes], settings: Settings) -> Iterator[str]:
    """Code articles given as JSON Lines; give one JSON line for each, in order.

    A line that is no such article gives `{"id": …, "error": …}` that names the line's number, and the rest goes on.
    """
    return (line for answer in answers(from_lines(lines), settings) for line in in_json(answer))


def explain_lines(lines: Iterable[str | bytes], settings: Settings) -> Iterator[str]:
    """Code articles given as JSON Lines; give for each, in order, lines of text that explain its events sentence by
    sentence (see `events.explain`), or what is wrong with it.
    """
    return (line for answer in answers(from_lines(lines), settings, explained=True) for line in in_words(answer))


def is_failed(answer: Answer) -> bool:
    """Tell what was no article, or could not be coded."""
    return isinstance(answer, dict) and "error" in answer


def in_json(answer: Answer) -> Iterator[str]:
    """Write an answer as one line of JSON."""
    yield _writable(json.dumps(as_json(*answer) if isinstance(answer, tuple) else answer, ensure_ascii=False))


def in_words(answer: Answer) -> Iterator[str]:
    """Write an answer as lines that tell why its events are there; it must have been asked for `explained`."""
    if isinstance(answer, tuple):
        coded, _ = answer
        number = len(coded.events)
        yield f"{coded.article.article_id}: {number} {'event' if number == 1 else 'events'}"
        yield from coded.explanation
    else:
        told = answer.get("error") or f"not coded: its language is {answer['language']}"
        yield _writable(f"{answer['id']}: {told}" if answer["id"] else told)


def _writable(line: str) -> str:
    """Write half of a character, which has no UTF-8, as JSON has it: "\\ud800"."""
    return line.encode("utf-8", "backslashreplace").decode()


def from_lines(lines: Iterable[str | bytes]) -> Iterator[Given]:
    """Read JSON Lines as `Line` has them; blank lines are none."""
    return (_read(number, line) for number, line in enumerate(lines, start=1) if line.strip())


def from_text(text: str, published_on: date | None = None) -> Given:
    """Take a text as an article."""
    return Article("text", text, None, published_on), language_of(text)


def from_file(name: str, settings: Settings) -> Iterator[Given]:
    """Read a file, or `-` for standard input: JSON Lines as `Line` has them, or else whatever `run` reads.

    A file that cannot be read is one failure, so that those before and behind it are coded.
    """
    try:
        with nullcontext(sys.stdin.buffer) if name == STANDARD_INPUT else Path(name).open("rb") as file:
            begin = cast("BufferedReader", file).peek(1).lstrip(codecs.BOM_UTF8 + b" \t\r\n")
            is_lines = begin[:1] in b"{" and Path(name).suffix.lower() not in _OTHER_FORMS
            yield from from_lines(file) if is_lines else _from_raw(name, settings)
    except OSError as error:
        yield {"id": name, "error": f"cannot be read: {error.strerror or error}"}


def from_lake(article_id: str, settings: Settings) -> Given:
    """Take an article of the lake.

    Raises:
        ValueError: no article has this id.
    """
    columns, wanted = [*ARTICLE, "language"], [("article_id", "==", article_id)]
    for file in Lake(settings.lake).live_files(tables.ARTICLES.name):
        for row in pq.read_table(file, columns=columns, filters=wanted).to_pylist():
            return _from_row(article_id, row)
    raise ValueError(f"no article {article_id} in {settings.warehouse}")


def _from_raw(name: str, settings: Settings) -> Iterator[Given]:
    place, folder = as_place(name), Path(name).parent
    for found in ingest([place], place, settings, known=()):
        yield from (_from_row(_name(folder, row), row) for row in found.articles)
        for row in found.rejected:
            yield {"id": _name(folder, row), "error": f"{row['reason_code']}: {row['detail']}"}


def _name(folder: Path, row: Json) -> str:
    """Name what stands in a raw file by the file as it was given and, where there are several, its position."""
    return ":".join(filter(None, (str(folder / row["raw_path"]), row["raw_position"])))


def _from_row(name: str, row: Json) -> Given:
    return Article(name, **{column: row[column] for column in ARTICLE}), row["language"]


def answers(given: Iterable[Given], settings: Settings, *, explained: bool = False) -> Iterator[Answer]:
    """Give what became of each article, in order."""
    given = iter(given)
    while read := list(islice(given, AHEAD)):
        coded = _code([item for item in read if isinstance(item, tuple)], settings, explained=explained)
        yield from (next(coded) if isinstance(item, tuple) else item for item in read)


def _read(number: int, line: str | bytes) -> Given:
    """Give an article with its language, or what is wrong with the line."""
    value: Any = None
    try:
        value = json.loads(line)
        given = Line.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "line"
        given_id = value.get("id") if isinstance(value, dict) else None
        return {
            "id": given_id if isinstance(given_id, str | int) else None,
            "error": f"line {number}: {where}: {first['msg']}",
        }
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number}: not JSON: {error}; a line is {EXAMPLE}"}
    article = Article(given.id or str(number), **given.model_dump(include=set(ARTICLE)))
    return article, given.language or language_of(given.text)


def _code(given: list[tuple[Article, str]], settings: Settings, *, explained: bool) -> Iterator[Answer]:
    english = [article for article, language in given if language in CODED_LANGUAGES]
    coded = code_articles(english, settings, explained=explained)
    for article, language in given:
        yield _answer(next(coded), language) if language in CODED_LANGUAGES else _uncoded(article, language)


def _answer(coded: Coded | Failed, language: str) -> Answer:
    if isinstance(coded, Failed):
        return {"id": coded.article.article_id, "error": f"could not be coded: {coded.error}"}
    return coded, language


def _uncoded(article: Article, language: str) -> Json:
    return {"id": article.article_id, "language": language} | {
        key: [] for key in ("sentences", "mentions", "events", "quotations")
    }


def as_json(coded: Coded, language: str) -> Json:
    """Give one coded article in the form of the module's docstring."""
    document = coded.document
    return {
        "id": coded.article.article_id,
        "language": language,
        "sentences": [
            {"no": no, "start": sentence.start_char, "end": sentence.end_char, "text": sentence.text}
            for no, sentence in enumerate(document.sentences)
        ],
        "mentions": [_mention(mention) for mention in document.mentions],
        "events": [_event(event, coded) for event in coded.events],
        "quotations": [
            {"start": quotation.start, "end": quotation.end, "speaker": quotation.speaker and quotation.speaker.name}
            for quotation in document.quotations
        ],
    }


def _mention(mention: Mention) -> Json:
    keys = "start end text kind name country_code role level is_pronoun confidence".split()
    return {key: getattr(mention, key) for key in keys}


def _event(event: Event, coded: Coded) -> Json:
    sentence = coded.document.sentences[event.sentence_no]
    return {name: _plain(value) for name, value in event_values(event).items()} | {
        "start": sentence.start_char,
        "end": sentence.end_char,
        "source": _actor(event.source),
        "target": _actor(event.target),
        "sectors": list(event.sectors),
        "quantities": [asdict(quantity) for quantity in event.quantities],
        "speaker": event.speaker and event.speaker.name,
    }


def _actor(mention: Mention | None) -> Json | None:
    keys = "country_code text start end name".split()
    return {key: getattr(mention, key) for key in keys} if mention else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
