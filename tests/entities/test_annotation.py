from collections.abc import Callable

import pytest

from coopmetrics.document import Document, Mention
from coopmetrics.entities.places import country_of_place
from coopmetrics.reference import read_table
from coopmetrics.reference.names import country_names

Annotate = Callable[[str], Document]

VISIT = """\
DUSHANBE, Tajikistan, March 3. Kazakhstan's Minister of Trade and Integration, Bakyt Sultanov, met Tajik Prime \
Minister Kokhir Rasulzoda in Dushanbe on Monday.

Sultanov said that Astana was ready to supply flour. Rasulzoda thanked the Kazakh side."""


def by_text(mentions: list[Mention], text: str) -> Mention:
    return next(mention for mention in mentions if mention.text == text)


def test_persons_have_an_office_and_a_country(annotate: Annotate) -> None:
    mentions = annotate(VISIT).mentions
    minister = by_text(mentions, "Bakyt Sultanov")
    assert (minister.kind, minister.country_code, minister.level) == ("person", "KAZ", "minister")
    assert minister.role == "Kazakhstan's Minister of Trade and Integration"
    premier = by_text(mentions, "Kokhir Rasulzoda")
    assert (premier.country_code, premier.level) == ("TJK", "head_of_government")


def test_a_surname_alone_is_the_same_person(annotate: Annotate) -> None:
    surname = by_text(annotate(VISIT).mentions, "Sultanov")
    assert surname.name == "Bakyt Sultanov"
    assert surname.entity_key == "person:bakyt sultanov"
    assert surname.level == "minister"


def test_a_capital_is_a_place_unless_it_acts(annotate: Annotate) -> None:
    mentions = annotate(VISIT).mentions
    kinds = [(m.text, m.kind, m.country_code) for m in mentions if m.text.lower() in ("dushanbe", "astana")]
    assert kinds == [("DUSHANBE", "place", "TJK"), ("Dushanbe", "place", "TJK"), ("Astana", "country", "KAZ")]


def test_a_city_and_its_country_are_one_place(annotate: Annotate) -> None:
    [place] = annotate("The heads of the two railways met in Mombasa, Kenya, on Friday.").mentions
    assert (place.text, place.name, place.kind, place.country_code) == ("Mombasa, Kenya", "Mombasa", "place", "KEN")


def test_a_province_is_named_with_what_it_is(annotate: Annotate) -> None:
    mentions = annotate("Floods have closed two mines in Shanxi province, the agency said.").mentions
    assert [(m.text, m.country_code) for m in mentions] == [("Shanxi province", "CHN")]


def test_nothing_in_an_address_is_a_name(annotate: Annotate) -> None:
    mentions = annotate("Peru exports fish. Read https://news.example/world/Chile-Peru-Lima-talks and reply.").mentions
    assert [m.text for m in mentions] == ["Peru"]


@pytest.mark.parametrize(
    ("text", "name", "country", "level"),
    [
        ("Chinese Premier Li Keqiang arrived in Berlin.", "Li Keqiang", "CHN", "head_of_government"),
        ("The President of Tajikistan, Emomali Rahmon, opened it.", "Emomali Rahmon", "TJK", "head_of_state"),
        ("U.S. Secretary of State Antony Blinken met reporters.", "Antony Blinken", "USA", "minister"),
        ("Japan's Ambassador to Kenya, Ken Okaniwa, spoke.", "Ken Okaniwa", "JPN", "ambassador"),
        ("UN Secretary-General Antonio Guterres welcomed it.", "Antonio Guterres", "UN", "igo_official"),
        ("He met Anna Berg, the Swedish deputy minister for trade.", "Anna Berg", "SWE", "deputy_minister"),
    ],
)
def test_titles_on_either_side_of_a_name(annotate: Annotate, text: str, name: str, country: str, level: str) -> None:
    person = by_text(annotate(text).mentions, name)
    assert (person.kind, person.country_code, person.level) == ("person", country, level)


def test_an_office_without_a_country_is_of_the_country_spoken_of(annotate: Annotate) -> None:
    text = "Uzbekistan will build a cement plant with Afghanistan's help. Uzbekistan signed first, and Deputy Minister \
Aziz Karimov said work starts in May."
    karimov = by_text(annotate(text).mentions, "Aziz Karimov")
    assert karimov.country_code == "UZB"
    assert karimov.confidence < 0.7


def test_a_long_organisation_name_is_whole_and_holds_its_parties(annotate: Annotate) -> None:
    text = "The Intergovernmental Commission on Trade and Economic Cooperation between Tajikistan and Azerbaijan met."
    mentions = annotate(text).mentions
    assert [(m.kind, m.country_code) for m in mentions] == [
        ("organization", None),
        ("country", "TJK"),
        ("country", "AZE"),
    ]
    assert mentions[0].text == text[4:-5]


def test_organisations_belong_to_the_country_they_name(annotate: Annotate) -> None:
    text = "The Ministry of Economy of Azerbaijan and the State Department signed it, the Pentagon said."
    organizations = {m.text: m.country_code for m in annotate(text).mentions if m.kind == "organization"}
    assert organizations == {"Ministry of Economy of Azerbaijan": "AZE", "State Department": "USA", "Pentagon": "USA"}


def test_a_person_called_like_a_country_is_a_person(annotate: Annotate) -> None:
    text = "Singer Chad Brock performed in Nashville. Brock sang for two hours."
    assert "country" not in {mention.kind for mention in annotate(text).mentions}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Sales of the Norwegian salmon producer Havbris Holding rose in Peru.", "Havbris Holding", "NOR"),
        ("The Portuguese energy group Galp left Nauru.", "Galp", "PRT"),
        ("Sales of Havbris Holding, a Norwegian salmon producer, rose in Peru.", "Havbris Holding", "NOR"),
        ("Sinopec, China's second-biggest oil refiner, left Nauru.", "Sinopec", "CHN"),
        ("The Lisbon-based energy group Galp left Nauru.", "Galp", "PRT"),
        ("The British rights group Amnesty left Nauru.", "Amnesty", None),
        ("The fund of the Gillard Government was spent in Nauru.", "Gillard Government", "AUS"),
        ("The fund of the Akufo-Addo government was spent in Nauru.", "Akufo-Addo", "GHA"),
        ("The Biden-Harris Administration spent it in Nauru.", "Harris Administration", "USA"),
        ("The German Chamber of Commerce in China (GCC) signed it.", "German Chamber of Commerce in China", "DEU"),
        (
            "The United Nations Mission in Ethiopia and Eritrea (UNMEE) condemned Sudan for the attack.",
            "United Nations Mission in Ethiopia and Eritrea",
            "UN",
        ),
        ("The Russian Embassy to Moldova accused Nauru of it.", "Russian Embassy to Moldova", "RUS"),
    ],
)
def test_organisations_are_of_the_country_they_are_described_by(
    annotate: Annotate, text: str, name: str, country: str | None
) -> None:
    found = {m.text: m.country_code for m in annotate(text).mentions if m.kind == "organization"}
    assert found[name] == country


def test_a_ministry_is_not_of_the_country_that_it_turns_to(annotate: Annotate) -> None:
    document = annotate(
        "Chad closed its border with Sudan in March. The Ministry of Foreign Affairs summoned Sudan's ambassador."
    )
    assert [m.country_code for m in document.mentions if m.kind == "organization"] == ["TCD"]


def test_a_province_is_meant_rather_than_a_small_town() -> None:
    assert country_of_place("Virginia") == "USA"
    assert country_of_place("Savannah, Georgia") == "USA"
    assert country_of_place("Kutaisi, Georgia") == "GEO"
    assert country_of_place("Virginia", frozenset({"ZAF"})) == "ZAF"
    assert country_of_place("Rewa", frozenset({"FJI", "IDN"})) == "FJI"


@pytest.mark.parametrize(
    ("place", "near", "country"),
    [
        ("Florida", (), "USA"),
        ("Florida", ("CUB", "USA"), "USA"),
        ("Victoria", (), "AUS"),
        ("Victoria", ("SYC",), "SYC"),
        ("Hainan Island", (), "CHN"),
        ("Taiping Island", (), None),
        ("Taiping Island", ("MYS",), "MYS"),
    ],
)
def test_a_well_known_place_is_meant_rather_than_a_town(place: str, near: tuple[str, ...], country: str | None) -> None:
    assert country_of_place(place, frozenset(near)) == country


def test_korea_is_the_south_beside_the_north(annotate: Annotate) -> None:
    document = annotate("Police in Korea arrested a North Korean. Korean courts will hear the case.")
    assert [m.country_code for m in document.mentions if m.text in ("Korea", "Korean")] == ["KOR", "KOR"]


def test_what_is_called_after_a_town_is_not_its_countrys(annotate: Annotate) -> None:
    document = annotate("The ILO will support the Lahore Declaration and the Durban Call to Action, Ghana said.")
    assert {m.country_code for m in document.mentions if m.country_code} == {"ILO", "GHA"}


def test_a_common_word_is_a_place_only_in_an_article_about_its_country() -> None:
    assert country_of_place("Gulf") is None
    assert country_of_place("Gulf", frozenset({"PNG"})) == "PNG"


def test_every_common_word_names_a_place() -> None:
    everywhere = frozenset(country_names())
    words = [row["word"] for row in read_table("place_words")]
    assert words == sorted(words)
    assert [word for word in words if country_of_place(word.title(), everywhere) is None] == []


def test_an_office_and_a_surname_are_a_leader(annotate: Annotate) -> None:
    document = annotate("In Munich, Germany, Vice President Harris spoke for an hour.")
    assert [m.country_code for m in document.mentions if m.kind == "person"] == ["USA"]


def test_a_programme_of_the_united_nations_acts_for_them(annotate: Annotate) -> None:
    document = annotate(
        "The World Food Programme fed 40,000 people in Chad, and the World Health Organization sent doctors."
    )
    codes = {mention.entity_key: mention.country_code for mention in document.mentions if mention.kind == "igo"}
    assert codes == {"igo:WFP": "UN", "igo:WHO": "WHO"}


@pytest.mark.parametrize(
    "text",
    [
        "Minister Ana Vula arrived in Fiji on Monday. Vula thanked the islanders.",
        "Deputy National Security Advisor Daleep Rao will visit Fiji on Monday. Rao speaks for others in Peru.",
        "Finance Minister Omar Diallo held talks with Fijian officials in Suva.",
    ],
)
def test_who_comes_from_elsewhere_is_not_of_the_country_he_comes_to(annotate: Annotate, text: str) -> None:
    assert {m.country_code for m in annotate(text).mentions if m.kind == "person"} == {None}


def test_who_tours_his_own_country_is_of_it(annotate: Annotate) -> None:
    text = "Minister Ana Vula met Fijian farmers in Suva on Monday. Fiji has no rice. Fijian farmers want to grow it."
    assert {m.country_code for m in annotate(text).mentions if m.kind == "person"} == {"FJI"}


def test_brussels_acts_for_the_european_union_unless_belgium_is_named(annotate: Annotate) -> None:
    def code(text: str) -> str | None:
        return next(m.country_code for m in annotate(text).mentions if m.text == "Brussels")

    assert code("Brussels urged Serbia to stick to the deal.") == "EU"
    assert code("Rwanda expelled Belgium's diplomats and cut ties with Brussels.") == "BEL"


def test_a_ministry_of_a_republic_is_one_name(annotate: Annotate) -> None:
    mentions = annotate("The Ministry of Energy of the Republic of Chad wrote to the Ministry of Energy").mentions
    assert (mentions[0].text, mentions[0].country_code) == ("Ministry of Energy of the Republic of Chad", "TCD")


def test_a_name_that_is_the_last_word_of_an_organisation_of_states_is_that(annotate: Annotate) -> None:
    mentions = annotate(
        "WASHINGTON - The International Monetary Fund on Tuesday cleared the third review of Sri Lanka's programme, and "
        "urged Colombo to finish its debt talks.\n\nSeparately, the Fund said a mission would travel to Accra in two weeks."
    ).mentions
    fund = by_text(mentions, "Fund")
    assert (fund.kind, fund.country_code, fund.name) == ("igo", "IMF", "International Monetary Fund")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("He was struck by a Volvo XC90. The Volvo came from Oslo.", []),
        ("She left in an Airbus jet.", []),
        ("A Huawei executive met Volvo.", ["CHN", "SWE"]),
        ("They bought twenty Boeing planes.", ["USA"]),
        ("A USAID-funded school opened.", ["USA"]),
    ],
)
def test_a_companys_name_may_be_that_of_what_it_makes(annotate: Annotate, text: str, codes: list[str]) -> None:
    document = annotate(text)
    assert [m.country_code for m in document.mentions if m.kind == "organization" and m.country_code] == codes
