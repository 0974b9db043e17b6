"""Raw files → articles in the lake: each once, whatever the file it is found in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

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


def newest(settings: Settings) -> dict[str, Any]:
    """Give the row of the accord that was written last."""
    rows = (row for file in Lake(settings.lake).live_files("articles") for row in pq.read_table(file).to_pylist())
    return max((row for row in rows if row["source_url"] == ACCORD["url"]), key=lambda row: row["ingested_at"])


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


def test_a_date_title_and_source_that_are_corrected_are_taken_in(settings: Settings) -> None:
    stated = {"published_at": "2024-13-45", "source": "Steppe Wire"}
    corrected = {"published_at": "2024-06-18", "source": "Steppe News", "title": "Kenya, India sign accord"}
    write(settings, "feed.jsonl", ACCORD | stated)
    ingest(settings)
    write(settings, "feed.jsonl", ACCORD | stated | corrected)

    assert ingest(settings) == {"articles": 1, "rejected": 0, "known": 0, "corrected": 1}
    assert (newest(settings)["published_on"], newest(settings)["published_unread"]) == (date(2024, 6, 18), None)
    assert (newest(settings)["source"], newest(settings)["title"]) == ("Steppe News", "Kenya, India sign accord")


def test_a_correction_may_be_taken_back(settings: Settings) -> None:
    for day in ("2024-06-18", "2024-06-19", "2024-06-18"):
        write(settings, "feed.jsonl", ACCORD | {"published_at": day})
        assert ingest(settings)["articles"] == 1
    assert newest(settings)["published_on"] == date(2024, 6, 18)


def test_a_file_of_one_article_may_return_to_an_earlier_wording(settings: Settings) -> None:
    for amount in ("$15 million", "$18 million", "$15 million"):
        (settings.raw / "grant.txt").write_text(f"Japan will grant Peru {amount} for water pipes.", encoding="utf-8")
        assert ingest(settings)["articles"] == 1
    assert ingest(settings) == {}


def test_what_two_feeds_state_of_one_article_does_not_change_to_and_fro(settings: Settings) -> None:
    brief, world = (ACCORD | {"source": source} for source in ("Steppe Brief", "Steppe World"))
    for number, article in enumerate((brief, world, brief, world)):
        write(settings, f"snapshot-{number}.jsonl", article)
    counts = ingest(settings)
    assert (counts["articles"], newest(settings)["source"]) == (1, "Steppe World")

    for number, article in enumerate((brief, world), start=4):
        write(settings, f"snapshot-{number}.jsonl", article)
        assert ingest(settings) == {"rejected": 0, "articles": 0, "known": 1, "corrected": 0}
    write(settings, "snapshot-6.jsonl", brief | {"title": "Kenya, India sign accord"})
    assert ingest(settings)["corrected"] == 1


def test_another_file_that_tells_less_takes_nothing_away(settings: Settings) -> None:
    write(settings, "dated.jsonl", ACCORD | {"published_at": "2024-06-18"})
    ingest(settings)
    write(settings, "undated.jsonl", ACCORD)

    assert ingest(settings)["known"] == 1
    assert newest(settings)["published_on"] == date(2024, 6, 18)


def test_of_an_article_that_stands_in_a_file_twice_the_first_counts(settings: Settings) -> None:
    both = ACCORD | {"source": "Steppe Brief"}, ACCORD | {"source": "Steppe World"}
    write(settings, "feed.jsonl", *both)
    ingest(settings)
    write(settings, "feed.jsonl", *both, FLIGHTS)

    assert ingest(settings)["articles"] == 1
    assert newest(settings)["source"] == "Steppe Brief"


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

    assert ingest(strict) == {"articles": 1, "rejected": 1, "known": 0, "corrected": 0}
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
