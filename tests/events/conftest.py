"""One language engine for the tests of events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from coopmetrics import entities
from coopmetrics.document import Document
from coopmetrics.events import Event, attribution
from coopmetrics.language import Engine, load_engine
from coopmetrics.normalize import code_document

Coder = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return load_engine("builtin")


@pytest.fixture(scope="session")
def coded(engine: Engine) -> Coder:
    """Code a text as the pipeline does."""

    def code(text: str, published_on: date | None = date(2024, 5, 16)) -> list[Event]:
        return code_document(Document(next(iter(engine.parse([text]))), None, published_on))

    return code


@pytest.fixture
def parse(engine: Engine) -> Callable[..., Document]:
    """Parse a text and find its mentions, quotations and speakers."""

    def parsed(
        text: str,
        published_on: date | None = None,
        title: str | None = None,
        issuer: str | None = None,
        byline: str | None = None,
    ) -> Document:
        document = Document(next(iter(engine.parse([text]))), title, published_on, issuer, byline)
        entities.annotate(document)
        attribution.annotate(document)
        return document

    return parsed
