"""Parquet: one article a row, columns found by the names in `reference/raw_fields.yaml`; a few rows in memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from coopmetrics.sources.fields import has_text, names_for, no_text_column, normal, to_item
from coopmetrics.sources.item import RawItem, Rejection, Unreadable
from coopmetrics.sources.stream import RawStream

#: rows decoded at a time
ROWS: Final = 256


def read_parquet(stream: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one article a row; `raw_position` is the row's number from 1."""
    try:
        table = pq.ParquetFile(stream.seekable())
        columns = table.schema_arrow.names
        if not has_text(columns, stream.described):
            yield no_text_column(stream.raw_path, columns)
            return
        yield from _rows(table, columns, stream)
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise Unreadable("malformed_parquet", f"{type(fault).__name__}: {' '.join(str(fault).split())}"[:300]) from None


def _rows(table: pq.ParquetFile, columns: list[str], stream: RawStream) -> Iterator[RawItem | Rejection]:
    known = {name for names in names_for(stream.described).values() for name in names}
    wanted = [column for column in columns if normal(column) in known]
    numbers = count(1)
    for batch in table.iter_batches(batch_size=ROWS, columns=wanted, use_threads=False):
        for row in _values(batch):
            position = f"row {next(numbers)}"
            if isinstance(row, str):
                yield Rejection(stream.raw_path, position, "malformed_row", row)
            else:
                yield to_item(row, stream, position, "parquet")


def _values(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | str]:
    """Give the rows; for one with a value that Python has none for, as of the year 56301, what is wrong."""
    try:
        yield from batch.to_pylist()
    except (OverflowError, ValueError) as error:
        if len(batch) > 1:
            for number in range(len(batch)):
                yield from _values(batch.slice(number, 1))
        else:
            yield f"{type(error).__name__}: {error}"[:300]
