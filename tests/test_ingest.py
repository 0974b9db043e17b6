"""Raw files → articles in the lake: each once, whatever the file it is found in."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from coopmetrics.ingest import KnownArticles, ingest_batch, pending_batches
from coopmetrics.lake import Lake
from coopmetrics.settings import Settings

ACCORD = {
    "url": "https://steppe.example/accord",
    "title": "Accord signed",
    "text": "Kenya and India signed an accord on Monday. " * 5,
}
FLIGHTS = {
    "url": "https://steppe.example/flights",
    "title": "Flights resume",
    "text": "Flights between Porto and Recife have resumed. " * 5,
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")


def write(settings: Settings, name: str, *articles: dict[str, str]) -> None:
    (settings.raw / name).write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")


def ingest(settings: Settings) -> dict[str, int]:
    batches = pending_batches(settings)
    known = KnownArticles(settings, batches)
    counts: dict[str, int] = {}
    for batch in batches:
        for what, count in ingest_batch(batch, settings, known).items():
            counts[what] = counts.get(what, 0) + count
    return counts


def titles(settings: Settings) -> list[str]:
    lake = Lake(settings.lake)
    return sorted(title for file in lake.live_files("articles") for title in pq.read_table(file)["title"].to_pylist())


def test_new_files_alone_are_read(settings: Settings) -> None:
    write(settings, "monday.jsonl", ACCORD)
    assert ingest(settings)["articles"] == 1
    assert ingest(settings) == {}

    write(settings, "tuesday.jsonl", FLIGHTS)
    assert ingest(settings)["articles"] == 1
    assert titles(settings) == ["Accord signed", "Flights resume"]


def test_an_article_found_again_in_another_file_is_nothing_new(settings: Settings) -> None:
    write(settings, "monday.jsonl", ACCORD)
    ingest(settings)
    write(settings, "tuesday.jsonl", ACCORD, FLIGHTS, FLIGHTS)

    counts = ingest(settings)

    assert (counts["articles"], counts["known"]) == (1, 2)


def test_a_changed_file_gives_what_has_changed(settings: Settings) -> None:
    write(settings, "feed.jsonl", ACCORD)
    ingest(settings)
    write(settings, "feed.jsonl", ACCORD, FLIGHTS)

    assert ingest(settings)["articles"] == 1
    assert titles(settings) == ["Accord signed", "Flights resume"]


def test_a_newer_version_reads_again_and_takes_the_place(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    write(settings, "monday.jsonl", ACCORD, FLIGHTS)
    ingest(settings)

    monkeypatch.setattr("coopmetrics.ingest.ingest_version", lambda _: "9.9.9-newer")

    assert ingest(settings)["articles"] == 2
    assert titles(settings) == ["Accord signed", "Flights resume"]


def test_another_limit_reads_again(settings: Settings) -> None:
    write(settings, "monday.jsonl", ACCORD, FLIGHTS)
    ingest(settings)

    strict = settings.model_copy(update={"max_article_chars": 10 + len(ACCORD["text"])})

    assert ingest(strict) == {"articles": 1, "rejected": 1, "known": 0}
    assert titles(strict) == ["Accord signed"]
    assert ingest(strict) == {}


def test_a_bad_line_is_rejected_by_file_and_line_and_the_rest_goes_on(settings: Settings) -> None:
    (settings.raw / "mixed.jsonl").write_text(
        json.dumps(ACCORD) + "\n{broken\n" + json.dumps(FLIGHTS) + "\n", encoding="utf-8"
    )

    counts = ingest(settings)

    assert (counts["articles"], counts["rejected"]) == (2, 1)
    [rejected] = pq.read_table(Lake(settings.lake).live_files("rejected")[0]).to_pylist()
    assert (rejected["raw_path"], rejected["raw_position"]) == ("mixed.jsonl", "line 2")
