from collections.abc import Callable

import pytest
from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import sectors
from coopmetrics.reference import read_table

Parse = Callable[..., Document]


def read(sentence: Span, predicate: Token | None = None) -> list[str]:
    return sectors.Clauses(sentence).sectors(predicate or sentence.root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The ministers discussed cooperation in agriculture, tourism and railways.",
            {"agriculture", "tourism", "transport"},
        ),
        ("Both sides discussed energy.", {"electricity"}),
        ("Both sides discussed the energy sector and hydropower stations.", {"hydropower"}),
        ("Direct flights between the capitals were resumed.", {"aviation"}),
        ("They agreed to expand economic cooperation.", {"trade"}),
        ("They agreed on economic cooperation for vaccines.", {"health_pharma"}),
        ("The envoys spoke about green hydrogen.", {"renewables"}),
        ("The ministers held talks on relations.", {"diplomacy"}),
        ("He addressed the Security Council.", {"diplomacy"}),
        ("They condemned the military regime.", {"diplomacy"}),
        ("They condemned the military drill.", {"security_defence"}),
        ("They opened a water transport route.", {"transport"}),
        ("They signed a fisheries accord in Accra.", {"agriculture"}),
        ("Labour will seek an accord with Fiji.", {"diplomacy"}),
        ("The Labour Government signed an accord with Fiji.", {"diplomacy"}),
        ("The Department of Labour signed an accord with Fiji.", {"migration_labour"}),
        ("They signed an accord on skilled labour.", {"migration_labour"}),
        ("Fiji and Samoa signed a deal on Labour.", {"migration_labour"}),
        ("They met in a harbour of the Indian Ocean.", {"diplomacy"}),
        ("They met to protect the ocean.", {"environment_climate"}),
        ("Fiji trained Samoan nurses.", {"health_pharma"}),
        ("Fiji bought trains from Samoa.", {"transport"}),
    ],
)
def test_sectors_of_a_sentence(text: str, expected: set[str], parse: Parse) -> None:
    assert set(read(parse(text).sentences[0])) == expected


def test_the_predicates_clause_comes_before_the_sentence(parse: Parse) -> None:
    sentence = parse("The president praised the new railway and the minister signed a contract for wheat.").sentences[0]
    signed = next(token for token in sentence if token.text == "signed")
    assert read(sentence, signed) == ["agriculture"]


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        (
            "Kenya said that priority areas of cooperation include metallurgy, the agro-industrial complex, energy, "
            "light industry, communications, and the financial sector.",
            "said",
            {"metallurgy", "agriculture", "electricity", "textiles", "telecoms", "finance"},
        ),
        (
            "The ministers agreed to work together in areas such as tourism, education and telecommunications.",
            "agreed",
            {"tourism", "education", "telecoms"},
        ),
        (
            "Kenya is ready to expand cooperation in the fields of oil refining, crude oil supply and hydropower.",
            "ready",
            {"oil_gas", "hydropower"},
        ),
    ],
)
def test_a_list_gives_every_listed_sector(text: str, predicate: str, expected: set[str], parse: Parse) -> None:
    sentence = parse(text).sentences[0]
    token = next(token for token in sentence if token.text == predicate)
    assert set(read(sentence, token)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The leaders praised a partnership for peace and prosperity.",
        "A deal on the visit was struck in May.",
        "Both sides hope for peace.",
    ],
)
def test_general_words_of_diplomacy_name_no_sector(text: str, parse: Parse) -> None:
    assert read(parse(text).sentences[0]) == ["diplomacy"]


def test_tables_agree() -> None:
    known = {row["sector_code"] for row in read_table("sectors")}
    assert {row["sector_code"] for row in read_table("sector_terms")} - {""} <= known
    assert set(sectors.parents()) | set(sectors.parents().values()) <= known
