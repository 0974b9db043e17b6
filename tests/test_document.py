"""What stands at a character of an article."""

import pytest
import spacy
from spacy.tokens import Doc

from coopmetrics.document import Document, Mention, Quotation

WORDS = "\n Kenya met Norway . They said : trade grows .".split(" ")


@pytest.fixture
def document() -> Document:
    starts = [word in {"\n", "They"} for word in WORDS]
    return Document(Doc(spacy.blank("en").vocab, words=WORDS, sent_starts=starts))


def test_a_character_is_of_the_sentence_that_begins_last(document: Document) -> None:
    second = document.text.index("They")
    assert [document.sentence_at(offset) for offset in (0, second - 1, second, len(document.text))] == [0, 0, 1, 1]


def test_a_quotation_is_found_at_each_of_its_characters(document: Document) -> None:
    start, end = document.text.index("trade"), document.text.index(" .", 20)
    quotation = Quotation(start, end, document.text[start:end])
    document.quotations = [quotation]
    found = [document.quotation_at(offset) for offset in (start - 1, start, end - 1, end)]
    assert found == [None, quotation, quotation, None]


def test_mentions_are_of_the_stretch_that_they_begin_in(document: Document) -> None:
    kenya, norway = (document.text.index(name) for name in ("Kenya", "Norway"))
    document.mentions = [
        Mention(kenya, kenya + 5, "Kenya", "country", 0, "Kenya", "country:KEN", "KEN"),
        Mention(norway, norway + 6, "Norway", "country", 0, "Norway", "country:NOR", "NOR"),
    ]
    assert document.mentions_in(kenya, norway) == document.mentions[:1]
    assert document.mentions_in(kenya + 1, norway + 1) == document.mentions[1:]


def test_the_tokens_of_a_stretch_are_those_that_it_touches_and_never_none(document: Document) -> None:
    start = document.text.index("met")
    assert document.span(start + 1, document.text.index("Norway") + 1).text == "met Norway"
    assert document.span(start - 1, start).text == "Kenya"  # the space before "met"
    assert document.span(len(document.text), len(document.text)).text == "."


def test_a_character_is_of_the_paragraph_around_it_or_before_it() -> None:
    text = "Trade grew .\n\nExports fell ."
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    document = Document(nlp(text))
    grew, fell = text.index("grew"), text.index("fell")
    assert [document.paragraph_at(offset) for offset in (0, grew, 13, fell)] == [(0, 12)] * 3 + [(14, len(text))]
