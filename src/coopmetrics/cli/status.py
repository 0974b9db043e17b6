"""What `coopmetrics status` tells: how fresh the warehouse is, what it holds, the last runs, and what was rejected."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, TypeAlias

from rich.text import Text

from coopmetrics import warehouse
from coopmetrics.cli.console import out, print_contents, typed
from coopmetrics.lake import RUN, Lake, Unit
from coopmetrics.settings import Place, Settings, as_place
from coopmetrics.sources import out_of_bounds
from coopmetrics.warehouse import Published

Row: TypeAlias = dict[str, Any]

LATEST: Final = "SELECT max(published_on) AS latest_on FROM marts.fct_articles"

#: articles without a date, how many of them state one that could not be read, and the first of those
UNDATED: Final = """
    SELECT
        count(*) AS articles,
        count(published_unread) AS unread,
        coalesce(min_by(
            {stated: published_unread, raw_path: raw_path, raw_position: raw_position},
            (raw_path, length(raw_position), raw_position), $shown
        ) FILTER (published_unread IS NOT NULL), []) AS first_unread
    FROM marts.fct_articles WHERE is_current AND published_on IS NULL
"""

#: articles by folder and the form they were read in
READ_AS: Final = """
    SELECT parse_dirpath(split_part(raw_path, '!/', 1)) AS folder, raw_form, count(*) AS articles
    FROM marts.fct_articles WHERE is_current GROUP BY ALL ORDER BY folder, articles DESC
"""

#: how often each reason, with the first example
REJECTED: Final = """
    SELECT reason_code, count(*) AS items, unnest(min_by(
        {raw_path: raw_path, raw_position: raw_position, detail: detail}, (raw_path, length(raw_position), raw_position)
    ))
    FROM marts.fct_rejected GROUP BY reason_code ORDER BY items DESC, reason_code
"""

#: dates that could not be read, folders and runs that are shown, at most
_DATES: Final = 3
_FOLDERS: Final = 30
_RUNS: Final = 5


def print_status(settings: Settings) -> None:
    """Print all there is to tell. Raises `OtherVersionError` before anything is printed."""
    with warehouse.opened(settings) as database:
        published = warehouse.counted(database, settings)
        latest, read_as, rejected = (
            database.sql(query).to_arrow_table().to_pylist() for query in (LATEST, READ_AS, REJECTED)
        )
        undated = database.sql(UNDATED, params={"shown": _DATES}).to_arrow_table().to_pylist()
    runs = Lake(settings.lake).units(RUN)[-_RUNS:]
    _print_freshness(published, latest[0])
    print_contents(published)
    _print_undated(undated[0], settings)
    _print_sources(read_as, as_place(runs[-1].inputs[0]) if runs and runs[-1].inputs else settings.raw)
    _print_runs(runs)
    _print_rejected(rejected, settings)


def _print_freshness(published: Published, latest: Row) -> None:
    written = datetime.fromtimestamp(published.database.stat().st_mtime, UTC)
    out.print(Text(str(published.database), "bold"), soft_wrap=True)
    out.print(f"Published {written:%Y-%m-%d %H:%M} UTC; latest article of {latest['latest_on'] or 'no known date'}.")


def _print_undated(undated: Row, settings: Settings) -> None:
    if not undated["articles"]:
        return
    told = f"Without a known date, and so in no monthly figure: {undated['articles']:,} of the articles."
    unread = f" Dates that could not be read: {undated['unread']:,}" if undated["unread"] else ""
    out.print(Text(told + unread), soft_wrap=True)
    for row in undated["first_unread"]:
        place = ", ".join(filter(None, (row["raw_path"], row["raw_position"])))
        out.print(Text(f'  "{row["stated"]}" in {place}'), soft_wrap=True)
    if undated["unread"] > len(undated["first_unread"]):
        every = typed('sql "FROM marts.fct_articles WHERE is_current AND published_unread IS NOT NULL"', settings)
        out.print(Text(f"  all of them: {every}"), soft_wrap=True)


def _print_sources(read_as: list[Row], raw: Place) -> None:
    """Show the form each folder's files were read in, and where there are not as many articles as expected."""
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_as:
        folders[row["folder"]][row["raw_form"]] += row["articles"]
    out.print("\n[bold]Read as[/bold]")
    for folder, forms in islice(folders.items(), _FOLDERS):
        told = ", ".join(f"{count:,} {form}" for form, count in forms.items())
        out.print(Text(f"  {folder or '.'}: {told}"), soft_wrap=True)
    if len(folders) > _FOLDERS:
        out.print(f"  and {len(folders) - _FOLDERS:,} more folders")
    for name, count, expected in out_of_bounds(raw, {folder: forms.total() for folder, forms in folders.items()}):
        out.print(Text(f"  {name} expects {expected} articles; there are {count:,}", "yellow"), soft_wrap=True)


def _print_runs(runs: list[Unit]) -> None:
    out.print("\n[bold]Last runs[/bold]")
    for run in runs:
        counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in run.counts.items() if count)
        started = datetime.fromisoformat(run.started_at)
        told = f"  {started:%Y-%m-%d %H:%M} UTC, {run.seconds:,.0f} s: {counts or 'nothing new'}"
        out.print(Text(told), soft_wrap=True)


def _print_rejected(rejected: list[Row], settings: Settings) -> None:
    if not rejected:
        return
    out.print("\n[bold]Rejected[/bold]")
    for row in rejected:
        first = ", ".join(filter(None, (row["raw_path"], row["raw_position"])))
        out.print(Text(f"  {row['items']:,} {row['reason_code']}: {first}: {row['detail']}"), soft_wrap=True)
    if any(row["items"] > 1 for row in rejected):
        every = typed('sql "FROM marts.fct_rejected"', settings)
        out.print(Text(f"  all of them: {every}"), soft_wrap=True)
