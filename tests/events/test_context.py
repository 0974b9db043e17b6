"""What is read of a pair in context, and what comes of it. Texts are made up."""

from __future__ import annotations

import numpy as np
import pytest

from coopmetrics.document import Document
from coopmetrics.events import context, evidence, parties
from coopmetrics.events.candidates import find
from coopmetrics.language import Engine, Mark, read_in_context
from coopmetrics.normalize import prepare

TEXT = (
    "Togo and Chad opened a trade fair in Lome. "
    "Ministers of Togo and Chad welcomed the guests. "
    "The two countries want more trade. Chad said it would buy cement."
)


@pytest.fixture
def document(engine: Engine) -> Document:
    document = Document(next(iter(engine.parse([TEXT]))))
    prepare(document)
    return document


def marked(document: Document, sentence_no: int, *codes: str) -> list[tuple[str, Mark]]:
    pair = context.of_codes(document, sentence_no, (codes[0], codes[1]))
    return [(document.doc[place].text, mark) for place, mark in sorted(pair.marks.items())]


def test_all_mentions_of_both_are_marked_and_what_means_both(document: Document) -> None:
    assert marked(document, 2, "TCD", "TGO") == [
        ("Togo", Mark.OTHER),
        ("Chad", Mark.ONE),
        ("Lome", Mark.OTHER),
        ("Togo", Mark.OTHER),
        ("Chad", Mark.ONE),
        ("The", Mark.BOTH),
        ("Chad", Mark.ONE),
        ("it", Mark.ONE),
    ]


def test_nothing_is_marked_that_is_not_read(document: Document) -> None:
    assert [text for text, _ in marked(document, 0, "TCD", "TGO")] == ["Togo", "Chad", "Lome", "Togo", "Chad"]


def test_a_sentence_is_read_with_the_first_one_those_before_and_the_next(document: Document) -> None:
    around = context.of_codes(document, 2, ("TCD", "TGO")).around
    assert [document.doc[slice(*words)].text for words in (around.lead, around.sentence)] == [
        document.sentences[0].text,
        "The two countries want more trade.",
    ]
    assert document.doc[slice(*around.before)].text.strip() == document.sentences[1].text
    assert document.doc[slice(*around.after)].text.startswith("Chad said")


def test_whose_words_it_is_is_marked(document: Document) -> None:
    pair = context.of_codes(document, 3, ("TCD", "TGO"))
    assert pair.names == ("Chad", "Togo")
    assert pair.said == Mark.SAID_BY_ONE


def test_nobody_comes_last(document: Document) -> None:
    assert context.of_codes(document, 0, ("", "TGO")).names == ("Togo", "nobody")


def test_chances_are_the_same_whatever_else_is_asked(document: Document) -> None:
    pairs = [context.of_codes(document, number, ("TCD", "TGO")) for number in range(4)]
    together = read_in_context(document.doc, pairs)
    alone = read_in_context(document.doc, pairs[2:3])
    assert together is not None
    assert alone is not None
    assert together.shape == (4, 17)
    assert np.allclose(np.exp(together).sum(1), 1, atol=1e-4)
    assert np.allclose(together[2], alone[0], atol=1e-5)


@pytest.mark.parametrize(("doubtful", "share"), [((0.0, 1.0), 1.0), ((1.0, 0.0), 0.0)])
def test_only_what_is_doubtful_is_read_in_context(
    document: Document, doubtful: tuple[float, float], share: float
) -> None:
    cast = parties.cast(document)
    found = {number: list(find(document, number, cast)) for number in range(len(document.sentences))}
    known = evidence.gather_all(document, cast, found, doubtful=doubtful)
    pairs = [(one, codes) for one in known.values() for codes in one.best]
    assert pairs
    assert sum("context" in one.pair(codes) for one, codes in pairs) == share * len(pairs)


def test_another_pipelines_documents_are_not_read(document: Document) -> None:
    document.doc.user_data.clear()
    assert context.types(document, [(0, ("TCD", "TGO"))]) is None
