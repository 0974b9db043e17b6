"""Where texts are cut, and the tokens of a piece."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.language.pieces import MAX_PIECE, cut, tokenize

ENGLISH = spacy.blank("en")


def cut_text(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text)]


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text, 0, len(text), ENGLISH)]


def test_blank_lines_part_pieces() -> None:
    assert cut_text("Talks began.\nThey go on.\n \nOil fell.") == ["Talks began.\nThey go on.\n \n", "Oil fell."]


def test_an_empty_text_is_one_piece() -> None:
    assert cut_text("") == [""]


@pytest.mark.parametrize(
    ("unit", "endings"),
    [("Trade rose again. ", {"again."}), ("trade and transit ", {"trade", "and", "transit"}), ("x", {"x" * MAX_PIECE})],
)
def test_long_paragraphs_are_cut_at_the_best_place(unit: str, endings: set[str]) -> None:
    pieces = cut_text(unit * MAX_PIECE)
    assert all(len(piece) <= MAX_PIECE for piece in pieces)
    assert {piece.split()[-1] for piece in pieces} <= endings


@given(st.text(alphabet=st.sampled_from("a. \n\t\r“")))
def test_pieces_spell_the_text(text: str) -> None:
    assert "".join(cut_text(text)) == text


def test_hyphens_currencies_and_clitics_are_tokens() -> None:
    assert words("Baku-based firms don't pay $5.") == ["Baku", "-", "based", "firms", "do", "n't", "pay", "$", "5", "."]


def test_invisible_characters_stand_between_tokens() -> None:
    text = "\u200fOil\n and\x00gas"
    tokens = tokenize(text, 0, len(text), ENGLISH)
    assert [(token.gap, token.text) for token in tokens] == [("\u200f", "Oil"), ("\n ", "and"), ("\x00", "gas")]


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "Talks.\n\nOil fell."
    (_, (start, end)) = cut(text)
    assert [text[token.start : token.end] for token in tokenize(text, start, end, ENGLISH)] == ["Oil", "fell", "."]
