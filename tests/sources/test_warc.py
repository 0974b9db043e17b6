"""Web archives: WARC, WET and ARC, whole, broken, and with what is no article."""

import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from coopmetrics.sources import RawItem, Rejection
from coopmetrics.sources import warc as reader

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
PAGE = f"<html><head><title>Café</title></head><body><p>{TEXT}</p></body></html>"
URL = "https://suva.example/cable"


def archive(*records, is_packed=False):
    """Write records, each (type, HTTP status, content type, bytes, more headers)."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=is_packed)
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for kind, status, media, content, *more in records:
        headers = StatusAndHeaders(status, [("Content-Type", media), *more], "HTTP/1.1") if status else None
        warc_headers = {"WARC-Date": "2024-05-06T09:00:00Z"}
        record = writer.create_warc_record(
            URL, kind, io.BytesIO(content), warc_content_type=None if status else media, http_headers=headers,
            warc_headers_dict=warc_headers,
        )  # fmt: skip
        writer.write_record(record)
    return file.getvalue()


def response(content=None, media="text/html", status="200 OK", *more):
    return ("response", status, media, PAGE.encode() if content is None else content, *more)


def reasons(results):
    return [(result.raw_position, result.reason_code) for result in results if isinstance(result, Rejection)]


@pytest.mark.parametrize("is_packed", [False, True])
def test_pages_and_what_is_none(read_bytes, is_packed):
    records = (
        ("request", "GET /cable HTTP/1.1", "text/html", b""),
        response(),
        response(b"\x89PNG", "image/png"),
        response(b"moved", status="301 Moved Permanently"),
        ("revisit", "200 OK", "text/html", b""),
        ("metadata", None, "application/warc-fields", b"a: b"),
        ("resource", None, "text/html", PAGE.encode()),
    )
    results = read_bytes("crawl.warc.gz" if is_packed else "crawl.warc", archive(*records, is_packed=is_packed))
    page, _, _, _, resource = results
    assert (page.form, page.body_kind, page.body, page.url) == ("warc", "page", PAGE, URL)
    assert (page.seen, page.raw_position) == ("2024-05-06T09:00:00Z", "record 3")
    assert resource.body == PAGE
    assert reasons(results) == [("record 4", "not_text"), ("record 5", "http_status"), ("record 6", "no_text")]


def test_the_plain_text_of_a_wet_file(read_bytes):
    (item,) = read_bytes("crawl.wet", archive(("conversion", None, "text/plain", f"Cable\n{TEXT}".encode())))
    assert (item.body_kind, item.body) == ("text", f"Cable\n{TEXT}")


def test_a_page_in_its_encodings(read_bytes):
    packed = response(gzip.compress(PAGE.encode()), "text/html", "200 OK", ("Content-Encoding", "gzip"))
    chunked = response(
        f"{len(PAGE.encode()):x}\r\n{PAGE}\r\n0\r\n\r\n".encode(),
        "text/html",
        "200 OK",
        ("Transfer-Encoding", "chunked"),
    )
    latin = response(PAGE.encode("latin-1"), "text/html; charset=ISO-8859-1")
    assert [item.body for item in read_bytes("crawl.warc", archive(packed, chunked, latin))] == [PAGE] * 3


def test_an_arc_file(read_bytes):
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    head = f"filedesc://a.arc 127.0.0.1 20240506090000 text/plain {len(version)}\n".encode()
    record = f"{URL} 127.0.0.1 20240506090000 text/html {len(body)}\n".encode()
    (item,) = read_bytes("a.arc", head + version + b"\n" + record + body + b"\n")
    assert (item.body, item.url, item.seen) == (PAGE, URL, "2024-05-06T09:00:00Z")


def test_a_record_that_is_too_long(read_bytes, monkeypatch):
    monkeypatch.setattr(reader, "RECORD", 1000)
    bomb = response(gzip.compress(b"x" * 1_000_000), "text/html", "200 OK", ("Content-Encoding", "gzip"))
    assert reasons(read_bytes("crawl.warc", archive(bomb)))[0] == ("record 2", "too_long")


@pytest.mark.parametrize("packed", [False, True])
def test_a_broken_archive_gives_what_is_before_the_fault(read_bytes, packed):
    whole = archive(response())
    broken = whole + b"WARC/1.0\r\nContent-Length: what\r\nnonsense" + b"\xff" * 200
    results = read_bytes("crawl.warc", gzip.compress(broken) if packed else broken)
    assert isinstance(results[0], RawItem)
    (fault,) = read_bytes("cut.warc", whole[:40])
    assert fault.reason_code in ("no_items", "malformed_warc")


def test_a_record_without_an_address_is_read_and_so_are_those_after_it(read_bytes):
    records = archive(response(), response(), response())
    first, second = read_bytes("crawl.warc", records.replace(f"WARC-Target-URI: {URL}\r\n".encode(), b"", 1))[:2]

    assert (first.body, first.url) == (PAGE, None)
    assert (second.body, second.url) == (PAGE, URL)
