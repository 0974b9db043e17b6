import pytest

from coopmetrics.entities import count_actors
from coopmetrics.entities.countries import find_names


def codes(text: str) -> list[str | None]:
    return [match.value.code for match in find_names(text) if match.value.form not in ("place", "region")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tajik-Azerbaijani relations are developing.", ["TJK", "AZE"]),
        ("The Franco-German motor and Sino-Russian trade", ["FRA", "DEU", "CHN", "RUS"]),
        ("US-China talks resumed; the U.S. and the UK agreed.", ["USA", "CHN", "USA", "GBR"]),
        ("China's exports and Kazakhstan’s oil", ["CHN", "KAZ"]),
        ("BAKU, Azerbaijan, September 12.", ["AZE", "AZE"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("the Democratic Republic of the Congo and the Republic of the Congo", ["COD", "COG"]),
        ("North Korea and South Korea, the DPRK and the Republic of Korea", ["PRK", "KOR", "PRK", "KOR"]),
        ("Niger and Nigeria; Nigerien and Nigerian officials", ["NER", "NGA", "NER", "NGA"]),
        ("the National Security Council and the Security Council", [None, "UN"]),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("Serbia and Montenegro, Bosnia and Herzegovina", ["SRB", "MNE", "BIH"]),
        ("The Czech Republic, Czechia, Türkiye and Côte d'Ivoire", ["CZE", "CZE", "TUR", "CIV"]),
        ("The C5+1, the G7, OPEC+ and the Gulf Cooperation Council", ["C5+1", "G7", "OPEC+", "GCC"]),
        ("Burma, Swaziland and Zaire are names of the past.", ["MMR", "SWZ", "COD"]),
        ("The European commission and the European Parliament; the Africa CDC", ["EU", "EU", "AU"]),
        ("Houthi drones, Çalık Holding, Samruk-Kazyna and Fincantieri", ["YEM", "TUR", "KAZ", "ITA"]),
    ],
)
def test_names_of_countries(text: str, expected: list[str | None]) -> None:
    assert codes(text) == expected


def test_a_republic_is_named_in_either_order() -> None:
    named = find_names("the Republic of Lebanon and the Lebanese Republic")
    assert [(m.text, m.value.code) for m in named] == [("Republic of Lebanon", "LBN"), ("Lebanese Republic", "LBN")]


@pytest.mark.parametrize(
    "text",
    [
        "They roasted a turkey and told us nothing.",
        "A bull in a China shop ate French fries with Swiss cheese.",
        "Ships crossed the South China Sea and the Indian Ocean.",
        "Latin American growth outpaced that of Native American reservations.",
        "A German shepherd and a Guinea pig played.",
        "She speaks Russian, and he answered in French.",
        "The price rose to 40 Australian dollars, or 30 US dollars.",
        "They paid a million dollars U.S. for the mill, and $20 million US a year for power.",
        "It received US $4 million and owes US$5 million.",
        "PLEASE CONTACT US TODAY",
        "The Oslo Accords, the Vienna Document and the Kampala Process were named.",
        "The Paris Call, the Doha Round, the Korean War and the Treaty of Moscow were named.",
        "A band of Choctaw Indians met Irish Americans at a Chinese restaurant.",
    ],
)
def test_what_only_looks_like_a_country(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The $20 million US loan helped.",
        "He gave two dollars. US officials laughed.",
        "They received from the US $4 million.",
    ],
)
def test_the_united_states_beside_a_sum(text: str) -> None:
    assert codes(text) == ["USA"]


def test_georgia_is_read_by_what_stands_around_it() -> None:
    assert codes("Georgia, Armenia and Azerbaijan met in Tbilisi.")[0] == "GEO"
    state = "Republican voters in Georgia turned out in Atlanta, as in Florida and Pennsylvania."
    assert [match.value.form for match in find_names(state) if match.text == "Georgia"] == ["region"]


def test_korea_alone_is_the_one_that_is_spoken_of() -> None:
    assert codes("Korea fired a missile, Pyongyang said; Kim Jong Un watched.")[0] == "PRK"
    assert codes("Korea's exports rose, Seoul said.")[0] == "KOR"


def test_congo_is_read_by_its_towns() -> None:
    assert codes("Congo reopened the port of Pointe-Noire, officials in Brazzaville said.")[0] == "COG"
    assert codes("Fighting in eastern Congo reached Goma.")[0] == "COD"


def test_count_actors_counts_each_country_and_organisation_once() -> None:
    assert count_actors("Tajikistan and the Tajik side met the World Bank in Dushanbe.") == 2
    assert count_actors("Nothing happened at all.") == 0
    assert count_actors("") == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("South Korea accused the North of jamming signals.", ["KOR", "PRK"]),
        ("North Korea fired a rocket, which the South condemned.", ["PRK", "KOR"]),
        ("South Korea sent rice to farmers in the South.", ["KOR"]),
        ("South Sudan and North Korea traded with the South.", ["SSD", "PRK"]),
        ("The price is six US cents, and not six Canadian cents.", []),
    ],
)
def test_halves_of_korea_and_cents(text: str, expected: list[str]) -> None:
    assert codes(text) == expected
