from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.events.quotations import is_utterance, stretches


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in stretches(text)]


@pytest.mark.parametrize(
    "text",
    [
        '"We are ready," she said.',
        "“We are ready,” she said.",
        "‘We are ready,’ she said.",
        "''We are ready,'' she said.",
        "«We are ready,» she said.",
        "'We are ready,' she said.",
        '"We are ready,” she said.',
        '“We are ready," she said.',
    ],
)
def test_styles(text: str) -> None:
    assert quoted(text) == ["We are ready,"]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''"), ("“‘", "’”")])
def test_an_utterance_is_told_by_what_stands_beside_its_marks(opening: str, closing: str) -> None:
    def is_said(before: str, after: str) -> bool:
        text = f"{before}{opening}the port of Lamu is open{closing}{after}"
        start = len(before + opening)
        return is_utterance(text, start, text.index(closing, start))

    assert is_said("She said: ", ", and left.")
    assert not is_said("They hope that ", " and busy.")


def test_apostrophes_open_nothing() -> None:
    assert quoted("The countries' ministers don't meet in the '90s hall; it's Rome's.") == []


def test_nested_quotations_belong_to_the_outer_one() -> None:
    assert quoted("“He called it ‘a new page’ for us,” she said.") == ["He called it ‘a new page’ for us,"]


def test_speech_over_paragraphs_opens_each_and_closes_the_last() -> None:
    text = "“Trade has grown.\n\n“Next comes transit,” the envoy said."
    assert quoted(text) == ["Trade has grown.", "Next comes transit,"]


def test_a_mark_that_never_closes_within_a_sentence_is_no_speech() -> None:
    assert quoted('The pipe is 5" wide and long. It rusts.') == []


@given(st.text(alphabet="ab ’'\"“”‘«»\n.,!\u200f\x00", max_size=300))
def test_any_text_gives_ordered_stretches(text: str) -> None:
    found = stretches(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
