"""JSON Lines (streamed, one article a line) and JSON documents (one article, or a list of them).

Fields are found by the names in `reference/raw_fields.yaml`. A bad line is rejected by its number, the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from coopmetrics.sources.decode import decode, lines, open_text
from coopmetrics.sources.fields import has_text, to_item
from coopmetrics.sources.item import Form, RawItem, Rejection

#: characters of one line, at most
LINE: Final = 8_000_000


def read_json_lines(path: Path, raw_path: str) -> Iterator[RawItem | Rejection]:
    """Read one article a line, in memory for one line; `raw_position` is the line's number from 1."""
    with open_text(path, newline="\n") as file:
        for number, line in enumerate(lines(file, LINE), start=1):
            position = f"line {number}"
            if line is None:
                yield Rejection(raw_path, position, "line_too_long", f"more than {LINE} characters")
            elif line.strip():
                yield _parse(line, raw_path, position, "jsonl")


def read_json(path: Path, raw_path: str) -> Iterator[RawItem | Rejection]:
    """Read a document whole: an object with an article's fields, a list of such, or an object that holds the list."""
    text = decode(path.read_bytes())
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Rejection(raw_path, None, "malformed_json", str(error)[:300])
        return
    found = _entries(document)
    for number, entry in enumerate(found, start=1):
        yield _item(entry, raw_path, f"item {number}" if len(found) > 1 else None, "json")


def _entries(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping) and not has_text(document):
        lists = [value for value in document.values() if isinstance(value, list) and value]
        held = [value for value in lists if isinstance(value[0], Mapping) and has_text(value[0])]
        if held:
            return max(held, key=len)
    return [document]


def _parse(line: str, raw_path: str, position: str, form: Form) -> RawItem | Rejection:
    try:
        return _item(json.loads(line), raw_path, position, form)
    except (ValueError, RecursionError) as error:
        return Rejection(raw_path, position, "malformed_json", str(error)[:300])


def _item(entry: Any, raw_path: str, position: str | None, form: Form) -> RawItem | Rejection:
    if not isinstance(entry, Mapping):
        return Rejection(raw_path, position, "not_an_object", f"a JSON object is due, found {type(entry).__name__}")
    return to_item(entry, raw_path, position, form)
