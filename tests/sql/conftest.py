"""A lake of five articles on Kazakhstan and Uzbekistan, written by hand, and the marts and metrics built from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from coopmetrics import warehouse
from coopmetrics.lake import Lake
from coopmetrics.tables import TABLES, Table

SEEN_AT = datetime(2024, 7, 1, tzinfo=UTC)

#: values of required columns that a row does not give
DEFAULTS: dict[str, dict[str, Any]] = {
    "articles": {
        "language": "en",
        "published_basis": "field",
        "text": "",
        "word_count": 100,
        "content_sha256": "",
        "minhash": b"",
        "raw_form": "jsonl",
        "raw_path": "wire.jsonl",
        "ingested_at": SEEN_AT,
    },
    "sentences": {"start_char": 0, "end_char": 60, "attribution": "none"},
    "mentions": {"start_char": 0, "end_char": 10, "is_pronoun": False, "confidence": 1.0},
    "events": {
        "sentence_no": 0,
        "start_char": 0,
        "end_char": 60,
        "predicate": "said",
        "is_reciprocal": False,
        "is_negated": False,
        "is_hypothetical": False,
        "is_domestic": False,
        "date_precision": "day",
        "date_basis": "publication",
        "attribution": "none",
        "confidence": 0.8,
    },
    "actors": {"aliases": [], "mention_count": 1},
    "quantities": {"modifier": "exact", "is_conversion": False},
    "stories": {"is_current": True},
}

KAZ_UZB = {"source_country": "KAZ", "target_country": "UZB"}
UZB_KAZ = {"source_country": "UZB", "target_country": "KAZ"}
CONSULT = {"event_type": "CONSULT", "quad": "verbal_cooperation", "cameo_code": "042", "goldstein": 1.9}
AGREE = {"event_type": "AGREE", "quad": "verbal_cooperation", "cameo_code": "030", "goldstein": 4.0}
COOPERATE = {"event_type": "COOPERATE", "quad": "material_cooperation", "cameo_code": "060", "goldstein": 6.0}
AID = {"event_type": "AID", "quad": "material_cooperation", "cameo_code": "073", "goldstein": 7.0}
ACCUSE = {"event_type": "ACCUSE", "quad": "verbal_conflict", "cameo_code": "112", "goldstein": -2.0}
VISIT = (
    CONSULT
    | KAZ_UZB
    | {
        "event_mode": "visit",
        "stage": "completed",
        "event_on": date(2024, 3, 2),
        "date_basis": "explicit",
    }
)
MINISTER = {
    "kind": "person",
    "name": "Aida Serikova",
    "entity_key": "person:aida serikova",
    "country_code": "KAZ",
    "role": "Transport Minister",
    "level": "minister",
}

ROWS: dict[str, list[dict[str, Any]]] = {
    "articles": [
        {"article_id": "wire", "source": "Caspian Wire", "title": "Minister visits", "published_on": date(2024, 3, 4)},
        {"article_id": "reprint", "source": "Daily Echo", "published_on": date(2024, 4, 1), "raw_path": "echo.html"},
        {"article_id": "works", "source": "Caspian Wire", "title": "Ferry works", "published_on": date(2024, 5, 10)},
        {"article_id": "forum", "source": "Caspian Wire", "title": "Forum ahead", "published_on": date(2024, 6, 20)},
        {"article_id": "spanish", "source": "El Faro", "language": "es", "raw_path": "faro.txt"},
    ],
    "rejected": [
        {"raw_path": "wire.jsonl", "raw_position": "9", "reason_code": "malformed", "detail": "?"},
        {"raw_path": "inbox/empty.html", "reason_code": "no_text", "detail": "?"},
    ],
    "sentences": [
        {"article_id": "wire", "sentence_no": 0, "text": "Aida Serikova visited Tashkent on March 2."},
        {"article_id": "reprint", "sentence_no": 0, "text": "Aida Serikova visited Tashkent on March 2."},
        {"article_id": "works", "sentence_no": 0, "text": "Uzbekistan is building the line, Aida Serikova said."},
        {"article_id": "forum", "sentence_no": 0, "text": "Tashkent will host a forum on July 1-2."},
        {"article_id": "forum", "sentence_no": 1, "text": '"They delay us," Aida Serikova complained.'},
    ],
    "mentions": [
        {"mention_id": f"minister-{article}", "article_id": article, "sentence_no": 0, "text": "Serikova"} | MINISTER
        for article in ("wire", "reprint", "works")
    ],
    "events": [
        {"event_id": "visit", "article_id": "wire", "source_mention_id": "minister-wire"} | VISIT,
        {"event_id": "visit-reprint", "article_id": "reprint", "source_mention_id": "minister-reprint"} | VISIT,
        {"event_id": "idea", "article_id": "wire", "stage": "proposed", "is_reciprocal": True, "thing": "ferry line"}
        | AGREE
        | KAZ_UZB,
        {"event_id": "works", "article_id": "works", "stage": "under_way", "thing": "ferry line"}
        | COOPERATE
        | UZB_KAZ
        | {"attribution": "reported", "speaker_mention_id": "minister-works"},
        {"event_id": "denied", "article_id": "works", "stage": "completed", "is_negated": True} | ACCUSE | KAZ_UZB,
        {"event_id": "at-home", "article_id": "works", "stage": "completed", "is_domestic": True}
        | COOPERATE
        | {"source_country": "KAZ", "target_country": "KAZ"},
        {"event_id": "forum", "article_id": "forum", "stage": "planned", "source_country": "UZB"}
        | CONSULT
        | {"event_on": date(2024, 7, 1), "event_end_on": date(2024, 7, 2), "date_basis": "explicit"},
        {"event_id": "vaccines", "article_id": "forum", "stage": "agreed", "thing": "vaccines"}
        | AID
        | {"source_country": "WHO", "target_country": "KAZ"},
        {"event_id": "delay", "article_id": "forum", "sentence_no": 1, "stage": "completed", "attribution": "direct"}
        | ACCUSE
        | UZB_KAZ,
    ],
    "event_sectors": [
        {"event_id": event, "sector_code": "transport"} for event in ("visit", "visit-reprint", "idea", "works")
    ]
    + [{"event_id": "idea", "sector_code": "trade"}, {"event_id": "vaccines", "sector_code": "health_pharma"}],
    "quantities": [
        {"quantity_id": "money", "event_id": "works", "value": 5e6, "unit": "USD", "currency_code": "USD"},
        {"quantity_id": "growth", "event_id": "works", "value": 12.0, "unit": "percent"},
        {"quantity_id": "sides", "event_id": "works", "value": 2.0, "unit": "country"},
        {"quantity_id": "span", "event_id": "works", "value": 3.0, "unit": "years"},
        {"quantity_id": "doses", "event_id": "vaccines", "value": 9e5, "unit": "doses", "measured": "vaccines"},
    ],
    "quotations": [{"quotation_id": "q1", "article_id": "forum", "start_char": 1, "end_char": 15, "text": "They …"}],
    "stories": [
        {"article_id": "wire", "story_id": "s-visit", "is_representative": True, "similarity": 1.0},
        {"article_id": "reprint", "story_id": "s-visit", "is_representative": False, "similarity": 0.9},
        {"article_id": "works", "story_id": "s-works", "is_representative": True, "similarity": 1.0},
    ],
    "actors": [
        {"actor_id": "serikova", "kind": "person", "name": "Aida Serikova", "country_code": "KAZ", "level": "minister"}
    ],
    "actor_mentions": [
        {"mention_id": f"minister-{article}", "actor_id": "serikova"} for article in ("wire", "reprint", "works")
    ],
    "initiatives": [
        {"initiative_id": "ferry", "title": "ferry line", "country_a": "KAZ", "country_b": "UZB"}
        | {"first_seen_on": date(2024, 3, 4), "last_seen_on": date(2024, 5, 10)}
    ],
    "initiative_events": [{"initiative_id": "ferry", "event_id": event} for event in ("idea", "works")],
}


def _complete(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    given = DEFAULTS.get(table.name, {}) | {"event_group_id": row.get("event_id"), "rejected_at": SEEN_AT} | row
    written = [column.name for column in table.columns if column.name not in ("batch_id", "coder_version")]
    return {name: given.get(name) for name in written}


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a build of the sample lake, its unit tests and data tests passed."""
    folder = tmp_path_factory.mktemp("build")
    lake = Lake(folder / "lake")
    with lake.unit("sample", "1", "1.0") as unit:
        for name, rows in ROWS.items():
            unit.write(TABLES[name], [_complete(TABLES[name], row) for row in rows])
    warehouse.load(lake, folder / "scratch.duckdb")
    warehouse.transform(folder, unit_tests=True)
    return folder


@pytest.fixture(scope="session")
def sample(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database as it would be published, open for reading."""
    with duckdb.connect(str(sample_build / "cooperation.duckdb"), read_only=True) as database:
        yield database
