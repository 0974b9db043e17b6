from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from coopmetrics.document import Document, Mention
from coopmetrics.events import Event
from coopmetrics.events import amount_expressions as written
from coopmetrics.events.amounts import Quantity, belonging, find, measures, own_currencies

Parse = Callable[..., Document]

NLP = spacy.blank("en")


def one(text: str) -> Quantity:
    (found,) = find(NLP(text)[:])
    return found


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("a $1.5 billion loan", 1.5e9, "USD"),
        ("USD 300m for roads", 3e8, "USD"),
        ("US$140 million", 1.4e8, "USD"),
        ("USD50 million each", 5e7, "USD"),
        ("1.2 billion yuan of aid", 1.2e9, "CNY"),
        ("RMB 3 million", 3e6, "CNY"),
        ("€2bn", 2e9, "EUR"),
        ("TRY 5 million for the bridge", 5e6, "TRY"),
        ("Rs 500 crore", 5e9, "INR"),
        ("AED 10 million", 1e7, "AED"),
        ("HK$20 million", 2e7, "HKD"),
        ("400 million som", 4e8, "KGS"),
        ("1.8 billion US dollars", 1.8e9, "USD"),
        ("$2,100,000.50", 2100000.5, "USD"),
        ("two million Azerbaijani manats", 2e6, "AZN"),
        ("600 million U.S.\n dollars", 6e8, "USD"),
        ("a €1,25 billion line", 1.25e9, "EUR"),
        ("€12,50 million", 1.25e7, "EUR"),
        ("€1,250 million", 1.25e9, "EUR"),
        ("Rs 1,25,000", 125000, "INR"),
        ("PLN 40 million", 4e7, "PLN"),
        ("€1.000.000", 1e6, "EUR"),
        ("€1.250.000,50 for a clinic", 1250000.5, "EUR"),
        ("$2 500 000 for seed", 2.5e6, "USD"),
        ("150 000 euros", 150000, "EUR"),
    ],
)
def test_money(text: str, value: float, currency: str) -> None:
    found = one(text)
    assert (found.value, found.currency_code, found.unit) == (pytest.approx(value), currency, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$4 million for wells", "AUD"),
        ("four million dollars for wells", "AUD"),
        ("US$4 million for wells", "USD"),
        ("US $4 million for wells", "USD"),
        ("$4 million US a year", "USD"),
        ("$4 million USD", "USD"),
        ("$4 million (US) for wells", "USD"),
        ("$US4 million for wells", "USD"),
        ("four million U.S. dollars for wells", "USD"),
        ("four million dollars US for wells", "USD"),
        ("NZ$4 million for wells", "NZD"),
        ("4 million euros for wells", "EUR"),
    ],
)
def test_dollars_without_a_country_are_those_of_whoever_writes(text: str, currency: str) -> None:
    assert [found.currency_code for found in find(NLP(text)[:], {"dollar": "AUD"})] == [currency]


@pytest.mark.parametrize(
    ("authors", "issuer", "dollar"),
    [
        (["CAN"], None, "CAD"),
        ([], "NZL", "NZD"),
        (["USA"], "AUS", "USD"),
        (["FRA"], "AUS", "AUD"),
        (["AUS", "CAN"], None, "USD"),
        (["AUS", "CAN"], "CAN", "CAD"),
        (["KEN"], None, "USD"),
        ([], None, "USD"),
    ],
)
def test_whose_dollar_an_article_means(authors: list[str], issuer: str | None, dollar: str) -> None:
    own = own_currencies(Document(NLP("Aid"), issuer=issuer, authors=authors))
    assert own.get("dollar", "USD") == dollar


@pytest.mark.parametrize(
    ("countries", "text", "currency"),
    [
        ("MUS MUS IND", "a loan of Rs 8 million", "MUR"),
        ("PAK IND PAK", "30 billion rupees for dams", "PKR"),
        ("FRA", "30 billion rupees for dams", "INR"),
        ("PAK", "30 billion Indian rupees for dams", "INR"),
        ("EGY FRA", "four million pounds for wells", "EGP"),
        ("TUN", "90 million dinars for rail", "TND"),
        ("KEN UGA UGA", "6 billion Tanzanian shillings", "TZS"),
        ("DNK", "20 million kroner for wind farms", "DKK"),
        ("AUS AUS", "$4 million for wells", "USD"),
    ],
)
def test_a_currency_is_that_of_whom_an_article_mentions_most(countries: str, text: str, currency: str) -> None:
    document = Document(NLP("Aid"))
    document.mentions = [
        Mention(0, 1, "a", "country", 0, code, f"country:{code}", country_code=code) for code in countries.split()
    ]
    assert [found.currency_code for found in find(NLP(text)[:], own_currencies(document))] == [currency]


@pytest.mark.parametrize(
    "text",
    [
        "a 27-year-old company",
        "in three years' time",
        "in three weeks",
        "on 12 November this year",
        "135 MAF of water",
        "100,000 tractors per month",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert find(NLP(text)[:]) == []


def test_an_unknown_currency_keeps_its_name() -> None:
    found = one("90 million dinars for rail")
    assert (found.value, found.unit, found.currency_code) == (9e7, "dinar", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("50,000 tonnes", 50000, "tonne"),
        ("300,000 barrels per day", 300000, "barrel_per_day"),
        ("a 500-megawatt plant", 500, "MW"),
        ("27.1km", 27.1, "km"),
        ("33,000 square metres", 33000, "m2"),
        ("10 billion cubic meters", 1e10, "m3"),
        ("12 bcm per year", 1.2e10, "m3_per_year"),
        ("five flights per week", 5, "flight_per_week"),
        ("23 percent", 23, "percent"),
        ("500 Chinese technicians", 500, "persons"),
        ("two dozen agreements", 24, "document"),
        ("twenty-five scholarships", 25, "scholarship"),
        ("half a million doses", 500000, "dose"),
        ("In March, 500 tonnes of rice came.", 500, "tonne"),
        ("They gave the Marines 400 vehicles.", 400, "vehicle"),
        ("two ESA satellites", 2, "satellite"),
        ("200 houses", 200, "dwelling"),
        ("30 tents", 30, "tent"),
        ("10 000 tonnes of rice", 10000, "tonne"),
        ("1\u00a0250\u00a0000 tonnes of rice", 1250000, "tonne"),
        ("2 500,5 tonnes of rice", 2500.5, "tonne"),
        ("On May 5 300 soldiers left.", 300, "persons"),
    ],
)
def test_physical_quantities(text: str, value: float, unit: str) -> None:
    found = one(text)
    assert (found.value, found.unit, found.currency_code) == (pytest.approx(value), unit, None)


def test_a_range_that_falls_is_told_from_its_lower_end() -> None:
    found = one("Tariffs on tea were cut from 100 to 50 percent.")
    assert (found.low, found.high, found.value) == (50, 100, 75)


def test_the_ends_of_a_range_may_be_grouped_by_spaces() -> None:
    found = one("Peru delivers 10 000-12 000 tonnes.")
    assert (found.low, found.high) == (10000, 12000)


@pytest.mark.parametrize("text", ["between $3 and 5 million", "$3-5 million", "$3 million to $5 million"])
def test_a_range_keeps_its_ends(text: str) -> None:
    found = one(text)
    assert (found.low, found.high, found.value) == (3e6, 5e6, 4e6)


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("more than $5 million", "at_least"),
        ("up to 50 tonnes", "at_most"),
        ("none exceeding 50 tonnes", "at_most"),
        ("nearly 23 percent", "about"),
        ("an estimated $3.6 billion", "about"),
        ("paid $5 million", "exact"),
    ],
)
def test_modifier(text: str, modifier: str) -> None:
    assert one(text).modifier == modifier


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 Chinese companies built it.",
        "On July 7 countries met.",
        "On Sept. 7 countries met.",
        "He is 45.",
        "",
        "5 TOP OFFICIALS MEET",
        "COP 28 reviewed SDG 6.",
        "They delivered 4/000 tonnes.",
        "The fıve tonnes of tea came late.",
        "It cost $" + "9" * 400,
    ],
)
def test_no_amount(text: str) -> None:
    assert not find(NLP(text)[:])


def test_letters_that_only_look_like_those_of_a_scale_make_none() -> None:
    assert [one(text).value for text in ("$5 BİLLİON", "$5 mıllion", "$5 thouſand")] == [5, 5, 5]


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("The fund granted a loan of $15 million to the port.", "loan"),
        ("They promised aid worth about $2 million.", "aid"),
        ("Kenya bought 40,000 tonnes of wheat from Romania.", "wheat"),
        ("The new mill employs 300 local workers.", "local workers"),
        ("They will invest $3 million in solar-powered pumps.", "solar-powered pumps"),
        ("Our two-way trade amounted to about $80 billion last year.", "two-way trade"),
    ],
)
def test_what_is_measured(text: str, measured: str, parse: Parse) -> None:
    (found,) = find(parse(text).sentences[0])
    assert found.measured == measured


@given(st.text(alphabet="0123456789$€., -mbnkillion percentUSD\u200f", max_size=150))
def test_any_text_gives_spans_within_it(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in find(NLP(text)[:]))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They buy 4 billion kWh of electricity.", "4 billion kWh"),
        ("They gave 40 electric buses.", "40"),
        ("They gave buses.", ""),
    ],
)
def test_the_words_that_say_how_much(text: str, said: str) -> None:
    doc = NLP(text)
    assert " ".join(doc[i].text for i in sorted(measures(doc[:], find(doc[:])))) == said


@pytest.mark.parametrize(
    "text",
    [
        "The treaty was signed ten years ago.",
        "Trade has grown in the past five years.",
        "They mark 60 years of friendship.",
        "The two countries agreed.",
        "Three weeks later they met.",
    ],
)
def test_a_stretch_of_time_that_dates_and_the_two_sides_are_no_amount(text: str) -> None:
    assert not find(NLP(text)[:])


def test_a_stretch_of_time_that_lasts_is_an_amount_and_a_number_of_parties_is_none() -> None:
    assert one("training for 10 years").value == 10
    assert find(NLP("They agreed on aid for three countries.")[:]) == []


def test_how_long_somebody_meets_is_no_amount_of_the_meeting(parse: Parse) -> None:
    document = parse("Norway's minister ended an 11-day tour of Malawi and gave it 40 tonnes of tea.")
    quantities = find(document.sentences[0])
    act = next(token for token in document.doc if token.text == "ended")
    assert [quantity.value for quantity in quantities] == [11, 40]
    assert belonging(quantities[:1], act, [act]) == []


def test_a_year_opens_no_range() -> None:
    (first, second) = find(NLP("It sold 43 tonnes of tea in 2016 and 86 tonnes in 2021.")[:])
    assert (first.value, second.value, second.low) == (43, 86, None)


def test_a_unit_may_be_written_with_a_hyphen() -> None:
    assert one("a 3-billion US-dollar shipyard").value == 3e9


def test_an_amount_is_that_of_the_act_it_stands_with(parse: Parse) -> None:
    document = parse("Norway gave Malawi two ferries worth $3 million and bought 40 tonnes of Malawian tea.")
    quantities = find(document.sentences[0])
    gave, bought = (next(token for token in document.doc if token.text == word) for word in ("gave", "bought"))
    assert [q.value for q in belonging(quantities, gave, [gave, bought])] == [2, 3e6]
    assert [q.value for q in belonging(quantities, bought, [gave, bought])] == [40]


@pytest.mark.parametrize(
    ("text", "printed", "converted"),
    [
        ("a loan of $12bn (£9bn) for the port", "USD", ["GBP"]),
        ("a credit line of 3 billion euros (about $3.3 billion)", "EUR", ["USD"]),
        ("fined HK$5,000 (US$643; £480)", "HKD", ["USD", "GBP"]),
        ("5 billion yen, or some $33 million, for schools", "JPY", ["USD"]),
        ("200 million yuan, equivalent to US$28 million", "CNY", ["USD"]),
        ("a road of 180km (112 miles)", "km", ["mile"]),
    ],
)
def test_the_same_amount_in_another_unit_is_a_conversion(text: str, printed: str, converted: list[str]) -> None:
    first, *others = find(NLP(text)[:])

    assert (first.unit, first.is_conversion) == (printed, False)
    assert [(other.unit, other.is_conversion) for other in others] == [(unit, True) for unit in converted]


def test_an_amount_in_another_dollar_is_a_conversion() -> None:
    _, other = find(NLP("a loan of US$12 million ($15 million)")[:], {"dollar": "CAD"})
    assert (other.currency_code, other.is_conversion) == ("CAD", True)


@pytest.mark.parametrize(
    "text",
    [
        "$12bn for roads and £9bn for rail",
        "$12bn (including £9bn for rail)",
        "$300 million ($100 million of it in grants)",
        "US$300 million ($100 million of it in grants)",
        "40 buses (12 trams)",
        "pledges of $12bn; £9bn is for rail",
        "500 tonnes (40 trucks)",
        "€10 million and 300 tonnes",
    ],
)
def test_another_amount_is_no_conversion(text: str) -> None:
    assert not any(quantity.is_conversion for quantity in find(NLP(text)[:]))


def test_what_is_told_of_a_conversion_is_told_of_the_amount(parse: Parse) -> None:
    sentence = parse("Norway gave Chad a €35 million ($39 million) loan.").sentences[0]

    assert [quantity.measured for quantity in find(sentence)] == ["loan", "loan"]


@pytest.mark.parametrize(
    ("text", "values", "modifier"),
    [
        ("handed over 22 patrol boats", [22], "exact"),
        ("over 22 patrol boats", [22], "at_least"),
        ("gave 12 and 8 million euros", [8e6], "exact"),
        ("between 3 and 5 million euros", [3e6, 5e6], "exact"),
    ],
)
def test_words_before_an_amount_and_between_two(text: str, values: list[float], modifier: str) -> None:
    (match,) = written.find(text)
    assert (written.values(match), written.hedge(text[: match.start("amount")])[0]) == (values, modifier)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Norway will give $50 million and Sweden $30 million to Malawi.", {"NOR": 5e7, "SWE": 3e7}),
        ("Japan delivered 500 tonnes of rice and South Korea 200 tonnes to Kenya.", {"JPN": 500, "KOR": 200}),
        ("France gave Malawi 20 million euros, and Canada lent Malawi 5 million dollars.", {"FRA": 2e7, "CAN": 5e6}),
    ],
)
def test_each_of_two_givers_has_its_own_sum(
    coded: Callable[..., list[Event]], text: str, sums: dict[str, float]
) -> None:
    told = {event.source.country_code: [q.value for q in event.quantities] for event in coded(text) if event.source}
    assert told == {code: [value] for code, value in sums.items()}
