"""The spaCy component that gives lemmas: spaCy's rules for English, asked once for each form that occurs.

spaCy asks its rules for each word. A form is a word with its part of speech and morphology; its lemma never varies, and
texts say most forms many times.
"""

from __future__ import annotations

from typing import Final, cast

import numpy as np
from spacy import attrs
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab
from thinc.types import Ints2d

NAME: Final = "coopmetrics_lemmatizer"
FORM: Final = [attrs.ORTH, attrs.POS, attrs.MORPH]


class FormLemmatizer(EnglishLemmatizer):
    """The rule lemmatizer of a pipeline with parts of speech; a lemma that is set stays."""

    def __init__(self, vocab: Vocab, name: str = NAME) -> None:
        super().__init__(vocab, None, name, mode="rule")
        self._lemmas: dict[tuple[int, ...], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of one Doc in place."""
        forms = zip(*doc.to_array(FORM).T.tolist(), strict=True)
        lemmas = [self._lemmas.get(form) or self._lemma(doc[i], form) for i, form in enumerate(forms)]
        is_set = doc.to_array([attrs.LEMMA])
        doc.from_array([attrs.LEMMA], cast("Ints2d", np.where(is_set, is_set, np.array(lemmas, np.uint64))[:, None]))
        return doc

    def _lemma(self, token: Token, form: tuple[int, ...]) -> int:
        """Give the number of the lemma of a word, and keep it for all of its form."""
        lemma: int = self.vocab.strings.add(self.lemmatize(token)[0])
        self._lemmas[form] = lemma
        return lemma


@Language.factory(NAME, assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> FormLemmatizer:
    """Build the component; its tables come with the pipeline's folder, or by `initialize`."""
    return FormLemmatizer(nlp.vocab, name)
