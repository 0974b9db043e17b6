"""Texts to parsed Docs: tokens, parts of speech, lemmas, dependencies, sentences and named entities.

A text is cut into pieces (paragraphs), the pieces are parsed in batches, and their annotations are laid over the
whole text again. So `doc.text` is the given text to the character, a sentence never crosses a blank line, and line
breaks within a paragraph do not disturb the parser. What stands between words beyond one space is a token of its own
(`pos_` SPACE), which hangs on the word before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from coopmetrics.language import labels  # noqa: F401 - registers the component
from coopmetrics.language.merging import merge
from coopmetrics.language.pieces import Token, cut, tokenize
from coopmetrics.language.sentences import sentence_starts

BUILTIN: Final = Path(__file__).parent / "model"
#: pieces the model sees at once; bounds memory, as a piece is bounded
PIECES: Final = 64
#: strings after which the pipeline is loaded anew, since spaCy's vocabulary only ever grows
MAX_STRINGS: Final = 500_000
#: half characters that JSON can carry and that no encoding can hold
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def load_engine(name: str = "builtin") -> Engine:
    """Load the built-in engine, or the installed spaCy pipeline of that name or path.

    Raises `ValueError` where there is no such pipeline, or it lacks a parser or an entity recognizer.
    """
    return Engine(BUILTIN if name == "builtin" else name)


class Engine:
    """A loaded spaCy pipeline that parses whole articles."""

    def __init__(self, model: str | Path) -> None:
        self._model = model
        self._nlp = _load(model)
        self._loaded_strings = len(self._nlp.vocab.strings)

    @property
    def version(self) -> str:
        """Name and version of the pipeline, as in its `meta.json`."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def parse(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Doc]:
        """Give one Doc a text, in order, reading `batch_size` texts ahead.

        `doc.text` equals the text, but for lone surrogates, which become U+FFFD. Entity labels are PERSON, ORG, LOC,
        NORP, FAC, DATE, MONEY, PRODUCT, EVENT, MISC and dependencies those of Universal Dependencies, the root ROOT.
        """
        remaining = iter(texts)
        while batch := [SURROGATE.sub("\ufffd", text) for text in islice(remaining, batch_size)]:
            yield from self._parse_batch(batch)
            self._forget_words()

    def _parse_batch(self, texts: list[str]) -> Iterator[Doc]:
        pieces = [[tokenize(text, start, end, self._nlp) for start, end in cut(text)] for text in texts]
        parsed = self._nlp.pipe((self._piece_doc(piece) for text in pieces for piece in text), batch_size=PIECES)
        for text, tokens in zip(texts, pieces, strict=True):
            yield merge(text, tokens, islice(parsed, len(tokens)), self._nlp.vocab)

    def _piece_doc(self, tokens: list[Token]) -> Doc:
        words = [token.text for token in tokens]
        gaps = [token.gap for token in tokens]
        spaces = [bool(gap) for gap in gaps[1:]] + [False] * bool(gaps)
        return Doc(self._nlp.vocab, words=words, spaces=spaces, sent_starts=[*sentence_starts(words, gaps)])

    def _forget_words(self) -> None:
        if len(self._nlp.vocab.strings) > self._loaded_strings + MAX_STRINGS:
            self._nlp = _load(self._model)


def _load(model: str | Path) -> Language:
    """Load the pipeline, its matrices multiplied by NumPy: three times as fast as by BLIS where there is AVX-512.

    One thread, since articles are spread over processes.
    """
    threadpool_limits(limits=1, user_api="blas")
    try:
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(model)
    except OSError as error:
        raise ValueError(f"no spaCy pipeline {str(model)!r} is installed") from error
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ValueError(f"the spaCy pipeline {str(model)!r} lacks: {', '.join(sorted(missing))}")
    if not BUILTIN.samefile(nlp.path):
        nlp.add_pipe("coopmetrics_labels")
    return nlp
