from collections.abc import Callable

import pytest

from coopmetrics.document import Document
from coopmetrics.events import places

Parse = Callable[..., Document]


def where(parse: Parse, text: str, predicate: str) -> places.Place | None:
    document = parse(text)
    token = next(token for token in document.doc if token.text == predicate)
    return places.locate(document, token.sent, token)


def test_a_city_has_coordinates(parse: Parse) -> None:
    found = where(parse, "The ministers of Kenya and Japan met in Geneva.", "met")
    assert found is not None
    assert (found.name, found.country_code) == ("Geneva", "CHE")
    assert (found.latitude, found.longitude) == (pytest.approx(46.2, abs=0.1), pytest.approx(6.14, abs=0.1))


def test_a_city_is_that_of_the_country_named_with_it(parse: Parse) -> None:
    found = where(parse, "The heads of the two railways met in London, Canada.", "met")
    assert found is not None
    assert (found.name, found.country_code) == ("London", "CAN")
    assert found.longitude == pytest.approx(-81.2, abs=0.1)


def test_a_clause_without_a_place_has_none(parse: Parse) -> None:
    assert where(parse, "The two leaders praised the treaty.", "praised") is None
