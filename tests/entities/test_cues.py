"""Names that the language engine does not know, read by titles and by what stands around them."""

from collections.abc import Callable

import pytest

from coopmetrics.document import Document
from coopmetrics.entities.cues import evidence
from coopmetrics.entities.name_heads import joined_organizations
from coopmetrics.entities.titles import titled_names, without_title

Annotate = Callable[[str], Document]

VISIT = """\
LISBON, March 5. Portugal's Minister of Infrastructure Duarte Lemos met Brazilian Transport Minister Aline Prado.

"We will start in May," Lemos said. Prado thanked Lemos."""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minister of Infrastructure Duarte Lemos left.", "Duarte Lemos"),
        ("Former Minister for Water, Trade and Industry Oskar Brandt left.", "Oskar Brandt"),
        ("It was signed by general manager Tomas Revik.", "Tomas Revik"),
        ("Director General of Customs Aline Prado’s visit", "Aline Prado"),
        ("Prime Minister Techo Hun Sen spoke.", "Techo Hun Sen"),
        ("Professor M. J. Halvor spoke.", "M. J. Halvor"),
    ],
)
def test_a_name_follows_a_title_and_its_complements(text: str, name: str) -> None:
    assert name in [match.text for match in titled_names(text)]


def test_an_office_alone_has_no_name_behind_it() -> None:
    assert list(titled_names("The Minister of Foreign Trade said. On Monday the Minister Monday rest.")) == []


def test_a_title_at_the_end_of_a_name_is_part_of_it() -> None:
    assert without_title("Hun Sen")[0] == 0


def test_a_titled_person_is_that_person_throughout(annotate: Annotate) -> None:
    mentions = annotate(VISIT).mentions
    people = {m.text: (m.name, m.country_code, m.level) for m in mentions if m.kind == "person"}
    assert people == {
        "Duarte Lemos": ("Duarte Lemos", "PRT", "minister"),
        "Lemos": ("Duarte Lemos", "PRT", "minister"),
        "Aline Prado": ("Aline Prado", "BRA", "minister"),
        "Prado": ("Aline Prado", "BRA", "minister"),
    }
    assert [m.text for m in mentions if m.kind == "organization"] == []
    assert mentions[0].kind == "place"


def test_a_ministry_is_cut_from_the_person_behind_it(annotate: Annotate) -> None:
    mentions = annotate("Kuwait's Ministry of Health Arvind Deshmukh visited the hospital.").mentions
    assert [(m.text, m.kind) for m in mentions] == [
        ("Kuwait", "country"),
        ("Ministry of Health", "organization"),
        ("Arvind Deshmukh", "person"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("“It works,” said Revik.", "Revik", "person"),
        ("Tomas Revik, who heads the port, left.", "Tomas Revik", "person"),
        ("Ana Halvor, an analyst at a bank, agreed.", "Ana Halvor", "person"),
        ("They met in Dabrin.", "Dabrin", "place"),
        ("A dam in Dabrin province.", "Dabrin", "place"),
        ("DABRIN, March 4 – The dam is full.", "DABRIN", "place"),
        ("KLANG: The dam is full.", "KLANG", "place"),
        ("Dabrin-based Halvor won.", "Dabrin", "place"),
        ("The company Halvor won.", "Halvor", "organization"),
        ("The Turkish contractor Yapi Halvor won.", "Yapi Halvor", "organization"),
        ("Baltic Transit (BTX) won.", "Baltic Transit", "organization"),
    ],
)
def test_what_stands_around_a_name_tells_its_kind(text: str, name: str, label: str) -> None:
    start = text.index(name)
    weights = evidence(text, start, start + len(name))
    assert max(weights, key=lambda kind: weights[kind]) == label


def test_two_organisations_joined_by_and_are_two() -> None:
    assert joined_organizations("Dabrin Bank and Halvor Securities") == ("Dabrin Bank", "Halvor Securities")
    assert joined_organizations("Securities and Futures Commission") is None
    assert joined_organizations("Institute of Water Board and Energy Union") is None


def test_common_words_in_capitals_are_no_names(annotate: Annotate) -> None:
    text = "The Framework was signed in Dabrin. The framework runs for a year. God bless Africanisation."
    assert {"Framework", "God", "Africanisation"}.isdisjoint(m.text for m in annotate(text).mentions)


def test_an_abbreviation_in_brackets_is_its_organisation(annotate: Annotate) -> None:
    text = "The Baltic Transit Agency (BTQ) opened a port. The port is run by BTQ."
    short = [m for m in annotate(text).mentions if m.text == "BTQ"]
    assert [(m.kind, m.name) for m in short] == [("organization", "Baltic Transit Agency")] * 2


def test_initials_in_brackets_are_their_place_and_other_letters_are_not(annotate: Annotate) -> None:
    text = "Roads in KwaZulu-Natal (KZN) are closed. Floods hit KZN on Monday, Durban (BTQ) reports."
    kinds = {m.text: m.kind for m in annotate(text).mentions}
    assert kinds["KZN"] == "place"
    assert kinds.get("BTQ") != "place"


@pytest.mark.parametrize(
    ("text", "place"),
    [("They live in Marsabit county.", "Marsabit county"), ("They live in Zhuhai city.", "Zhuhai")],
)
def test_a_place_keeps_the_small_word_for_a_part_of_a_country(annotate: Annotate, text: str, place: str) -> None:
    assert [m.text for m in annotate(text).mentions] == [place]


def test_a_region_in_an_office_is_a_place(annotate: Annotate) -> None:
    text = "Grace Mwangi, Regional Director for Africa, spoke."
    assert ("Africa", "place") in [(m.text, m.kind) for m in annotate(text).mentions]


def test_a_province_in_capitals_has_its_country(annotate: Annotate) -> None:
    (mention,) = annotate("Roads in KZN are closed after the floods.").mentions
    assert (mention.text, mention.kind, mention.country_code) == ("KZN", "place", "ZAF")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Liberal candidate Lee Jae - myung spoke in Seoul on Monday.", "Lee Jae - myung"),
        ("Former president Bill Clinton visited the clinic on Monday.", "Bill Clinton"),
    ],
)
def test_a_person_keeps_the_whole_name(annotate: Annotate, text: str, person: str) -> None:
    assert person in {mention.text for mention in annotate(text).mentions if mention.kind == "person"}
