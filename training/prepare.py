"""Lay all training data out as numbers, for `training.fit`, which needs torch and NumPy alone.

    python -m training.prepare --corpora DIR --gold DIR [--out FILE]

So that can be run on another machine. What the coder would ask of the coded articles is found with the package's engine
as it is: its candidates hardly depend on the last point of accuracy.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from benchmarks.accuracy.events import GoldArticle, is_held_out, read
from coopmetrics.language import load_engine
from coopmetrics.language.pairs import STAGES, TYPES
from coopmetrics.language.tokens import TextTokenizer, is_gap
from coopmetrics.language.vocabulary import Vocabulary, shape
from training import data, events, in_context, names, questions, segments, texts
from training.base import BASE, large, small
from training.fit import form, meaning
from training.fit.data import Data, Laid
from training.fit.fitting import FOLDS
from training.segments import Segment

WORK = Path(__file__).parent / "work"
#: shapes of words that are known by number, the most frequent ones
SHAPES = 250
#: tags of parts of speech that are rarer are left out
LEAST = {"part": 3}
#: characters of a plain text that are read, and of one that is not read at all
LONGEST, SHORTEST = 40_000, 300
#: letters in a row that tell a text
RUN = 120
#: characters that are read of a plain text in which pairs are asked about that nobody coded
ASKED_LONGEST = 6000
_SIGNS = re.compile(r"\W+")
Labels = dict[str, list[str]]


def collect(corpora: Path, gold: Path) -> Data:
    """Read everything; `corpora` and `gold` are folders of one parent."""
    trees = [*chain.from_iterable(map(segments.treebank, data.treebank_files(corpora / "treebanks")))]
    newswire = [*map(segments.newswire, data.newswire_files(gold / "newswire_entities", watched=False))]
    named = [*names.annotated(corpora.parent), *names.written(), *names.written_articles()]
    watched = {
        "EWT": segments.treebank(corpora / "treebanks" / "ewt" / "en_ewt-dev.conllu"),
        "newswire": map(segments.newswire, data.newswire_files(gold / "newswire_entities", watched=True)),
    }
    plain = plain_texts(corpora, gold)
    labels = label_sets([*trees, *newswire])
    vocabulary = _vocabulary(labels["shapes"])
    return Data(
        labels=labels,
        small=small(),
        large=large(),
        plain=np.array([*_rows(plain, vocabulary)], np.uint16),
        documents=_numbered([*trees, *newswire, *named], vocabulary, labels),
        watched={name: _numbered(found, vocabulary, labels) for name, found in watched.items()},
        **_asked(corpora, gold, plain, vocabulary),
    )


def _asked(corpora: Path, gold: Path, plain: Sequence[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Give all texts with questions about pairs, by their names in `Data`."""
    engine, rng = load_engine(), random.Random(0)  # noqa: S311 - not for secrets
    coded = [article for article in read(gold) if not is_held_out(article.name)]

    def of_articles(articles: Sequence[GoldArticle]) -> Iterator[questions.Text]:
        return questions.of_articles(articles, engine, vocabulary, rng)

    return {
        "articles": [*map(_text, of_articles(events.annotated(corpora)))],
        "written": [*map(_text, questions.of_sentences(questions.written(), engine, vocabulary))],
        "marked": [*enumerate(map(_text, questions.of_sentences(questions.marked(gold), engine, vocabulary)))],
        "coded": [*map(_text, of_articles(coded))],
        "uncoded": [*map(_unanswered, of_articles(uncoded(plain)))],
        "in_context": [*_in_context(corpora, gold, plain, vocabulary)],
    }


def _in_context(corpora: Path, gold: Path, plain: Sequence[str], vocabulary: Vocabulary) -> Iterator[Laid]:
    """Give all pairs that the reader in context learns from, the fifth of PLV held out that always is."""
    engine, rng = load_engine(), random.Random(0)  # noqa: S311 - not for secrets
    marked = [row for number, row in enumerate(questions.marked(gold)) if number % FOLDS]
    yield from in_context.of_articles(events.annotated(corpora), vocabulary)
    yield from in_context.of_sentences(questions.written(), "written", engine, vocabulary)
    yield from in_context.of_sentences(marked, "marked", engine, vocabulary)
    yield from in_context.of_plain(uncoded(plain), vocabulary, rng)


def _vocabulary(shapes: Sequence[str]) -> Vocabulary:
    pieces = (BASE / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return Vocabulary({piece: i for i, piece in enumerate(pieces)}, shapes)


def uncoded(plain: Sequence[str]) -> list[GoldArticle]:
    """Give the plain texts as articles; what happens in them is left to the teacher to say."""
    return [GoldArticle(f"plain {number}", text[:ASKED_LONGEST], None) for number, text in enumerate(plain)]


def label_sets(corpus: Sequence[Sequence[Segment]]) -> Labels:
    """Number the labels of each task; 0 is O for tags of entities."""
    every = [segment for document in corpus for segment in document]

    def known(kind: str, lists: Iterable[Sequence[str]]) -> list[str]:
        counts = Counter(chain.from_iterable(lists))
        found = (label for label in counts if counts[label] >= LEAST.get(kind, 1))
        return sorted(found, key=lambda label: (label != "O", label))

    shapes = Counter(shape(word) for segment in every for word in segment.words)
    return {
        "tag": known("tag", (s.tags for s in every)),
        "part": known("part", (s.parts for s in every)),
        "relation": known("relation", (s.relations for s in every)),
        "entity": known("entity", (form.bilou(s.entities) for s in every)),
        "thing": known("thing", (form.bilou(s.things) for s in every)),
        "type": list(TYPES),
        "stage": list(STAGES),
        "shapes": sorted(shapes, key=lambda s: (-shapes[s], s))[:SHAPES],
    }


def plain_texts(corpora: Path, gold: Path) -> list[str]:
    """Give the news that words are hidden in: nothing hand-coded or unread, no held-out outlet, each text once."""
    tables = [*sorted((corpora / "news_csv").glob("*.csv")), *sorted((corpora / "wikinews").rglob("*.csv"))]
    found = [*chain.from_iterable(map(texts.table, tables))]
    found += texts.releases(corpora / "state_dept" / "items_2021.jsonl")
    articles = gold / "newswire_entities" / "articles"
    files = [
        *sorted((corpora / "white_house_2021_2023").glob("*.md")),
        *sorted((corpora / "australia_press").glob("*.txt")),
        *(
            articles / path.name.removesuffix(".tsv")
            for watched in (False, True)
            for path in data.newswire_files(gold / "newswire_entities", watched=watched)
        ),
    ]
    found += [texts.body(path.read_text(encoding="utf-8", errors="replace")) for path in files]
    for document in chain.from_iterable(map(segments.treebank, data.treebank_files(corpora / "treebanks"))):
        found.append("\n\n".join(" ".join(segment.words) for segment in document))
    written = [row["text"] for row in questions.written()]
    found += ["\n\n".join(written[first : first + 100]) for first in range(0, len(written), 100)]
    kept = _others(found, [article.text for article in (*read(gold), *events.unread(corpora))])
    random.Random(0).shuffle(kept)  # noqa: S311 - not for secrets
    return kept


def _others(found: Sequence[str], kept_back: Sequence[str]) -> list[str]:
    """Give each text once, without short ones and those that share a run of letters with one kept back."""
    barred = {run for text in kept_back for run in _runs(_SIGNS.sub("", text), 1)}
    kept: dict[str, str] = {}
    for text in found:
        letters = _SIGNS.sub("", text)
        if len(text) > SHORTEST and letters[:RUN] not in kept and barred.isdisjoint(_runs(letters, RUN)):
            kept[letters[:RUN]] = text
    return list(kept.values())


def _runs(letters: str, step: int) -> Iterator[str]:
    return (letters[start : start + RUN] for start in range(0, len(letters) - RUN + 1, step))


def _rows(found: Iterable[str], vocabulary: Vocabulary) -> Iterator[tuple[int, int, int]]:
    """Give all texts as pieces with their shapes, and whether each opens a word."""
    tokenizer = TextTokenizer(spacy.blank("en").tokenizer)
    for article in found:
        yield vocabulary.begin, 0, 1
        for paragraph in re.split(r"\n\s*\n", article[:LONGEST]):
            for token in tokenizer(paragraph):
                if not is_gap(token.text):
                    pieces, number = vocabulary.read(token.text)
                    yield from ((piece, number, int(i == 0)) for i, piece in enumerate(pieces))
            yield vocabulary.separator, 0, 1


def _numbered(found: Iterable[Sequence[Segment]], vocabulary: Vocabulary, labels: Labels) -> list[form.Document]:
    numbers = {kind: {name: i for i, name in enumerate(labels[kind])} for kind in form.KINDS if kind in labels}
    return [[_segment(segment, vocabulary, numbers) for segment in document] for document in found]


def _segment(found: Segment, vocabulary: Vocabulary, number: dict[str, dict[str, int]]) -> form.Segment:
    """Number the words and labels of a segment."""
    made: dict[str, list[int]] = {}
    if found.tags:
        for kind, values in (("tag", found.tags), ("part", found.parts), ("relation", found.relations)):
            made[kind] = [number[kind].get(value, form.UNKNOWN) for value in values]
        made["head"] = [-1 if head == i else head for i, head in enumerate(found.heads)]
    for kind, tags in (("entity", found.entities), ("thing", found.things)):
        if tags:
            made[kind] = [number[kind].get(tag, 0) for tag in form.bilou(tags)]
    as_is, upper, lower = ([vocabulary.shape(cased(w)) for w in found.words] for cased in (str, str.upper, str.lower))
    return form.Segment([vocabulary.pieces(w) for w in found.words], (as_is, upper, lower), found.opens_paragraph, made)


def _text(found: questions.Text) -> meaning.Text:
    """Number the answers of a text's questions."""
    asked: list[meaning.Question] = [
        (
            question.source,
            question.target,
            question.sentence,
            question.predicate,
            [TYPES.index(kind) for kind in question.types],
            [STAGES.index(stage) for stage in question.stages],
            [int(question.flags[flag]) if flag in question.flags else -1 for flag in meaning.FLAGS],
            question.told,
            question.weight,
        )
        for question in found.questions
    ]
    return meaning.Text(found.name, [(w.pieces, w.shapes, w.word_of) for w in found.windows], found.words, asked)


def _unanswered(found: questions.Text) -> meaning.Text:
    """Number a text's questions, whose answers nobody knows."""
    text = _text(found)
    text.questions = [(*question[:4], [], [], [-1] * len(meaning.FLAGS), None, 1.0) for question in text.questions]
    return text


def main() -> None:
    """Read, number, write."""
    parser = argparse.ArgumentParser(prog="python -m training.prepare", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--out", type=Path, default=WORK / "data.pkl")
    options = parser.parse_args()
    if not (options.corpora and options.gold):
        parser.error("name the data with --corpora and --gold")
    options.out.parent.mkdir(exist_ok=True)
    collect(Path(options.corpora), Path(options.gold)).save(options.out)


if __name__ == "__main__":
    main()
