"""CSV and TSV as scrapers leave them: any header, quoted line breaks, rows of the wrong length.

Columns are found by the names in `reference/raw_fields.yaml`. Files are streamed, one row in memory.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from coopmetrics.sources.decode import lines, open_text
from coopmetrics.sources.fields import has_text, to_item
from coopmetrics.sources.item import RawItem, Rejection

#: characters of one field or line, at most
FIELD: Final = 8_000_000
DELIMITERS: Final = ",;\t|"


def read_table(path: Path, raw_path: str) -> Iterator[RawItem | Rejection]:
    """Read one article a row; `raw_position` is the row's number from 1, the header not counted."""
    csv.field_size_limit(FIELD)
    with open_text(path, newline="") as file:
        stream = (line or "" for line in lines(file, FIELD))
        first = next(stream, "")
        delimiter = max(DELIMITERS, key=first.count)
        header = next(csv.reader([first], delimiter=delimiter), [])
        if not has_text(header):
            yield Rejection(
                raw_path, None, "no_text_column", f"no column with an article's text: {', '.join(header)[:300]}"
            )
            return
        for position, row in _rows(stream, delimiter):
            yield _item(header, row, raw_path, position)


def _rows(stream: Iterable[str], delimiter: str) -> Iterator[tuple[str, list[str] | csv.Error]]:
    reader = csv.reader((line.replace("\0", "") for line in stream), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"row {number}", error
            continue
        if row:
            yield f"row {number}", row


def _item(header: list[str], row: list[str] | csv.Error, raw_path: str, position: str) -> RawItem | Rejection:
    if isinstance(row, csv.Error):
        return Rejection(raw_path, position, "malformed_row", str(row))
    if len(row) != len(header):
        return Rejection(raw_path, position, "wrong_column_count", f"{len(row)} columns, the header has {len(header)}")
    return to_item(dict(zip(header, row, strict=True)), raw_path, position, "csv")
