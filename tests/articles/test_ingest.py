"""Raw files to article rows, as the flow does it, on files of every form."""

import json
import os
from datetime import date

import pytest

from coopmetrics.articles import PERMUTATIONS, ingest, plan
from coopmetrics.lake import Lake
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files
from coopmetrics.tables import ARTICLES, REJECTED

TEXT = "The ministers of Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
OTHER = "Samoa has asked the European Union for a loan that would pay for the second phase of its wind farm at Apia."


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "raw").mkdir()
    return Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse", batch_articles=3)


def add(settings, name, content):
    path = settings.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def ingest_all(settings, known=frozenset()):
    return list(ingest(raw_files(settings.raw), settings.raw, settings, known))


def test_an_articles_row(settings):
    add(
        settings, "wire/2024-05-06-cable.txt", f"https://www.news.example/cable?utm_source=x\n\nBy Ana Vula\n\n{TEXT}\n"
    )
    (batch,) = ingest_all(settings)
    (row,) = batch.articles
    assert row["text"] == TEXT
    assert (row["source"], row["source_url"]) == ("news.example", "https://www.news.example/cable")
    assert (row["byline"], row["language"], row["word_count"]) == ("Ana Vula", "en", 20)
    assert (row["published_on"], row["published_basis"]) == (date(2024, 5, 6), "file")
    assert (row["raw_form"], row["raw_path"], row["raw_position"]) == ("text", "wire/2024-05-06-cable.txt", None)
    assert len(row["minhash"]) == 4 * PERMUTATIONS


def test_rows_fit_their_tables(settings):
    add(settings, "a.jsonl", json.dumps({"text": TEXT, "title": "\ud800 <b>Cable</b>", "date": "9999-12-31"}) + "\n[")
    (batch,) = ingest_all(settings)
    lake = Lake(settings.lake)
    assert lake.write_batch(ARTICLES, batch.articles, "b", "1").rows == 1
    assert lake.write_batch(REJECTED, batch.rejected, "b", "1").rows == 1
    assert (batch.articles[0]["title"], batch.articles[0]["published_on"]) == ("Cable", None)


def test_the_same_item_in_another_file_is_nothing_new(settings):
    add(settings, "a.jsonl", json.dumps({"guid": "n1", "html_body": f"<p>{TEXT}</p>"}))
    entry = f"<item><title>Cable</title><guid>n1</guid><description><![CDATA[<p>{TEXT}</p>]]></description></item>"
    add(settings, "b.xml", f"<rss version='2.0'><channel>{entry}</channel></rss>")
    (batch,) = ingest_all(settings)
    assert (len(batch.articles), batch.known) == (1, 1)
    (again,) = ingest_all(settings, known={batch.articles[0]["article_id"]})
    assert (again.articles, again.known) == ([], 2)


def test_a_changed_item_is_a_new_version(settings):
    add(
        settings,
        "a.jsonl",
        "\n".join(json.dumps({"guid": "n1", "text": text}) for text in (TEXT, TEXT + " More later.")),
    )
    (batch,) = ingest_all(settings)
    assert len({row["article_id"] for row in batch.articles}) == 2


def test_a_large_file_gives_several_batches(settings):
    add(settings, "a.jsonl", "\n".join(json.dumps({"guid": str(n), "text": f"{TEXT} {n}"}) for n in range(7)))
    assert [len(batch.articles) for batch in ingest_all(settings)] == [3, 3, 1]


def test_what_is_too_long_garbled_or_empty_is_rejected(settings):
    settings = settings.model_copy(update={"max_article_chars": 500})
    rows = [{"text": TEXT * 50}, {"text": "\ufffd\ufffd\ufffd text"}, {"text": "Page not found"}]
    add(settings, "a.jsonl", "\n".join(map(json.dumps, rows)))
    add(settings, "b.html", "<html><body>" + "<p>x" * 900 + "</body></html>")
    rejected = [row for batch in ingest_all(settings) for row in batch.rejected]
    assert [row["reason_code"] for row in rejected] == ["too_long", "garbled", "no_text", "too_long"]
    assert rejected[0]["raw_position"] == "line 1"


def test_a_page_that_breaks_the_extraction_does_not_end_the_run(settings):
    add(settings, "a.html", "<html><table>" + "<tr><td>a" * 30_000)
    add(settings, "b.txt", TEXT)
    (batch,) = ingest_all(settings)
    assert [row["reason_code"] for row in batch.rejected] == ["extraction_failed"]
    assert [row["text"] for row in batch.articles] == [TEXT]


# planning


def do(settings, version="1"):
    """Ingest what is planned, as the flow does; give the files of each batch."""
    lake, done = Lake(settings.lake), []
    for batch in plan(settings, lake.units("ingest"), version):
        with lake.unit("ingest", batch.key, version, inputs=batch.inputs()) as unit:
            for found in ingest(batch.paths(settings.raw), settings.raw, settings, set()):
                unit.write(ARTICLES, found.articles)
                unit.write(REJECTED, found.rejected)
        done.append([file.path for file in batch.files])
    return done


def test_files_are_grouped_in_the_order_of_their_paths(settings):
    for name in ("a/1.txt", "a/2.txt", "b.txt", "b/1.txt", "c.txt"):
        add(settings, name, TEXT)
    assert do(settings) == [["b.txt", "c.txt", "a/1.txt"], ["a/2.txt", "b/1.txt"]]


def test_only_what_is_new_or_changed_is_planned(settings):
    add(settings, "a.txt", TEXT)
    add(settings, "b.txt", OTHER)
    assert do(settings) == [["a.txt", "b.txt"]]
    assert do(settings) == []
    add(settings, "b.txt", OTHER + " The EU has not answered.")
    add(settings, "c.txt", TEXT)
    assert do(settings) == [["b.txt", "c.txt"]]
    os.utime(settings.raw / "a.txt", (0, 0))
    assert do(settings) == []


def test_a_newer_version_does_the_same_batches_again(settings):
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        add(settings, name, TEXT + name)
    first = do(settings)
    add(settings, "a0.txt", OTHER)
    do(settings)
    (settings.raw / "d.txt").unlink()
    assert do(settings, version="2") == [first[0], ["a0.txt"]]
    assert sum(output.rows for output in Lake(settings.lake).live_batches("articles")) == 5


def test_a_file_that_cannot_be_read_is_looked_at_again(settings):
    (settings.raw / "a.txt").symlink_to(settings.raw / "later.txt")
    assert do(settings) == [["a.txt"]]
    assert do(settings) == []
    add(settings, "later.txt", TEXT)
    assert do(settings) == [["a.txt", "later.txt"]]


def test_a_single_file_can_be_the_raw_folder(settings):
    add(settings, "a.txt", TEXT)
    alone = settings.model_copy(update={"raw": settings.raw / "a.txt"})
    assert do(alone) == [["a.txt"]]
    (batch,) = Lake(alone.lake).live_batches("articles")
    assert batch.rows == 1
