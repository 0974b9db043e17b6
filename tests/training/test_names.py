"""Articles with annotated names, as the segments that entities are learned from."""

import json
from collections import Counter
from pathlib import Path

import pytest

from training import names, texts
from training.entities import LABELS

TEXT = "SUVA. Dr Ana Vula met Samoan farmers.\n\nThe Pacific Bank will lend $2 million."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    labels = {"SUVA": "Location", "Ana Vula": "Person", "Samoan": "NORP", "Pacific Bank": "Organization"}
    found = [[TEXT.index(name), TEXT.index(name) + len(name), label] for name, label in labels.items()]
    line = {"text": "a.txt", "sha256": texts.digest(TEXT), "coder": 1, "names": found}
    (tmp_path / "names.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(names, "ANNOTATIONS", tmp_path)
    return tmp_path


def test_each_paragraph_is_a_segment_with_its_names_as_tags(root: Path) -> None:
    [[first, second]] = names.annotated(root)
    assert dict(zip(first.words, first.entities, strict=True)) | {"met": "O"} == {
        "SUVA": "B-LOC", ".": "O", "Dr": "O", "Ana": "B-PERSON", "Vula": "I-PERSON", "met": "O", "Samoan": "B-NORP",
        "farmers": "O",
    }  # fmt: skip
    assert (second.words[:4], second.entities[:4]) == (["The", "Pacific", "Bank", "will"], ["O", "B-ORG", "I-ORG", "O"])
    assert first.opens_paragraph
    assert second.opens_paragraph


def test_a_text_that_has_changed_is_passed_over(root: Path) -> None:
    (root / "a.txt").write_text("Another text.", encoding="utf-8")
    assert [*names.annotated(root)] == []


def test_what_is_annotated_can_be_read() -> None:
    lines = (Path(names.__file__).parent / "annotations" / "names.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert len({article["text"] for article in articles}) == len(articles) > 300
    for article in articles:
        ends = [0, *(end for _, end, _ in article["names"])]
        assert all(start >= before for (start, _, _), before in zip(article["names"], ends, strict=False))


def test_marks_are_taken_out_of_written_articles() -> None:
    marked = "=== markets, Fiji\n[SUVA|L] - Dr [Ana Vula|P] met [Samoan|N] farmers.\n\nThe [Pacific Bank|O] lends.\n"
    text, found = names.unmark(marked.partition("\n")[2])
    assert text.startswith("SUVA - Dr Ana Vula met Samoan farmers.\n\nThe Pacific Bank lends.")
    assert [(text[start:end], label) for start, end, label in found] == [
        ("SUVA", "Location"),
        ("Ana Vula", "Person"),
        ("Samoan", "NORP"),
        ("Pacific Bank", "Organization"),
    ]


def test_written_articles_have_names_of_all_kinds_and_no_marks() -> None:
    articles = [*names.written_articles()]
    tags = Counter(tag for article in articles for segment in article for tag in segment.entities)
    assert set(LABELS.values()) == {tag[2:] for tag in tags if tag.startswith("B-")}
    assert tags["B-PERSON"] > 10 * len(articles) / 2
    assert not any("|" in word for article in articles for segment in article for word in segment.words)
