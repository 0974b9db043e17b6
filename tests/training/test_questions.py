"""Questions about pairs of actors, as the coder asks them, and the answers that coded rows give."""

import random

import pytest
from spacy.tokens import Doc

from benchmarks.accuracy.events import GoldArticle
from coopmetrics.language import Engine, load_engine
from coopmetrics.language.engine import BUILTIN
from coopmetrics.language.network import Network
from coopmetrics.language.vocabulary import Vocabulary
from training import questions
from training.questions import Question, Text

RANDOM = random.Random(1)  # noqa: S311 - not for secrets
TEXT = "Suva. Fiji signed a fishing accord with Samoa on Monday. The ministers met in Apia. It rained in Tonga."


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Network(BUILTIN / "coopmetrics_annotator").vocabulary


@pytest.fixture(scope="module")
def article(engine: Engine, vocabulary: Vocabulary) -> tuple[Text, Doc]:
    start = TEXT.index("Fiji")
    row = {
        "start": start, "end": TEXT.index(" The"), "source": "FJI", "target": "WSM", "predicate": "signed",
        "type": "SUPPORT", "stage": "agreed", "reciprocal": True, "negated": False, "hypothetical": False,
    }  # fmt: skip
    coded = GoldArticle("suva", TEXT, None, [row])
    text = next(questions.of_articles([coded], engine, vocabulary, RANDOM))
    return text, next(engine.parse([TEXT]))


def words(doc: Doc, span: tuple[int, int] | None) -> str:
    return doc[span[0] : span[1] + 1].text if span else ""


def test_a_coded_row_answers_what_the_coder_asks_of_its_sentence(article: tuple[Text, Doc]) -> None:
    text, doc = article
    answered = [q for q in text.questions if q.types == ("SUPPORT",)]
    assert {(words(doc, q.source), words(doc, q.target)) for q in answered} == {("Fiji", "Samoa")}
    assert {words(doc, q.predicate)[:6] for q in answered} == {"signed", ""}
    assert all(q.stages == ("agreed",) and q.flags["reciprocal"] for q in answered)


def test_where_no_row_is_coded_the_answer_is_none(article: tuple[Text, Doc]) -> None:
    text, doc = article
    met = [q for q in text.questions if "met" in words(doc, q.sentence)]
    assert met
    assert all(q.types == ("NONE",) for q in met)


def test_of_an_article_coded_in_part_nothing_else_is_asked(engine: Engine, vocabulary: Vocabulary) -> None:
    coded = GoldArticle("suva", TEXT, None, [], frozenset({TEXT.index("The ministers")}))
    text = next(questions.of_articles([coded], engine, vocabulary, RANDOM))
    asked = {question.sentence for question in text.questions}
    [sentence] = asked
    assert words(next(engine.parse([TEXT])), sentence) == "The ministers met in Apia."


def test_sides_of_another_sentence_keep_their_place(engine: Engine, vocabulary: Vocabulary) -> None:
    told = "Fiji signed a fishing accord with Samoa on Monday. New boats were promised to Tonga."
    text = next(questions.of_articles([GoldArticle("boats", told, None, [])], engine, vocabulary, RANDOM))
    doc = next(engine.parse([told]))
    promised = [q for q in text.questions if "promised" in words(doc, q.sentence)]
    sides = {side for q in promised for side in (q.source, q.target) if side[1] < q.sentence[0]}
    assert {words(doc, side) for side in sides} == {"Fiji", "Samoa"}


def test_every_word_is_in_one_window(article: tuple[Text, Doc]) -> None:
    text, _ = article
    found = [word for window in text.windows for word in window.word_of if word >= 0]
    assert sorted(set(found)) == list(range(text.words))
    assert all(len(w.pieces) == len(w.shapes) == len(w.word_of) for w in text.windows)


def test_a_side_that_is_not_marked_is_the_whole_sentence(engine: Engine, vocabulary: Vocabulary) -> None:
    row = {"source_span": (0, 4), "target_span": None, "type": "YIELD", "weight": 3.0}
    text = next(questions.of_sentences([{"name": "a", "text": "Fiji gave in.", "rows": [row]}], engine, vocabulary))
    assert text.questions == [Question((0, 0), (0, 3), (0, 3), None, ("CONCEDE", "RETREAT"), weight=3.0)]


def test_marks_are_taken_out() -> None:
    assert questions.marked_spans("<s>Fiji</s> thanked <t> Samoa</t>.") == [(0, 4), (14, 19)]
    assert questions.marked_spans("<s>Fiji </s>agreed.") == [(0, 4), None]
