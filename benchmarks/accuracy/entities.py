"""Accuracy of entities: spans of names on newswire, and the persons of coded articles with country and level.

Gold: `newswire_entities/annotated/*.tsv`, `token<TAB>BIO tag` lines (a third column, nested tags, is left out), and
`coded_articles/persons.jsonl` with name, country and level. Newswire figures are of the outlets that the language
engine was not trained on. A mention counts where its span and kind equal the gold's; countries and places are
locations, IGOs organisations. Mentions that are descriptions, nationalities or facilities in the gold, or lie within a
longer gold name are left out; "U.S." counts with its last full stop, which some gold tokens lack.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.accuracy.figures import Figure, precision_recall_f1
from coopmetrics import entities
from coopmetrics.document import Document, Mention
from coopmetrics.language import load_engine
from training.entities import files

Span = tuple[int, int, str]

_ABBREVIATION = re.compile(r"(?:[A-Z]\.)+[A-Z]")

KINDS = {
    "person": "person",
    "organization": "organization",
    "igo": "organization",
    "country": "location",
    "place": "location",
}


def score(gold: Path) -> Iterator[Figure]:
    """Figures of both sets."""
    yield from score_spans(files(gold / "newswire_entities", held_out=True))
    yield from score_persons(gold / "coded_articles")


def score_spans(annotated: Iterable[Path]) -> Iterator[Figure]:
    """Precision, recall and F1 of persons, organisations and locations."""
    said: dict[str, set[tuple[str, Span]]] = defaultdict(set)
    true: dict[str, set[tuple[str, Span]]] = defaultdict(set)
    for name, document, spans in annotate_files(annotated):
        for span in spans:
            true[span[2]].add((name, span))
        for span in scored_spans(document.mentions, spans):
            said[span[2]].add((name, span))
    for kind in ("person", "organization", "location"):
        yield from precision_recall_f1(f"{kind} spans", said[kind], true[kind])


def annotate_files(annotated: Iterable[Path]) -> Iterator[tuple[str, Document, list[Span]]]:
    """Each file's name, document with mentions, and gold spans."""
    paths = list(annotated)
    texts = [article_of(path).read_text(encoding="utf-8", errors="replace") for path in paths]
    for path, doc in zip(paths, load_engine().parse(texts), strict=True):
        document = Document(doc)
        entities.annotate(document)
        yield path.name, document, gold_spans(path, doc.text)


def article_of(annotated: Path) -> Path:
    """The article that belongs to an annotation."""
    return annotated.parent.parent / "articles" / annotated.name.removesuffix(".tsv")


def scored_spans(mentions: list[Mention], gold: list[Span]) -> Iterator[Span]:
    """The mentions as spans, without those that the gold does not speak about."""
    for mention in mentions:
        span = (mention.start, mention.end, KINDS[mention.kind])
        inner = any(s <= mention.start and mention.end <= e and (s, e) != span[:2] for s, e, _ in gold)
        other = {(mention.start, mention.end, label) for label in ("norp", "facility")} & set(gold)
        if not (mention.is_pronoun or inner or other):
            yield span


def gold_spans(annotated: Path, text: str) -> list[Span]:
    """Character spans of an annotated file in its article; tokens that the article lacks are passed over."""
    spans: list[Span] = []
    position, is_open = 0, False
    for line in annotated.read_text(encoding="utf-8", errors="replace").splitlines():
        token, _, tag = line.partition("\t")
        start = text.find(token, position, position + 60 + len(token)) if token.strip() else -1
        if start < 0:
            is_open = is_open and not token.strip()
            continue
        position = start + len(token)
        tag = tag.split("\t")[0].strip()
        if tag.startswith("B-"):
            spans.append((start, position, tag[2:].lower()))
        elif tag.startswith("I-") and is_open:
            spans[-1] = (spans[-1][0], position, spans[-1][2])
        is_open = tag != "O"
    return [(start, end + _lacks_stop(text, start, end), label) for start, end, label in spans]


def _lacks_stop(text: str, start: int, end: int) -> bool:
    """Whether the gold tokens have parted the last full stop from an abbreviation ("U.S", ".")."""
    return text[end : end + 1] == "." and _ABBREVIATION.fullmatch(text, start, end) is not None


def score_persons(coded: Path) -> Iterator[Figure]:
    """Recall of persons by name, and of those found the share with the right country and level."""
    rows = [json.loads(line) for line in (coded / "persons.jsonl").read_text(encoding="utf-8").splitlines()]
    names = sorted({row["article"] for row in rows})
    texts = [(coded / "articles" / f"{name}.txt").read_bytes().decode("utf-8") for name in names]
    found: dict[str, list[Mention]] = {}
    for name, doc in zip(names, load_engine().parse(texts), strict=True):
        document = Document(doc)
        entities.annotate(document)
        found[name] = [mention for mention in document.mentions if mention.kind == "person"]
    pairs = [(row, match) for row in rows if (match := person_named(row["name"], found[row["article"]]))]
    of_country = [(row, match) for row, match in pairs if row["country"]]
    yield Figure("persons: recall", len(pairs) / max(len(rows), 1), len(rows))
    yield Figure(
        "persons: country",
        sum(row["country"] == match.country_code for row, match in of_country) / max(len(of_country), 1),
        len(of_country),
    )
    yield Figure("persons: level", sum(r["level"] == m.level for r, m in pairs) / max(len(pairs), 1), len(pairs))


def person_named(name: str, mentions: list[Mention]) -> Mention | None:
    """The mention whose full name is, holds, or lies within `name`."""
    wanted = name.casefold()
    same = [m for m in mentions if m.name.casefold() == wanted]
    near = [m for m in mentions if m.name.casefold() in wanted or wanted in m.name.casefold()]
    return next(iter(same + near), None)
