"""Train the event coder's linear models on hand-coded articles and on sentences with a marked relation.

    uv run --group training python -m training.events --gold DIR [--all] [--out DIR]

Three logistic regressions (see `coopmetrics.events.features`): `keep`, `type`, `stage`. A candidate counts as right
when a gold row of its pair of codes names its predicate's words, or, where the row names none, its type. By default
the held-out third of the articles is left out, and the figures in `training/events.md` are of models trained so.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.events import GoldArticle, Row, is_held_out, pair, read, sentence_of
from coopmetrics import entities, events
from coopmetrics.document import Document, Mention
from coopmetrics.events import candidates, features
from coopmetrics.events.candidates import Candidate
from coopmetrics.language import load_engine
from training import texts

ANNOTATIONS = Path(__file__).parent / "annotations"
WEIGHTS = Path(__file__).parents[1] / "src" / "coopmetrics" / "events" / "weights"
#: a candidate of a right dyad whose words are not those of a gold row is only half wrong
NEAR_MISS = 0.05
#: a marked relation has no unmarked ones beside it to learn from
MARKED = 0.3
#: rarer features are left out
MIN_COUNT = 2
#: inverse strength of regularisation
STRENGTH = {"keep": 0.12, "type": 1.0, "stage": 1.0}


@dataclass(slots=True)
class Examples:
    """Feature lists with their labels and weights, for one model; `groups` names the article of each."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def add(self, found: list[str], label: str, group: str, weight: float = 1.0) -> None:
        """Add one example."""
        self.features.append(found)
        self.labels.append(label)
        self.weights.append(weight)
        self.groups.append(group)


Data = dict[str, Examples]


def collect(articles: Sequence[GoldArticle], data: Data, *, is_read: bool) -> None:
    """Add the candidates of hand-coded articles; `is_read`: the head of pairs has not been trained on them."""
    docs = load_engine().parse(article.text for article in articles)
    for article, doc in zip(articles, docs, strict=True):
        document = Document(doc, None, article.published_on)
        entities.annotate(document)
        events.attribute(document)
        entities.resolve_references(document)
        _add_article(document, article, data, is_read)


def annotated(corpora: Path) -> list[GoldArticle]:
    """Give the articles that `training/annotations` codes."""
    found: dict[str, GoldArticle] = {}
    for line in (ANNOTATIONS / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        name, text = article["text"], texts.read(corpora.parent, article["text"])
        if name not in found and texts.digest(text) == article["sha256"]:
            rows = [row | {"predicate": _cut(text, row["predicate_span"])} for row in article["rows"]]
            found[name] = GoldArticle(name, text, None, rows)
    return list(found.values())


def _cut(text: str, span: Sequence[int] | None) -> str | None:
    return text[span[0] : span[1]] if span else None


def _add_article(document: Document, article: GoldArticle, data: Data, is_read: bool) -> None:
    cast = candidates.cast(document)
    rows: dict[tuple[int, tuple[str, str]], list[Row]] = {}
    for row in article.rows:
        rows.setdefault((sentence_of(document, row), pair(row["source"] or "", row["target"] or "")), []).append(row)
    for sentence_no in range(len(document.sentences)):
        found = list(candidates.find(document, sentence_no, cast))
        setting = features.setting(document, sentence_no, cast, found, alone=False, is_read=is_read)
        alone = features.setting(document, sentence_no, cast, found, alone=True, is_read=is_read)
        for candidate in found:
            gold = rows.get((sentence_no, candidate.codes), [])
            row = _matching(candidate, gold, document)
            weight = NEAR_MISS if gold and row is None else 1.0
            data["keep"].add(features.keep(candidate, setting), str(row is not None), article.name, weight)
            if not candidate.is_implicit:
                data["keep"].add(features.keep(candidate, alone), str(row is not None), article.name, weight)
            if row is not None:
                data["type"].add(features.type_(candidate, setting), row["type"], article.name, 2.0)
                data["stage"].add(features.stage(candidate, setting, row["type"]), row["stage"], article.name)


def _matching(candidate: Candidate, rows: list[Row], document: Document) -> Row | None:
    """The gold row that a candidate of the same pair states, or None."""
    sense = candidate.sense.frame.type if candidate.sense else None
    for row in sorted(rows, key=lambda r: r["type"] != sense):
        span = _predicate_span(row, document)
        if span is not None and span[0] <= candidate.predicate.idx < span[1]:
            return row
        if span is None and row["type"] == sense:
            return row
    return None


def _predicate_span(row: Row, document: Document) -> tuple[int, int] | None:
    if not row["predicate"]:
        return None
    start = document.text.find(row["predicate"], row["start"], row["end"])
    return (start, start + len(row["predicate"])) if start >= 0 else None


def collect_relations(path: Path, data: Data) -> None:
    """Add the sentences with a marked source and target: their nearest predicates are acts, of the type given."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    docs = load_engine().parse(row["text"] for row in rows)
    for row, doc in zip(rows, docs, strict=True):
        document = Document(doc)
        document.mentions = list(_marked(row, document))
        cast = candidates.cast(document)
        cast = candidates.Cast([], cast.actors, set())  # marked stretches are not names: they hold predicates too
        for sentence_no in cast.actors:
            found = [c for c in candidates.find(document, sentence_no, cast) if c.target is not None]
            if found:
                setting = features.setting(document, sentence_no, cast, found, is_read=False)
                best = min(found, key=_remoteness)
                data["type"].add(features.type_(best, setting), _relabel(row["type"], best), row["id"])
                data["keep"].add(features.keep(best, setting), "True", row["id"], MARKED)


def _marked(row: Row, document: Document) -> Iterator[Mention]:
    for side, code in (("source_text", "AAA"), ("target_text", "BBB")):
        start = document.text.find(row[side])
        if start >= 0:
            number = next((i for i, s in enumerate(document.sentences) if s.start_char <= start < s.end_char), 0)
            end = start + len(row[side])
            yield Mention(start, end, row[side], "organization", number, row[side], code, code)


def _remoteness(candidate: Candidate) -> tuple[bool, bool, int]:
    """How far a predicate stands from both actors; one that the lexicon knows comes first."""
    distance = candidate.source.distance + (candidate.target.distance if candidate.target else 9)
    return candidate.sense is None, candidate.source.actor.mention.country_code != "AAA", distance


def _relabel(label: str, candidate: Candidate) -> str:
    """CONCEDE and RETREAT share a label in that set; the lexicon tells them apart."""
    if label != "YIELD":
        return label
    return "RETREAT" if candidate.sense and candidate.sense.frame.type == "RETREAT" else "CONCEDE"


def fit(name: str, examples: Examples) -> dict[str, Any]:
    """Train one model and return its arrays."""
    counts = Counter(f for found in examples.features for f in set(found))
    kept = [{f: 1.0 for f in found if counts[f] >= MIN_COUNT} for found in examples.features]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    regression = LogisticRegression(C=STRENGTH[name], max_iter=400)
    regression.fit(matrix, examples.labels, sample_weight=examples.weights)
    weights, classes = regression.coef_.T, [str(c) for c in regression.classes_]
    return {
        "features": np.asarray(vectorizer.feature_names_),
        "classes": np.asarray(["True"] if len(classes) == 2 else classes),
        "weights": weights.astype(np.float16),
        "intercept": regression.intercept_.astype(np.float32),
    }


def main() -> None:
    """Collect, train, write."""
    parser = argparse.ArgumentParser(prog="python -m training.events", description=__doc__)
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"), help="folder of corpora")
    parser.add_argument("--all", action="store_true", help="train on the held-out third too")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    arguments = parser.parse_args()
    gold = Path(arguments.gold)
    data: Data = {name: Examples() for name in STRENGTH}
    collect([a for a in read(gold) if arguments.all or not is_held_out(a.name)], data, is_read=True)
    if arguments.corpora:
        collect(annotated(Path(arguments.corpora)), data, is_read=False)
    collect_relations(next((gold / "plover_relations").glob("*.jsonl")), data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, examples in data.items():
        arrays = fit(name, examples)
        np.savez_compressed(arguments.out / f"{name}.npz", **arrays)
        print(
            f"{name}: {len(examples.labels)} examples, {len(arrays['features'])} features, {Counter(examples.labels)}"
        )


if __name__ == "__main__":
    main()
