"""Which lines of a text are paragraphs of their own."""

from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.language.paragraphs import paragraph_starts, paragraphs

LONG = "The ministers of both countries " + "and of all their neighbours " * 4


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def test_a_blank_line_opens_a_paragraph() -> None:
    assert found("They met.\n \n\nTrade rose.\r\n\r\nExports fell.\n") == ["They met.", "Trade rose.", "Exports fell."]


def test_a_line_of_what_is_invisible_is_blank() -> None:
    assert found("They met.\n\u200b\n\ufeffTrade rose.") == ["They met.", "Trade rose."]


def test_lines_wrapped_by_hand_are_no_paragraphs() -> None:
    text = "They met in Oslo.\nTrade rose.\nExports fell."
    assert found(text) == [text]


def test_lines_that_nobody_wrapped_are_paragraphs() -> None:
    lines = ["Talks in Oslo", f"{LONG}met.", f"{LONG}met again.", "Trade rose."]
    assert found("\n".join(lines)) == lines


def test_a_line_that_goes_on_in_small_letters_was_torn() -> None:
    lines = [f"{LONG}met.", f"{LONG}\nmet again.", "Trade rose."]
    assert found("\n".join(lines)) == lines


def test_a_text_of_nothing_has_no_paragraph() -> None:
    assert found("") == found(" \n\n") == []


def test_a_word_opens_a_paragraph_behind_the_gap_that_parts_it() -> None:
    assert paragraph_starts(["Talks", "ended", "Trade", "rose"], ["", " ", "\n\n", " "]) == [False, False, True, False]


@given(st.text(alphabet="aB .\n\r\t", max_size=80))
def test_paragraphs_hold_all_that_is_seen_and_end_where_they_hold_something(text: str) -> None:
    assert "".join("".join(found(text)).split()) == "".join(text.split())
    assert all(paragraph == paragraph.strip() != "" for paragraph in found(text))
