"""What pairs of actors do to each other, read from the vectors that the annotator leaves."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Span

from coopmetrics.language import STAGES, TYPES, Asked, Engine, load_engine, read_all, read_pairs
from coopmetrics.language.engine import BUILTIN

TEXT = "Lima, 3 May. Peru condemned the bombing of the village by Chilean forces."
PERU, CHILE = (5, 5), (13, 13)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="module")
def sentence(engine: Engine) -> Span:
    doc = next(engine.parse([TEXT]))
    return next(s for s in doc.sents if "condemned" in s.text)


def test_each_pair_has_chances_of_types_and_stages(sentence: Span) -> None:
    reading = read_pairs(sentence, [Asked(PERU, CHILE), Asked(CHILE, PERU), Asked(PERU, CHILE, (6, 6))])
    assert reading is not None
    assert reading.types.shape == (3, len(TYPES))
    assert reading.stages.shape == (3, len(STAGES))
    np.testing.assert_allclose(np.exp(reading.types).sum(1), 1, rtol=1e-5)
    assert (reading.reciprocal <= 0).all()


def test_a_pair_is_read_the_same_whatever_is_asked_beside_it(sentence: Span) -> None:
    alone = read_pairs(sentence, [Asked(PERU, CHILE)])
    among = read_pairs(sentence, [Asked(CHILE, PERU), Asked(PERU, CHILE)])
    assert alone is not None
    assert among is not None
    np.testing.assert_allclose(alone.types[0], among.types[1], atol=1e-4)


def test_sentences_read_together_are_read_as_each_alone(engine: Engine) -> None:
    doc = next(engine.parse(["Peru thanked Chile. Fiji's army attacked Tonga, and Peru condemned it."]))
    sentences = list(doc.sents)
    asked = [[Asked((0, 0), (2, 2), (1, 1)), Asked((0, 0), (2, 2))], [Asked((4, 4), (8, 8)), Asked((0, 0), (4, 4))]]
    together = read_all(sentences, asked)
    assert together is not None
    for sentence, pairs, reading in zip(sentences, asked, together, strict=True):
        alone = read_pairs(sentence, pairs)
        assert alone is not None
        np.testing.assert_allclose(reading.types, alone.types, atol=1e-4)
        np.testing.assert_allclose(reading.stages, alone.stages, atol=1e-4)


def test_a_side_may_stand_in_another_sentence(sentence: Span) -> None:
    reading = read_pairs(sentence, [Asked((0, 0), CHILE), Asked(PERU, CHILE)])
    assert reading is not None
    assert not np.allclose(reading.types[0], reading.types[1])


def test_a_line_break_within_a_sentence_changes_little(engine: Engine) -> None:
    plain, broken = engine.parse(["Peru formally condemned Chile.", "Peru formally\ncondemned Chile."])
    one = read_pairs(plain[:], [Asked((0, 0), (3, 3))])
    two = read_pairs(broken[:], [Asked((0, 0), (4, 4))])
    assert one is not None
    assert two is not None
    np.testing.assert_allclose(np.exp(one.types), np.exp(two.types), atol=0.02)


def test_documents_of_other_pipelines_have_no_reading() -> None:
    doc = spacy.blank("en")("Peru thanked Chile.")
    assert read_pairs(doc[:], [Asked((0, 0), (2, 2))]) is None


def test_the_engine_is_a_pipeline_that_spacy_loads() -> None:
    doc = spacy.load(BUILTIN)("Peru thanked Chile.")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj", "punct"]


def test_sentences_that_are_set_are_kept() -> None:
    nlp = spacy.load(BUILTIN)
    words = ["Peru", "thanked", "Chile", "Fiji", "slept"]
    doc = spacy.tokens.Doc(nlp.vocab, words=words, sent_starts=[True, False, False, True, False])
    assert [sentence.text for sentence in nlp(doc).sents] == ["Peru thanked Chile", "Fiji slept"]
