"""The event coder's models of events, on coded articles and on sentences with a marked relation; see `coder`.

First three logistic regressions over named features (see `coopmetrics.events.features`), `keep`, `type` and `stage`, on
the articles of `training/annotations`. A candidate counts as right when a coded row of its pair of codes names its
predicate's words, or, where the row names none, its type. Then a dozen weights by which these, the engine's reader and
the lexicon are heard (`coopmetrics.events.evidence`), on hand-coded articles that none of them has learned from. A
third of these is held out: what is measured on it holds for the weights as shipped.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from benchmarks.accuracy import relations
from benchmarks.accuracy.events import GoldArticle, Row, pair, sentence_of
from coopmetrics.document import Document, Mention
from coopmetrics.events import candidates, evidence, features, parties
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.parties import Cast
from coopmetrics.language import ACTS, STAGES, load_engine
from coopmetrics.normalize import prepare
from training import questions, texts, written
from training.questions import Span, predicate_span

ANNOTATIONS = Path(__file__).parent / "annotations"
WEIGHTS = Path(__file__).parents[1] / "src" / "coopmetrics" / "events" / "weights"
#: a candidate of a right dyad whose words are not those of a gold row is only half wrong
NEAR_MISS = 0.05
#: a marked relation has no unmarked ones beside it to learn from
MARKED = 0.3
#: a written sentence is plainer than news
WRITTEN = 0.5
#: codes of marked sides
DOER, OTHER = "AAA", "BBB"
#: rarer features are left out
MIN_COUNT = 2
#: inverse strength of regularisation
STRENGTH = {"keep": 0.12, "type": 1.0, "stage": 1.0, "sector": 0.1}


@dataclass(slots=True)
class Examples:
    """Feature lists with their labels and weights, for one model."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, found: list[str], label: str, weight: float = 1.0) -> None:
        """Add one example."""
        self.features.append(found)
        self.labels.append(label)
        self.weights.append(weight)


Data = dict[str, Examples]
#: models of candidates
NAMES = ("keep", "type", "stage")


def documents(articles: Sequence[GoldArticle]) -> Iterator[tuple[Document, GoldArticle]]:
    """Parse articles and find who is meant in them."""
    docs = load_engine().parse(article.text for article in articles)
    for article, doc in zip(articles, docs, strict=True):
        document = Document(doc, None, article.published_on)
        prepare(document)
        yield document, article


def annotated(corpora: Path) -> list[GoldArticle]:
    """Give the articles of `training/annotations` that reader and linear models learn from."""
    return [*_coded(ANNOTATIONS / "articles.jsonl", corpora), *written.news()]


def unread(corpora: Path) -> list[GoldArticle]:
    """Give the articles of `training/annotations` that nothing learns from, to develop on; see `training.unread`."""
    return _coded(ANNOTATIONS / "unread.jsonl", corpora)


def _coded(path: Path, corpora: Path) -> list[GoldArticle]:
    """Give the coded articles of a file whose texts are there and as they were."""
    found: dict[str, GoldArticle] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        name, text = article["text"], texts.read(corpora.parent, article["text"])
        if name not in found and texts.digest(text) == article["sha256"]:
            day = article.get("published_on")
            coded = frozenset(article["coded"]) if "coded" in article else None
            found[name] = GoldArticle(name, texts.body(text), day and date.fromisoformat(day), article["rows"], coded)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Stated:
    """The candidates of a sentence, and for each the coded rows of its pair of codes, and that which it states."""

    sentence_no: int
    cast: Cast
    candidates: list[Candidate]
    rows: list[list[Row]]
    stated: list[Row | None]


def compared(document: Document, article: GoldArticle) -> Iterator[Stated]:
    """Compare the candidates of an article with its coded rows."""
    cast = parties.cast(document)
    rows: dict[tuple[int, tuple[str, str]], list[Row]] = {}
    for row in article.rows:
        rows.setdefault((sentence_of(document, row), pair(row["source"] or "", row["target"] or "")), []).append(row)
    for sentence_no, sentence in enumerate(document.sentences):
        if not article.is_coded(sentence):
            continue
        found = list(candidates.find(document, sentence_no, cast))
        own = [rows.get((sentence_no, candidate.codes), []) for candidate in found]
        stated = [_matching(candidate, of, document) for candidate, of in zip(found, own, strict=True)]
        yield Stated(sentence_no, cast, found, own, stated)


def collect(document: Document, article: GoldArticle, data: Data) -> None:
    """Add the candidates of a coded article."""
    for at in compared(document, article):
        setting = features.setting(document, at.sentence_no, at.cast, at.candidates, alone=False)
        alone = features.setting(document, at.sentence_no, at.cast, at.candidates, alone=True)
        for candidate, rows, row in zip(at.candidates, at.rows, at.stated, strict=True):
            weight = NEAR_MISS if rows and row is None else 1.0
            data["keep"].add(features.keep(candidate, setting), str(row is not None), weight)
            if not candidate.is_implicit:
                data["keep"].add(features.keep(candidate, alone), str(row is not None), weight)
            if row is not None:
                data["type"].add(features.type_(candidate, setting), row["type"], 2.0)
                data["stage"].add(features.stage(candidate, setting, row["type"]), row["stage"])


@dataclass(slots=True)
class Voices:
    """What each voice says of candidates, and what is right; `weights` and `keep` are by candidate."""

    keep: list[dict[str, float]] = field(default_factory=list)
    is_event: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    #: of each pair of codes, and whether a row is between them
    pairs: list[tuple[dict[str, float], bool]] = field(default_factory=list)
    #: ... of an article, read in context
    in_context: list[tuple[dict[str, float], bool]] = field(default_factory=list)
    type: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    stage: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    #: types of the likeliest candidates of pairs in sentences by themselves
    alone: list[tuple[dict[str, Any], str]] = field(default_factory=list)


def listen(document: Document, article: GoldArticle, voices: Voices) -> None:
    """Add what is said of the candidates of a coded article, and of its sentences by themselves."""
    sentences = [at for at in compared(document, article) if at.candidates]
    found = {at.sentence_no: at.candidates for at in sentences}
    within = evidence.gather_all(document, parties.cast(document), found, doubtful=(0.0, 1.0))
    for at in sentences:
        by_itself = evidence.gather(document, at.sentence_no, at.cast, at.candidates, alone=True)
        voices.alone += _foremost(at, by_itself)
        for alone, known in ((False, within[at.sentence_no]), (True, by_itself)):
            between = {candidate.codes: bool(rows) for candidate, rows in zip(at.candidates, at.rows, strict=True)}
            pairs = [(known.pair(codes), is_coded) for codes, is_coded in between.items()]
            voices.in_context += [pair for pair in pairs if "context" in pair[0]]
            voices.pairs += [({k: v for k, v in numbers.items() if k != "context"}, coded) for numbers, coded in pairs]
            for candidate, rows, row in zip(at.candidates, at.rows, at.stated, strict=True):
                if alone and candidate.is_implicit:
                    continue
                voices.keep.append(known.keep(candidate))
                voices.is_event.append(row is not None)
                voices.weights.append(NEAR_MISS if rows and row is None else 1.0)
                if row is not None and not alone:
                    voices.type.append((known.types(candidate), row["type"]))
                    voices.stage.append((known.stages(candidate, row["type"]), row["stage"]))


def _foremost(at: Stated, known: Evidence) -> Iterator[tuple[dict[str, Any], str]]:
    """What is said of the likeliest candidate of each pair whose rows are of one type: a short item tells one act."""
    likeliest: dict[tuple[str, str], tuple[float, Candidate, str]] = {}
    for candidate, rows in zip(at.candidates, at.rows, strict=True):
        types = {row["type"] for row in rows}
        if len(types) == 1 and candidate.target is not None and not candidate.is_implicit:
            found = (known.heard[id(candidate)].strength, candidate, *types)
            likeliest[candidate.codes] = max(likeliest.get(candidate.codes, found), found, key=itemgetter(0))
    for _, candidate, of_type in likeliest.values():
        yield known.types(candidate), of_type


def weigh(voices: Voices) -> dict[str, dict[str, float]]:
    """Learn how much each voice counts."""
    pairs, is_coded = zip(*voices.pairs, strict=True)
    weights = {
        "pair": _regress(pairs, is_coded, None),
        "pair in context": _regress(*zip(*voices.in_context, strict=True), None),
        "keep": _regress(voices.keep, voices.is_event, voices.weights),
        "type": _mix(voices.type, ACTS),
        "alone": _mix(voices.alone, ACTS),
        "stage": _mix(voices.stage, STAGES),
    }
    return {kind: {name: round(value, 4) for name, value in of.items()} for kind, of in weights.items()}


def _regress(
    said: Sequence[dict[str, float]], is_so: Sequence[bool], weights: Sequence[float] | None
) -> dict[str, float]:
    names = list(said[0])
    matrix = np.array([[numbers[name] for name in names] for numbers in said])
    regression = LogisticRegression(C=1.0, max_iter=1000).fit(matrix, is_so, sample_weight=weights)
    return {"intercept": float(regression.intercept_[0]), **dict(zip(names, regression.coef_[0].tolist(), strict=True))}


def _mix(said: Sequence[tuple[dict[str, Any], str]], labels: Sequence[str]) -> dict[str, float]:
    """Find the weights of voices under which the right labels are likeliest; none counts against what it says."""
    names = list(said[0][0])
    stacked = np.array([[voices[name] for name in names] for voices, _ in said])
    right = np.array([labels.index(label) for _, label in said])

    def loss(weights: np.ndarray) -> float:
        scores = np.tensordot(stacked, weights, axes=(1, 0))
        log = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
        return float(-log[np.arange(len(right)), right].mean() + 0.002 * (weights**2).sum())

    best = minimize(loss, np.full(len(names), 0.3), bounds=[(0.0, 3.0)] * len(names))
    return dict(zip(names, best.x.tolist(), strict=True))


def _matching(candidate: Candidate, rows: list[Row], document: Document) -> Row | None:
    """The gold row that a candidate of the same pair states, or None."""
    sense = candidate.sense.frame.type if candidate.sense else None
    for row in sorted(rows, key=lambda r: r["type"] != sense):
        span = predicate_span(row, document.text)
        if span is not None and span[0] <= candidate.predicate.idx < span[1]:
            return row
        if span is None and row["type"] == sense:
            return row
    return None


@dataclass(frozen=True, slots=True)
class Marked:
    """An act of two marked sides, the first of which does it; and whether both do it to each other."""

    candidate: Candidate
    setting: features.Setting
    type: str
    is_mutual: bool = False


def of_relations(gold: Path) -> Iterator[Marked]:
    """Give the acts of sentences with a marked source and target."""
    rows = relations.read(gold, held_out=False)
    docs = load_engine().parse(row["text"] for row in rows)
    for row, doc in zip(rows, docs, strict=True):
        for act, setting in _acts(doc, questions.marked_spans(row["marked"])):
            yield Marked(act, setting, _relabel(row["type"], act))


def of_written() -> Iterator[Marked]:
    """Give the acts of sentences written for this project, which are rich in the types that articles are poor in."""
    sentences = list(questions.written())
    docs = load_engine().parse(sentence["text"] for sentence in sentences)
    for sentence, doc in zip(sentences, docs, strict=True):
        for row in sentence["rows"]:
            sides = [row["source_span"], row["target_span"]]
            if row["type"] != "NONE" and all(sides):
                for act, setting in _acts(doc, sides, row["predicate_span"]):
                    yield Marked(act, setting, _relabel(row["type"], act), bool(row.get("reciprocal")))


def collect_relation(act: Marked, data: Data) -> None:
    """Add an act of a sentence with a marked relation: its nearest predicate is one, of the type given."""
    data["type"].add(features.type_(act.candidate, act.setting), act.type)
    data["keep"].add(features.keep(act.candidate, act.setting), "True", MARKED)


def collect_written(act: Marked, data: Data) -> None:
    """Add an act of a written sentence."""
    data["type"].add(features.type_(act.candidate, act.setting), act.type, WRITTEN)


def _acts(
    doc: Doc, sides: Sequence[Span | None], predicate: Span | None = None
) -> Iterator[tuple[Candidate, features.Setting]]:
    """In each sentence that names a marked side the act of the two: its nearest predicate, or that at a known place."""
    document = Document(doc)
    document.mentions = sorted(_marked(document, sides), key=lambda mention: mention.start)
    cast = parties.cast(document)
    cast = Cast([], cast.actors, set())  # marked stretches are not names: they hold predicates too
    for sentence_no in cast.actors:
        found = [c for c in candidates.find(document, sentence_no, cast) if c.target is not None]
        likely = [c for c in found if predicate is None or predicate[0] <= c.predicate.idx < predicate[1]]
        if likely:
            setting = features.setting(document, sentence_no, cast, found)
            yield min(likely, key=_remoteness), setting


def _marked(document: Document, sides: Sequence[Span | None]) -> Iterator[Mention]:
    for code, side in zip((DOER, OTHER), sides, strict=True):
        if side is not None:
            start, end = side
            number = next((i for i, s in enumerate(document.sentences) if s.start_char <= start < s.end_char), 0)
            words = document.text[start:end]
            yield Mention(start, end, words, "organization", number, words, code, code)


def _remoteness(candidate: Candidate) -> tuple[bool, bool, int]:
    """How far a predicate stands from both actors; one that the lexicon knows comes first."""
    distance = candidate.source.distance + (candidate.target.distance if candidate.target else 9)
    return candidate.sense is None, candidate.source.actor.mention.country_code != DOER, distance


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


def write_evidence(gold: Sequence[GoldArticle], out: Path) -> str:
    """Learn how much each voice counts on hand-coded articles, and write it; tells what was learned."""
    voices = Voices()
    for document, article in documents(gold):
        listen(document, article, voices)
    weights = weigh(voices)
    (out / "evidence.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    return f"{len(voices.keep)} candidates, {len(voices.type)} events: {weights}"
