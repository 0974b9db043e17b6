"""What the caption of a picture dates, and what it does not."""

from collections.abc import Callable
from datetime import date

import pytest

from coopmetrics.document import Document
from coopmetrics.events import Event, captions

Parse = Callable[..., Document]
Coder = Callable[..., list[Event]]

NEWS = "Kenya and Malta signed an accord on ports in Nairobi."


@pytest.mark.parametrize(
    "caption",
    [
        "FILE - Kenya's president receives Malta's premier in Nairobi, May 3, 2019.",
        "File photo: Kenya's president receives Malta's premier in Nairobi on May 3, 2019.",
        "Kenya's president receives Malta's premier. (Photo by Ana Vula on May 3, 2019)",
        "Kenya's president receives Malta's premier on May 3, 2019 (AP Photo/Ana Vula, File)",
    ],
)
def test_the_date_of_a_picture_is_not_that_of_the_news(coded: Coder, parse: Parse, caption: str) -> None:
    text = f"{caption}\n\n{NEWS}"
    assert captions.caption_at(parse(text), 0) == (0, len(caption))

    (signed,) = [
        event for event in coded(text, date(2024, 3, 8)) if event.sentence_no and event.predicate_start > len(caption)
    ]
    assert signed.event_on == date(2024, 3, 8)


def test_what_a_caption_tells_is_of_its_own_day(coded: Coder) -> None:
    text = f"FILE - Kenya's president meets Malta's premier in Nairobi, May 3, 2019.\n\n{NEWS}"
    assert coded(text, date(2024, 3, 8))[0].event_on == date(2019, 5, 3)


def test_in_a_text_without_paragraphs_a_caption_is_a_sentence(parse: Parse) -> None:
    caption = "FILE - The port of Nadur is seen on May 3, 2019."
    document = parse(f"{caption} " + f"{NEWS} " * 12)
    assert captions.caption_at(document, 0) == (0, len(caption))
    assert captions.caption_at(document, len(caption) + 1) is None


@pytest.mark.parametrize(
    "text", ["The file - a list of ships - was sent on May 3, 2019.", "They met (see the photos)."]
)
def test_no_caption(parse: Parse, text: str) -> None:
    document = parse(text)
    assert not any(captions.caption_at(document, offset) for offset in range(len(text)))
