from coopmetrics.entities.scanner import Scanner

SCANNER = Scanner([("US", 1), ("Turkey", 2), ("Côte d'Ivoire", 3), ("South Africa", 4), ("Africa", 5), ("U.S.", 6)])


def found(text: str) -> list[tuple[str, int]]:
    return [(match.text, match.value) for match in SCANNER.find(text)]


def test_longest_phrase_wins() -> None:
    assert found("In South Africa, and in Africa.") == [("South Africa", 4), ("Africa", 5)]


def test_capitals_matter() -> None:
    assert found("The US told us that turkey is not Turkey or TURKEY.") == [("US", 1), ("Turkey", 2), ("TURKEY", 2)]


def test_accents_and_apostrophes_do_not_matter() -> None:
    assert found("Cote d’Ivoire and Côte d'Ivoire") == [("Cote d’Ivoire", 3), ("Côte d'Ivoire", 3)]


def test_a_phrase_may_go_over_a_line_break_but_not_a_blank_line() -> None:
    assert found("South\nAfrica") == [("South\nAfrica", 4)]
    assert found("South\n\nAfrica") == [("Africa", 5)]


def test_a_phrase_without_words_is_never_found() -> None:
    assert [*Scanner([("Ⓐ)", 1), ("US", 2)]).find("Ⓐ) US")] == [*Scanner([("US", 2)]).find("Ⓐ) US")]


def test_an_amount_of_dollars_is_not_the_country() -> None:
    assert found("It cost US$5 million, the U.S. said; USA") == [("U.S.", 6)]
