"""Compressed files and archives around every form, as they come and as they attack."""

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile

import pytest
from backports import zstd

from coopmetrics.sources import Limits, RawItem, Rejection
from coopmetrics.sources import unpack as unpacking

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
LINES = "".join(json.dumps({"text": f"{TEXT} {number}"}) + "\n" for number in range(3)).encode()
COMPRESS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd.compress}


def zipped(members, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def paths(results):
    return [result.raw_path for result in results]


def reasons(results):
    return [(result.raw_path, result.reason_code) for result in results if isinstance(result, Rejection)]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file(read_bytes, suffix):
    results = read_bytes(f"news.jsonl{suffix}", COMPRESS[suffix](LINES))
    assert [result.body for result in results] == [f"{TEXT} {number}" for number in range(3)]
    assert set(paths(results)) == {f"news.jsonl{suffix}"}


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_file_compressed_in_parts(read_bytes, suffix):
    parts = b"".join(COMPRESS[suffix](line) for line in LINES.splitlines(keepends=True))
    assert len(read_bytes(f"news.jsonl{suffix}", parts)) == 3


def test_what_is_packed_is_told_by_its_bytes(read_bytes):
    assert len(read_bytes("news.jsonl", gzip.compress(LINES))) == 3


def test_an_archive_names_its_members(read_bytes):
    members = {
        "2024/news.jsonl": LINES,
        ".": b"x",
        "./a.txt": TEXT.encode(),
        "README.md": b"about",
        ".hidden/b.txt": b"x",
    }
    for name, packed in (("a.zip", zipped(members)), ("a.tar", tarred(members))):
        results = read_bytes(name, packed)
        assert paths(results) == [f"{name}!/2024/news.jsonl"] * 3 + [f"{name}!/a.txt"]
        assert results[0].raw_position == "line 1"


def test_archives_in_archives(read_bytes):
    inner = tarred({"news.jsonl.gz": gzip.compress(LINES), "page.html": b"<html><body>x</body></html>"}, "w:gz")
    results = read_bytes("all.zip", zipped({"week.tgz": inner, "more.zip": zipped({"a.txt": TEXT})}))
    assert paths(results) == [
        *["all.zip!/week.tgz!/news.jsonl.gz"] * 3,
        "all.zip!/week.tgz!/page.html",
        "all.zip!/more.zip!/a.txt",
    ]
    assert [result.form for result in results] == ["jsonl"] * 3 + ["html", "text"]


def test_too_many_layers(read_bytes):
    data = LINES
    for _ in range(unpacking.LAYERS + 1):
        data = gzip.compress(data)
    assert reasons(read_bytes("news.jsonl.gz", data)) == [("news.jsonl.gz", "nested_too_deep")]


def test_a_file_cut_off_gives_what_is_whole(read_bytes):
    many = "".join(json.dumps({"text": f"{TEXT} {number}"}) + "\n" for number in range(2000)).encode()
    packed = gzip.compress(many, mtime=0)
    results = read_bytes("news.jsonl.gz", packed[: len(packed) // 2])
    assert sum(isinstance(result, RawItem) for result in results) > 500
    assert reasons(results) == [("news.jsonl.gz", "damaged_archive")]
    assert results[-1].detail == "the file ends too early"
    assert results[-1].raw_position == f"after {results[-2].raw_position}"


def test_a_broken_member_does_not_touch_the_others(read_bytes):
    packed = bytearray(zipped({"a.txt": TEXT * 50, "b.txt": TEXT}))
    start = packed.index(b"a.txt") + 10
    packed[start : start + 8] = b"\xff" * 8
    results = read_bytes("a.zip", bytes(packed))
    assert reasons(results) == [("a.zip!/a.txt", "damaged_archive")]
    assert results[-1].body == TEXT


def test_members_that_lead_out_of_the_archive_are_not_read(read_bytes):
    names = ("../../etc/a.txt", "/etc/b.txt", "c\\..\\..\\c.txt", "C:/d.txt")
    for name, packed in (
        ("a.zip", zipped(dict.fromkeys(names, TEXT) | {"e.txt": TEXT})),
        ("a.tar", tarred(dict.fromkeys(names, TEXT.encode()) | {"e.txt": TEXT.encode()})),
    ):
        results = read_bytes(name, packed)
        assert [reason for _, reason in reasons(results)] == ["unsafe_path"] * 4
        assert paths(results)[-1] == f"{name}!/e.txt"


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_name_of_many_megabytes_is_not_read(read_bytes, kind):
    header_and_text = tarred({"a.txt": TEXT.encode()})[:1024]
    long = tarfile.TarInfo("long")
    long.type, long.size = kind, 10_000_000
    item, rejection = read_bytes("a.tar", header_and_text + long.tobuf(tarfile.GNU_FORMAT) + b"a" * long.size)
    assert (item.body, rejection.reason_code) == (TEXT, "damaged_archive")
    assert "a header of 10000000 bytes" in rejection.detail


def test_a_long_name_is_read(read_bytes):
    name = "/".join(["folder"] * 100) + "/a.txt"
    assert paths(read_bytes("a.tar", tarred({name: TEXT.encode()}))) == [f"a.tar!/{name}"]


def test_links_in_an_archive_are_not_followed(read_bytes):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        link = tarfile.TarInfo("passwords.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert reasons(read_bytes("a.tar", file.getvalue())) == [("a.tar!/passwords.txt", "not_a_file")]


def test_a_member_with_a_password(read_bytes):
    packed = bytearray(zipped({"a.txt": TEXT}))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert reasons(read_bytes("a.zip", bytes(packed))) == [("a.zip!/a.txt", "encrypted")]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_bomb_is_left_as_soon_as_it_shows(read_bytes, suffix, monkeypatch):
    monkeypatch.setattr(unpacking, "SLACK", 100_000)
    bomb = COMPRESS[suffix](b"x" * 3_000_000)
    results = read_bytes(f"bomb.jsonl{suffix}", bomb)
    assert reasons(results)[-1] == (f"bomb.jsonl{suffix}", "bomb")


def test_a_bomb_in_an_archive_ends_it_and_what_was_before_stands(read_bytes, monkeypatch):
    monkeypatch.setattr(unpacking, "SLACK", 100_000)
    results = read_bytes("a.zip", zipped({"a.txt": TEXT, "b.txt": b"x" * 3_000_000, "c.txt": TEXT}))
    assert results[0].body == TEXT
    assert [result.raw_path for result in results[1:]] == ["a.zip"]
    assert reasons(results) == [("a.zip", "bomb")]


def test_many_small_members_are_a_bomb_together(read_bytes):
    members = {f"{number}.txt": f"{TEXT} {number}" for number in range(50)}
    results = read_bytes("a.zip", zipped(members), Limits(1_000_000, 3000))
    assert 10 < sum(isinstance(result, RawItem) for result in results) < 40
    assert reasons(results) == [("a.zip", "bomb")]


@pytest.mark.parametrize(
    "pack",
    [*COMPRESS.values(), lambda data: zipped({"news.jsonl": data}), lambda data: tarred({"a.jsonl": data}, "w:gz")],
)
def test_a_large_file_that_is_no_bomb_is_read_to_its_end(read_bytes, pack, monkeypatch):
    monkeypatch.setattr(unpacking, "SLACK", 1000)
    chance = random.Random(0)  # noqa: S311
    lines = [json.dumps({"text": f"{TEXT} {chance.getrandbits(512):x}"}) for _ in range(2000)]
    assert len(read_bytes("news.jsonl", pack("\n".join(lines).encode()))) == 2000
