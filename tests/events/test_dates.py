from collections.abc import Callable
from datetime import date

import pytest

from coopmetrics.document import Document
from coopmetrics.events import dates

Parse = Callable[..., Document]

PUBLISHED = date(2023, 9, 12)


def when(parse: Parse, text: str, predicate: str, stage: str, event_type: str) -> dates.EventDate:
    document = parse(text, PUBLISHED)
    token = next(token for token in document.doc if token.text == predicate)
    return dates.resolve(document, token.sent, token, stage, event_type)


def test_a_date_belongs_to_the_verb_it_modifies(parse: Parse) -> None:
    text = "The ministers met in Baku on July 7, 2023."
    assert when(parse, text, "met", "completed", "CONSULT") == dates.EventDate(
        date(2023, 7, 7), None, "day", "explicit"
    )


def test_a_planned_forum_has_both_its_days(parse: Parse) -> None:
    text = "The forum will be held in Dushanbe on September 29-30, 2023."
    found = when(parse, text, "held", "planned", "CONSULT")
    assert (found.on, found.end_on) == (date(2023, 9, 29), date(2023, 9, 30))


def test_weekdays_follow_the_tense(parse: Parse) -> None:
    assert when(parse, "The envoys met on Thursday.", "met", "completed", "CONSULT").on == date(2023, 9, 7)
    assert when(parse, "The envoys will meet on Thursday.", "meet", "planned", "CONSULT").on == date(2023, 9, 14)


def test_what_is_planned_takes_no_past_date(parse: Parse) -> None:
    text = "After the talks of May 3, 2023 the leaders will sign a treaty."
    assert when(parse, text, "sign", "planned", "AGREE").on != date(2023, 5, 3)


def test_the_day_of_a_meeting_holds_for_what_is_told_of_it(parse: Parse) -> None:
    text = "The foreign ministers met in Rome on Monday.\n\nThe two ministers discussed grain exports."
    assert when(parse, text, "discussed", "discussed", "CONSULT").on == date(2023, 9, 11)


@pytest.mark.parametrize(
    ("text", "predicate", "stage", "event_type", "on"),
    [
        ("Kenya is interested in solar plants.", "interested", "proposed", "AGREE", PUBLISHED),
        ("Ties are expanding.", "expanding", "under_way", "SUPPORT", PUBLISHED),
    ],
)
def test_words_without_a_date_are_of_the_day(
    parse: Parse, text: str, predicate: str, stage: str, event_type: str, on: date
) -> None:
    assert when(parse, text, predicate, stage, event_type) == dates.EventDate(on, None, "day", "publication")


def test_a_past_act_without_a_date_has_none(parse: Parse) -> None:
    lead = "The port of Mombasa is growing fast, and its managers say that cargo is handled quickly. " * 4
    found = when(parse, lead + "A Chinese company built the terminal.", "built", "completed", "COOPERATE")
    assert found == dates.EventDate(None, None, "unknown", "publication")
