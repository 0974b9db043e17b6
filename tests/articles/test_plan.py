import io
import os
import sys
import zipfile

import fsspec
import pyarrow.parquet as pq

from coopmetrics.articles import ingest, plan, superseded
from coopmetrics.lake import Lake, Unit
from coopmetrics.tables import ARTICLES, REJECTED

TEXT = "The ministers of Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
OTHER = "Samoa has asked the European Union for a loan that would pay for the second phase of its wind farm at Apia."


def do(settings, version="1"):
    """Ingest what is planned, as the flow does; give the files of each batch."""
    lake, done = Lake(settings.lake), []
    for batch in plan(settings, lake.units("ingest"), version):
        with lake.unit("ingest", batch.key, batch.version, inputs=batch.inputs()) as unit:
            for found in ingest(batch.paths(settings.raw), settings.raw, settings):
                unit.write(ARTICLES, found.articles)
                unit.write(REJECTED, found.rejected)
        done.append([file.path for file in batch.files])
    return done


def test_files_are_grouped_in_the_order_of_their_paths(settings, add):
    for name in ("a/1.txt", "a/2.txt", "b.txt", "b/1.txt", "c.txt"):
        add(name, TEXT)
    assert do(settings) == [["b.txt", "c.txt", "a/1.txt"], ["a/2.txt", "b/1.txt"]]


def test_only_what_is_new_or_changed_is_planned(settings, add):
    add("a.txt", TEXT)
    add("b.txt", OTHER)
    assert do(settings) == [["a.txt", "b.txt"]]
    assert do(settings) == []
    add("b.txt", OTHER + " The EU has not answered.")
    add("c.txt", TEXT)
    assert do(settings) == [["b.txt", "c.txt"]]
    os.utime(settings.raw / "a.txt", (0, 0))
    assert do(settings) == []


def test_a_newer_version_does_the_same_batches_again(settings, add):
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        add(name, TEXT + name)
    first = do(settings)
    add("a0.txt", OTHER)
    do(settings)
    (settings.raw / "d.txt").unlink()
    assert do(settings, version="2") == [first[0], ["a0.txt"]]
    assert sum(output.rows for output in Lake(settings.lake).live_batches("articles")) == 5


def test_many_files_that_could_not_be_read_cost_one_look_each():
    shut = [{"path": f"shut/{number}", "size": 0, "mtime_ns": 0, "sha256": ""} for number in range(20_000)]
    read = [{"path": f"open/{number}/a.txt", "size": 1, "mtime_ns": 1, "sha256": "f"} for number in range(20_000)]
    assert superseded([Unit("ingest", "1", "1", (*shut, *read), (), (), {}, "", "", 0)]) == set()


def test_a_folder_that_could_not_be_read_is_no_longer_rejected_once_it_can(settings, add, monkeypatch):
    add("a.txt", TEXT)
    add("shut/b.txt", OTHER)
    with monkeypatch.context() as patched:
        patched.setattr(
            sys.modules["coopmetrics.articles.plan"], "raw_files", lambda raw: iter([raw / "a.txt", raw / "shut"])
        )
        assert do(settings) == [["a.txt", "shut"]]
        assert do(settings) == []
    assert not superseded(Lake(settings.lake).units("ingest"))
    assert do(settings) == [["shut/b.txt"]]
    assert [path for _, path in superseded(Lake(settings.lake).units("ingest"))] == ["shut"]


def test_a_file_that_cannot_be_read_is_looked_at_again(settings, add):
    (settings.raw / "a.txt").symlink_to(settings.raw / "later.txt")
    assert do(settings) == [["a.txt"]]
    assert do(settings) == []
    add("later.txt", TEXT)
    assert do(settings) == [["a.txt", "later.txt"]]


def test_links_in_a_circle_stop_nothing(settings, add):
    (settings.raw / "b.txt").symlink_to(settings.raw / "c.txt")
    (settings.raw / "c.txt").symlink_to(settings.raw / "b.txt")
    add("a.txt", TEXT)
    assert do(settings) == [["a.txt", "b.txt", "c.txt"]]
    assert do(settings) == []


def test_a_file_that_is_again_what_it_was_is_read_again(settings, add):
    for text in (TEXT, OTHER, TEXT):
        add("a.txt", text)
        assert do(settings) == [["a.txt"]]
    assert do(settings) == []


def test_rejects_count_as_long_as_their_file_is_as_it_was(settings, add):
    add("a.txt", " ")
    add("b.txt", " ")
    do(settings)
    (before,) = Lake(settings.lake).live_batches("rejected")
    assert superseded(Lake(settings.lake).units("ingest")) == set()
    add("a.txt", TEXT)
    do(settings)
    assert superseded(Lake(settings.lake).units("ingest")) == {(before.batch_id, "a.txt")}


def test_a_single_file_can_be_the_raw_folder(settings, add):
    add("a.txt", TEXT)
    alone = settings.model_copy(update={"raw": settings.raw / "a.txt"})
    assert do(alone) == [["a.txt"]]
    (batch,) = Lake(alone.lake).live_batches("articles")
    assert batch.rows == 1


def test_a_changed_source_file_reads_again_what_it_holds_for_and_nothing_else(settings, add):
    add("a/1.txt", TEXT)
    add("b/2.txt", OTHER)
    assert do(settings) == [["a/1.txt", "b/2.txt"]]
    add("b/3.txt", TEXT + " Work starts in June.")
    assert do(settings) == [["b/3.txt"]]
    add("b/_source.yaml", "source: Pacific Wire")
    assert do(settings) == [["a/1.txt", "b/2.txt"], ["b/3.txt"], ["b/_source.yaml"]]
    assert do(settings) == []
    sources = [
        source
        for file in Lake(settings.lake).live_files("articles")
        for source in pq.read_table(file, columns=["source"])["source"].to_pylist()
    ]
    assert sorted(sources) == ["Pacific Wire", "Pacific Wire", "a"]


def test_standard_input_is_always_something_new(settings, monkeypatch):
    piped = settings.model_copy(update={"raw": "-"})
    for text in (TEXT, OTHER):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert do(piped) == [["-"]]
    assert sum(batch.rows for batch in Lake(piped.lake).live_batches("articles")) == 2


def test_what_is_rejected_within_an_archive_is_forgotten_with_it(settings):
    for content in (" ", TEXT):
        with zipfile.ZipFile(settings.raw / "a.zip", "w") as archive:
            archive.writestr("1.txt", content)
        do(settings)
    (before,) = Lake(settings.lake).live_batches("rejected")
    assert superseded(Lake(settings.lake).units("ingest")) == {(before.batch_id, "a.zip")}


def test_an_object_store_is_read_once(settings):
    store = fsspec.filesystem("memory")
    store.pipe("/bucket/a.txt", TEXT.encode())
    stored = settings.model_copy(update={"raw": "memory://bucket"})
    assert do(stored) == [["a.txt"]]
    assert do(stored) == []
    store.pipe("/bucket/a.txt", OTHER.encode())
    assert do(stored) == [["a.txt"]]
    store.rm("/bucket", recursive=True)
