"""One batch of articles → its tables: language, then entities, then events.

`code_articles` is the whole coder for texts in memory; `normalize_batch` runs it over one Parquet file of articles and
writes what it found to the lake. It depends on nothing but the batch and the coder's version, so batches can be
done anywhere, in any order.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyarrow.parquet as pq
from spacy.tokens import Doc

from coopmetrics import entities, events, tables
from coopmetrics.document import Document, Mention
from coopmetrics.events import Event, Hearing
from coopmetrics.lake import Lake, Output, key_of
from coopmetrics.language import Engine, load_engine
from coopmetrics.settings import Settings
from coopmetrics.version import coder_version

logger = logging.getLogger(__name__)

STEP: Final = "normalize"
#: the address that a text of a crawled corpus opens with, which readers of raw files take off
_ADDRESS: Final = re.compile(r"\s*(https?://\S{3,2000})[ \t]*\n")
#: what a batch writes: what was found, and the articles that broke the coder
WRITTEN: Final = (*tables.NORMALIZED, tables.REJECTED)
#: English, and texts too short to tell; articles in other languages are stored and counted
CODED_LANGUAGES: Final = ("en", "und")

#: articles of a batch that may break the coder; more are a fault of the coder, if they are a tenth of the batch
FAILURES_TAKEN: Final = 3
#: columns that an event and an amount carry under the column's own name
EVENT_COLUMNS: Final = (
    "sentence_no predicate event_type event_mode quad cameo_code goldstein stage is_reciprocal is_negated "
    "is_hypothetical is_domestic event_on event_end_on date_precision date_basis attribution thing confidence"
).split()
QUANTITY_COLUMNS: Final = "value low high unit currency_code measured modifier is_conversion".split()

Rows: TypeAlias = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Article:
    """What the coder needs of an article."""

    article_id: str
    text: str
    title: str | None = None
    published_on: date | None = None
    source_url: str | None = None
    byline: str | None = None
    raw_path: str = "-"
    raw_position: str | None = None


@dataclass(slots=True)
class Coded:
    """One article as coded."""

    article: Article
    document: Document
    events: list[Event]
    #: lines that say why, where that was asked for
    explanation: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Failed:
    """One article that broke the coder; it must not take the others along."""

    article: Article
    error: str


def code_articles(
    articles: Iterable[Article], settings: Settings, *, explained: bool = False
) -> Iterator[Coded | Failed]:
    """Code articles in their order; `explained` says why, too."""
    engine = _engine(settings.language_model)
    if _engine.cache_info().hits:
        _settle()
    for article, doc in _parsed(engine, list(articles)):
        try:
            document = _document(article, doc or next(engine.parse([article.text])))
            told: list[str] = []
            found = events.in_order(_tell(document, told)) if explained else code_document(document)
            yield Coded(article, document, found, told)
        except Exception as error:
            logger.exception("article %s broke the coder", article.article_id)
            yield Failed(article, f"{type(error).__name__}: {error}")


def _document(article: Article, parsed: Doc) -> Document:
    first_line = _ADDRESS.match(article.text)
    url = article.source_url or (first_line[1] if first_line else None)
    issuer, country = entities.issuer_of(url), entities.country_of_outlet(url)
    return Document(parsed, article.title, article.published_on, issuer, article.byline, country)


def _settle() -> None:
    """Spare the garbage collector what batches before have loaded, vocabularies and weights, which all stays."""
    gc.collect()
    gc.freeze()


def _parsed(engine: Engine, articles: Sequence[Article]) -> Iterator[tuple[Article, Doc | None]]:
    """Parse articles together; from one that breaks the parser on they come unparsed, to be parsed alone."""
    done = 0
    try:
        for article, doc in zip(articles, engine.parse(article.text for article in articles), strict=True):
            yield article, doc
            done += 1
    except Exception:
        logger.exception("an article broke the parser; it and those after it are parsed alone")
        yield from ((article, None) for article in articles[done:])


def code_document(document: Document) -> list[Event]:
    """Find the mentions, the speakers and the events of one parsed article, in this order: each uses those before."""
    return events.in_order(_hear(document))


def _tell(document: Document, told: list[str]) -> Iterator[Hearing]:
    """Put each hearing into words as it is heard: all of a long article would fill the memory."""
    for hearing in _hear(document):
        told += events.explain(document, hearing)
        yield hearing


def _hear(document: Document) -> Iterator[Hearing]:
    prepare(document)
    return events.hear(document)


def prepare(document: Document) -> None:
    """Find the mentions and the speakers of a parsed article, and whom its pronouns and descriptions mean."""
    entities.annotate(document)
    events.attribute(document)
    entities.resolve_references(document)


def normalize_batch(batch: Output, settings: Settings) -> dict[str, int]:
    """Code one batch of articles from the lake into the lake and return what was counted.

    Articles in other languages, and those that name fewer than two countries or organisations of countries, are
    counted and left out before anything is parsed. Raises `RuntimeError` where the coder breaks on many articles.
    """
    lake = Lake(settings.lake)
    with lake.unit(STEP, _unit_key(batch), coder_version(settings), upstream=[batch.batch_id]) as unit:
        rows: Rows = {table.name: [] for table in WRITTEN}
        for coded in code_articles(_worth_coding(lake.root / batch.path, unit.count), settings):
            found = failed_rows(coded) if isinstance(coded, Failed) else coded_rows(coded)
            unit.count("failed" if isinstance(coded, Failed) else "coded")
            for name, more in found.items():
                rows[name] += more
        _check_failures(rows[tables.REJECTED.name], unit.counts.get("coded", 0))
        for table in WRITTEN:
            unit.write(table, rows[table.name])
    return unit.counts


def pending_batches(settings: Settings) -> list[Output]:
    """List the live batches of articles that this version of the coder has not coded yet."""
    lake, version = Lake(settings.lake), coder_version(settings)
    done = {unit.key for unit in lake.units(STEP) if unit.version == version}
    return [batch for batch in lake.live_batches(tables.ARTICLES.name) if _unit_key(batch) not in done]


def _unit_key(batch: Output) -> str:
    return key_of(STEP, batch.batch_id)


def _check_failures(failed: list[dict[str, Any]], coded: int) -> None:
    """Take a few odd articles, but stop where the coder itself is broken."""
    if len(failed) > FAILURES_TAKEN and len(failed) > 0.1 * coded:
        raise RuntimeError(f"{len(failed)} articles broke the coder, {coded} did not; the first: {failed[0]['detail']}")


def failed_rows(failed: Failed) -> Rows:
    """Turn an article that broke the coder into the row of `rejected` that says so."""
    return {
        tables.REJECTED.name: [
            {
                "raw_path": failed.article.raw_path,
                "raw_position": failed.article.raw_position,
                "reason_code": "coding_failed",
                "detail": failed.error[:300],
                "rejected_at": datetime.now(UTC),
            }
        ]
    }


def coded_rows(coded: Coded) -> Rows:
    """Turn one coded article into the rows of `tables.NORMALIZED`, without the batch columns."""
    article_id, document = coded.article.article_id, coded.document
    found = {event_id(article_id, event): event for event in coded.events}
    return {
        "sentences": [_sentence_row(article_id, document, no) for no in _sentences_kept(coded)],
        "mentions": list({row["mention_id"]: row for row in _mention_rows(article_id, document)}.values()),
        "events": [_event_row(article_id, key, event, document) for key, event in found.items()],
        "event_sectors": [
            {"event_id": key, "sector_code": sector} for key, event in found.items() for sector in event.sectors
        ],
        "quantities": [row for key, event in found.items() for row in _quantity_rows(key, event)],
        "quotations": [
            {
                "quotation_id": _id(article_id, quotation.start, quotation.end),
                "article_id": article_id,
                "start_char": quotation.start,
                "end_char": quotation.end,
                "text": quotation.text,
                "speaker_mention_id": mention_id(article_id, quotation.speaker),
            }
            for quotation in document.quotations
        ],
    }


def _mention_rows(article_id: str, document: Document) -> Iterator[dict[str, Any]]:
    for mention in document.mentions:
        yield {
            "mention_id": mention_id(article_id, mention),
            "article_id": article_id,
            "sentence_no": mention.sentence_no,
            "start_char": mention.start,
            "end_char": mention.end,
            "text": mention.text,
            "kind": mention.kind,
            "name": mention.name,
            "entity_key": mention.entity_key,
            "country_code": mention.country_code,
            "role": mention.role,
            "level": mention.level,
            "is_pronoun": mention.is_pronoun,
            "confidence": mention.confidence,
        }


def _sentences_kept(coded: Coded) -> list[int]:
    """Number the sentences that were coded or hold a mention."""
    kept = {event.sentence_no for event in coded.events} | {mention.sentence_no for mention in coded.document.mentions}
    return sorted(kept)


def _sentence_row(article_id: str, document: Document, sentence_no: int) -> dict[str, Any]:
    sentence, attribution = document.sentences[sentence_no], document.attributions[sentence_no]
    return {
        "article_id": article_id,
        "sentence_no": sentence_no,
        "start_char": sentence.start_char,
        "end_char": sentence.end_char,
        "text": sentence.text,
        "attribution": attribution.kind,
        "speaker_mention_id": mention_id(article_id, attribution.speaker),
    }


def _event_row(article_id: str, key: str, event: Event, document: Document) -> dict[str, Any]:
    sentence = document.sentences[event.sentence_no]
    return event_values(event) | {
        "event_id": key,
        "event_group_id": _id(article_id, event.group),
        "article_id": article_id,
        "start_char": sentence.start_char,
        "end_char": sentence.end_char,
        "source_country": event.source.country_code if event.source else None,
        "target_country": event.target.country_code if event.target else None,
        "source_mention_id": mention_id(article_id, event.source),
        "target_mention_id": mention_id(article_id, event.target),
        "speaker_mention_id": mention_id(article_id, event.speaker),
    }


def event_values(event: Event) -> dict[str, Any]:
    """Give the columns of an event row that are neither ids, offsets nor actors."""
    place = event.place
    return {name: getattr(event, name) for name in EVENT_COLUMNS} | {
        "place_name": place.name if place else None,
        "place_country": place.country_code if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
    }


def _quantity_rows(key: str, event: Event) -> Iterator[dict[str, Any]]:
    for quantity in event.quantities:
        yield {name: getattr(quantity, name) for name in QUANTITY_COLUMNS} | {
            "quantity_id": _id(key, quantity.start, quantity.end, quantity.value),
            "event_id": key,
        }


def mention_id(article_id: str, mention: Mention | None) -> str | None:
    """Identify a mention by its article, span and entity."""
    return _id(article_id, mention.start, mention.end, mention.entity_key) if mention else None


def event_id(article_id: str, event: Event) -> str:
    """Identify an event row by its article, predicate, meaning and actors."""
    actors = [f"{actor.start}:{actor.entity_key}" if actor else "" for actor in (event.source, event.target)]
    return _id(article_id, event.predicate_start, event.event_type, event.stage, *actors)


def _id(*parts: object) -> str:
    return key_of(*map(str, parts))[:16]


def is_worth_coding(text: str) -> bool:
    """Tell, before anything is parsed, whether a text may hold an event between two countries: it names two."""
    return entities.count_actors(text) >= 2


def _worth_coding(path: Path, count: Callable[[str], None]) -> Iterator[Article]:
    """Read a batch's articles, without those that cannot hold an event between two countries."""
    columns = [*(field.name for field in fields(Article)), "language"]
    for row in pq.read_table(path, columns=columns).to_pylist():
        if row.pop("language") not in CODED_LANGUAGES:
            count("other_language")
        elif not is_worth_coding(row["text"]):
            count("under_two_actors")
        else:
            yield Article(**row)


@cache
def _engine(language_model: str) -> Engine:
    return load_engine(language_model)
