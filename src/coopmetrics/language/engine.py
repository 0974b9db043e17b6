"""Texts to parsed spaCy Docs: tokens, parts of speech, lemmas, dependencies, sentences and named entities.

The built-in engine is a spaCy pipeline of four parts: a tokenizer that takes any text, the annotator, which does
nearly all in one pass of a small transformer, spaCy's rules for lemmas, and rules and vocabularies that sharpen names.
What stands between words beyond one space is a token of its own (`pos_` SPACE), which hangs on the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc, Span
from threadpoolctl import threadpool_limits

from coopmetrics.language import annotator, labels, lemmas  # noqa: F401 - registers the components
from coopmetrics.language.context import Pair, load_context_reader
from coopmetrics.language.network import Floats
from coopmetrics.language.pairs import WIDTH, Asked, Reading, load_pair_head
from coopmetrics.language.tokens import TextTokenizer

BUILTIN: Final = Path(__file__).parent / "model"
#: the component that sharpens names; it is built of `entities`, above this floor, so spaCy finds it by its entry point
NAMES: Final = "coopmetrics_names"
#: strings after which the pipeline is loaded anew, since spaCy's vocabulary only ever grows
MAX_STRINGS: Final = 500_000
#: pairs read at once, about; bounds memory
ASKED: Final = 2_000
#: half characters that JSON can carry and that no encoding can hold
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def load_engine(name: str = "builtin", threads: int = 1) -> Engine:
    """Load the built-in engine, or the installed spaCy pipeline of that name or path.

    Raises `ValueError` where there is no such pipeline, or it lacks a parser or an entity recognizer.
    """
    return Engine(BUILTIN if name == "builtin" else name, threads)


def read_pairs(sentence: Span, asked: Sequence[Asked]) -> Reading | None:
    """Read what pairs of actors do to each other in a sentence; None where another pipeline has parsed it."""
    read = read_all([sentence], [asked])
    return read[0] if read else None


def read_all(sentences: Sequence[Span], asked: Sequence[Sequence[Asked]]) -> list[Reading] | None:
    """Read the pairs of several sentences of a document, at least one pair of each, as `read_pairs` does."""
    if not sentences or not _is_read(sentences[0].doc):
        return None
    head = load_pair_head(sentences[0].doc.user_data[annotator.READER])
    return [reading for group in _blocks(asked) for reading in head.read(sentences[group], asked[group])]


def read_in_context(doc: Doc, pairs: Sequence[Pair]) -> Floats | None:
    """Read pairs in context, at least one: log-probabilities of types [N, 17], NONE first.

    None where another pipeline has parsed the document, or its folder has no such reader.
    """
    reader = load_context_reader(doc.user_data[annotator.READER]) if _is_read(doc) else None
    return reader.read(doc, pairs) if reader else None


def _blocks(asked: Sequence[Sequence[Asked]]) -> Iterator[slice]:
    """Part sentences into blocks of about `ASKED` pairs."""
    start = size = 0
    for end, pairs in enumerate(asked, start=1):
        size += len(pairs)
        if size >= ASKED or end == len(asked):
            yield slice(start, end)
            start, size = end, 0


def vector_of(words: Span) -> Floats:
    """Mean what the built-in engine's branch for meaning made of some words [`WIDTH`]; zeros where it made nothing."""
    if not _is_read(words.doc):
        return np.zeros(WIDTH, np.float32)
    rows = np.asarray(words.doc.tensor[words.start : words.end], np.float32)
    if len(rows) == 1:
        return np.asarray(rows[0])
    rows = rows[rows.any(1)]  # white space has no vector
    return np.asarray(rows.mean(0)) if len(rows) else np.zeros(WIDTH, np.float32)


def _is_read(doc: Doc) -> bool:
    """Whether the annotator's vectors are there; a Doc that was stored has lost them."""
    return annotator.READER in doc.user_data and len(doc.tensor) == len(doc)


class Engine:
    """A loaded spaCy pipeline that parses whole articles."""

    def __init__(self, model: str | Path, threads: int = 1) -> None:
        self._model, self._threads = model, threads
        self._nlp = load_pipeline(model, threads)
        self._loaded_strings = len(self._nlp.vocab.strings)

    @property
    def version(self) -> str:
        """Name and version of the pipeline, as in its `meta.json`."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def parse(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Doc]:
        """Give one Doc a text, in order, reading `batch_size` texts ahead.

        `doc.text` equals the text, but for lone surrogates, which become U+FFFD. Entity labels are PERSON, ORG, LOC,
        NORP, FAC, DATE, TIME, MONEY, PRODUCT, EVENT, MISC; dependencies those of Universal Dependencies, the root ROOT.
        """
        remaining = iter(texts)
        while batch := [SURROGATE.sub("\ufffd", text) for text in islice(remaining, batch_size)]:
            yield from self._nlp.pipe(batch, batch_size=batch_size)
            self._forget_words()

    def _forget_words(self) -> None:
        if len(self._nlp.vocab.strings) > self._loaded_strings + MAX_STRINGS:
            self._nlp = load_pipeline(self._model, self._threads)


def load_pipeline(model: str | Path, threads: int = 1) -> Language:
    """Load a spaCy pipeline as the engine uses it; raises as `load_engine` does."""
    threadpool_limits(limits=threads, user_api="blas")
    try:
        is_own = (Path(model) / annotator.NAME).is_dir()
        nlp = spacy.load(model, config={"components": {annotator.NAME: {"threads": threads}}} if is_own else {})
    except OSError as error:
        raise ValueError(f"no spaCy pipeline {str(model)!r} is installed") from error
    nlp.max_length = 10**9  # memory is bounded by the annotator's windows
    if annotator.NAME in nlp.pipe_names:
        _index_lemmas(nlp)
    else:
        _adopt(nlp, model)
    if NAMES not in nlp.pipe_names:
        nlp.add_pipe(NAMES)
    return nlp


def _adopt(nlp: Language, model: str | Path) -> None:
    """Make another pipeline take any text and speak the built-in one's labels."""
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ValueError(f"the spaCy pipeline {str(model)!r} lacks: {', '.join(sorted(missing))}")
    nlp.tokenizer = TextTokenizer(nlp.tokenizer)
    nlp.add_pipe("coopmetrics_labels", before=NAMES if NAMES in nlp.pipe_names else None)


def _index_lemmas(nlp: Language) -> None:
    """Put the lemmatizer's known words into sets: as lists of up to 60,000 words they are searched from end to end."""
    table = cast("Lemmatizer", nlp.get_pipe("lemmatizer")).lookups.get_table("lemma_index")
    for part, words in list(table.items()):
        table[part] = frozenset(words)
