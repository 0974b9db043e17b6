"""CSV and TSV as scrapers leave them: any header, quoted line breaks, rows of the wrong length, quotes left open.

Columns are found by the names in `reference/raw_fields.yaml`. Files are streamed, one row in memory.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count
from typing import Final, Self

from coopmetrics.sources.decode import lines
from coopmetrics.sources.fields import has_text, no_text_column, to_item
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.stream import RawStream

#: characters of one field or line, at most
FIELD: Final = 8_000_000
DELIMITERS: Final = ",;\t|"
#: quotation marks of one file that are found open; after that none is believed, and each line is a row
OPEN_QUOTES: Final = 20


class _TooLong(csv.Error):
    """A line of more characters than a field may have."""


def read_table(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a row; `raw_position` is the row's number from 1, the header not counted."""
    csv.field_size_limit(FIELD)
    with stream.text(newline="") as file:
        found = lines(file, FIELD)
        first = next(found, "")
        if first is None:
            yield Rejection(stream.raw_path, "header", "line_too_long", f"more than {FIELD} characters")
            return
        delimiter = max(DELIMITERS, key=first.count)
        header = next(csv.reader([first], delimiter=delimiter), [])
        if not has_text(header, stream.described):
            yield no_text_column(stream.raw_path, header)
            return
        for position, row in _rows(found, delimiter):
            yield _item(header, row, stream, position)


class _Lines:
    """Lines of a file, of which those of the last row can be had once more."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.of_row: list[str] = []
        self.is_at_end = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        try:
            line = self._again.popleft() if self._again else next(self._lines)
        except StopIteration:
            self.is_at_end = True
            raise
        self.of_row.append(line)
        return line

    def give_again(self) -> None:
        """Give the row's lines once more, but for its first."""
        self._again.extend(self.of_row[1:])
        self.is_at_end = False


def _rows(found: Iterable[str | None], delimiter: str) -> Iterator[tuple[str, list[str] | csv.Error]]:
    lines = _Lines(map(_line, found))
    reader: Iterator[list[str]] = csv.reader(lines, delimiter=delimiter)
    unclosed = 0
    for number in count(1):
        lines.of_row.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"row {number}", error
            continue
        if lines.is_at_end and _is_unclosed(lines.of_row, delimiter):
            yield f"row {number}", csv.Error("a quotation mark is never closed; the lines after it are read as rows")
            lines.give_again()
            unclosed += 1
            is_sound = unclosed < OPEN_QUOTES
            reader = csv.reader(lines, delimiter=delimiter) if is_sound else map(partial(_of_line, delimiter), lines)
        elif row:
            yield f"row {number}", row


def _of_line(delimiter: str, line: str) -> list[str]:
    """Read a line as a row of its own."""
    return next(csv.reader([line], delimiter=delimiter), [])


def _is_unclosed(lines: list[str], delimiter: str) -> bool:
    """Tell a row that ends with its file alone: it would swallow whatever came after it."""
    return len(lines) > 1 and sum(1 for _ in csv.reader([*lines, "after it"], delimiter=delimiter)) == 1


def _line(line: str | None) -> str:
    if line is None:
        raise _TooLong(f"more than {FIELD} characters")
    return line.replace("\0", "")


def _item(header: list[str], row: list[str] | csv.Error, stream: RawStream, position: str) -> RawItem | Rejection:
    if isinstance(row, csv.Error):
        reason = "line_too_long" if isinstance(row, _TooLong) else "malformed_row"
        return Rejection(stream.raw_path, position, reason, str(row))
    if len(row) != len(header):
        return Rejection(
            stream.raw_path, position, "wrong_column_count", f"{len(row)} columns, the header has {len(header)}"
        )
    return to_item(dict(zip(header, row, strict=True)), stream, position, "csv")
