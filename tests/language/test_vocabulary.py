"""Words to pieces and shapes."""

import pytest

from coopmetrics.language.vocabulary import MAX_WORD_PIECES, Vocabulary, shape

PIECES = {name: i for i, name in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "baku", "trade", "##s", ".", "u", "s"])}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Baku", "Xx"),
        ("oil", "x"),
        ("UNESCO", "XX"),
        ("U.S.", "X.X."),
        ("2024", "dd"),
        ("$5", "$d"),
        ("McKay", "XxXx"),
        ("co-operate", "x-x"),
    ],
)
def test_shapes_sketch_words(word: str, expected: str) -> None:
    assert shape(word) == expected


def test_case_is_in_the_shape_only() -> None:
    vocabulary = Vocabulary(PIECES, ["x", "Xx"])
    assert vocabulary.read("Trades") == ([5, 6], 2)
    assert vocabulary.read("trades") == ([5, 6], 1)


def test_what_is_unknown_has_a_piece_all_the_same() -> None:
    vocabulary = Vocabulary(PIECES, [])
    assert vocabulary.read("Ж") == ([1], 0)
    assert vocabulary.read("\u0301") == ([1], 0)


def test_a_long_word_is_read_in_part() -> None:
    assert len(Vocabulary(PIECES, []).pieces("u.s." * 100)) == MAX_WORD_PIECES
