"""Every Parquet table of the lake, declared once: columns, Arrow types, keys, grain, comments.

`OpenUnit.write` enforces these schemas at every write, the SQL staging models read them, and a test holds them against
`docs/warehouse.md`. Conventions: `_id` text keys, `_on` dates, `_at` UTC timestamps, `is_` booleans, `_code` codes of
a named standard, units in the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

TEXT: Final = pa.string()
INT: Final = pa.int32()
REAL: Final = pa.float64()
BOOL: Final = pa.bool_()
DATE: Final = pa.date32()
TIME: Final = pa.timestamp("us", tz="UTC")
BYTES: Final = pa.binary()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `required` means it holds no nulls."""

    name: str
    type: pa.DataType
    comment: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the lake; `key` names the columns that identify a row among the live batches."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of one Parquet file, comments included."""
        return pa.schema(
            pa.field(c.name, c.type, nullable=not c.required, metadata={"comment": c.comment}) for c in self.columns
        )


BATCH: Final = (
    Column("batch_id", TEXT, "Batch that wrote the row", required=True),
    Column("coder_version", TEXT, "Version of the code that wrote the row", required=True),
)


def _table(name: str, grain: str, key: tuple[str, ...], *columns: Column) -> Table:
    return Table(name, grain, key, columns + BATCH)


def _id(name: str, comment: str) -> Column:
    return Column(name, TEXT, comment, required=True)


ARTICLES = _table(
    "articles",
    "one version of one article",
    ("article_id",),
    _id("article_id", "Hash of the item's URL or guid and its raw content"),
    Column("source", TEXT, "Outlet or publisher, as named by the item, else its host or folder", required=True),
    Column("source_url", TEXT, "Canonical address of the article"),
    Column("guid", TEXT, "Identifier stated by the item, such as a feed's guid"),
    Column("title", TEXT, "Headline"),
    Column("byline", TEXT, "Author as printed"),
    Column("language", TEXT, "ISO 639-1 code of the text's language", required=True),
    Column("published_on", DATE, "Publication date"),
    Column("published_at", TIME, "Publication time in UTC, where stated"),
    Column("published_basis", TEXT, "Where the date comes from: field, text, file or none", required=True),
    Column("published_unread", TEXT, "The date as the raw item states it, where none could be read from it"),
    Column("text", TEXT, "Cleaned text, its headline first; every character offset refers to it", required=True),
    Column("word_count", INT, "Words below the headline", required=True),
    Column("content_sha256", TEXT, "SHA-256 of the cleaned text below the headline", required=True),
    Column(
        "minhash",
        BYTES,
        "MinHash signature of the word shingles of the text below its headline, for near-duplicates",
        required=True,
    ),
    Column(
        "metadata_hashes",
        pa.list_(TEXT),
        "Hashes of what items have stated of its date, title, author, source and language; the first one counts",
    ),
    Column("raw_form", TEXT, "Raw form it was read from, such as text, jsonl, html, feed, warc, nitf", required=True),
    Column("raw_path", TEXT, "Raw file, relative to the raw folder; after !/ the member of an archive", required=True),
    Column("raw_position", TEXT, "Where in the raw file: line, row or item"),
    Column("ingested_at", TIME, "When it was ingested", required=True),
)

SENTENCES = _table(
    "sentences",
    "one sentence that was coded or holds a mention",
    ("article_id", "sentence_no"),
    _id("article_id", "Article"),
    Column("sentence_no", INT, "Number of the sentence in the article, from 0", required=True),
    Column("start_char", INT, "First character in the article's text", required=True),
    Column("end_char", INT, "Character after the last", required=True),
    Column("text", TEXT, "The sentence", required=True),
    Column("attribution", TEXT, "Who says it: none (the outlet), direct or reported", required=True),
    Column("speaker_mention_id", TEXT, "Mention of the speaker"),
)

MENTIONS = _table(
    "mentions",
    "one named or resolved reference to an actor or place",
    ("mention_id",),
    _id("mention_id", "Hash of article, span and entity"),
    _id("article_id", "Article"),
    Column("sentence_no", INT, "Sentence it stands in", required=True),
    Column("start_char", INT, "First character in the article's text", required=True),
    Column("end_char", INT, "Character after the last", required=True),
    Column("text", TEXT, "The reference as written", required=True),
    Column("kind", TEXT, "country, person, organization, place or igo", required=True),
    Column("name", TEXT, "Fullest name of the entity in the article", required=True),
    Column("entity_key", TEXT, "What makes two mentions of an article the same entity", required=True),
    Column("country_code", TEXT, "Whom it acts for: ISO 3166-1 alpha-3, or the code of an IGO"),
    Column("role", TEXT, "Office or function as written"),
    Column("level", TEXT, "Level of the office, persons only"),
    Column("is_pronoun", BOOL, "A pronoun or description resolved within the article", required=True),
    Column("confidence", REAL, "Confidence of the resolution, 0 to 1", required=True),
)

EVENTS = _table(
    "events",
    "one event row of the coding guide",
    ("event_id",),
    _id("event_id", "Hash of article, sentence, predicate, type, stage and actors"),
    _id("event_group_id", "Shared by the pairs of one act with three or more parties"),
    _id("article_id", "Article"),
    Column("sentence_no", INT, "Sentence that states it", required=True),
    Column("start_char", INT, "First character of the sentence", required=True),
    Column("end_char", INT, "Character after the sentence's last", required=True),
    Column("predicate", TEXT, "The words that state the act", required=True),
    Column("event_type", TEXT, "PLOVER type", required=True),
    Column("event_mode", TEXT, "PLOVER mode, where the type has modes"),
    Column(
        "quad",
        TEXT,
        "verbal_cooperation, material_cooperation, verbal_conflict or material_conflict",
        required=True,
    ),
    Column("cameo_code", TEXT, "CAMEO code, the root at least", required=True),
    Column("goldstein", REAL, "Goldstein score of the CAMEO code, -10 to 10", required=True),
    Column("stage", TEXT, "How far the thing has come, as of this sentence", required=True),
    Column("is_reciprocal", BOOL, "Both sides do it to each other", required=True),
    Column("is_negated", BOOL, "The sentence says it did not happen", required=True),
    Column("is_hypothetical", BOOL, "The sentence supposes it", required=True),
    Column("is_domestic", BOOL, "Source and target are of one country", required=True),
    Column("source_country", TEXT, "Who acts: ISO 3166-1 alpha-3, or the code of an IGO"),
    Column("target_country", TEXT, "Toward whom: ISO 3166-1 alpha-3, or the code of an IGO"),
    Column("source_mention_id", TEXT, "Mention of the source"),
    Column("target_mention_id", TEXT, "Mention of the target"),
    Column("event_on", DATE, "When it happens, or its first day"),
    Column("event_end_on", DATE, "Last day of a range"),
    Column("date_precision", TEXT, "day, month, quarter, year or unknown", required=True),
    Column("date_basis", TEXT, "explicit, relative or publication", required=True),
    Column("place_name", TEXT, "Where it happens, when said"),
    Column("place_country", TEXT, "Country of the place"),
    Column("latitude", REAL, "Latitude of the place in degrees"),
    Column("longitude", REAL, "Longitude of the place in degrees"),
    Column("attribution", TEXT, "Who says it: none (the outlet), direct or reported", required=True),
    Column("speaker_mention_id", TEXT, "Mention of the speaker"),
    Column("thing", TEXT, "What it is about, a noun phrase in the article's words"),
    Column("confidence", REAL, "Probability that the row is right, 0 to 1", required=True),
)

EVENT_SECTORS = _table(
    "event_sectors",
    "one sector of one event",
    ("event_id", "sector_code"),
    _id("event_id", "Event"),
    _id("sector_code", "Sector, from the sector table"),
)

QUANTITIES = _table(
    "quantities",
    "one amount of one event",
    ("quantity_id",),
    _id("quantity_id", "Hash of event, span and value"),
    _id("event_id", "Event"),
    Column("value", REAL, "The amount, scale resolved; the middle of a range", required=True),
    Column("low", REAL, "Lower end of a range"),
    Column("high", REAL, "Upper end of a range"),
    Column("unit", TEXT, "Unit, or the currency's code", required=True),
    Column("currency_code", TEXT, "ISO 4217 code, money only"),
    Column("measured", TEXT, "What the amount is of"),
    Column("modifier", TEXT, "exact, about, at_least or at_most", required=True),
    Column(
        "is_conversion", BOOL, "The amount before it in another currency or unit, as in $12bn (£9bn)", required=True
    ),
)

QUOTATIONS = _table(
    "quotations",
    "one direct quotation",
    ("quotation_id",),
    _id("quotation_id", "Hash of article and span"),
    _id("article_id", "Article"),
    Column("start_char", INT, "First character in the article's text", required=True),
    Column("end_char", INT, "Character after the last", required=True),
    Column("text", TEXT, "The words quoted", required=True),
    Column("speaker_mention_id", TEXT, "Mention of the speaker"),
)

REJECTED = _table(
    "rejected",
    "one raw item that could not be ingested",
    ("raw_path", "raw_position", "reason_code"),
    Column("raw_path", TEXT, "Raw file, relative to the raw folder; after !/ the member of an archive", required=True),
    Column("raw_position", TEXT, "Where in the raw file: line, row or item"),
    Column("reason_code", TEXT, "Kind of fault", required=True),
    Column("detail", TEXT, "What was wrong, in words", required=True),
    Column("rejected_at", TIME, "When it was rejected", required=True),
)

STORIES = _table(
    "stories",
    "one article in one story",
    ("article_id",),
    _id("article_id", "Article"),
    _id("story_id", "Story: exact and near-duplicates, syndicated copies and revised versions share one"),
    Column("is_representative", BOOL, "The story's earliest complete article among the current ones", required=True),
    Column("similarity", REAL, "Estimated Jaccard similarity to the story's representative, 0 to 1", required=True),
    Column("is_current", BOOL, "The item's newest version; older ones are kept and not counted", required=True),
)

ACTORS = _table(
    "actors",
    "one person, organisation, country or IGO",
    ("actor_id",),
    _id("actor_id", "Hash of the entity that was seen first"),
    Column("kind", TEXT, "country, person, organization or igo", required=True),
    Column("name", TEXT, "Fullest or most frequent name", required=True),
    Column("country_code", TEXT, "Whom it acts for: ISO 3166-1 alpha-3, or the code of an IGO"),
    Column("role", TEXT, "Latest role"),
    Column("level", TEXT, "Latest level of office"),
    Column("aliases", pa.list_(TEXT), "Other names seen", required=True),
    Column("first_seen_on", DATE, "Publication date of the first article that names it"),
    Column("last_seen_on", DATE, "Publication date of the last"),
    Column("mention_count", INT, "Mentions in all articles", required=True),
)

ACTOR_MENTIONS = _table(
    "actor_mentions",
    "one mention",
    ("mention_id",),
    _id("mention_id", "Mention"),
    _id("actor_id", "Actor it refers to"),
)

INITIATIVES = _table(
    "initiatives",
    "one thing being cooperated on, over time",
    ("initiative_id",),
    _id("initiative_id", "Hash of the dyad and the thing as first seen"),
    Column("title", TEXT, "What it is about", required=True),
    Column("country_a", TEXT, "First country of the dyad, by code", required=True),
    Column("country_b", TEXT, "Second country of the dyad", required=True),
    Column("first_seen_on", DATE, "First publication date"),
    Column("last_seen_on", DATE, "Last publication date"),
)

INITIATIVE_EVENTS = _table(
    "initiative_events",
    "one event of one initiative",
    ("event_id",),
    _id("initiative_id", "Initiative"),
    _id("event_id", "Event"),
)

#: what one ingest batch writes
INGESTED: Final = (ARTICLES, REJECTED)
#: what one normalize batch writes
NORMALIZED: Final = (SENTENCES, MENTIONS, EVENTS, EVENT_SECTORS, QUANTITIES, QUOTATIONS)
#: what resolution writes
RESOLVED: Final = (STORIES, ACTORS, ACTOR_MENTIONS, INITIATIVES, INITIATIVE_EVENTS)
TABLES: Final = {table.name: table for table in INGESTED + NORMALIZED + RESOLVED}
