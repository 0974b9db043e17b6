"""JSON Lines (streamed, one article a line) and JSON documents (one article, or a list of them).

Fields are found by the names in `reference/raw_fields.yaml`, agency items by `ninjs`. A bad line is rejected by its
number, the rest goes on.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO

from coopmetrics.sources.decode import decode, lines
from coopmetrics.sources.fields import has_text, to_item
from coopmetrics.sources.item import Form, RawItem, Rejection
from coopmetrics.sources.ninjs import is_ninjs, ninjs_item
from coopmetrics.sources.source_file import SourceFile
from coopmetrics.sources.stream import RawStream

#: characters of one line, at most
LINE: Final = 8_000_000


def read_json_lines(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a line, in memory for one line; `raw_position` is the line's number from 1."""
    with stream.text(newline="\n") as file:
        yield from _by_line(file, stream)


def _by_line(file: TextIO, stream: RawStream) -> Iterator[RawItem | Rejection]:
    for number, line in enumerate(lines(file, LINE), start=1):
        position = f"line {number}"
        if line is None:
            yield Rejection(stream.raw_path, position, "line_too_long", f"more than {LINE} characters")
        elif line.strip():
            yield _parse(line, stream, position, "jsonl")


def read_json(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read a document whole: an object with an article's fields, a list of such, or an object that holds the list."""
    text = decode(stream.whole())
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _is_first_line(error):
            yield from _by_line(io.StringIO(text, newline="\n"), stream)
        else:
            yield Rejection(stream.raw_path, None, "malformed_json", str(error)[:300])
        return
    found = _entries(document, stream.described)
    for number, entry in enumerate(found, start=1):
        yield _item(entry, stream, f"item {number}" if len(found) > 1 else None, "json")


def _is_first_line(error: Exception) -> bool:
    """Tell JSON Lines that began like one document, with a line longer than what is looked at to tell the form."""
    if not isinstance(error, json.JSONDecodeError) or error.msg != "Extra data":
        return False
    read = error.doc[: error.pos]
    return "\n" in read and "\n" not in read.strip()


def _entries(document: Any, described: SourceFile) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping) and not has_text(document, described):
        lists = [value for value in document.values() if isinstance(value, list) and value]
        held = [value for value in lists if isinstance(value[0], Mapping) and has_text(value[0], described)]
        if held:
            return max(held, key=len)
    return [document]


def _parse(line: str, stream: RawStream, position: str, form: Form) -> RawItem | Rejection:
    try:
        return _item(json.loads(line), stream, position, form)
    except json.JSONDecodeError as error:
        told = f"column {error.colno}: {error.msg.removesuffix(' at')}"
        return Rejection(stream.raw_path, position, "malformed_json", told)
    except (ValueError, RecursionError) as error:
        return Rejection(stream.raw_path, position, "malformed_json", str(error)[:300])


def _item(entry: Any, stream: RawStream, position: str | None, form: Form) -> RawItem | Rejection:
    if not isinstance(entry, Mapping):
        return Rejection(
            stream.raw_path, position, "not_an_object", f"a JSON object is due, found {type(entry).__name__}"
        )
    if not stream.described.fields and is_ninjs(entry):
        return ninjs_item(entry, stream, position)
    return to_item(entry, stream, position, form)
