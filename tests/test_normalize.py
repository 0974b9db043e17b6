"""One batch of articles → its tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from spacy.tokens import Doc

from coopmetrics import tables
from coopmetrics.ingest import KnownArticles, ingest_batch
from coopmetrics.ingest import pending_batches as batches_to_ingest
from coopmetrics.lake import Lake
from coopmetrics.language import Engine
from coopmetrics.normalize import Article, Coded, Failed, code_articles, normalize_batch, pending_batches
from coopmetrics.settings import Settings

ARTICLES = [
    {
        "url": "https://steppe.example/1",
        "date": "2024-04-03",
        "text": "Kenya's Foreign Minister Wanjiru Otieno met Indian Trade Minister Arvind Rao in Nairobi on Tuesday. "
        'They discussed a $20 million loan for a hospital. "India stands ready to build it," Rao said.',
    },
    {
        "url": "https://steppe.example/2",
        "date": "2024-04-03",
        "text": "The town hall will be closed on Friday while the roof is mended. " * 2,
    },
    {
        "url": "https://steppe.example/3",
        "date": "2024-04-03",
        "text": "El ministro de Economía de Chile se reunió el lunes con su homólogo argentino para hablar de litio y energía.",
    },
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("normalize")
    (folder / "raw").mkdir()
    lines = (json.dumps(article) for article in ARTICLES)
    (folder / "raw" / "wire.jsonl").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(raw=folder / "raw", warehouse=folder)
    [batch] = batches_to_ingest(settings)
    ingest_batch(batch, settings, KnownArticles(settings))
    return settings


@pytest.fixture(scope="module")
def counts(settings: Settings) -> dict[str, int]:
    [batch] = pending_batches(settings)
    return normalize_batch(batch, settings)


@pytest.fixture(scope="module")
def rows(settings: Settings, counts: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    lake = Lake(settings.lake)
    return {
        table.name: [row for file in lake.live_files(table.name) for row in pq.read_table(file).to_pylist()]
        for table in tables.NORMALIZED
    }


def test_what_is_left_out_is_counted(counts: dict[str, int]) -> None:
    assert (counts["coded"], counts["under_two_actors"], counts["other_language"]) == (1, 1, 1)


def test_keys_are_unique_and_references_meet(rows: dict[str, list[dict[str, Any]]]) -> None:
    for table in tables.NORMALIZED:
        keys = [tuple(row[column] for column in table.key) for row in rows[table.name]]
        assert len(set(keys)) == len(keys), table.name
    mentions = {row["mention_id"] for row in rows["mentions"]}
    events = {row["event_id"] for row in rows["events"]}
    assert {row[side] for row in rows["events"] for side in ("source_mention_id", "target_mention_id")} - {
        None
    } <= mentions
    assert {row["speaker_mention_id"] for row in rows["quotations"] + rows["sentences"]} - {None} <= mentions
    assert {row["event_id"] for row in rows["event_sectors"] + rows["quantities"]} <= events


def test_every_event_has_its_sentence(rows: dict[str, list[dict[str, Any]]]) -> None:
    spans = {(row["sentence_no"], row["start_char"], row["end_char"]) for row in rows["sentences"]}

    assert rows["events"]
    assert {(row["sentence_no"], row["start_char"], row["end_char"]) for row in rows["events"]} <= spans


def test_a_coded_batch_is_not_coded_again_by_the_same_version(
    settings: Settings, rows: dict[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pending_batches(settings) == []

    monkeypatch.setattr("coopmetrics.normalize.coder_version", lambda _: "9.9.9-newer")
    assert len(pending_batches(settings)) == 1


def test_an_article_that_breaks_the_parser_takes_no_others_along(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = Engine.parse

    def fragile(engine: Engine, texts: Iterable[str], batch_size: int = 32) -> Iterator[Doc]:
        asked = list(texts)
        if any("Oslo" in text for text in asked):
            raise ValueError("no such word")
        return parse(engine, asked, batch_size)

    monkeypatch.setattr(Engine, "parse", fragile)
    articles = [Article(str(n), f"Kenya thanked India in {town}.") for n, town in enumerate(("Lima", "Oslo", "Accra"))]
    found = list(code_articles(articles, Settings()))

    assert [isinstance(one, Coded) for one in found] == [True, False, True]
    assert isinstance(found[1], Failed)
    assert found[1].error == "ValueError: no such word"


def test_a_coder_that_breaks_on_many_articles_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    lines = (
        json.dumps({"url": f"https://steppe.example/{n}", "text": f"Kenya thanked India {n} times. " * 9})
        for n in range(5)
    )
    (tmp_path / "raw" / "wire.jsonl").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(raw=tmp_path / "raw", warehouse=tmp_path)
    [batch] = batches_to_ingest(settings)
    ingest_batch(batch, settings, KnownArticles(settings))

    def broken(document: object) -> list[object]:
        raise KeyError("no such frame")

    monkeypatch.setattr("coopmetrics.normalize.code_document", broken)
    with pytest.raises(RuntimeError, match="5 articles broke the coder, 0 did not; the first: KeyError"):
        normalize_batch(pending_batches(settings)[0], settings)
    assert pending_batches(settings)
