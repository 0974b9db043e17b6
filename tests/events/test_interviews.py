"""Interviews: who asks, who answers, and what is told in "we" and "our"."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from coopmetrics.document import Document
from coopmetrics.events import Event, parties
from coopmetrics.events.interviews import _openings

Coder = Callable[..., list[Event]]
Parse = Callable[..., Document]

HEAD = "Our correspondent Elena Ruiz spoke with Aigerim Sarsen, Kazakhstan's ambassador to Finland, in Helsinki."
ASKED = ("How is trade?", "What is planned?", "And tourism?")
ANSWERS = (
    "It grows. We sell copper to Finland, and I am glad of it.",
    "Our minister of energy visited Finland in May and proposed to build a wind park together.",
    "I can only say that we invited Finnish tour operators to Almaty last week.",
)


def interview(asked: str = "{}", answered: str = "{}", head: str = HEAD) -> str:
    turns = zip(ASKED, ANSWERS, strict=True)
    return "\n\n".join([head, *(part for q, a in turns for part in (asked.format(q), answered.format(a)))])


def rows(events: list[Event]) -> set[tuple[str | None, str | None, str]]:
    sides = ((e.source.country_code if e.source else None, e.target.country_code if e.target else None) for e in events)
    return {(source, target, e.event_type) for (source, target), e in zip(sides, events, strict=True)}


@pytest.mark.parametrize(("asked", "answered"), [("{}", "{}"), ("- {}", "- {}"), ("— {}", "{}"), ("Q: {}", "A: {}")])
def test_whoever_is_asked_answers_in_the_name_of_his_country(coded: Coder, asked: str, answered: str) -> None:
    found = coded(interview(asked, answered))
    assert {
        ("KAZ", "FIN", "COOPERATE"),
        ("KAZ", "FIN", "CONSULT"),
        ("KAZ", "FIN", "AGREE"),
        ("KAZ", "FIN", "REQUEST"),
    } <= rows(found)
    said = {(e.attribution, e.speaker.name if e.speaker else None) for e in found if e.event_type == "COOPERATE"}
    assert said == {("direct", "Aigerim Sarsen")}


def test_who_asks_is_told_by_the_question_marks_behind_a_label_that_comes_back(parse: Parse) -> None:
    head = "Tomas Revik heads Norway's trade office in Ghana. He spoke to the Accra Monitor."
    text = interview("Accra Monitor: {}", "Tomas Revik: {}", head)
    document = parse(text)
    assert [(turn.speaker and turn.speaker.country_code, turn.is_question) for turn in document.turns] == [
        (None, True),
        ("NOR", False),
    ] * len(ASKED)


def test_a_label_may_give_the_country_in_brackets(coded: Coder) -> None:
    found = coded(
        "THE CHAIR: I give the floor to Fiji.\n\nMR. NAVUA (Fiji): We thank New Zealand for its help.\n\n"
        "MS. LIND (Sweden): We are proud to work with Fiji on ocean science."
    )
    assert {("FJI", "NZL", "SUPPORT"), ("SWE", "FJI", "COOPERATE")} <= rows(found)


def test_the_questions_are_nobodys_words(parse: Parse) -> None:
    turns = parse(interview()).turns
    assert [(turn.speaker.name if turn.speaker else None, turn.is_question) for turn in turns] == [
        (None, True),
        ("Aigerim Sarsen", False),
    ] * len(ASKED)


@pytest.mark.parametrize(
    "text",
    [
        # nobody is named who could answer
        interview(head="Questions to a friend in Helsinki."),
        # nobody speaks of himself
        "\n\n".join([HEAD, *(part for q in ASKED for part in (q, "Trade between Finland and Kazakhstan grows."))]),
        # what is told of somebody in questions and answers
        "\n\n".join([HEAD, *(part for q in ASKED for part in (q, "Sarsen says that we know. Sarsen is sure of it."))]),
        # "we" only in the questions
        "\n\n".join([HEAD, *(part for q in ASKED for part in (f"What do we know? {q}", "Trade with Finland grows."))]),
        # a column that asks itself
        f"{HEAD}\n\nWhy does it matter?\n\nWe shall see. I think that our readers know.",
    ],
)
def test_what_only_asks_is_no_interview(parse: Parse, text: str) -> None:
    assert parse(text).turns == []


def test_an_interview_about_one_country_is_not_of_this_and_that(parse: Parse) -> None:
    more = "What else?\n\nWe sell oil to Chad, Peru and Oman."
    assert [parties.cast(parse(text)).is_questioned for text in (interview(), f"{interview()}\n\n{more}")] == [
        False,
        True,
    ]


def test_an_office_without_a_name_is_the_hosts_at_a_conference_with_a_guest(coded: Coder) -> None:
    found = coded(
        "Remarks by the Prime Minister at a conference with the Prime Minister of Vietnam\n\nWellington, 21 August\n\n"
        "PRIME MINISTER: It is a pleasure to welcome Prime Minister Tran Van Hoa to New Zealand. I raised our concerns "
        "about the arrest of a journalist.\n\n"
        "PRIME MINISTER HOA: I invited the Prime Minister to visit Vietnam, and he has accepted."
    )
    assert {("VNM", "NZL", "CONSULT"), ("NZL", "VNM", "ACCUSE"), ("VNM", "NZL", "REQUEST")} <= rows(found)


def test_a_line_of_dashes_asks_nothing() -> None:
    text = f"Ana Ruiz spoke to us.\n\n{'-' * 100_000}\n\nHow is trade?"
    document = Document(Doc(Vocab(), words=[text], spaces=[False], sent_starts=[True]))
    assert list(_openings(document)) == [(text.index("How"), True)]


def test_outlets_ask_whoever_comes_back(parse: Parse) -> None:
    document = parse(
        "Foreign Ministry Spokesperson Lin Jian's press conference\n\n"
        "CCTV: The prime minister of Samoa will visit China next week. What do you expect?\n\n"
        "Lin Jian: China will sign a number of documents with Samoa.\n\n"
        "AFP: The Czech government has barred a Chinese firm. What is your comment?\n\n"
        "Lin Jian: We urge the Czech side to be fair."
    )
    assert [turn.is_question for turn in document.turns] == [True, False, True, False]
    assert {turn.speaker.name for turn in document.turns if turn.speaker} == {"Lin Jian"}


def test_a_label_may_give_office_and_name(parse: Parse) -> None:
    document = parse(
        "Questions in the House\n\n"
        "Ms Berg (Labour): When will the talks end?\n\n"
        "The Minister of Fisheries, Mr Moe: We expect to sign in May.\n\n"
        "Ms Berg: And what will it cost?\n\n"
        "The Minister of Fisheries, Mr Moe: I do not know yet."
    )
    assert [turn.speaker and turn.speaker.name for turn in document.turns] == [None, "Moe", None, "Moe"]


@pytest.mark.parametrize("head", ["Interview: {}", "Exclusive: {} on trade", "{}"])
def test_a_headline_with_a_colon_is_no_speaker(parse: Parse, head: str) -> None:
    told = head.format("Kazakhstan's ambassador to Finland, Aigerim Sarsen")
    document = parse(interview("Q: {}", "A: {}", told))
    assert {turn.speaker.name for turn in document.turns if turn.speaker} == {"Aigerim Sarsen"}
