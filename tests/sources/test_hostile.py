"""Files made to break a reader: each costs bounded time and memory and gives a reason, and the others are read."""

import gzip
import io
import json
import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopmetrics.sources import Limits, RawItem, Rejection, read
from coopmetrics.sources.read import READERS
from coopmetrics.sources.tables import read_table

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
PROBE = '<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "file:///etc/hostname">]>'
NITF = "<nitf><body><body.content><p>%s</p></body.content></body></nitf>"
G2 = "<newsItem><contentSet><inlineData>%s</inlineData></contentSet></newsItem>"
NEWSML = "<NewsML><NewsItem><DataContent>%s</DataContent></NewsItem></NewsML>"
RSS = "<rss version='2.0'><channel><item><title>%s</title></item></channel></rss>"
WXR = '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>%s</title></item></channel></rss>'


@pytest.mark.parametrize("form", [NITF, G2, WXR, RSS, NEWSML])
@pytest.mark.parametrize(("doctype", "entity"), [(BOMB, "l1"), (PROBE, "file")])
def test_entities_made_of_others_or_of_a_file_are_rejected(read_bytes, form, doctype, entity):
    (result,) = read_bytes("laughs.xml", doctype + form % f"&{entity};")
    assert (result.raw_path, result.reason_code) == ("laughs.xml", "harmful_entity")
    assert f"&{entity};" in result.detail


@pytest.mark.parametrize("form", [NITF, G2, WXR, NEWSML])
@pytest.mark.parametrize("entity", ["l0", "undefined"])
def test_no_entity_is_expanded(read_bytes, form, entity):
    (result,) = read_bytes("own.xml", '<!DOCTYPE x [<!ENTITY l0 "ha">]>' + form % f"&{entity};")
    assert result.reason_code in ("no_text", "malformed_xml")


def test_an_entity_for_a_letter_is_harmless(read_bytes):
    doctype = '<!DOCTYPE rss [<!ENTITY oslash "&#248;"><!ENTITY and "&amp;">]>'
    (item,) = read_bytes("feed.xml", doctype + RSS % "Troms&oslash; talks on fish &amp; ice")
    assert item.title == "Tromsø talks on fish & ice"


@pytest.mark.parametrize("form", [NITF, G2])
def test_a_deep_tree_is_no_crash(read_bytes, form):
    (result,) = read_bytes("deep.xml", form % ("<p>" * 100_000))
    assert result.reason_code == "malformed_xml"


def test_a_line_of_many_megabytes_is_passed_over(tmp_path):
    good = json.dumps({"text": TEXT})
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", compresslevel=1) as file:
        file.write(good + '\n{"text": "')
        for number in range(120):
            file.write(f"{number:x}" * 50_000)
        file.write(f'"}}\n{good}\n')
    results = list(read(tmp_path / "news.jsonl.gz", tmp_path, Limits()))
    assert [getattr(result, "reason_code", None) for result in results] == [None, "line_too_long", None]


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 100_000,
        b"\xff\xfe\x00\xd8",
        b"\xc3\x28" * 1000,
        b"{" * 100_000,
        b"<" * 100_000,
        b"<!--" * 50_000,
        b'{"text": ' + b"[" * 100_000,
        b"PAR1" * 1000,
        b"PK\3\4" + b"\xff" * 1000,
        b"WARC/1.0\r\n" * 1000,
        b"\x1f\x8b\x08\0" + b"\0" * 1000,
        b"\x28\xb5\x2f\xfd" + b"\xff" * 1000,
        b"\xfd7zXZ\0" + b"\xff" * 1000,
        b"BZh91AY&SY" + b"\xff" * 1000,
        b"---\n" * 20_000,
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl", "a.csv", "a.xml", "a.html", "a.md", "a.tar"])
def test_nonsense_under_any_name(read_bytes, name, content):
    for result in read_bytes(name, content):
        assert isinstance(result, RawItem) or result.detail


def test_quotes_left_open_in_every_line_cost_their_lines_alone(read_bytes):
    *broken, good = read_bytes("a.csv", "title,text\n" + 'x","\n' * 30_000 + f"Cable,{TEXT}\n")
    assert len(broken) == 30_000
    assert {result.reason_code for result in broken} <= {"malformed_row", "wrong_column_count", "no_text"}
    assert good.body == TEXT


def test_a_document_type_may_end_in_spaces(read_bytes):
    (result,) = read_bytes("a.txt", "<!DOCTYPE html" + " " * 65_000)
    assert result.form == "text"


def test_what_breaks_a_reader_ends_nothing_else(tmp_path, monkeypatch):
    def broken(stream):
        yield from read_table(stream)
        raise KeyError("no such column")

    monkeypatch.setitem(READERS, "csv", broken)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", f"text\n{TEXT}\n")
        archive.writestr("b.txt", TEXT)
    first, failed, other = read(tmp_path / "a.zip", tmp_path, Limits())
    assert (failed.raw_path, failed.reason_code, failed.detail) == (
        "a.zip!/a.csv",
        "reading_failed",
        "KeyError: 'no such column'",
    )
    assert first.body == other.body == TEXT


@pytest.mark.parametrize("title", [r'"\U00110000"', r'"\UFFFFFFFF"'])
def test_front_matter_with_a_character_that_there_is_not(read_bytes, title):
    (item,) = read_bytes("a.md", f"---\ntitle: {title}\ndate: 2024-05-06\n---\n{TEXT}")
    assert (item.body, item.published) == (TEXT, "2024-05-06")


def test_a_field_of_very_many_levels_is_not_read_and_the_rest_is(read_bytes):
    deep = '{"name":' * 900 + '"x"' + "}" * 900
    first, second = read_bytes("a.json", f'[{{"text": "{TEXT}", "author": {deep}}}, {{"text": "{TEXT}"}}]')
    assert (first.body, first.byline, second.body) == (TEXT, None, TEXT)


WELL_FORMED = {
    "a.xml": NITF % TEXT,
    "b.xml": G2 % TEXT,
    "c.xml": WXR % TEXT,
    "d.txt": f"\x01abc062 4 i 211 xyz 061\r\n\r\nHead =\r\n{TEXT}\r\n\x03061137 GMT May 24",
    "e.jsonl": json.dumps({"text": TEXT, "guid": "1"})
    + "\n"
    + json.dumps({"uri": "2", "type": "text", "bodies": [TEXT]}),
    "f.csv": f'text,date\n"{TEXT}",2024-05-06\n',
    "g.warc": f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(TEXT)}\r\n\r\n{TEXT}\r\n\r\n",
    "h.md": f"---\ntitle: Cable\ndate: 2024-05-06\n---\n{TEXT}",
}


def _packed(name, content):
    file = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", content)
    else:
        with tarfile.open(fileobj=file, mode="w:gz") as archive:
            member = tarfile.TarInfo("a.txt")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


FILES = {name: content.encode() for name, content in WELL_FORMED.items()} | {
    name: _packed(name, TEXT.encode()) for name in ("i.zip", "j.tar.gz")
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_byte_changed_cut_or_put_in_anywhere_never_crashes(tmp_path, name, data):
    content = FILES[name]
    at = data.draw(st.integers(0, len(content) - 1))
    put, cut = data.draw(st.binary(max_size=8)), data.draw(st.integers(0, 20))
    (tmp_path / name).write_bytes(content[:at] + put + content[at + cut :])
    for result in read(tmp_path / name, tmp_path, Limits(1_000_000, 1_000_000)):
        assert isinstance(result, RawItem | Rejection)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.txt", "a.xml", "a.json", "a.jsonl", "a.csv", "a.gz", "a.tar", "a.zip", "_source.yaml"]),
    st.sampled_from(
        [b"", b"<nitf>", b"<NewsML>", b"PK\3\4", b"WARC/1.0\r\n", b"PAR1", b"\x1f\x8b\x08", b"filedesc://"]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_never_crash(tmp_path, name, begin, rest):
    (tmp_path / name).write_bytes(begin + rest)
    for result in read(tmp_path / name, tmp_path, Limits(1_000_000, 1_000_000)):
        assert isinstance(result, RawItem | Rejection)
