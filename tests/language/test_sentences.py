"""Where sentences may begin, from punctuation alone."""

import pytest

from coopmetrics.language.sentences import sentence_starts


def read(marked: str) -> tuple[list[str], list[str]]:
    """Read words parted by spaces; `_` joins a word to the one before it, `/` stands for a line break."""
    words, gaps, gap = [], [], ""
    for word in marked.split():
        if word == "/":
            gap = gap.strip(" ") + "\n"
            continue
        words.append(word.removeprefix("_"))
        gaps.append("" if word.startswith("_") else gap)
        gap = " "
    return words, gaps


def starts(marked: str) -> list[bool | None]:
    return sentence_starts(*read(marked))


@pytest.mark.parametrize(
    ("up_to_the_word", "expected"),
    [
        ("Trade rose _. Exports", None),
        ("“ _Yes _. _” She", None),
        ("the U.S. Exports", None),
        ("A heading / Exports", None),
        ("Trade rose _. / Exports", True),
        ("They met _, Exports", False),
        ("Is it so _? _” he", False),
        ("He left _. _”", False),
        ("Ana Vula/AFP/Getty Images The", True),
        ("Hugo Salas/Reuters The", True),
        ("The Getty Images Archive", False),
        ("said Reuters News", False),
        ("Mr. Lee", False),
        ("H.E. Lee", False),
        ("TUN DR _. LEE", False),
        ("the Rt _. Hon", False),
        ("the new EU _- _U.S. Council", False),
        ("THEY MET _. LEE", None),
        ("it took a mr _. Lee", None),
        ("J. Lee", False),
        ("on Sept. 29", False),
        ("Friday Sept. 29", False),
        ("Tan Jun. Lee", True),
        ("Tan Jun. said", False),
        ("In Jun. Lee", None),
        ("No _. 5", False),
        ("the heavy / rain", False),
    ],
)
def test_last_word_may_begin_a_sentence(up_to_the_word: str, expected: bool | None) -> None:
    assert starts(up_to_the_word)[-1] is expected


def test_first_word_begins_one() -> None:
    assert starts("trade rose") == [True, False]


def test_a_full_line_that_breaks_does_not_end_a_sentence() -> None:
    line = "the ministers of transport and of energy of both countries met"
    assert starts(f"{line} / Prime")[-1] is False
    assert starts(f"{line} _. / Prime")[-1] is None


@pytest.mark.parametrize(
    ("up_to_the_item", "expected"),
    [
        ("The ministers _: / - signed", True),
        ("- signed a treaty _; / - opened", True),
        ("- signed a treaty _; and / - opened", True),
        ("- Signed a treaty / • Opened", True),
        ("they signed / - at", False),
        ("trade fell / -5 percent", False),
    ],
)
def test_each_item_of_a_list_is_a_sentence(up_to_the_item: str, expected: bool) -> None:
    """Its mark is the last word but one here; a dash may as well go on with a line."""
    assert (starts(up_to_the_item)[-2] is True) is expected


@pytest.mark.parametrize("item", ["Chad will _: / ( _a _) build", "Chad will _: / b _) build"])
def test_the_letter_of_an_item_begins_a_sentence(item: str) -> None:
    begin = item.split().index("/")
    assert starts(item)[begin] is True
    assert starts(item)[-1] is False


def test_a_number_alone_is_no_sentence() -> None:
    assert starts("They agreed _: / 3 _. To")[-1] is False
    assert starts("It came to 3 _. To")[-1] is None


def test_a_credit_is_not_sought_without_end() -> None:
    words = "/".join(["Images"] * 20_000).split("/")
    assert not any(sentence_starts(words, ["", *[" "] * (len(words) - 1)])[1:])
