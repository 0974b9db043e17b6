"""Do the events of one thing come together, and is it called by its name?

Gold: `coded_articles/initiatives.jsonl`, the initiatives of a few articles with their sentences, countries and titles.
As they are few, all are measured on. Each article is resolved by itself, so what is measured is what one article tells
of one pair of countries; pairs of its sentences are compared in which both have an event of these countries.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.accuracy import events
from benchmarks.accuracy.coded_articles import FOLDER
from benchmarks.accuracy.events import GoldArticle, likeness
from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics.normalize import Article, Coded, code_articles
from coopmetrics.resolve.initiatives import Event, Initiative, resolve_initiatives
from coopmetrics.settings import Settings

#: a sentence of an article, by where it starts and ends, and a pair of countries
Place = tuple[str, tuple[int, int], tuple[str, str]]


def score(gold: Path) -> Iterator[Figure]:
    """Figures over all articles whose initiatives are told by hand."""
    lines = (gold / FOLDER / "initiatives.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    names = {initiative["article"] for initiative in told}
    articles = [article for article in events.read(gold) if article.name in names]
    items = [Article(a.name, a.text, None, a.published_on) for a in articles]
    found: dict[Place, dict[str, str]] = defaultdict(dict)
    for article, coded in zip(articles, code_articles(items, Settings()), strict=True):
        assert isinstance(coded, Coded), coded.error
        for place, initiatives in _found(article, coded):
            found[place] |= {initiative.initiative_id: initiative.title for initiative in initiatives}
    yield from figures(told, found)


def figures(told: list[dict[str, Any]], found: Mapping[Place, Mapping[str, str]]) -> Iterator[Figure]:
    """Compare initiatives told by hand with those found at each place, by id their title."""
    gold: dict[Place, set[int]] = defaultdict(set)
    likenesses = []
    for number, initiative in enumerate(told):
        places = [place for place in found if _is_told_at(initiative, place)]
        for place in places:
            gold[place].add(number)
        titles = Counter(title for place in places for title in found[place].values())
        likenesses.append(likeness(initiative["title"], titles.most_common(1)[0][0] if titles else None))
    pairs = [(a, b) for a, b in combinations(sorted(gold), 2) if (a[0], a[2]) == (b[0], b[2])]
    joined = {(a, b) for a, b in pairs if found[a].keys() & found[b].keys()}
    yield from precision_recall_f1("sentences of one thing", joined, {(a, b) for a, b in pairs if gold[a] & gold[b]})
    yield Figure("title, F1 of its words", sum(likenesses) / max(len(likenesses), 1), len(likenesses))


def _found(article: GoldArticle, coded: Coded) -> Iterator[tuple[Place, list[Initiative]]]:
    """The initiatives of one article, each at every place that tells of it."""
    places, rows = {}, []
    for number, event in enumerate(coded.events):
        codes = sorted({side.country_code for side in (event.source, event.target) if side and side.country_code})
        if len(codes) == 2 and not event.is_negated and not event.is_hypothetical:
            sentence = coded.document.sentences[event.sentence_no]
            places[str(number)] = (article.name, (sentence.start_char, sentence.end_char), (codes[0], codes[1]))
            rows.append(
                Event(
                    event_id=str(number),
                    article_id=article.name,
                    story_id=article.name,
                    sentence_no=event.sentence_no,
                    country_a=codes[0],
                    country_b=codes[1],
                    event_type=event.event_type,
                    stage=event.stage,
                    thing=event.thing,
                    sectors=event.sectors,
                    published_on=article.published_on,
                )
            )
    initiatives = resolve_initiatives(rows, {})
    for event_id, place in places.items():
        yield place, [each for each in initiatives if any(event.event_id == event_id for event in each.events)]


def _is_told_at(initiative: dict[str, Any], place: Place) -> bool:
    article, (start, end), pair = place
    is_of_sides = initiative["article"] == article and {*pair} <= {*initiative["countries"]}
    return is_of_sides and any(start <= told < end for told in initiative["sentence_starts"])
