"""Lemmas are those of spaCy's rules, worked out once for each form."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from coopmetrics.language.engine import BUILTIN, load_pipeline
from coopmetrics.language.lemmas import FormLemmatizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(BUILTIN)


def lemmatizer_of(nlp: Language) -> FormLemmatizer:
    found = nlp.get_pipe("lemmatizer")
    assert isinstance(found, FormLemmatizer)
    return found


def test_each_word_has_the_lemma_that_the_rules_give_it(nlp: Language) -> None:
    doc = nlp("The ministers met. They meet often, and their meetings are better attended.")
    assert [word.lemma_ for word in doc] == [lemmatizer_of(nlp).lemmatize(word)[0] for word in doc]
    assert {"minister", "meet", "they", "meeting", "be", "well"} <= {word.lemma_ for word in doc}


def test_a_form_is_a_word_with_its_part_of_speech(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["meeting", "meeting"], pos=["NOUN", "VERB"])
    assert [word.lemma_ for word in lemmatizer_of(nlp)(doc)] == ["meeting", "meet"]


def test_a_lemma_that_is_set_stays(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["Rhine", "barges"], pos=["PROPN", "NOUN"], lemmas=["", "vessel"])
    assert [word.lemma_ for word in lemmatizer_of(nlp)(doc)] == ["Rhine", "vessel"]
