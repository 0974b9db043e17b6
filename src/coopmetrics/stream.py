"""Coding without a warehouse: articles in, JSON Lines out, in order, a few articles in memory at a time.

    {"text": …, "id"?: …, "published_on"?: "2023-09-12", "title"?: …, "byline"?: …, "source_url"?: …,
     "language"?: "en"}
    → {"id", "language", "sentences": […], "mentions": […], "events": […], "quotations": […]}, or {"id", "error"}

Files are read as `run` reads them, and offsets are characters of the text that it would store. Only JSON, by the line
or not, keeps its plain texts and its ids as they are given, so that offsets lead back to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any, Final

import pyarrow.parquet as pq

from coopmetrics import tables
from coopmetrics.articles import ingest_named
from coopmetrics.articles.language import language_of
from coopmetrics.document import Mention
from coopmetrics.events import Event
from coopmetrics.lake import Lake
from coopmetrics.normalize import CODED_LANGUAGES, Article, Coded, Failed, code_articles, event_values
from coopmetrics.settings import Settings, as_place
from coopmetrics.sources import RawItem, Rejection

#: articles read ahead, so that the language engine works on batches
AHEAD: Final = 32

Json = dict[str, Any]
#: an article with its language, or what is wrong with what was given
Given = tuple[Article, str] | Json
#: an article as coded with its language, or what is to be said of one that was not
Answer = tuple[Coded, str] | Json

#: half of a character, which has no UTF-8
_HALF: Final = re.compile("[\ud800-\udfff]")
#: the columns of table `articles` that the coder needs
ARTICLE: Final = "text title published_on source_url byline".split()


def is_failed(answer: Answer) -> bool:
    """Tell what was no article, or could not be coded."""
    return isinstance(answer, dict) and "error" in answer


def in_json(answer: Answer) -> Iterator[str]:
    """Write an answer as one line of JSON."""
    yield json.dumps(as_json(*answer) if isinstance(answer, tuple) else answer, ensure_ascii=False)


def in_words(answer: Answer) -> Iterator[str]:
    """Write an answer as lines that tell why its events are there; it must have been asked for `explained`."""
    if isinstance(answer, tuple):
        coded, _ = answer
        number = len(coded.events)
        yield f"{coded.article.article_id}: {number} {'event' if number == 1 else 'events'}"
        yield from coded.explanation
    else:
        told = answer.get("error") or f"not coded: its language is {answer['language']}"
        yield f"{answer['id']}: {told}"


def _writable(text: str) -> str:
    """Write half of a character as U+FFFD, so that offsets stay as they are."""
    return _HALF.sub("\ufffd", text)


def from_text(text: str, published_on: date | None = None) -> Given:
    """Take a text as an article."""
    return Article("text", _writable(text), None, published_on), language_of(text)


def from_file(name: str, settings: Settings) -> Iterator[Given]:
    """Read a file, or `-` for standard input; what cannot be read of it is told in its place."""
    for found in ingest_named(as_place(name), settings):
        if isinstance(found, Rejection):
            yield {"id": _name(found), "error": _writable(f"{found.reason_code}: {found.detail}")}
        else:
            yield _from_item(*found)


def from_lake(article_id: str, settings: Settings) -> Given:
    """Take an article of the lake.

    Raises:
        ValueError: no article has this id.
    """
    columns, wanted = [*ARTICLE, "language"], [("article_id", "==", article_id)]
    # the newest first, as a corrected article stands in several
    for file in reversed(Lake(settings.lake).live_files(tables.ARTICLES.name)):
        for row in pq.read_table(file, columns=columns, filters=wanted).to_pylist():
            return _from_row(article_id, row)
    raise ValueError(f"no article {article_id} in {settings.warehouse}")


def _from_item(item: RawItem, row: Json) -> Given:
    if item.form in ("json", "jsonl") and item.body_kind == "text":
        return _from_row(_writable(item.guid or _name(item)), row | {"text": _writable(item.body)})
    return _from_row(_name(item), row)


def _name(found: RawItem | Rejection) -> str:
    """Name what stands in a raw file by the file as it was given and, where there are several, its position."""
    return ":".join(filter(None, (found.raw_path, found.raw_position)))


def _from_row(name: str, row: Json) -> Given:
    return Article(name, **{column: row[column] for column in ARTICLE}), row["language"]


def answers(given: Iterable[Given], settings: Settings, *, explained: bool = False) -> Iterator[Answer]:
    """Give what became of each article, in order."""
    given = iter(given)
    while read := list(islice(given, AHEAD)):
        coded = _code([item for item in read if isinstance(item, tuple)], settings, explained=explained)
        yield from (next(coded) if isinstance(item, tuple) else item for item in read)


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
