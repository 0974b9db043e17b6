"""The sample articles coded by hand, against what the coder gives: a floor that a change may raise, never lower."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopmetrics.events import Event
from coopmetrics.normalize import Article, Coded, code_articles
from coopmetrics.settings import Settings

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))
#: share of the hand-coded rows found (sentence and dyad), and of the found ones that have type and stage right
FOUND, TYPE, STAGE = 0.5, 0.6, 0.5
#: share of the coder's dyad rows that stand in a sentence which has a row of that dyad by hand
PRECISION = 0.5

Row = dict[str, Any]


@pytest.fixture(scope="module")
def articles() -> list[tuple[Row, Coded]]:
    golden = [json.loads(path.read_text(encoding="utf-8")) for path in GOLDEN]
    given = [
        Article(article["raw_path"], article["text"], article["title"], date.fromisoformat(article["published_on"]))
        for article in golden
    ]
    coded = [answer for answer in code_articles(given, Settings()) if isinstance(answer, Coded)]
    return list(zip(golden, coded, strict=True))


def test_rows_coded_by_hand_are_found(articles: list[tuple[Row, Coded]]) -> None:
    required = [(row, coded) for article, coded in articles for row in article["events"] if not row.get("is_optional")]
    pairs = [(row, match) for row, coded in required if (match := best(row, coded))]

    assert len(pairs) / len(required) >= FOUND
    assert share(pairs, "event_type") >= TYPE
    assert share(pairs, "stage") >= STAGE


def test_few_rows_are_made_up(articles: list[tuple[Row, Coded]]) -> None:
    given = [event for _, coded in articles for event in dyad_events(coded)]
    right = {id(event) for article, coded in articles for row in article["events"] for event in candidates(row, coded)}

    assert sum(id(event) in right for event in given) / len(given) >= PRECISION


def best(row: Row, coded: Coded) -> Event | None:
    """Give the event of the row's sentence and dyad that agrees with it most."""
    return max(candidates(row, coded), key=lambda event: agreement(row, event), default=None)


def candidates(row: Row, coded: Coded) -> Iterator[Event]:
    at = coded.document.text.index(row["sentence"])
    for event in dyad_events(coded):
        sentence = coded.document.sentences[event.sentence_no]
        if sentence.start_char <= at < sentence.end_char and codes(event) == {
            row["source_country"],
            row["target_country"],
        }:
            yield event


def dyad_events(coded: Coded) -> Iterator[Event]:
    return (event for event in coded.events if None not in codes(event) and not event.is_domestic)


def codes(event: Event) -> set[str | None]:
    return {actor.country_code if actor else None for actor in (event.source, event.target)}


def agreement(row: Row, event: Event) -> int:
    return sum(getattr(event, column) == row[column] for column in ("event_type", "stage"))


def share(pairs: list[tuple[Row, Event]], column: str) -> float:
    return sum(getattr(event, column) == row[column] for row, event in pairs) / len(pairs)
