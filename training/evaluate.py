"""The engine measured on the held-out parts of its training data.

    python -m training.evaluate --corpora DIR --gold DIR [--model FOLDER]

Attachment scores are of gold words and sentences; sentences and entities are found in raw text, and count where the
whole span is right. Documents of the treebanks are joined again, paragraphs by blank lines, as articles come.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.accuracy import relations
from benchmarks.accuracy.figures import f1_by_label, mean
from coopmetrics.language import TYPES, Asked, read_pairs
from coopmetrics.language.engine import BUILTIN, load_pipeline
from training import data, entities, treebanks
from training.questions import marked_spans
from training.treebanks import Sentence

Scores = dict[str, Any]


def score_trees(nlp: Language, sentences: Sequence[Sentence]) -> Scores:
    """Give UAS and LAS with and without punctuation, and the shares of right tags, parts of speech and lemmas."""
    hits: Counter[str] = Counter()
    for sentence in sentences:
        words = sentence.words
        doc = Doc(nlp.vocab, words=[w.form for w in words], sent_starts=[i == 0 for i in range(len(words))])
        for _, component in nlp.pipeline:
            doc = component(doc)
        for token, word in zip(doc, words, strict=True):
            attached = token.head.i == (word.head - 1 if word.head else token.i)
            right = {"uas": attached, "las": attached and token.dep_ == word.label}
            hits.update({name: int(ok) for name, ok in right.items()})
            if word.upos != "PUNCT":
                hits.update({f"{name}_words": int(ok) for name, ok in right.items()} | {"words": 1})
            hits.update(tag=token.tag_ == word.xpos, pos=token.pos_ == word.upos, lemma=token.lemma_ == word.lemma, n=1)
    words_only = {name: hits[name] / hits["words"] for name in ("uas_words", "las_words")}
    return (
        words_only | {name: hits[name] / hits["n"] for name in ("uas", "las", "tag", "pos", "lemma")} | {"n": hits["n"]}
    )


def score_sentences(nlp: Language, sentences: Sequence[Sentence]) -> Scores:
    """Give precision, recall and F1 of sentences in documents joined again."""
    gold = found = both = 0
    for document in _documents(sentences):
        text, spans = _join(document)
        doc = nlp(text)
        guessed = {(words[0].idx, words[-1].idx + len(words[-1])) for words in map(_words, doc.sents) if words}
        gold, found, both = gold + len(spans), found + len(guessed), both + len(spans & guessed)
    return {"p": both / found, "r": both / gold, "f": 2 * both / (gold + found), "n": gold}


def score_entities(nlp: Language, paths: Iterable[Path]) -> Scores:
    """Give precision, recall and F1 of each kind of entity."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for path in paths:
        reference = entities.to_doc([*entities.read(path)], nlp.vocab, paragraphs_apart=True)
        spans = {(e.start_char, e.end_char, e.label_) for e in reference.ents}
        guessed = {(e.start_char, e.end_char, e.label_) for e in nlp(reference.text).ents}
        for counter, kinds in ((gold, spans), (found, guessed), (both, spans & guessed)):
            counter.update(kind for _, _, kind in kinds)
    return {
        kind: {
            "p": both[kind] / max(1, found[kind]),
            "r": both[kind] / gold[kind],
            "f": 2 * both[kind] / (gold[kind] + found[kind]),
            "n": gold[kind],
        }
        for kind in gold
    }


def score_relations(nlp: Language, rows: Sequence[Scores]) -> Scores:
    """Give accuracy and macro-F1 of the reader's types of marked relations, the actors given."""
    gold, found = [], []
    for row in rows:
        doc = nlp(row["text"])
        sides = [_tokens(doc, span) for span in marked_spans(row["marked"])]
        reading = read_pairs(doc[:], [Asked(*sides)])
        assert reading is not None
        gold.append(row["type"])
        found.append(_type(np.exp(reading.types[0])))
    pairs = list(zip(gold, found, strict=True))
    right = sum(g == f for g, f in pairs)
    return {"accuracy": right / len(pairs), "macro_f1": mean(f1_by_label(pairs)), "n": len(pairs)}


def _tokens(doc: Doc, span: tuple[int, int] | None) -> tuple[int, int]:
    found = doc.char_span(*span, alignment_mode="expand") if span else None
    return (found.start, found.end - 1) if found is not None else (0, len(doc) - 1)


def _type(chances: np.ndarray) -> str:
    """The likeliest type, CONCEDE and RETREAT together as YIELD, never NONE."""
    of = dict(zip(TYPES, chances.tolist(), strict=True))
    of["YIELD"] = of.pop("CONCEDE") + of.pop("RETREAT")
    del of["NONE"]
    return max(of, key=of.__getitem__)


def speed(nlp: Language, texts: Sequence[str]) -> Scores:
    """Give sentences and words a second of this thread's time, texts to Docs."""
    nlp(texts[0])
    started = time.process_time()
    docs = list(nlp.pipe(texts))
    seconds = time.process_time() - started
    return {"sentences": sum(len([*d.sents]) for d in docs) / seconds, "words": sum(map(len, docs)) / seconds}


def _words(sentence: Any) -> list[Any]:
    return [token for token in sentence if not token.is_space]


def _documents(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    number = 0
    numbers = [number := number + sentence.opens_document for sentence in sentences]
    for _, group in groupby(zip(numbers, sentences, strict=True), key=lambda pair: pair[0]):
        yield [sentence for _, sentence in group]


def _join(document: Sequence[Sentence]) -> tuple[str, set[tuple[int, int]]]:
    text, spans = "", set()
    for sentence in document:
        text += ("\n\n" if sentence.opens_paragraph else " ") if text else ""
        body = "".join(word.form + " " * word.has_space for word in sentence.words).strip()
        spans.add((len(text), len(text) + len(body)))
        text += body
    return text, spans


def main() -> None:
    """Print all figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"))
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"))
    parser.add_argument("--model", default=str(BUILTIN), help="folder of a pipeline; default the package's")
    options = parser.parse_args()
    if not (options.corpora and options.gold):
        parser.error("name the data with --corpora and --gold")
    nlp = load_pipeline(options.model, threads=1)
    folder = Path(options.corpora) / "treebanks"
    held_out = {
        "EWT test": [*treebanks.read(folder / "ewt" / "en_ewt-test.conllu")],
        "GUM news and interviews": [s for path in data.gum_files(folder, held_out=True) for s in treebanks.read(path)],
    }
    figures: Scores = {}
    for name, sentences in held_out.items():
        figures[name] = score_trees(nlp, sentences) | {"sentences": score_sentences(nlp, sentences)}
    wires = entities.files(Path(options.gold) / "newswire_entities", held_out=True)
    figures["held-out outlets"] = score_entities(nlp, wires)
    figures["held-out relations"] = score_relations(nlp, relations.read(Path(options.gold), held_out=True))
    figures["a second"] = speed(nlp, [entities.to_doc([*entities.read(path)], nlp.vocab).text for path in wires[:40]])
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
