"""The command that measures accuracy."""

import subprocess
import sys
from pathlib import Path

import pytest

import benchmarks.accuracy as package
from benchmarks.accuracy.__main__ import as_markdown, parts, renew
from benchmarks.accuracy.figures import Figure, confusions, f1_by_label, mean, precision_recall_f1


def test_precision_recall_and_f1_of_sets():
    assert list(precision_recall_f1("pairs", {1, 2, 3, 4}, {1, 2, 5})) == [
        Figure("pairs: precision", 0.5, 4),
        Figure("pairs: recall", pytest.approx(2 / 3), 3),
        Figure("pairs: F1", pytest.approx(4 / 7), 3),
    ]


def test_nothing_said_is_no_division_by_zero():
    assert [figure.value for figure in precision_recall_f1("pairs", set(), set())] == [0, 0, 0]


def test_a_rare_label_counts_as_much_as_others_in_the_mean():
    by_label = f1_by_label([("AID", "AID"), ("AID", "AID"), ("AID", "AGREE"), ("AGREE", "AID")])
    assert by_label == {"AID": pytest.approx(2 / 3), "AGREE": 0}
    assert mean(by_label) == pytest.approx(1 / 3)


def test_what_is_taken_for_something_else_more_than_once_is_told():
    found = [("AID", "AGREE"), ("AID", "AGREE"), ("AID", "AID"), ("AGREE", "AID"), ("REJECT", ""), ("REJECT", "")]
    assert list(confusions("type", found)) == [
        Figure("type of gold AID read as AGREE", pytest.approx(2 / 3), 3),
        Figure("type of gold REJECT read as nothing", 1, 2),
    ]


def test_every_module_with_a_score_is_a_part_and_no_other():
    scoring = {path.stem for path in Path(package.__file__).parent.glob("*.py") if "\ndef score(" in path.read_text()}
    assert set(parts()) == scoring


def test_a_page_keeps_its_words_and_gets_new_figures(tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text("Before.\n<!-- figures -->\nold\n<!-- end of figures -->\nAfter.\n", encoding="utf-8")
    renew(page, as_markdown([("names", Figure("same person: F1", 0.9126, 121))]))
    assert page.read_text(encoding="utf-8") == (
        "Before.\n<!-- figures -->\n| part | figure | value | n |\n|---|---|--:|--:|\n"
        "| names | same person: F1 | 0.913 | 121 |\n<!-- end of figures -->\nAfter.\n"
    )


def test_without_gold_data_the_command_says_so_and_is_content(monkeypatch):
    monkeypatch.delenv("COOPMETRICS_GOLD", raising=False)
    done = subprocess.run([sys.executable, "-m", "benchmarks.accuracy"], capture_output=True, text=True, check=True)
    assert "COOPMETRICS_GOLD" in done.stdout
