"""Texts to tokens: every character is kept, whatever the text is."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from coopmetrics.language.tokens import MAX_RUN, TextTokenizer, is_gap

TOKENIZE = TextTokenizer(spacy.blank("en").tokenizer)


def words(doc: Doc) -> list[str]:
    return [token.text for token in doc if not is_gap(token.text)]


def test_hyphens_currencies_and_clitics_are_tokens() -> None:
    doc = TOKENIZE("Baku-based firms don't pay $5.")
    assert words(doc) == ["Baku", "-", "based", "firms", "do", "n't", "pay", "$", "5", "."]


def test_invisible_characters_are_gaps() -> None:
    doc = TOKENIZE("\u200fOil\n and\x00gas")
    assert [token.text for token in doc] == ["\u200f", "Oil", "\n ", "and", "\x00", "gas"]
    assert words(doc) == ["Oil", "and", "gas"]


def test_long_runs_are_cut() -> None:
    assert max(map(len, words(TOKENIZE("x" * 5 * MAX_RUN)))) == MAX_RUN


@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\ta.,“”'$\u200f\x00\ufeff"), st.characters(codec="utf-8"))))
def test_tokens_spell_the_text(text: str) -> None:
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize(("token", "expected"), [(" ", True), ("\u200f\n", True), ("a", False), (".", False)])
def test_gaps_show_nothing(token: str, expected: bool) -> None:
    assert is_gap(token) is expected
