"""The `_source.yaml` beside raw files: what it says is done, what it gets wrong is told."""

import json
import re

import pytest

from coopmetrics.sources import RawItem, SourceFiles, out_of_bounds
from coopmetrics.sources.source_file import parse

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."
SOURCE = """
source: Pacific Wire
form: csv
fields: {text: Inhalt, published: [Datum, Erstellt]}
time_zone: Pacific/Fiji
language: fj
expected_articles: {min: 2, max: 3}
"""


@pytest.fixture
def described(tmp_path):
    (tmp_path / "pacific" / "2024").mkdir(parents=True)
    (tmp_path / "pacific" / "_source.yaml").write_text(SOURCE)
    return tmp_path


def test_what_it_says_holds_for_its_folder_and_those_below(described, read_bytes):
    (item,) = read_bytes("pacific/2024/news.dat", f"Titel|Inhalt|Erstellt\nCable|{TEXT}|2024-05-06 10:15\n")
    assert (item.form, item.body, item.published) == ("csv", TEXT, "2024-05-06 10:15")
    assert (item.source, item.language, item.time_zone) == ("Pacific Wire", "fj", "Pacific/Fiji")
    (other,) = read_bytes("other/news.jsonl", json.dumps({"Inhalt": "x", "text": TEXT}))
    assert (other.body, other.source, other.time_zone) == (TEXT, None, None)


def test_the_nearest_counts_alone(described):
    (described / "pacific" / "2024" / "_source.yaml").write_text("language: to")
    near = SourceFiles(described).of("pacific/2024/a.txt").source_file
    assert (near.language, near.source) == ("to", None)
    assert SourceFiles(described).of("pacific/a.txt").source_file.source == "Pacific Wire"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("form: pdf", "form: Input should be"),
        ("sauce: x", "sauce: Extra inputs are not permitted (known: source, form, fields"),
        ("time_zone: Fiji/Suva", "time_zone: Value error, not a time zone of the IANA list, such as Asia/Almaty"),
        ("language: English", "language: String should match"),
        ("fields: {body: Inhalt}", "fields.body.[key]: Input should be"),
        ("expected_articles: {min: 3, max: 2}", "max is less than min"),
        ("expected_articles: {min: -3}", "expected_articles.min: Input should be greater"),
        ("- a\n- b", "the whole: Input should be a valid dictionary"),
        ("a: [", "not YAML"),
        ("\x80", "not YAML"),
        ("a: &a [*a, *a]", "not YAML: aliases are not read"),
        ('source: "\\UFFFFFFFF"', "not YAML"),
        ('source: !!int ""', "not YAML"),
        ("x" * 100_000, "100000 bytes, at most"),
    ],
)
def test_what_is_wrong_is_told(text, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)) as raised:
        parse(text.encode("latin-1"))
    assert "\n" not in str(raised.value)


def test_a_wrong_one_is_rejected_and_the_files_are_read_without_it(tmp_path, read_bytes):
    (rejection,) = read_bytes("_source.yaml", "form: pdf")
    assert (rejection.raw_path, rejection.reason_code) == ("_source.yaml", "bad_source_file")
    (item,) = read_bytes("a.txt", TEXT)
    assert isinstance(item, RawItem)


def test_a_right_one_is_no_article(read_bytes):
    assert read_bytes("_source.yaml", SOURCE) == []


@pytest.mark.parametrize(
    ("found", "told"), [(1, [("pacific/_source.yaml", 1)]), (2, []), (4, [("pacific/_source.yaml", 4)])]
)
def test_folders_that_hold_too_few_or_too_many_articles(described, found, told):
    breaches = list(out_of_bounds(described, {"pacific/2024": found, "": 100}))
    assert [(name, count) for name, count, _ in breaches] == told
    assert all(str(expected) == "2 to 3" for _, _, expected in breaches)
