import os

from coopmetrics.articles import ingest, plan, superseded
from coopmetrics.lake import Lake
from coopmetrics.tables import ARTICLES, REJECTED

TEXT = "The ministers of Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
OTHER = "Samoa has asked the European Union for a loan that would pay for the second phase of its wind farm at Apia."


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


def test_a_file_that_cannot_be_read_is_looked_at_again(settings, add):
    (settings.raw / "a.txt").symlink_to(settings.raw / "later.txt")
    assert do(settings) == [["a.txt"]]
    assert do(settings) == []
    add("later.txt", TEXT)
    assert do(settings) == [["a.txt", "later.txt"]]


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
