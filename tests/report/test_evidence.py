"""The parts of a sentence, and the order of what proves the figures."""

from datetime import date

from coopmetrics.report import evidence


def parts(sentence: str, predicate: str, *mentions: str) -> list[tuple[str, str]]:
    return evidence.parts({"sentence": sentence, "predicate": predicate, "mentions": list(mentions)})


def test_the_act_and_its_sides_are_marked() -> None:
    assert parts("Kenya and India signed a pact.", "signed a pact", "Kenya", "India") == [
        ("side", "Kenya"),
        ("", " and "),
        ("side", "India"),
        ("", " "),
        ("act", "signed a pact"),
        ("", "."),
    ]


def test_only_whole_words_are_marked() -> None:
    assert parts("However, we met.", "met", "we") == [
        ("", "However, "),
        ("side", "we"),
        ("", " "),
        ("act", "met"),
        ("", "."),
    ]


def test_nothing_is_marked_twice() -> None:
    assert parts("They built the Kenya line.", "built the Kenya line", "Kenya", "they") == [
        ("", "They "),
        ("act", "built the Kenya line"),
        ("", "."),
    ]


def test_words_that_the_sentence_lacks_are_passed_over() -> None:
    assert parts("It rained.", "", "Kenya", ".*") == [("", "It rained.")]
    assert "".join(text for _, text in parts("It rained (.*", "snowed", "Kenya")) == "It rained (.*"


def test_articles_stand_by_month_with_their_events() -> None:
    rows = [
        {"event_id": "1", "month": date(2024, 2, 1), "article_id": "a"},
        {"event_id": "2", "month": date(2024, 2, 1), "article_id": "a"},
        {"event_id": "3", "month": date(2024, 2, 1), "article_id": "b"},
        {"event_id": "4", "month": None, "article_id": "c"},
    ]

    months = evidence.by_month(rows)

    assert [(month.month, [len(article.events) for article in month.articles]) for month in months] == [
        (date(2024, 2, 1), [2, 1]),
        (None, [1]),
    ]
    assert evidence.numbers(rows) == {"1": 1, "2": 2, "3": 3, "4": 4}
