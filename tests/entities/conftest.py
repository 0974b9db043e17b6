from collections.abc import Callable

import pytest

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.language import Engine, load_engine

Annotate = Callable[..., Document]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine("builtin")


@pytest.fixture
def annotate(engine: Engine) -> Annotate:
    """Parse a text and find its named mentions."""

    def parsed(text: str, issuer: str | None = None, outlet_country: str | None = None) -> Document:
        document = Document(next(engine.parse([text])), issuer=issuer, outlet_country=outlet_country)
        entities.annotate(document)
        return document

    return parsed
