"""Annotated newswire as it is trained on and measured with."""

from pathlib import Path

import pytest
import spacy

from training import entities, segments

ROWS = """\
https://example.org/1	O

Fiji	I-Location
Bank	B-Organization	B-Misc
of	I-Organization
(	O
Suva	B-Location
)	O

Kava	B-Unknown
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "annotated").mkdir()
    (tmp_path / "articles").mkdir()
    for name in ("fj_times_1", "fj_times_2", "to_post_1", "ws_news_1"):
        (tmp_path / "annotated" / f"{name}.txt.tsv").write_text(ROWS, encoding="utf-8")
        (tmp_path / "articles" / f"{name}.txt").write_text("https://example.org/1\n\nFiji Bank of (Suva)\n\nKava")
    return tmp_path


def test_an_outlet_is_either_trained_on_or_held_out(folder: Path) -> None:
    trained, held_out = (entities.files(folder, held_out=held_out) for held_out in (False, True))
    assert {entities.outlet(path) for path in held_out} == {"fj_times"}
    assert {entities.outlet(path) for path in trained} == {"to_post", "ws_news"}


def test_docs_have_the_article_spacing_and_outer_entities(folder: Path) -> None:
    paragraphs = [*entities.read(entities.files(folder, held_out=False)[0])]
    doc = entities.to_doc(paragraphs, spacy.blank("en").vocab, paragraphs_apart=True)
    assert doc.text.strip() == "Fiji Bank of (Suva)\n\nKava"
    assert [(entity.text, entity.label_) for entity in doc.ents] == [
        ("Fiji", "LOC"),
        ("Bank of", "ORG"),
        ("Suva", "LOC"),
    ]


def test_segments_are_paragraphs_with_bio_tags(folder: Path) -> None:
    first, second = segments.newswire(entities.files(folder, held_out=False)[0])
    assert first.words == ["Fiji", "Bank", "of", "(", "Suva", ")"]
    assert first.entities == ["B-LOC", "B-ORG", "I-ORG", "O", "B-LOC", "O"]
    assert second.opens_paragraph
