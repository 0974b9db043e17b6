"""The optional `_source.yaml` beside raw files: what they are, where detection should not have to guess.

    source: Steppe Wire
    form: csv
    fields: {text: Inhalt, published: [Datum, Erstellt]}
    time_zone: Asia/Almaty
    language: ru
    expected_articles: {min: 100, max: 5000}

Every line is optional. It holds for the files of its folder and the folders below that have none of their own.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from coopmetrics.sources.item import Form
from coopmetrics.sources.unaliased import PlainLoader

NAMES: Final = ("_source.yaml", "_source.yml")
#: characters of one, at most
LIMIT: Final = 65_536
FieldName = Literal[
    "text", "html", "summary", "title", "url", "guid", "published", "seen", "byline", "source", "language"
]


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA list, such as Asia/Almaty")
    return name


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class ExpectedArticles(BaseModel):
    """How many articles the folder should hold in all; what is outside is shown by `coopmetrics status`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min: int = Field(0, ge=0)
    max: int | None = Field(None, ge=0)

    def holds(self, count: int) -> bool:
        """Tell whether so many are expected."""
        return self.min <= count and (self.max is None or count <= self.max)

    def __str__(self) -> str:
        return f"at least {self.min:,}" if self.max is None else f"{self.min:,} to {self.max:,}"

    @model_validator(mode="after")
    def _ordered(self) -> ExpectedArticles:
        if self.max is not None and self.max < self.min:
            raise ValueError("max is less than min")
        return self


class SourceFile(BaseModel):
    """What a `_source.yaml` says; all of it is optional.

    `fields` gives names under which the files state an article's fields, tried before the known ones. `time_zone` is
    that of times stated without one, `language` that of articles too short to tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = Field(None, min_length=1, max_length=200)
    form: Form | None = None
    fields: dict[FieldName, Names] = Field(default_factory=dict)
    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    language: str | None = Field(None, pattern="^[a-z]{2}$")
    expected_articles: ExpectedArticles | None = None


def parse(data: bytes) -> SourceFile:
    """Read a source file; raises `ValueError` that says in one line what is wrong with which entry."""
    if len(data) > LIMIT:
        raise ValueError(f"{len(data)} bytes, at most {LIMIT}")
    try:
        entries = yaml.load(data.decode("utf-8-sig"), PlainLoader)  # noqa: S506 - a safe one
        return SourceFile.model_validate(entries if entries is not None else {})
    except ValidationError as error:
        raise ValueError("; ".join(_told(fault) for fault in error.errors()[:5])) from None
    except Exception as error:  # PyYAML raises all kinds for values it cannot make: "\UFFFFFFFF", !!int ""
        raise ValueError(f"not YAML: {' '.join(str(error).split())[:200]}") from None


def _told(fault: Any) -> str:
    place = ".".join(map(str, fault["loc"])) or "the whole"
    known = f" (known: {', '.join(SourceFile.model_fields)})" if fault["type"] == "extra_forbidden" else ""
    return f"{place}: {fault['msg']}{known}"
