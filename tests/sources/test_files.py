"""The raw input in each of its forms: folder, file, glob, standard input, object store."""

import io
import json
import os
import sys

import fsspec
import pytest

from coopmetrics.settings import Settings
from coopmetrics.sources import Limits, as_place, exists, must_exist, raw_files, read, relative_path
from coopmetrics.sources.files import opened, place_of, state_of

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."


def names(raw):
    return [relative_path(place, raw) for place in raw_files(raw)]


def read_all(raw):
    return [result for place in raw_files(raw) for result in read(place, raw, Limits())]


@pytest.fixture
def folder(tmp_path):
    for name in ("a/1.txt", "a/2.jsonl", "b/3.txt", "b/c/4.txt", "README.md", "a/.hidden"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"text": TEXT}) if name.endswith("jsonl") else TEXT)
    return tmp_path


def test_a_folder_a_file_and_globs(folder):
    assert names(folder) == ["a/1.txt", "a/2.jsonl", "b/3.txt", "b/c/4.txt"]
    assert names(folder / "a/1.txt") == ["1.txt"]
    assert names(folder / "*/*.txt") == ["a/1.txt", "b/3.txt"]
    assert names(folder / "**/*.txt") == ["a/1.txt", "b/3.txt", "b/c/4.txt"]
    assert names(folder / "b*") == ["b/3.txt", "b/c/4.txt"]
    assert len(read_all(folder / "*/*.txt")) == 2


def test_a_glob_that_names_folders_in_folders_names_each_file_once(folder):
    everything = ["a/1.txt", "a/2.jsonl", "b/3.txt", "b/c/4.txt"]
    assert names(folder / "**") == names(folder / "**/*") == everything


@pytest.mark.parametrize("pattern", ["202?", "202[45]", "2024*"])
def test_a_pattern_is_no_folder_to_put_files_into(folder, pattern):
    (folder / "2024").mkdir()
    assert Settings(raw=folder / pattern).raw_folder is None
    assert Settings(raw=folder / "2024").raw_folder == folder / "2024"


def test_a_folder_whose_name_looks_like_a_glob(folder):
    (folder / "a").rename(folder / "a [old]")
    assert names(folder / "a [old]") == names(folder / "a [old]" / "*") == ["1.txt", "2.jsonl"]
    assert Settings(raw=folder / "a [old]").raw_folder == folder / "a [old]"


def test_a_glob_follows_no_links(folder):
    (folder / "link").symlink_to(folder)
    (result,) = read_all(folder / "li*")
    assert result.reason_code == "not_a_file"


def test_a_glob_does_not_lead_through_a_link_out_of_its_folder(folder):
    (folder / "b" / "link").symlink_to(folder / "a")
    (result,) = read_all(folder / "b" / "*" / "1.txt")
    assert (result.raw_path, result.reason_code) == ("link/1.txt", "outside_raw")


def test_what_is_not_there(folder):
    assert not exists(folder / "nowhere")
    assert not exists(folder / "*.pdf")
    assert exists(folder / "*/*.txt")
    assert not exists("memory://nowhere")


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"text": TEXT}).encode())))
    (item,) = read_all("-")
    assert (item.raw_path, item.form, item.body) == ("-", "json", TEXT)


@pytest.fixture
def store():
    memory = fsspec.filesystem("memory")
    for name, content in {
        "bucket/news/a/1.txt": TEXT,
        "bucket/news/2.jsonl": json.dumps({"Inhalt": TEXT}) + "\n",
        "bucket/news/_source.yaml": "fields: {text: Inhalt}",
        "bucket/news/.trash/3.txt": TEXT,
        "bucket/news/__MACOSX/a/1.txt": TEXT,
    }.items():
        memory.pipe(f"/{name}", content.encode())
    yield memory
    memory.rm("/bucket", recursive=True)


def test_an_object_store(store):
    raw = as_place("memory://bucket/news")
    assert exists(raw)
    assert names(raw) == ["2.jsonl", "_source.yaml", "a/1.txt"]
    assert [item.body for item in read_all(raw)] == [TEXT, TEXT]
    assert names("memory://bucket/news/*.jsonl") == ["2.jsonl"]
    assert names("memory://bucket/news/a/1.txt") == ["1.txt"]
    with opened(place_of("a/1.txt", raw)) as file:
        assert file.read().decode() == TEXT


def test_an_object_that_has_changed_has_another_state(store):
    before = state_of("memory://bucket/news/a/1.txt")
    assert state_of("memory://bucket/news/a/1.txt") == before
    store.pipe("/bucket/news/a/1.txt", b"something else")
    assert state_of("memory://bucket/news/a/1.txt") != before


def test_a_store_that_nothing_can_reach():
    with pytest.raises((ValueError, ImportError)):
        exists("nosuchstore://bucket/news")


def test_a_file_that_cannot_be_read(folder):
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (folder / "a/1.txt").chmod(0)
    assert read_all(folder / "a")[0].reason_code == "unreadable"


def test_a_file_that_vanishes(folder):
    places = list(raw_files(folder))
    (folder / "a/1.txt").unlink()
    results = [result for place in places for result in read(place, folder, Limits())]
    assert [getattr(result, "reason_code", None) for result in results] == ["unreadable", None, None, None]


def test_a_folder_that_must_not_be_read_is_told(folder, monkeypatch):
    def scandir(path):
        if os.fspath(path) == str(folder / "b"):
            raise PermissionError(13, "Permission denied", path)
        return os_scandir(path)

    os_scandir = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)

    assert names(folder) == ["a/1.txt", "a/2.jsonl", "b"]
    assert [result.reason_code for result in read_all(folder) if hasattr(result, "reason_code")] == ["unreadable"]
    must_exist(folder)
    with pytest.raises(PermissionError):
        must_exist(folder / "b")
