"""Written news, and the rows coded in it."""

from datetime import date
from pathlib import Path

from training import written

TEXT = """=== Envoys of Fiji and Samoa meet
2024-05-06
> FJI>WSM\tCONSULT\tcompleted\tmeet\tr

It rained.
Fiji thanked Tonga.
> FJI>TON\tSUPPORT\tcompleted\tthanked\t.

Samoa would leave.
> WSM>?\tTHREATEN\tproposed\twould leave\th
===
2024-05-07
Nothing happened.
"""


def test_rows_point_into_the_text(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    first, second = written.news(tmp_path / "news.txt")
    assert first.text == "Envoys of Fiji and Samoa meet\n\nIt rained. Fiji thanked Tonga.\n\nSamoa would leave."
    assert first.published_on == date(2024, 5, 6)
    told = [(first.text[r["start"] : r["end"]], first.text[slice(*r["predicate_span"])]) for r in first.rows]
    assert told == [
        ("Envoys of Fiji and Samoa meet", "meet"),
        ("Fiji thanked Tonga.", "thanked"),
        ("Samoa would leave.", "would leave"),
    ]
    assert [(r["target"], r["reciprocal"], r["hypothetical"]) for r in first.rows] == [
        ("WSM", True, False),
        ("TON", False, False),
        (None, False, True),
    ]
    assert (second.text, second.rows) == ("Nothing happened.", [])


def test_the_news_of_this_project_are_well_formed() -> None:
    for article in written.news():
        for row in article.rows:
            assert row["source"] != row["target"]
            assert article.text[slice(*row["predicate_span"])].strip()
