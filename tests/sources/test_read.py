"""Every raw form as it is found, and every way it can be broken."""

import json
import os
from datetime import UTC, datetime

import pytest

from coopmetrics.sources import Limits, RawItem, Rejection, raw_files, read
from coopmetrics.sources.decode import SAMPLE

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."


@pytest.fixture
def read_file(tmp_path):
    def write_and_read(name, content, max_file_bytes=1_000_000):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path, tmp_path, Limits(max_file_bytes)))

    return write_and_read


def rejected(results):
    return [(result.reason_code, result.raw_position) for result in results if isinstance(result, Rejection)]


# text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize(
    ("name", "first", "line"),
    [("wire.jsonl", "", '{{"text": "{}"}}\n'), ("wire.csv", "text\n", '"{}"\n')],
)
def test_an_encoding_that_shows_late_is_read_right(read_file, name, first, line, encoding):
    ascii_lines = line.format(TEXT) * 1200
    late = "The EU lends Côte d'Ivoire €20 million, Mr Muñoz said in San José."
    assert len(ascii_lines) > 2 * SAMPLE

    *_, before, item = read_file(name, (first + ascii_lines + line.format(late)).encode(encoding))

    assert (before.body, item.body) == (TEXT, late)


def test_text_with_its_address_in_the_first_line(read_file):
    (item,) = read_file("fiji.txt", f"https://news.example/2024/cable\n\n{TEXT}\n")
    assert (item.form, item.url, item.title) == ("text", "https://news.example/2024/cable", None)
    assert item.body.strip() == TEXT


def test_text_with_a_headline(read_file):
    (item,) = read_file("fiji.txt", f"Fiji and Tonga to survey cable route\n\n{TEXT}\n")
    assert item.title == "Fiji and Tonga to survey cable route"
    assert item.body == f"{TEXT}\n"


@pytest.mark.parametrize("first", [TEXT, "By Ana Vula", "MERE TUILOMA", "He said so in Suva. Talks go on"])
def test_a_sentence_or_an_author_is_no_headline(read_file, first):
    (item,) = read_file("fiji.txt", f"{first}.\n\n{TEXT}" if first == TEXT else f"{first}\n\n{TEXT}")
    assert item.title is None or item.title.startswith("He said")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_any_encoding(read_file, encoding):
    text = "Der Außenminister traf die Präsidentin in Köln; über Öl und Gas wurde für später nichts beschlossen."
    (item,) = read_file("koeln.txt", text.encode(encoding))
    assert item.body == text


@pytest.mark.parametrize(
    "text",
    [
        "Germany and Côte d'Ivoire signed a memorandum on cocoa.",
        "The EU will lend €20 million to Kenya, officials said on Friday.",
        "Britain will lend £20 million to Kenya, officials said on Friday.",
        "José Muñoz of Peru visited São Tomé on Monday.",
        "“It’s a new chapter,” he said – and Poland’s trade grows.",
    ],
)
def test_a_few_characters_beyond_ascii_are_western(read_file, text):
    (item,) = read_file("cocoa.txt", text.encode("cp1252"))
    assert item.body == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Prezydent Polski spotkał się w środę z premierem Ukrainy i omówił współpracę między państwami.", "cp1250"),
        ("Předseda vlády České republiky se v úterý setkal s ministrem zahraničí a jednal o železnici.", "cp1250"),
        ("Россия и Китай подписали соглашение о поставках газа.", "cp1251"),
        ("日本とインドは火曜日、鉄道の借款契約に署名した。", "shift_jis"),
    ],
)
def test_what_is_out_of_place_in_western_text_is_not(read_file, text, encoding):
    (item,) = read_file("other.txt", text.encode(encoding))
    assert item.body == text


# Markdown


def test_markdown_with_front_matter(read_file):
    front = "---\ntitle: 'Cable route surveyed'\ndate: 2024-02-31\ncreators:\n  - Ana Vula\n  - Sione Moala\n---\n"
    (item,) = read_file("cable.md", f"{front}\n**Suva.** {TEXT}\n")
    assert (item.form, item.body_kind) == ("markdown", "markdown")
    assert (item.title, item.published, item.byline) == ("Cable route surveyed", "2024-02-31", "Ana Vula, Sione Moala")


def test_front_matter_that_is_not_yaml_is_read_by_line(read_file):
    front = '---\ntitle: ""A year of growth" says minister"\ndate: "2004-05-06"\nsubjects:\n---\n'
    (item,) = read_file("growth.txt", front + TEXT)
    assert (item.title, item.published) == ('A year of growth" says minister', "2004-05-06")
    assert item.body_kind == "text"


def test_front_matter_cannot_exhaust_memory_or_stack(read_file):
    aliases = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 60))
    for front in ("a: " + "[" * 50_000, aliases.replace("*b0", "*a")):
        (item,) = read_file("bomb.md", f"---\n{front}\n---\n{TEXT}")
        assert item.body == TEXT


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_text_between_two_rules_is_text(read_file, name):
    text = f"---\n{TEXT}\n---\nThe talks go on.\n"
    (item,) = read_file(name, text)
    assert item.body == text
    (item,) = read_file(name, f"---\n\n---\n{TEXT}")
    assert item.body == TEXT


# JSON


def test_json_lines_under_many_names(read_file):
    lines = [
        {"headline": "Cable", "Article Content": TEXT, "pubDate": "2024-05-06", "link": "https://news.example/1"},
        {"title": "Cable", "html_body": f"<p>{TEXT}</p>", "author": {"name": "Ana Vula"}, "guid": 7},
        {"title": "Cable", "text": "-", "description": TEXT, "date": None},
    ]
    first, second, third = read_file("wire.jsonl", "\n".join(map(json.dumps, lines)))
    assert (first.title, first.body, first.published, first.url) == (
        "Cable",
        TEXT,
        "2024-05-06",
        "https://news.example/1",
    )
    assert (second.body_kind, second.byline, second.guid, second.raw_position) == ("html", "Ana Vula", "7", "line 2")
    assert (third.body, third.published) == (TEXT, None)


def test_a_number_is_no_text(read_file):
    lines = [{"id": 1, "text": 12345}, {"id": 2, "text": 12345, "summary": TEXT}]
    number, item = read_file("wire.jsonl", "\n".join(map(json.dumps, lines)))
    assert rejected([number]) == [("no_text", "line 1")]
    assert (item.guid, item.body) == ("2", TEXT)


def test_a_bad_line_is_rejected_and_the_rest_goes_on(read_file):
    good = json.dumps({"text": TEXT})
    results = read_file(
        "wire.jsonl", f'{{"text": "cut\n\n[1]\n{"[" * 100_000}\n{{"text": NaN}}\n{{"title": "no text"}}\n{good}'
    )
    assert rejected(results) == [
        ("malformed_json", "line 1"),
        ("not_an_object", "line 3"),
        ("malformed_json", "line 4"),
        ("no_text", "line 5"),
        ("no_text", "line 6"),
    ]
    assert results[0].detail == "column 14: Invalid control character"
    assert results[-1].body == TEXT


def test_a_line_without_end_is_passed_over(read_file, monkeypatch):
    monkeypatch.setattr("coopmetrics.sources.jsons.LINE", 1000)
    good = json.dumps({"text": TEXT})
    results = read_file("wire.jsonl", f'{good}\n{{"text": "{"x" * 5000}"}}\n{good}\n')
    assert rejected(results) == [("line_too_long", "line 2")]
    assert len(results) == 3


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a"])
def test_lines_of_which_the_first_is_very_long(read_file, name):
    lines = [{"text": TEXT * 1000}, {"title": "no text"}, {"text": TEXT}]
    first, bad, last = read_file(name, "\n".join(map(json.dumps, lines)))
    assert (first.form, first.raw_position, bad.raw_position) == ("jsonl", "line 1", "line 2")
    assert last.body == TEXT


def test_two_documents_in_one_file_are_no_lines(read_file):
    document = json.dumps({"text": TEXT}, indent=1)
    assert rejected(read_file("a.json", f"{document}\n{document}")) == [("malformed_json", None)]


@pytest.mark.parametrize(("name", "content"), [("a.json", "[]"), ("a.csv", "title,text\n")])
def test_a_file_without_items_is_told(read_file, name, content):
    assert rejected(read_file(name, content)) == [("no_items", None)]


@pytest.mark.parametrize(
    "document", [{"text": TEXT}, [{"text": TEXT}], {"status": "ok", "tags": ["a"], "articles": [{"text": TEXT}]}]
)
def test_json_documents(read_file, document):
    (item,) = read_file("answer.json", json.dumps(document, indent=1))
    assert (item.form, item.body) == ("json", TEXT)


# tables


def test_a_table_with_quoted_lines_and_rows_of_the_wrong_length(read_file):
    table = f'Headline;Full Text;Date\nCable;"{TEXT}\n\nTalks ""go on"".";6 May 2024\ntoo short\n;;\n'
    results = read_file("news.csv", f"\ufeff{table}")
    assert results[0].body == f'{TEXT}\n\nTalks "go on".'
    assert (results[0].title, results[0].published, results[0].raw_position) == ("Cable", "6 May 2024", "row 1")
    assert rejected(results) == [("wrong_column_count", "row 2"), ("no_text", "row 3")]


@pytest.mark.parametrize(
    "header",
    [
        "Überschrift;Inhalt;Datum;Quelle;Webadresse;Autor",
        "Titre;Texte;Date de publication;Source;Lien;Auteur",
        "Título;Contenido;Fecha;Fuente;Enlace;Autor",
        "Título;Conteúdo;Data;Fonte;Link;Autora",
        "Заголовок;Текст;Дата публикации;Источник;Ссылка;Автор",
    ],
)
def test_a_table_with_names_of_another_language(read_file, header):
    row = f"Cable;{TEXT};2024-05-06;Pacific Wire;https://news.example/1;Ana Vula"
    (item,) = read_file("news.csv", f"{header}\n{row}\n")
    assert (item.title, item.body, item.published) == ("Cable", TEXT, "2024-05-06")
    assert (item.source, item.url, item.byline) == ("Pacific Wire", "https://news.example/1", "Ana Vula")


def test_a_line_of_a_table_that_is_too_long_is_told(read_file, monkeypatch):
    monkeypatch.setattr("coopmetrics.sources.tables.FIELD", 500)
    results = read_file("news.csv", f"title,text\nCable,{TEXT}\nCable,{TEXT * 50}\nCable,{TEXT}\n")
    assert rejected(results) == [("line_too_long", "row 2")]
    assert [result.raw_position for result in results] == ["row 1", "row 2", "row 3"]
    assert rejected(read_file("wide.csv", "text," * 500)) == [("line_too_long", "header")]


def test_a_table_without_texts(read_file):
    (table,) = read_file("rates.tsv", "date\trate\n2024-05-06\t1.2\n")
    assert rejected([table]) == [("no_text_column", None)]
    assert table.detail == "no column with an article's text: date, rate; `fields` of a _source.yaml can name it"


def test_an_unclosed_quote_does_not_swallow_the_file(read_file, monkeypatch):
    monkeypatch.setattr("coopmetrics.sources.tables.FIELD", 2000)
    lines = "\n".join(f"Cable,{TEXT}" for _ in range(100))
    results = read_file("news.csv", f'title,text\nCable,"{lines}\n')
    assert rejected(results)[0] == ("malformed_row", "row 1")
    assert sum(isinstance(result, RawItem) for result in results) > 50


def test_a_quote_that_is_never_closed_costs_its_row_alone(read_file):
    rows = "".join(f"Cable {n},{TEXT}\n" for n in range(1, 5)).replace("2,", '2,"')

    results = read_file("news.csv", f"title,text\n{rows}")

    assert [result.title for result in results if isinstance(result, RawItem)] == ["Cable 1", "Cable 3", "Cable 4"]
    assert rejected(results) == [("malformed_row", "row 2")]
    assert results[1].detail == "a quotation mark is never closed; the lines after it are read as rows"


# pages and feeds


def test_a_page_is_handed_on_whole_in_its_encoding(read_file):
    page = "<html><head><meta charset='windows-1251'></head><body>Переговоры в Душанбе</body></html>"
    (item,) = read_file("page.html", page.encode("windows-1251"))
    assert (item.body, item.body_kind) == (page, "page")


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Pacific wire</title><language>en-FJ</language>
<item><title>Cable</title><link>https://news.example/1</link><guid>n1</guid>
<pubDate>Mon, 06 May 2024 23:30:00 -0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>%s</p>]]></content:encoded></item>
<item><title>Tonga thanks Fiji for repairs</title></item><item><link>https://news.example/3</link></item></channel></rss>"""


def test_an_rss_snapshot(read_file):
    item, headline, empty = read_file("snapshot.xml", RSS % TEXT)
    assert (item.title, item.url, item.guid, item.language) == ("Cable", "https://news.example/1", "n1", "en-FJ")
    assert item.published == "Mon, 06 May 2024 23:30:00 -0200"
    assert (item.body, item.body_kind, item.raw_position) == (f"<p>{TEXT}</p>", "html", "item 1")
    assert (headline.title, headline.body, headline.raw_position) == ("Tonga thanks Fiji for repairs", "", "item 2")
    assert (empty.reason_code, empty.raw_position) == ("no_text", "item 3")


def test_an_atom_feed_and_an_empty_one(read_file):
    entry = f"<title>Cable</title><id>n1</id><updated>2024-05-06T10:00:00Z</updated><summary>{TEXT}</summary>"
    (item,) = read_file("a.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>')
    assert (item.body, item.body_kind, item.published) == (TEXT, "text", "2024-05-06T10:00:00Z")
    assert rejected(read_file("b.atom", '<feed xmlns="http://www.w3.org/2005/Atom"></feed>')) == [("no_items", None)]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Mon, 06 May 2024 23:30:00", "Mon, 06 May 2024 23:30:00"),
        ("2024-05-06T23:30:00+05:00", "2024-05-06T23:30:00+05:00"),
        ("06 May 24", datetime(2024, 5, 6, tzinfo=UTC)),
        ("20240506T233000Z", "20240506T233000Z"),
        ("spring", "spring"),
    ],
)
def test_the_date_of_an_entry(read_file, stated, published):
    entry = f"<item><pubDate>{stated}</pubDate><description>{TEXT}</description></item>"
    (item,) = read_file("a.xml", f"<rss version='2.0'><channel>{entry}</channel></rss>")
    assert item.published == published


def test_entities_do_not_multiply(read_file):
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    rss = "<rss><channel><item><description>&l11;</description></item></channel></rss>"
    (result,) = read_file("laughs.xml", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{bomb}]>{rss}')
    assert isinstance(result, Rejection) or len(result.body) < 100


# files


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.pdf", b"%PDF-1.7", "unsupported_form"),
        ("archive.warc.gz", b"\x1f\x8b\x08", "damaged_archive"),
        ("letter.docx", b"PK\x03\x04", "unsupported_form"),
        ("rates.xml", b"<?xml version='1.0'?><!-- bank --><rates><rate/></rates>", "unsupported_form"),
        ("memory.txt", b"\0\x01" * 100, "unsupported_form"),
        ("day.jsonl.tmp", b'{"text": "Half of wh', "unsupported_form"),
        ("day.jsonl.gz", b'{"text": "Not packed at all."}', "damaged_archive"),
        ("nothing.zip", b"PK\5\6" + bytes(18), "no_items"),
        ("empty.txt", b" \n", "empty_file"),
        ("bad.xml", b"<rss><channel><item>", "no_text"),
        ("large.txt", b"x" * 2_000_000, "file_too_large"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_reason(read_file, name, content, reason):
    assert rejected(read_file(name, content))[0][0] == reason


def test_nothing_outside_the_raw_folder_is_read(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "secret.txt").write_text(TEXT)
    (raw / "a.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "b").symlink_to(raw)
    (raw / "c.txt").symlink_to(raw / "nowhere")
    os.mkfifo(raw / "d.txt")
    (raw / "e.txt").symlink_to(raw / "f.txt")
    (raw / "f.txt").symlink_to(raw / "e.txt")
    results = [result for path in raw_files(raw) for result in read(path, raw, Limits())]
    reasons = [result.reason_code for result in results]
    assert reasons == ["outside_raw", "not_a_file", "unreadable", "not_a_file", "unreadable", "unreadable"]


def test_files_that_tell_about_the_data_are_left_out(tmp_path):
    for name in (
        "README.md",
        "LICENSE",
        "b/2.txt",
        "b/licence.txt",
        "a/.git/config",
        ".hidden",
        "a/1.txt",
        "LICENSE-MIT",
        "README.en.md",
        "c/notice-on-border-trade.txt",
        "c/license_deal_kenya_india.html",
        "c/contributing-to-peace.html",
        "Readmission deal.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    about_the_world = ["contributing-to-peace.html", "license_deal_kenya_india.html", "notice-on-border-trade.txt"]
    assert [path.name for path in raw_files(tmp_path)] == ["Readmission deal.txt", "1.txt", "2.txt", *about_the_world]
    assert [path.name for path in raw_files(tmp_path / "a/1.txt")] == ["1.txt"]


FEED = "<rss version='2.0'><channel><title>Latest news</title><item>{}<description>Text.</description></item></channel></rss>"


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        ("<link>https://steppewire.example/1</link>", None),
        (
            "<link>https://gather.example/1</link><source url='https://courier.example'>Baltic Courier</source>",
            "Baltic Courier",
        ),
        ("<guid isPermaLink='false'>1</guid>", "Latest news"),
    ],
    ids=["its address tells", "taken from another feed", "no address"],
)
def test_an_entry_is_of_whom_it_was_taken_from(tmp_path, entry, source):
    (tmp_path / "feed.xml").write_text(FEED.format(entry), encoding="utf-8")
    (item,) = read(tmp_path / "feed.xml", tmp_path, Limits())
    assert item.source == source
