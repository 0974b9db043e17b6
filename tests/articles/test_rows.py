"""Raw files to article rows, as the flow does it, on files of every form."""

import json
import zipfile
from datetime import UTC, date, datetime

from coopmetrics.articles import PERMUTATIONS, Known, below_headline, ingest
from coopmetrics.lake import Lake
from coopmetrics.sources import raw_files
from coopmetrics.tables import ARTICLES, REJECTED

TEXT = "The ministers of Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."


def ingest_all(settings, known=None):
    return list(ingest(raw_files(settings.raw), settings.raw, settings, known))


def test_an_articles_row(settings, add):
    add("wire/2024-05-06-cable.txt", f"https://www.news.example/cable?utm_source=x\n\nBy Ana Vula\n\n{TEXT}\n")
    (batch,) = ingest_all(settings)
    (row,) = batch.articles
    assert row["text"] == TEXT
    assert (row["source"], row["source_url"]) == ("news.example", "https://www.news.example/cable")
    assert (row["byline"], row["language"], row["word_count"]) == ("Ana Vula", "en", 20)
    assert (row["published_on"], row["published_basis"]) == (date(2024, 5, 6), "file")
    assert (row["raw_form"], row["raw_path"], row["raw_position"]) == ("text", "wire/2024-05-06-cable.txt", None)
    assert len(row["minhash"]) == 4 * PERMUTATIONS


def test_the_text_begins_with_its_headline(settings, add):
    add("a.jsonl", json.dumps({"title": "Fiji, Tonga to lay <i>cable</i>", "text": TEXT}))
    (batch,) = ingest_all(settings)
    assert batch.articles[0]["text"] == f"Fiji, Tonga to lay cable\n\n{TEXT}"
    assert below_headline(batch.articles[0]) == TEXT
    assert batch.articles[0]["word_count"] == len(TEXT.split())


def test_a_title_too_long_ends_behind_a_word(settings, add):
    titles = ["Fiji and Tonga survey the cable " * 20, "cable" * 200, f"{'x' * 498} and more"]
    add("a.jsonl", "\n".join(json.dumps({"title": title, "text": TEXT, "id": title}) for title in titles))
    several, endless, fitting = (row["title"] for batch in ingest_all(settings) for row in batch.articles)
    assert several.endswith("survey the cable Fiji and Tonga…")
    assert endless == ("cable" * 200)[:499] + "…"
    assert fitting == "x" * 498 + "…"


def test_a_headline_may_be_all_that_a_feed_gives(settings, add):
    title = "Tonga thanks Fiji for repairs"
    items = "".join(
        f"<item><title>{title}</title><link>https://news.example/{number}</link>{more}</item>"
        for number, more in enumerate(("", f"<description>{title}</description>"))
    )
    add("a.xml", f'<rss version="2.0"><channel>{items}</channel></rss>')
    add("b.html", f"<html><head><title>{title}</title></head><body></body></html>")
    (batch, _) = ingest_all(settings)
    assert [row["text"] for row in batch.articles] == [title, title]
    assert [below_headline(row) for row in batch.articles] == ["", ""]
    assert [(row["raw_path"], row["reason_code"]) for row in batch.rejected] == [("b.html", "no_text")]


def test_an_aggregators_headline_names_the_outlet_which_is_no_part_of_it(settings, add):
    add(
        "search.xml",
        """<rss version="2.0"><channel><item><title>Tonga thanks Fiji for repairs - The Samoa Lantern</title>
        <description>&lt;a href="https://search.example/1"&gt;Tonga thanks Fiji for repairs&lt;/a&gt;&amp;nbsp;
        &lt;font&gt;The Samoa Lantern&lt;/font&gt;</description>
        <source url="https://lantern.example">The Samoa Lantern</source></item></channel></rss>""",
    )
    (batch,) = ingest_all(settings)
    (row,) = batch.articles
    assert (row["source"], row["text"]) == ("The Samoa Lantern", "Tonga thanks Fiji for repairs")


def test_a_reprint_under_another_headline_has_the_same_signature(settings, add):
    add("a.jsonl", "\n".join(json.dumps({"title": title, "text": TEXT, "guid": title}) for title in ("Cable", "Deal")))
    (batch,) = ingest_all(settings)
    assert len({row["text"] for row in batch.articles}) == 2
    assert len({row["minhash"] for row in batch.articles}) == 1


def test_rows_fit_their_tables(settings, add):
    add("a.jsonl", json.dumps({"text": TEXT, "title": "\ud800 <b>Cable</b>", "date": "9999-12-31"}) + "\n[")
    (batch,) = ingest_all(settings)
    lake = Lake(settings.lake)
    assert lake.write_batch(ARTICLES, batch.articles, "b", "1").rows == 1
    assert lake.write_batch(REJECTED, batch.rejected, "b", "1").rows == 1
    assert (batch.articles[0]["title"], batch.articles[0]["published_on"]) == ("Cable", None)


def test_a_date_that_could_not_be_read_is_kept_as_it_was_stated(settings, add):
    dates = ("04/05/2024", "2024-05-06", "")
    lines = [json.dumps({"text": TEXT, "date": each, "guid": str(number)}) for number, each in enumerate(dates)]
    add("a.jsonl", "\n".join(lines))
    rows = [row for batch in ingest_all(settings) for row in batch.articles]
    assert [row["published_unread"] for row in rows] == ["04/05/2024", None, None]


def test_an_address_stays_as_it_is(settings, add):
    address = "https://news.example/story?id=7&section=world&copy=1&path=" + "a" * 600
    add("a.jsonl", json.dumps({"text": TEXT, "url": address, "guid": f"tag:{address}"}))
    add(
        "b.jsonl",
        json.dumps({"text": f"{TEXT} So they said.", "url": "http://ne\ud800ws.example/a\u200b", "guid": "\ud800"}),
    )
    (batch,) = ingest_all(settings)
    first, second = batch.articles
    assert (first["source_url"], first["guid"]) == (address, f"tag:{address}")
    assert (second["source"], second["source_url"], second["guid"]) == ("news.example", "http://news.example/a", None)
    assert Lake(settings.lake).write_batch(ARTICLES, batch.articles, "b", "1").rows == 2


def test_the_same_item_in_another_file_is_nothing_new(settings, add):
    add("a.jsonl", json.dumps({"guid": "n1", "title": "Cable", "html_body": f"<p>{TEXT}</p>"}))
    entry = f"<item><title>Cable</title><guid>n1</guid><description><![CDATA[<p>{TEXT}</p>]]></description></item>"
    add("b.xml", f"<rss version='2.0'><channel>{entry}</channel></rss>")
    (batch,) = ingest_all(settings)
    assert (len(batch.articles), batch.known) == (1, 1)
    (again,) = ingest_all(settings, known=Known(batch.articles))
    assert (again.articles, again.known) == ([], 2)


def test_a_date_that_only_a_pages_meta_elements_state_is_corrected(settings, add):
    page = '<html><head><meta property="article:published_time" content="2024-05-0{}"><meta name="token" content="{}">'
    body = f"</head><body><article><h1>Cable</h1><p>{TEXT}</p></article></body></html>"
    known = Known()
    for day, token, corrected in (6, "a", 0), (7, "b", 1), (7, "c", 0):
        add("a.html", page.format(day, token) + body)
        (batch,) = ingest_all(settings, known)
        assert (batch.corrected, [row["published_on"] for row in batch.articles][:corrected]) == (
            corrected,
            [date(2024, 5, day)] * corrected,
        )


def test_a_changed_item_is_a_new_version(settings, add):
    versions = [{"guid": "n1", "text": TEXT}, {"guid": "n1", "text": f"{TEXT} Work starts in June."}]
    add("a.jsonl", "\n".join(map(json.dumps, versions)))
    (batch,) = ingest_all(settings)
    assert len({row["article_id"] for row in batch.articles}) == 2


def test_a_large_file_gives_several_batches(settings, add):
    add("a.jsonl", "\n".join(json.dumps({"guid": str(n), "text": f"{TEXT} {n}"}) for n in range(7)))
    assert [len(batch.articles) for batch in ingest_all(settings)] == [3, 3, 1]


def test_what_is_too_long_garbled_or_empty_is_rejected(settings, add):
    settings = settings.model_copy(update={"max_article_chars": 500})
    rows = [{"text": TEXT * 50}, {"text": "\ufffd\ufffd\ufffd text"}, {"text": "Page not found"}]
    add("a.jsonl", "\n".join(map(json.dumps, rows)))
    add("b.html", "<html><body>" + "<p>x" * 900 + "</body></html>")
    rejected = [row for batch in ingest_all(settings) for row in batch.rejected]
    assert [row["reason_code"] for row in rejected] == ["too_long", "garbled", "no_text", "too_long"]
    assert rejected[0]["raw_position"] == "line 1"
    assert rejected[0]["detail"].endswith(" characters, at most 500 (COOPMETRICS_MAX_ARTICLE_CHARS)")


def test_a_page_that_breaks_the_extraction_does_not_end_the_run(settings, add):
    add("a.html", "<html><table>" + "<tr><td>a" * 30_000)
    add("b.txt", TEXT)
    (batch,) = ingest_all(settings)
    assert [row["reason_code"] for row in batch.rejected] == ["extraction_failed"]
    assert [row["text"] for row in batch.articles] == [TEXT]


def test_a_source_file_completes_the_row(settings, add):
    add("fiji/_source.yaml", "{source: Pacific Wire, time_zone: Pacific/Fiji}")
    add("fiji/a.jsonl", json.dumps({"text": TEXT, "date": "2024-05-06 09:30", "source": "PW"}))
    (batch,) = ingest_all(settings)
    (row,) = batch.articles
    assert (row["source"], row["published_on"]) == ("Pacific Wire", date(2024, 5, 6))
    assert row["published_at"] == datetime(2024, 5, 5, 21, 30, tzinfo=UTC)


def test_offsets_of_a_wire_item_refer_to_the_stored_text_without_its_trailers(settings, add):
    body = f"<p>{TEXT}</p><p>Work starts in June.</p><p>av/sm/tl</p><p>(Pacific Wire)</p><p>Editing by Mere Tui</p>"
    add("a.xml", f"<nitf><body><body.content>{body}</body.content></body></nitf>")
    (batch,) = ingest_all(settings)
    assert batch.articles[0]["text"] == f"{TEXT}\n\nWork starts in June."


def test_a_headline_is_no_name_of_an_outlet(settings, add):
    page = (
        '<html><head><meta property="og:site_name" content="{}"></head><body><article><p>{}</p></article></body></html>'
    )
    for name, stated in (("a", "Island Times"), ("b", "Statement by the Minister of Works on the cable " * 3)):
        add(f"pages/{name}.html", page.format(stated, f"{TEXT} ({name})"))
    (batch,) = ingest_all(settings)
    assert [row["source"] for row in batch.articles] == ["Island Times", "pages"]


def test_an_archive_is_the_source_of_its_files(settings):
    with zipfile.ZipFile(settings.raw / "steppe wire.zip", "w") as archive:
        archive.writestr("2024-05-06 cable.txt", TEXT)
    (batch,) = ingest_all(settings)
    (row,) = batch.articles
    assert (row["source"], row["raw_path"]) == ("steppe wire", "steppe wire.zip!/2024-05-06 cable.txt")
    assert (row["published_on"], row["published_basis"]) == (date(2024, 5, 6), "file")
