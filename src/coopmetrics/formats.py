"""How the rows of an answer are printed: as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


def print_rows(rows: pa.Table, form: Format) -> None:
    """Print rows to standard output."""
    named = rows.rename_columns(_distinct(rows.column_names))
    {Format.table: _print_table, Format.csv: _print_csv, Format.json: _print_json}[form](named)


def _distinct(names: list[str]) -> list[str]:
    """Number the names that a query repeats, as in `id`, `id_1`: rows are printed by the names of their columns."""
    found: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in range(1, len(names)))
        found.append(next(each for each in (name, *numbered) if each not in found))
    return found


def _print_table(rows: pa.Table) -> None:
    from pyarrow import types  # whoever has rows has it already; to name the formats it is not needed

    terminal = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD)
    for field in rows.schema:
        is_number = types.is_integer(field.type) or types.is_floating(field.type) or types.is_decimal(field.type)
        table.add_column(Text(field.name), justify="right" if is_number else "left")
    for batch in rows.to_batches():
        for row in batch.to_pylist():
            table.add_row(*(Text(_cell(value)) for value in row.values()))
    # a pipe has no width: lines are as long as the rows need
    console = terminal if terminal.is_terminal else Console(width=10_000, highlight=False)
    console.print(table)
    console.print(f"{len(rows):,} row{'s' * (len(rows) != 1)}")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return (
        f"{value:.3g}"
        if isinstance(value, float) and abs(value) < 1
        else f"{value:,.2f}"
        if isinstance(value, float)
        else str(value)
    )


def _print_csv(rows: pa.Table) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows.column_names)
    for batch in rows.to_batches():
        writer.writerows(row.values() for row in batch.to_pylist())


def _print_json(rows: pa.Table) -> None:
    json.dump(_finite(rows.to_pylist()), sys.stdout, default=_plain, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _finite(value: Any) -> Any:
    """Give null for NaN and infinity, which JSON lacks, in rows, lists and structures as well."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, (list, tuple)) else value


def _plain(value: object) -> object:
    """Give JSON's nearest to a value; sums and counts of whole numbers come as decimals."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else str(value)
