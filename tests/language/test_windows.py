"""Where a text is parted for the encoder."""

from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.language.windows import MAX_PIECES, cut


def cuts(
    sizes: list[int], paragraphs: set[int] = frozenset(), stops: dict[int, bool | None] | None = None
) -> list[int]:
    """Give where windows begin after the first; sentences begin at `stops`, and nowhere else."""
    if stops is None:
        stops = {}
    count = len(sizes)
    found = cut(sizes, [i in paragraphs for i in range(count)], [stops.get(i, False) for i in range(count)])
    return [start for start, _ in found][1:]


def test_a_short_text_is_one_window() -> None:
    assert cuts([1] * 100) == []


def test_a_window_ends_with_a_paragraph_that_fills_it() -> None:
    assert cuts([1] * 150, paragraphs={90}, stops={90: True, 120: True}) == [90]


def test_a_window_ends_with_a_sentence_where_a_paragraph_would_leave_it_empty() -> None:
    assert cuts([1] * 150, paragraphs={20}, stops={20: True, 110: True}) == [110]


def test_a_sure_end_of_a_sentence_goes_before_a_possible_one() -> None:
    assert cuts([1] * 150, stops={60: True, 120: None}) == [60]


def test_a_text_without_sentences_is_cut_where_the_window_is_full() -> None:
    assert cuts([1] * 300) == [MAX_PIECES - 2, 2 * (MAX_PIECES - 2)]


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.sampled_from([True, False, None])), max_size=400))
def test_windows_hold_every_word_once_and_fit(words: list[tuple[int, bool, bool | None]]) -> None:
    sizes, paragraphs, stops = ([word[i] for word in words] for i in range(3))
    found = [*cut(sizes, paragraphs, stops)]
    assert [i for start, end in found for i in range(start, end)] == [*range(len(words))]
    for start, end in found:
        assert sum(sizes[start:end]) + sum(paragraphs[start + 1 : end]) <= MAX_PIECES - 2
