from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from coopmetrics.document import Document
from coopmetrics.events import dates
from coopmetrics.events.date_settings import Setting
from tests.events.trees import tree

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


def test_a_month_lies_ahead_up_to_its_last_day(parse: Parse) -> None:
    document = parse("The envoys will meet in late May.", date(2023, 5, 30))
    (sentence,) = document.sentences
    setting = Setting.of(document, sentence, sentence.root, "planned", "CONSULT")
    assert [setting.fits(expression) for expression in setting.own] == [True]


@pytest.mark.parametrize(
    ("stage", "known"),
    [("completed", {"2023-09-12", "", "2023-08-05", "2023-10-05"}), ("planned", {"2023-09-12", "2023-10-05"})],
)
def test_a_date_of_another_sentence_is_a_day_and_a_plan_is_dated_and_ahead(
    parse: Parse, stage: str, known: set[str]
) -> None:
    text = "Trade fell in 2019 and rose in May. Envoys met on August 5. The two sign a treaty. They meet again on October 5."
    document = parse(text, PUBLISHED)
    sentence = document.sentences[2]
    setting = Setting.of(document, sentence, sentence.root, stage, "AGREE")
    assert {when.known for when in dates.choices(setting)} == known


def test_a_weekday_before_a_date_is_part_of_it(parse: Parse) -> None:
    text = "The president will receive the premier on Friday, September 29, in Oslo."
    assert when(parse, text, "receive", "planned", "CONSULT").on == date(2023, 9, 29)


def test_the_day_of_a_meeting_holds_for_what_is_told_of_it(parse: Parse) -> None:
    text = "The foreign ministers met in Rome on Monday.\n\nThe two ministers discussed grain exports."
    assert when(parse, text, "discussed", "discussed", "CONSULT").on == date(2023, 9, 11)


def test_a_dated_meeting_gives_its_day_to_the_agreement_that_follows_it(parse: Parse) -> None:
    text = (
        "Following the 4th meeting of the joint commission on May 16, 2023, in Rome, both sides agreed to build a dam."
    )
    agreed = when(parse, text, "agreed", "agreed", "AGREE")
    assert agreed == when(parse, text, "meeting", "completed", "CONSULT")
    assert (agreed.on, agreed.precision) == (date(2023, 5, 16), "day")


def test_a_date_that_opens_the_sentence_holds_for_its_verb(parse: Parse) -> None:
    text = "On Monday, Kenyan foreign ministry spokesman Peter Novak said Nairobi welcomed the plan."
    assert when(parse, text, "said", "proposed", "AGREE").on == date(2023, 9, 11)


def test_a_relative_clause_tells_when_a_summit_is(parse: Parse) -> None:
    text = "The president will attend the summit in Nairobi, which takes place on November 3, 2023."
    assert when(parse, text, "attend", "planned", "CONSULT").on == date(2023, 11, 3)


def test_what_was_done_this_year_is_known_by_the_year(parse: Parse) -> None:
    found = when(parse, "This year, flights have been resumed to Rome.", "resumed", "completed", "COOPERATE")
    assert found == dates.EventDate(date(2023, 1, 1), None, "year", "relative")


def test_wishes_told_by_somebody_are_of_the_day(parse: Parse) -> None:
    lead = "The port of Mombasa is growing fast, and its managers say that cargo is handled quickly. " * 4
    text = lead + "The ambassador emphasized that Kenya is interested in solar plants."
    assert when(parse, text, "interested", "proposed", "AGREE").on == PUBLISHED


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


def test_the_day_of_the_news_holds_for_what_follows_the_lead(parse: Parse) -> None:
    lead = "Kenyan police detained two Norwegian engineers at the port of Mombasa on Sunday. "
    middle = "They are held in a police station near the port. "
    found = when(parse, lead + middle + "Norwegian diplomats visited the two.", "visited", "completed", "CONSULT")
    assert (found.on, found.precision, found.basis) == (date(2023, 9, 10), "day", "relative")


def test_a_date_of_long_ago_in_the_lead_is_not_that_of_the_news(parse: Parse) -> None:
    lead = "Kenya has run the port of Mombasa since it was opened on May 3, 2009. "
    middle = "The port is growing fast, and its managers say that cargo is handled quickly. " * 4
    found = when(parse, lead + middle + "A Chinese company built the terminal.", "built", "completed", "COOPERATE")
    assert found.precision == "unknown"


def test_what_is_agreed_by_a_day_ahead_is_agreed_before(parse: Parse) -> None:
    text = "Mexico and Brazil pledged to double trade by 2030."
    assert when(parse, text, "pledged", "agreed", "AGREE").on == PUBLISHED
    text = "The port will be opened by the end of 2030."
    assert when(parse, text, "opened", "planned", "COOPERATE").on == date(2030, 1, 1)


def test_a_day_just_ahead_is_the_coming_one_in_any_tense(parse: Parse) -> None:
    text = "Kenya proposed October 5 for the visit."
    assert when(parse, text, "proposed", "proposed", "CONSULT").on == date(2023, 10, 5)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("In February, Kenya let two Norwegian ships dock.", date(2023, 2, 1)),
        ("The visit has been expected since October.", date(2022, 10, 1)),
        ("The minister vowed on Monday to go to Oslo.", date(2023, 9, 11)),
        ("The envoys will follow up on the June 9 call.", date(2023, 6, 9)),
        ("The presidents will meet in March.", date(2024, 3, 1)),
        ("The presidents may meet on Thursday.", date(2023, 9, 14)),
        ("The summit opens on Monday in Lima.", date(2023, 9, 18)),
        ("The envoy says on Monday the army fired.", date(2023, 9, 11)),
        ("The army finally started to receive tanks in November.", date(2022, 11, 1)),
        ("Exports to Oman fell in the fourth quarter.", date(2022, 10, 1)),
        ("Exports to Oman will rise in the first quarter.", date(2024, 1, 1)),
        ("The presidents will meet in two weeks.", date(2023, 9, 26)),
    ],
)
def test_a_date_without_its_year_follows_the_tense(parse: Parse, text: str, on: date) -> None:
    assert [expression.on for expression in dates.find(parse(text, PUBLISHED).doc, PUBLISHED)] == [on]


def test_what_will_be_in_the_months_ahead_is_not_of_last_year(parse: Parse) -> None:
    new_year = date(2023, 1, 10)
    found = dates.find(parse("The presidents will meet in November.", new_year).doc, new_year)
    assert [expression.on for expression in found] == [date(2023, 11, 1)]


@pytest.mark.parametrize(
    "compared",
    ["against 9,000 in 2019", "up from about 9,000 in 2019", "compared with 2019", "more than in 2019"],
)
def test_a_figure_of_comparison_dates_nothing(compared: str, parse: Parse) -> None:
    found = when(parse, f"Last year 12,000 Chileans visited Fiji, {compared}.", "visited", "completed", "CONSULT")
    assert (found.on, found.precision) == (date(2022, 1, 1), "year")


def test_more_than_a_number_is_no_comparison(parse: Parse) -> None:
    found = when(parse, "Chile sent more than 9,000 tonnes to Fiji in 2019.", "sent", "completed", "AID")
    assert found.on == date(2019, 1, 1)


def test_another_pipeline_has_no_vectors_that_the_model_reads() -> None:
    doc = tree("""
        The      the      DET   DT  det    2
        envoys   envoy    NOUN  NNS nsubj  3
        met      meet     VERB  VBD root   0
        on       on       ADP   IN  case   5
        Thursday Thursday PROPN NNP obl    3
        .        .        PUNCT .   punct  3
    """)
    doc.tensor = np.ones((len(doc), 96), np.float32)
    assert dates.resolve(Document(doc, None, PUBLISHED), doc[:], doc[2], "completed", "CONSULT").on == date(2023, 9, 7)


@pytest.mark.parametrize("rank", ["for the first time", "the largest such step", "on the first visit"])
def test_what_something_is_the_first_since_dates_it_not(rank: str, parse: Parse) -> None:
    found = when(parse, f"Turkey let Armenian lorries cross, {rank} since 1993.", "let", "completed", "CONCEDE")
    assert found.on != date(1993, 1, 1)


@pytest.mark.parametrize(
    ("text", "predicate", "stage", "event_type"),
    [
        ("Norway freed a Swiss pilot arrested last November.", "freed", "completed", "RETREAT"),
        ("Fiji will ship sugar to Chile under a contract signed in Suva on Monday.", "ship", "agreed", "AGREE"),
        ("Peru and Fiji signed a research plan for 2024-2026.", "signed", "agreed", "SUPPORT"),
        ("Fiji extended its ban on Chilean wine until March 2024.", "extended", "halted", "SANCTION"),
    ],
)
def test_what_was_done_before_or_holds_until_then_does_not_date_an_act(
    parse: Parse, text: str, predicate: str, stage: str, event_type: str
) -> None:
    assert when(parse, text, predicate, stage, event_type).basis == "publication"


def test_a_summit_held_on_a_day_dates_what_it_brings(parse: Parse) -> None:
    text = "Peru and Fiji signed an accord at a summit held on Monday."
    assert when(parse, text, "signed", "agreed", "SUPPORT").on == date(2023, 9, 11)
