"""Write the tables of `docs/warehouse.md` from where they are declared: `tables.py` and the YAML of the SQL models.

`python -m docs.dictionary` rewrites all below the page's marker; a test fails when that was forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml

from coopmetrics.tables import INGESTED, NORMALIZED, RESOLVED, Table

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "warehouse.md"
MODELS: Final = ROOT / "sql" / "models"
MARKER: Final = "<!-- written by docs/dictionary.py from here on -->\n"

SQL_TYPES: Final[dict[pa.DataType, str]] = {
    pa.string(): "text",
    pa.int32(): "integer",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamptz",
    pa.binary(): "blob",
    pa.list_(pa.string()): "text[]",
}


def page() -> str:
    """Give the page as it should be: its own text up to the marker, then the dictionary."""
    text, _, _ = PAGE.read_text(encoding="utf-8").partition(MARKER)
    return text + MARKER + "\n" + "\n".join(dictionary())


def dictionary() -> Iterator[str]:
    """Give the lines of the dictionary: metrics first, as most readers come for them, then marts and the lake."""
    yield from _models("Metrics", "metrics")
    yield from _models("Marts", "marts")
    yield "## Lake"
    for tables in (INGESTED, NORMALIZED, RESOLVED):
        for table in tables:
            yield from _lake_table(table)


def models(schema: str) -> list[dict[str, Any]]:
    """Read the declared models of a schema."""
    text = (MODELS / schema / f"_{schema}.yml").read_text(encoding="utf-8")
    declared: list[dict[str, Any]] = yaml.safe_load(text)["models"]
    return declared


def _models(title: str, schema: str) -> Iterator[str]:
    yield f"## {title}"
    for model in models(schema):
        columns = [(c["name"], c["data_type"], c["description"]) for c in model["columns"]]
        yield from _table(f"{schema}.{model['name']}", model["description"], columns)


def _lake_table(table: Table) -> Iterator[str]:
    columns = [(c.name, SQL_TYPES[c.type], c.comment) for c in table.columns]
    key = ", ".join(f"`{name}`" for name in table.key)
    yield from _table(f"lake/{table.name}", f"Grain: {table.grain}. Key: {key}.", columns)


def _table(name: str, description: str, columns: list[tuple[str, str, str]]) -> Iterator[str]:
    yield from ("", f"### {name}", "", description, "", "| column | type | meaning |", "|---|---|---|")
    yield from (f"| {column} | {sql_type} | {meaning} |" for column, sql_type, meaning in columns)
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
