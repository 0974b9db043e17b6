"""The engine measured on the held-out parts, from raw text, as it is used.

    python -m training.evaluate --corpora DIR --gold DIR

Attachment scores leave punctuation out, as spaCy's do; sentences and entities count exact spans only. Treebank texts
are parsed paragraph by paragraph, since the engine never joins paragraphs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

import spacy
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from coopmetrics.language import Engine, load_engine
from training import data

Scores = dict[str, Any]


def _examples(engine: Engine, gold: Sequence[Doc]) -> list[Example]:
    predicted = engine.parse([doc.text for doc in gold])
    return [Example(guess, reference) for guess, reference in zip(predicted, gold, strict=True)]


def score_syntax(engine: Engine, gold: Sequence[Doc]) -> Scores:
    """Give UAS, LAS, sentence F1, and the accuracy of tags, parts of speech and lemmas, 0 to 1."""
    examples = _examples(engine, gold)
    dependencies = Scorer.score_deps(
        examples,
        "dep",
        getter=lambda token, attr: token.vocab.strings[getattr(token, attr)],
        ignore_labels=("punct",),
    )
    sentences = Scorer.score_spans(examples, "sents", getter=lambda doc, attr: list(getattr(doc, attr)))
    accuracies = {
        f"{attribute}_acc": Scorer.score_token_attr(examples, f"{attribute}_", missing_values={""})[f"{attribute}__acc"]
        for attribute in ("tag", "pos", "lemma")
    }
    return {
        "uas": dependencies["dep_uas"],
        "las": dependencies["dep_las"],
        "sents_f": sentences["sents_f"],
        "las_per_type": dependencies["dep_las_per_type"],
        **accuracies,
    }


def score_entities(engine: Engine, gold: Sequence[Doc]) -> Scores:
    """Give precision, recall and F1 of the entities, in all and of each type."""
    scores = Scorer.score_spans(_examples(engine, gold), "ents", getter=lambda doc, attr: list(getattr(doc, attr)))
    return {"p": scores["ents_p"], "r": scores["ents_r"], "f": scores["ents_f"], "types": scores["ents_per_type"]}


def words_per_second(engine: Engine, texts: Sequence[str]) -> float:
    """Give the speed of the whole engine, from texts to Docs, on one thread of its own."""
    started = time.process_time()
    words = sum(len(doc) for doc in engine.parse(texts))
    return words / (time.process_time() - started)


def main() -> None:
    """Print all figures as JSON."""
    options = data.options(__doc__)
    vocab = spacy.blank("en").vocab
    engine = load_engine()
    treebanks = data.treebank_test(options.corpora / "treebanks", vocab)
    newswire = data.entity_test(options.gold / "newswire_entities", vocab)
    figures: Scores = {name: score_syntax(engine, docs) for name, docs in treebanks.items()}
    figures["held-out outlets"] = score_entities(engine, newswire)
    figures["words per second"] = words_per_second(engine, [doc.text for doc in newswire])
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
