from collections.abc import Callable

import pytest

from coopmetrics.document import Document, Mention

Annotate = Callable[..., Document]


def person(document: Document, name: str) -> Mention:
    return next(m for m in document.mentions if m.kind == "person" and m.text == name)


@pytest.mark.parametrize(
    ("text", "name", "country", "level"),
    [
        # whose minister he was
        (
            "Chile held talks with Peruvian President Rosa Quispe. Hugo Salas, the finance minister under Quispe, "
            "signed the loan with Chile in Santiago, Chile said.",
            "Hugo Salas",
            "PER",
            "minister",
        ),
        # who leads a delegation is of its country
        (
            "Norway opened talks on fish off Norway. The Ghanaian delegation, led by its trade minister, Kofi Addo, left "
            "Norway on Friday.",
            "Kofi Addo",
            "GHA",
            "minister",
        ),
        # whose ministers are called secretaries has no foreign minister
        (
            "The U.S. will hold a dialogue with Peru. U.S. Under Secretary Ann Hill and Foreign Minister Hugo Salas will "
            "chair it.",
            "Hugo Salas",
            "PER",
            "minister",
        ),
        # an envoy is not of the country that he is sent to
        (
            "Finland opened a school in Lusaka. Ambassador to Zambia Aino Koskela cut the ribbon.",
            "Aino Koskela",
            "FIN",
            "ambassador",
        ),
        # ... nor of the one that the report is from
        (
            "LUSAKA, May 2 - Finland and Zambia opened a school. Ambassador Aino Koskela cut the ribbon. Zambia thanked "
            "Finland, and Zambia's teachers sang.",
            "Aino Koskela",
            "FIN",
            "ambassador",
        ),
        # ... nor of that of the minister beside
        (
            "Finland and Zambia opened a school. Ambassador Aino Koskela and Zambian Education Minister Mary Banda cut the "
            "ribbon in Zambia.",
            "Aino Koskela",
            "FIN",
            "ambassador",
        ),
        # somebody who is met is rather of the other country
        (
            "Norway and Ghana want to fish together. Norway's Fisheries Minister Kari Lund met with the "
            "Minister of Trade, Kwesi Addo, to discuss it.",
            "Kwesi Addo",
            "GHA",
            "minister",
        ),
        # ... and so is who meets somebody
        (
            "Deputy adviser Kari Lund met yesterday with Ghanaian Trade Minister Kwesi Addo. Lund said that Norway would "
            "buy cocoa from Ghana.",
            "Kari Lund",
            "NOR",
            "official",
        ),
        # who deals with a country is not of it
        (
            "Norway's foreign minister welcomed the report by the special envoy for Sudan, Kari Lund. Norway will pay "
            "for her journey.",
            "Kari Lund",
            "NOR",
            "official",
        ),
        # the country of somebody else stands before "and"
        (
            "The talks brought together President Kofi Addo of Ghana and Prime Minister Ama Diop of Senegal.",
            "Ama Diop",
            "SEN",
            "head_of_government",
        ),
        # an honorific between office and name
        (
            "Norway's foreign minister received Deputy Foreign Minister Sheikh Khalid Al Rashdi of Oman.",
            "Khalid Al Rashdi",
            "OMN",
            "deputy_minister",
        ),
        # a nationality in the words of the office
        (
            "German State Secretary Jutta Brandt visited Ottawa with a team from Canada.",
            "Jutta Brandt",
            "DEU",
            "deputy_minister",
        ),
        # the one who is named to a post
        (
            "Mozambique has appointed Rui Matola, the former head of a railway company, as ambassador to Japan.",
            "Rui Matola",
            "MOZ",
            "ambassador",
        ),
        # "now" before "once"
        (
            "Lin Haoyu, once the Chinese ambassador to Peru and now the director of China's space agency, spoke.",
            "Lin Haoyu",
            "CHN",
            "official",
        ),
        # an office first, its holder later
        (
            "Norway's fisheries minister on Monday warned Russia over quotas.\n\nIn an interview in Bergen, "
            "Kari Lund said that Norway would wait.",
            "Kari Lund",
            "NOR",
            "minister",
        ),
        # who serves an office is of its country, where an envoy is not of his host's
        (
            "Norway's envoy received Petra Novak, State Secretary in the Office of the Prime Minister of Slovenia.",
            "Petra Novak",
            "SVN",
            "deputy_minister",
        ),
        (
            "The Ghanaian delegation met Stefan Ilie, national security adviser to the President of Romania.",
            "Stefan Ilie",
            "ROU",
            "official",
        ),
        # the initials of a body stand between the office and the name
        (
            "Kenyan papers quoted the chief of the Ghana Armed Forces (GAF), Kwame Boateng, on Monday.",
            "Kwame Boateng",
            "GHA",
            "military",
        ),
        # whose counterpart is of another country
        (
            "Korea and Poland held a summit in Warsaw, the Polish capital. President Han Ji-ho and his Polish "
            "counterpart, Tomasz Kowal, dined with South Korea's ambassador to Poland.",
            "Han Ji-ho",
            "KOR",
            "head_of_state",
        ),
        (
            "Poland is at peace. Minister Kofi Addo held a call with his Polish counterpart, and thanked Poland for it.",
            "Kofi Addo",
            None,
            "minister",
        ),
        (
            "Ghanaian minister Kofi Addo met his Kenyan counterpart, Grace Otieno, in Accra.",
            "Grace Otieno",
            "KEN",
            "other",
        ),
        # "its minister" is of whoever acts in the sentence
        (
            "MANILA. Germany will take in Filipino nurses under an agreement signed here, its labour minister Jonas Weber "
            "said.",
            "Jonas Weber",
            "DEU",
            "minister",
        ),
        # who speaks of "her country" is of another than the one she names
        (
            "Bolivia left the talks after Chile refused to pay. President Rosa Mamani said her country would not return "
            "until Santiago paid.",
            "Rosa Mamani",
            "BOL",
            "head_of_state",
        ),
        ("Ghana listened. Kenya's Grace Otieno spoke of tea.", "Grace Otieno", "KEN", "other"),
        ("Presidents Lund of Norway and Quispe of Peru spoke by phone.", "Quispe", "PER", "other"),
        ("Kofi Addo spoke with his counterpart from Kenya, Grace Otieno, in Accra.", "Grace Otieno", "KEN", "other"),
        # names in the order of their countries
        ("The foreign ministers of Chile and Peru, Hugo Salas and Rosa Quispe, met.", "Rosa Quispe", "PER", "other"),
        # an office between two names is of the first, unless that has his
        (
            "Kofi Addo, President of Ghana, H.E. Ana Rojas, President of Peru, and Kari Lund met.",
            "Ana Rojas",
            "PER",
            "head_of_state",
        ),
        # the country stands between the office and the name
        (
            "Deputy Minister of Economy of Georgia Irakli Beridze told Poland that Tbilisi will sell wine.",
            "Irakli Beridze",
            "GEO",
            "deputy_minister",
        ),
        ("Minister of Energy of Chad Idriss Abba Saleh met Polish envoys.", "Idriss Abba Saleh", "TCD", "minister"),
        # who comes along is of the visitor's country
        (
            "India welcomed Prime Minister Azlan Harun of Malaysia in Delhi. India sees much promise. Azlan is accompanied "
            "by Trade Minister Tengku Farid.",
            "Tengku Farid",
            "MYS",
            "minister",
        ),
        # an ambassador to an organisation is his country's
        ("The Kenyan UN ambassador Martin Kimathi spoke.", "Martin Kimathi", "KEN", "ambassador"),
        ("Kenya's EU envoy Grace Mwangi spoke in Brussels.", "Grace Mwangi", "KEN", "official"),
        ("The Kenyan UN envoy Grace Mwangi spoke in Geneva.", "Grace Mwangi", "UN", "igo_official"),
        # those of parties act for their country
        (
            "Kenya votes in May, and Kenya is tense. Opposition leader Otieno Baraka called for calm.",
            "Otieno Baraka",
            "KEN",
            "parliament",
        ),
    ],
)
def test_whom_a_person_acts_for(
    annotate: Annotate, text: str, name: str, country: str | None, level: str | None
) -> None:
    found = person(annotate(text), name)
    assert (found.country_code, found.level) == (country, level)


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("Ghana's deputy health minister Ama Boateng opened the ward.", "Ama Boateng", "deputy_minister"),
        ("Japan's Vice Foreign Minister Kenji Mori met reporters.", "Kenji Mori", "deputy_minister"),
        ("Kenya's Solicitor General Jane Wafula filed the petition.", "Jane Wafula", "official"),
        ("Asha Rao, president of the country's chess federation, spoke in India.", "Asha Rao", "other"),
        ("Asha Rao, director, Vasant Hospital, said India needs nurses.", "Asha Rao", "other"),
        ("Thailand's Deputy Prime Minister and party leader Somchai Boonmee spoke.", "Somchai Boonmee", "minister"),
    ],
)
def test_levels(annotate: Annotate, text: str, name: str, level: str) -> None:
    assert person(annotate(text), name).level == level


def test_a_name_in_a_headline_ends_before_what_is_its_own(annotate: Annotate) -> None:
    document = annotate("Minister Lund's Visit to Ghana\n\nMinister Kari Lund of Norway arrived in Accra on Monday.")
    assert {m.name for m in document.mentions if m.kind == "person"} == {"Kari Lund"}


def test_whoever_is_spoken_to_holds_no_office_that_is_named_next(annotate: Annotate) -> None:
    asked = annotate("Q Thank you. John, the President of Angola was in Lima last week. What did he want?")
    assert [(m.role, m.country_code) for m in asked.mentions if m.text == "John"] == [(None, None)]
    told = annotate("Rossi, the president of Angola, was in Lima last week.")
    assert [(m.role, m.country_code) for m in told.mentions if m.text == "Rossi"] == [("president of Angola", "AGO")]


@pytest.mark.parametrize(
    ("office", "country"), [("Special Envoy", "NOR"), ("Admiral", "NOR"), ("President", "GHA"), ("Emir", "GHA")]
)
def test_an_office_on_a_governments_site_is_its_own_unless_a_country_has_one(
    annotate: Annotate, office: str, country: str
) -> None:
    text = f"Ghana agreed on new tariffs. {office} Rask spoke about them."
    for issuer, expected in ((None, "GHA"), ("NOR", country)):
        found = annotate(text, issuer)
        assert [m.country_code for m in found.mentions if m.text == "Rask"] == [expected]


def test_who_works_at_a_body_of_no_country_serves_none(annotate: Annotate) -> None:
    text = (
        "China lent Kenya money. Ana Lund, head of research and training at the Harbour Institute, was not surprised."
    )
    assert person(annotate(text), "Ana Lund").country_code is None


@pytest.mark.parametrize("country", ["GHA", "PER"])
def test_an_office_without_a_country_is_of_the_outlets(annotate: Annotate, country: str) -> None:
    text = "Peru and Ghana opened talks. Ghana wrote to Peru. Interior Minister Ana Roca saw the Ministry of Justice."
    document = annotate(text, outlet_country=country)
    found = {m.country_code for m in document.mentions if m.text in ("Ministry of Justice", "Ana Roca")}
    assert found == {country}


def test_a_leader_is_not_who_bears_the_surname_too(annotate: Annotate) -> None:
    found = annotate("Jill Biden met the queen in Oslo. President Biden thanked Norway. So did Jill Biden.")
    people = [m for m in found.mentions if m.kind == "person" and "Biden" in m.text]
    assert [(m.name, m.role) for m in people] == [("Jill Biden", None), ("Biden", "President"), ("Jill Biden", None)]
    one = annotate("Joseph R. Biden, Jr. spoke in Oslo. President Biden thanked Norway.")
    assert len({m.entity_key for m in one.mentions if m.kind == "person"}) == 1


def test_the_daughter_of_a_president_is_not_president(annotate: Annotate) -> None:
    document = annotate("Angola tried Teresa Mendes, the president's daughter, in Luanda.")
    assert person(document, "Teresa Mendes").role is None


def test_people_without_an_office_are_of_the_only_country_of_political_news(annotate: Annotate) -> None:
    text = "President Asha Mohan of Mauritius spoke in Port Louis. Mauritius votes in June, and Mauritius is calm. \
Jean Lafleur asked voters to stay at home."
    lafleur = person(annotate(text), "Jean Lafleur")
    assert (lafleur.country_code, lafleur.level) == ("MUS", "other")
    assert lafleur.confidence < 0.6


def test_people_without_an_office_are_of_none_where_two_countries_are_in_the_news(annotate: Annotate) -> None:
    text = "President Asha Mohan of Mauritius met Japan's envoy in Tokyo. Japan and Mauritius signed. Japan was glad. \
Jean Lafleur clapped."
    assert person(annotate(text), "Jean Lafleur").country_code is None


def test_the_leader_of_a_named_movement_is_not_of_whichever_country_is_near(annotate: Annotate) -> None:
    two = "Peru's premier received the Chilean envoy. He likened the blockade to those of {} leader Dieter Wolf. Peru wants talks."
    for movement in ("Nazi", "the former Iron Lance"):
        assert person(annotate(two.format(movement)), "Dieter Wolf").country_code is None
    assert person(annotate(two.format("opposition")), "Dieter Wolf").country_code == "PER"
    one = "Peru votes in May, and Peru is tense. In Peru's parliament Iron Lance leader Hugo Salas called for calm."
    assert person(annotate(one), "Hugo Salas").country_code == "PER"


def test_a_town_that_somebody_is_in_is_no_seat_of_the_office(annotate: Annotate) -> None:
    document = annotate("Finland welcomed the plan. While in Lima President Aino Lund of Finland met reporters.")
    assert person(document, "Aino Lund").country_code == "FIN"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Readout of President Joe Biden Call with Prime Minister Justin Trudeau of Canada", "Joe Biden"),
        ("Secretary Ana Vula and President Peter Novak Statements to the Press", "Peter Novak"),
        ("President Novak Announces Delegation to Gambia", "Novak"),
        ("The Hon Peter Novak MP opened the port in Lima.", "Peter Novak"),
        ("The Hon Peter Novak, M.P., opened the port in Lima.", "Peter Novak"),
    ],
)
def test_honours_and_the_next_words_of_a_headline_are_no_part_of_a_name(
    text: str, name: str, annotate: Annotate
) -> None:
    assert name in {mention.text for mention in annotate(text).mentions if mention.kind == "person"}
    assert not {"Call", "Statements", "Announces", "MP", "M.P"} & {
        word for mention in annotate(text).mentions if mention.kind == "person" for word in mention.text.split()
    }


def test_a_headlines_noun_may_be_a_surname(annotate: Annotate) -> None:
    assert person(annotate("Senator Simon Call of Chad came to Lima."), "Simon Call").country_code == "TCD"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # where somebody goes is not his country, and a ministry named before may be his
        (
            "Vietnam has a new plan. It was announced during Prime Minister Le Van Minh's visit to Warsaw.",
            "Le Van Minh",
            "VNM",
        ),
        (
            "The Norwegian Ministry of Finance listed four firms in Sudan. Sudan is at war. Sudan protested. We will help the Sudanese "
            "people, said Finance Minister Ragnhild Moen.",
            "Ragnhild Moen",
            "NOR",
        ),
        # whose ambassador "its ambassador" is may be told in the sentence before
        (
            "Algeria said it would try again. The Council has let down Gaza, its ambassador, Amar Bouzid, told the United "
            "States.",
            "Amar Bouzid",
            "DZA",
        ),
        # a member of a delegation
        (
            "Germany met the United States in Berlin. The U.S. delegation also included Director Brendan W. Kelly and "
            "Deputy Secretary Hal Moore.",
            "Hal Moore",
            "USA",
        ),
        # a leader without all of his names
        ("India lent money. President Anura Dissanayake thanked India.", "Anura Dissanayake", "LKA"),
        ("Ruto met Museveni. The army chief of Kenya, General Paul Ndege, came too.", "Paul Ndege", "KEN"),
        ("Togo is glad. Having met the president of Kenya, General Kossi Ayité of Togo said so.", "Kossi Ayité", "TGO"),
        ("Mongolia invited Pope Leo to Ulaanbaatar.", "Leo", "VAT"),
        # a meeting that leads up to who was there, and whoever was met with others
        (
            "After talks with German Chancellor Otto Lang, Prime Minister Ana Rojas said Peru would buy two ferries.",
            "Ana Rojas",
            "PER",
        ),
        (
            "After talks with German Chancellor Otto Lang, Trade Minister Ida Kern and others, Peru bought two ferries.",
            "Ida Kern",
            "DEU",
        ),
        # an officer told of before his name
        (
            "Fiji's prime minister cancelled a deal with China. Prime Minister Sitiveni Rado agreed.",
            "Sitiveni Rado",
            "FJI",
        ),
        ("Guyana's army shot at a Venezuelan boat. President Irfaan Dookie was told.", "Irfaan Dookie", "GUY"),
        # who acts, where a report is from, and a senator's state
        (
            "Norway is to stop aid to Nicaragua. The decision, told by Development Minister Astrid Moen, was expected.",
            "Astrid Moen",
            "NOR",
        ),
        (
            "NAIROBI - Kenya signed a pact with Oman. Oman buys tea. Opposition lawmaker Peter Kimani was not pleased.",
            "Peter Kimani",
            "KEN",
        ),
        ("Ukraine asked for arms. Senator Ben Cole of Maryland agreed with Ukraine.", "Ben Cole", "USA"),
        (
            "Ambassador Ulf Persson: Sweden and Botswana are friends\n\nGaborone Daily: Why are you here?\n\n"
            "Ulf Persson: Sweden likes Botswana.",
            "Ulf Persson",
            "SWE",
        ),
        ("Ana Tarr, a former minister of ports in Liberia, accused China of delays.", "Ana Tarr", "LBR"),
        ("A former finance minister in Zambia, John Phiri, said that China had lent too much.", "John Phiri", "ZMB"),
        ("Ana Lund, head of trade policy at the World Bank, praised Ghana.", "Ana Lund", "WB"),
        (
            "Peru's Ministry of Ports is new. Chile mocked it. Chile laughed at Ana Rojas, an official in the Ministry of Ports.",
            "Ana Rojas",
            "PER",
        ),
        (
            "Chile and Peru argued. Ana Rojas, an official in the African Union Commission, praised Chile.",
            "Ana Rojas",
            "AU",
        ),
        (
            "Chad hosted a congress. Food and Agricultural Organisation (FAO) director Abebe Haile came.",
            "Abebe Haile",
            "FAO",
        ),
        ("Regional Director for Africa of the ILO Cynthia Vaz came to Ghana.", "Cynthia Vaz", "ILO"),
        ("Ana Ruiz, a senior representative for the UN Secretary General, visited Chad.", "Ana Ruiz", "UN"),
    ],
)
def test_whom_an_officeholder_serves(annotate: Annotate, text: str, name: str, country: str) -> None:
    assert person(annotate(text), name).country_code == country


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Ms Lavoie left.", "f"),
        ("German Chancellor Angela Merkel left.", "f"),
        ("The spokeswoman, Kim Doe, left.", "f"),
        ("Sir Kim Doe left.", "m"),
        ("Minister Ramon Cruz left.", "m"),
        ("Minister Haru Doe left.", None),
    ],
)
def test_a_title_an_office_or_a_given_name_tells_the_gender(annotate: Annotate, text: str, gender: str | None) -> None:
    assert {m.gender for m in annotate(text).mentions if m.kind == "person"} == {gender}


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Jan Kos condemned Serbia for the delay.",
        "Trade Minister Jan Kos received a delegation from Serbia on Monday.",
        "Deputy Minister Jan Kos met the ambassador of Serbia.",
    ],
)
def test_nobody_is_of_the_country_that_he_deals_with(annotate: Annotate, text: str) -> None:
    kos = next(mention for mention in annotate(text).mentions if mention.kind == "person")
    assert kos.country_code is None
