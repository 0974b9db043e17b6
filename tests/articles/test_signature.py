import numpy as np
import pytest

from coopmetrics.articles.signature import PERMUTATIONS, signature, similarity

WORDS = [f"word{number}" for number in range(1000)]


def jaccard(one, other):
    runs = [{tuple(words[n : n + 5]) for n in range(len(words) - 4)} for words in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


@pytest.mark.parametrize("kept", [0, 200, 500, 800, 950, 1000])
def test_equal_positions_estimate_the_jaccard_similarity(kept):
    other = WORDS[:kept] + [f"other{number}" for number in range(1000 - kept)]
    estimate = similarity(signature(" ".join(WORDS)), signature(" ".join(other)))
    assert estimate == pytest.approx(jaccard(WORDS, other), abs=3 / np.sqrt(PERMUTATIONS) / 2 + 0.01)


def test_case_and_punctuation_make_no_difference():
    assert signature("Ministers of Fiji and Tonga met.") == signature("“ministers of fiji — and Tonga, met”")


@pytest.mark.parametrize("text", ["", "one", "one two three four", "word " * 20_000])
def test_texts_of_any_length_have_a_signature(text):
    assert len(signature(text)) == 4 * PERMUTATIONS


def test_signatures_stay_what_they_are():
    """They are stored and compared for years: another value means every article must be signed anew."""
    assert signature("Ministers of Fiji and Tonga met in Suva.")[:8].hex() == "d1d67b0a54d5f50b"
