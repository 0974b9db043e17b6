"""The engine on texts as they come: real paragraphs, and what no one would write."""

import re
import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

from coopmetrics.language import Asked, Engine, load_engine, read_pairs, vector_of

ARTICLE = (
    "ASTANA, March 4 – Kazakhstan and Kyrgyzstan agreed to build a joint power line, Energy Minister Aidos\n"
    "Serikbayev said on Tuesday.\n"
    "\n"
    "“We will start in May,” he told reporters. “The line will cost $120 million.” The U.S. ambassador welcomed it."
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def parse(engine: Engine, text: str) -> Doc:
    return next(engine.parse([text]))


def test_text_and_offsets_are_those_given(engine: Engine) -> None:
    doc = parse(engine, ARTICLE)
    assert doc.text == ARTICLE
    assert all(ARTICLE[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_sentences_end_at_blank_lines_not_at_line_breaks_or_abbreviations(engine: Engine) -> None:
    sentences = [sentence.text.strip() for sentence in parse(engine, ARTICLE).sents]
    assert sentences[0].endswith("said on Tuesday.")
    assert sentences[1] == "“We will start in May,” he told reporters."
    assert sentences[-1] == "The U.S. ambassador welcomed it."


def test_words_have_part_of_speech_lemma_and_head(engine: Engine) -> None:
    words = {token.text: token for token in parse(engine, "I know that both governments agreed to build the line.")}
    assert [words[word].lemma_ for word in ("I", "governments", "agreed")] == ["I", "government", "agree"]
    assert (words["agreed"].pos_, words["agreed"].tag_, words["agreed"].dep_) == ("VERB", "VBD", "ccomp")
    assert words["governments"].dep_ == "nsubj"
    assert words["governments"].head == words["agreed"]


def test_names_are_found_across_a_line_break(engine: Engine) -> None:
    entities = {(entity.text, entity.label_) for entity in parse(engine, ARTICLE).ents}
    assert {("Kazakhstan", "LOC"), ("Aidos\nSerikbayev", "PERSON"), ("$120 million", "MONEY")} <= entities


def test_batching_changes_nothing(engine: Engine) -> None:
    texts = ["Peru and Chile met.", "", ARTICLE, "Fiji thanked Japan.\n\nTonga did too."] * 3
    for batch_size in (1, 5):
        docs = list(engine.parse(iter(texts), batch_size=batch_size))
        assert [doc.text for doc in docs] == texts
        assert [[token.dep_ for token in doc] for doc in docs[:4]] == [
            [token.dep_ for token in doc] for doc in docs[4:8]
        ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\u200f",
        "\x00\x07",
        "Hello.\r\n\r\n\u202bسلام\u202c world\x00 \t\u200b.",
        "no full stop " * 300,
        "(" * 5000,
        "a" * 5000,
        "?!" * 1500,
        " \n" * 1500,
    ],
)
def test_odd_texts_are_parsed_and_kept(engine: Engine, text: str) -> None:
    doc = parse(engine, text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\t.,“”\"'()-AaZ9\u200f"), st.characters(codec="utf-8"))))
def test_any_text_is_kept(engine: Engine, text: str) -> None:
    doc = parse(engine, text)
    assert doc.text == text
    assert all(sentence.root.head == sentence.root for sentence in doc.sents)
    assert not any(re.search(r"\n\s*\n.*\S", sentence.text.lstrip(), re.DOTALL) for sentence in doc.sents)


def test_half_a_surrogate_pair_is_replaced(engine: Engine) -> None:
    assert parse(engine, "Bad \ud83d end.").text == "Bad \ufffd end."


def test_time_grows_with_length_not_faster(engine: Engine) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        parse(engine, text)
        return time.process_time() - started

    unpunctuated = "trade ( and ) transit " * 200
    seconds(unpunctuated)
    assert seconds(unpunctuated * 4) < 12 * seconds(unpunctuated)


def test_words_have_vectors_and_white_space_has_none(engine: Engine) -> None:
    doc = parse(engine, ARTICLE)
    line_break = next(token.i for token in doc if token.text == "\n")
    around = doc[line_break - 1 : line_break + 2]
    words = [vector_of(doc[i : i + 1]) for i in (line_break - 1, line_break + 1)]
    assert vector_of(around) == pytest.approx((words[0] + words[1]) / 2, abs=1e-3)
    assert not vector_of(doc[line_break : line_break + 1]).any()


def test_a_stored_article_has_lost_its_vectors(engine: Engine) -> None:
    stored = DocBin(store_user_data=True, docs=[parse(engine, ARTICLE)])
    (doc,) = stored.get_docs(engine.parse([""]).__next__().vocab)
    assert not vector_of(doc[:5]).any()
    assert read_pairs(next(doc.sents), [Asked((0, 0), (1, 1))]) is None


def test_unknown_pipelines_are_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="no_such_pipeline"):
        load_engine("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused(tmp_path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ValueError, match="lacks: ner, parser"):
        load_engine(str(tmp_path / "blank"))
