"""Fields under many names, to the one record: tables, JSON objects and front matter share it.

The names are data, in `reference/raw_fields.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from coopmetrics.reference import read_yaml
from coopmetrics.sources.item import BodyKind, Form, RawItem, Rejection
from coopmetrics.sources.source_file import SourceFile
from coopmetrics.sources.stream import RawStream

#: what scrapers write where they found nothing
EMPTY: Final = frozenset({"", "-", "--", "n/a", "na", "nan", "nat", "none", "null", "unknown", "[]", "{}"})
#: objects and lists around one another in a field, at most
LEVELS: Final = 20
_LONGEST_EMPTY: Final = max(map(len, EMPTY))
_TAG: Final = re.compile(
    r"</?(?:p|div|br|hr|a|b|i|em|strong|img|iframe|table|ul|ol|li|h[1-6]|article|section|span|blockquote)\b[^<>]{0,500}>",
    re.I,
)


@cache
def field_names() -> dict[str, tuple[str, ...]]:
    """Give each of the record's fields its known names, best first."""
    names: dict[str, list[str]] = read_yaml("raw_fields")
    return {field: tuple(known) for field, known in names.items()}


@lru_cache(10_000)
def normal(name: str) -> str:
    """Write a field's name the way `raw_fields.yaml` does."""
    return re.sub(r"[\W_]+", "_", name.strip("\ufeff \t").lower()).strip("_")


def names_for(described: SourceFile) -> dict[str, tuple[str, ...]]:
    """Give each field's names: those of the source file, then the known ones."""
    return _names_for(tuple(described.fields.items())) if described.fields else field_names()


@cache
def _names_for(described: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, tuple[str, ...]]:
    # a source file says `text` for the body
    own = {"body" if field == "text" else field: tuple(map(normal, names)) for field, names in described}
    return {field: own.get(field, ()) + names for field, names in field_names().items()}


def has_text(names: Iterable[str], described: SourceFile) -> bool:
    """Tell whether any of the names is known to hold an article's text."""
    return not {normal(name) for name in names}.isdisjoint(_holding_text(tuple(described.fields.items())))


def no_text_column(raw_path: str, columns: Iterable[str]) -> Rejection:
    """Reject a table none of whose columns is known to hold articles' texts."""
    told = f"no column with an article's text: {', '.join(columns)[:300]}; `fields` of a _source.yaml can name it"
    return Rejection(raw_path, None, "no_text_column", told)


def to_item(
    fields: Mapping[str, Any], stream: RawStream, raw_position: str | None, form: Form, body: str | None = None
) -> RawItem | Rejection:
    """Map named fields to a record. `body` is the text where it stands outside the fields (front matter)."""
    described = tuple(stream.described.fields.items())
    holding_text = _holding_text(described)
    values = {
        normal(name): text
        for name, value in fields.items()
        # a number is no article's text
        if not (isinstance(value, int | float) and normal(name) in holding_text)
        and (text := as_text(value)) is not None
    }
    chosen = _chosen(tuple(filter(_known(described).__contains__, values)), described)
    found = {field: values[name] if name else None for field, name in chosen.items()}
    stated, html, summary = found.pop("body"), found.pop("html"), found.pop("summary")
    text = body or html or stated or summary
    if not text:
        given = ", ".join(sorted(values)) or "none"
        return Rejection(
            stream.raw_path, raw_position, "no_text", f"no field with an article's text; fields: {given[:300]}"
        )
    kind: BodyKind = "html" if text is html or is_markup(text) else "text"
    return RawItem(raw_path=stream.raw_path, raw_position=raw_position, form=form, body=text, body_kind=kind, **found)


@lru_cache(1024)
def _chosen(given: tuple[str, ...], described: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str | None]:
    """Choose each field's name among those given: the best known of them; files have the same ones again and again."""
    known = _names_for(described).items()
    return {field: next((name for name in names if name in given), None) for field, names in known}


@cache
def _holding_text(described: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    known = _names_for(described)
    return frozenset(known["body"] + known["html"] + known["summary"])


@cache
def _known(described: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(name for names in _names_for(described).values() for name in names)


def is_markup(text: str) -> bool:
    """Tell HTML from plain text by its tags."""
    return _TAG.search(text, 0, 5000) is not None


def as_text(value: Any, levels: int = LEVELS) -> str | None:
    """Write a field's value as text: lists joined, objects by their name; None where there is nothing in it."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        text = str(value)
        bare = text.strip()
        return None if len(bare) <= _LONGEST_EMPTY and bare.lower() in EMPTY else text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return as_text(value.decode("utf-8", errors="replace"))
    if levels == 0:
        return None
    if isinstance(value, Mapping):
        return next(
            (as_text(value[key], levels - 1) for key in ("name", "title", "value", "text") if key in value), None
        )
    if isinstance(value, list | tuple):
        parts = [part for entry in value[:1000] if not isinstance(entry, list) and (part := as_text(entry, levels - 1))]
        separator = "\n\n" if any(len(part) > 100 for part in parts) else ", "
        return separator.join(parts) or None
    return None
