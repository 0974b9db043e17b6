"""Labelled pairs of actors, from written sentences, marked ones and annotated articles."""

import json
import random
from pathlib import Path

import pytest

from training import pairs, texts
from training.windows import Segment

RANDOM = random.Random(1)  # noqa: S311 - not for secrets


def sides(segment: Segment) -> list[tuple[str, str, str]]:
    def text(span: tuple[int, int]) -> str:
        return " ".join(segment.words[span[0] : span[1] + 1])

    return [(text(pair.source), text(pair.target), pair.labels["type"]) for pair in segment.pairs]


def test_written_sentences_hold_what_their_rows_say() -> None:
    documents = [*pairs.written()]
    assert len(documents) > 2000
    assert all(document[0].pairs for document in documents)


def test_marks_are_taken_out() -> None:
    assert pairs.marked_spans("<s>Fiji</s> thanked <t> Samoa</t>.") == [(0, 4), (14, 19)]
    assert pairs.marked_spans("<s>Fiji </s>agreed.") == [(0, 4), None]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = "Suva. Fiji met Samoa.\n\nTonga and Vanuatu watched."
    row = {
        "start": 6, "end": 21, "source": "FJI", "target": "WSM", "source_span": [6, 10], "target_span": [15, 20],
        "predicate_span": [11, 14], "type": "CONSULT", "stage": "completed", "reciprocal": True, "negated": False,
        "hypothetical": False,
    }  # fmt: skip
    line = {"text": "a.txt", "sha256": texts.digest(text), "coder": 1, "rows": [row]}
    (tmp_path / "articles.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(pairs, "ANNOTATIONS", tmp_path)
    return tmp_path


def test_annotated_articles_give_rows_and_pairs_that_are_none(root: Path) -> None:
    found = [side for article in pairs.annotated(root, RANDOM) for segment in article for side in sides(segment)]
    assert ("Fiji", "Samoa", "CONSULT") in found
    assert all(kind == "NONE" for source, _, kind in found if source in ("Tonga", "Vanuatu"))


def test_a_text_that_has_changed_is_passed_over(root: Path) -> None:
    (root / "a.txt").write_text("Another text.", encoding="utf-8")
    assert [*pairs.annotated(root, RANDOM)] == []
