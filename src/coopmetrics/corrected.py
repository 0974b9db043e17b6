"""Which rows no longer count because their article was taken in again with another date, title, author or source.

    articles   a1, batch A1   "2024-05-06"        replaced, and with it what was coded from batch A1 of article a1
               a1, batch A2   "2024-06-05"        the newest row, which counts with what is coded from batch A2

Batches stay as they were written: what is replaced is left out where they are read. See docs/decisions/0058.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from coopmetrics.lake import Lake, Output, Unit
from coopmetrics.tables import ARTICLES, EVENTS, NORMALIZED, TABLES, Table

#: all rows of articles but each one's newest
_OLDER: Final = """
    select article_id, batch_id from given
    where article_id in (select article_id from given group by article_id having count(*) > 1)
    qualify row_number() over (partition by article_id order by ingested_at desc, coder_version desc, batch_id) > 1
"""
_EVENTS: Final = "select article_id, event_id, batch_id from given semi join replaced using (article_id, batch_id)"
_KEYS: Final = ("article_id", "event_id")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What no longer counts: `articles` and `events`, each with the `batch_id` that their rows stand in."""

    articles: pa.Table
    events: pa.Table

    def create(self, connection: duckdb.DuckDBPyConnection, schema: str) -> None:
        """Create both in a database, for `counting` to leave out."""
        for name, rows in (("articles", self.articles), ("events", self.events)):
            connection.register("given", rows)
            connection.execute(f"create table {schema}.replaced_{name} as from given")
            connection.unregister("given")


def counting(table: Table, schema: str) -> str:
    """Write what is to stand behind a table's rows in SQL, so that those replaced are left out; maybe nothing."""
    if table != ARTICLES and table not in NORMALIZED:
        return ""
    key = next(key for key in _KEYS if key in table.schema.names)
    return f"anti join {schema}.replaced_{key.removesuffix('_id')}s using ({key}, batch_id)"


def replaced(lake: Lake) -> Replaced:
    """Find what no longer counts, among the live batches."""
    units = lake.live_units()
    outputs = [output for unit in units for output in unit.outputs]
    with duckdb.connect() as connection:
        articles = [output for output in outputs if output.table == ARTICLES.name]
        rows = _with_coded(units, _rows(connection, lake, ARTICLES, articles, _OLDER))
        connection.register("replaced", rows)
        batches = set(rows["batch_id"].to_pylist())
        events = [output for output in outputs if output.table == EVENTS.name and output.batch_id in batches]
        return Replaced(rows, _rows(connection, lake, EVENTS, events, _EVENTS))


def _rows(connection: duckdb.DuckDBPyConnection, lake: Lake, table: Table, outputs: list[Output], sql: str) -> pa.Table:
    """Answer a query on a table's rows in some batches, as `given`."""
    files = [str(lake.root / output.path) for output in outputs]
    given = (
        connection.read_parquet(files, union_by_name=True)
        if files
        else connection.from_arrow(table.schema.empty_table())
    )
    return given.query("given", sql).to_arrow_table()


def _with_coded(units: list[Unit], older: pa.Table) -> pa.Table:
    """Add to articles' replaced rows the batches that were coded from theirs."""
    coded: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        made = {output.batch_id for output in unit.outputs if TABLES[output.table] in NORMALIZED}
        for batch_id in unit.upstream if made else ():
            coded[batch_id] |= made
    rows = [
        {"article_id": row["article_id"], "batch_id": batch_id}
        for row in older.to_pylist()
        for batch_id in sorted({row["batch_id"], *coded[row["batch_id"]]})
    ]
    return pa.Table.from_pylist(rows, older.schema)
