"""The command line: `coopmetrics run`, `fetch`, `code`, `sql`, `report`, `status`."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Annotated, Any

import duckdb
import pyarrow as pa
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from coopmetrics import STARTED, warehouse
from coopmetrics.formats import Format, print_rows
from coopmetrics.lake import RUN, Lake, Unit
from coopmetrics.settings import Settings
from coopmetrics.sources import Place, as_place, exists, out_of_bounds
from coopmetrics.warehouse import Published

if TYPE_CHECKING:
    from flows.pipeline import Summary

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)

#: what a new user may want to see first
FIRST_QUERY = "SELECT country_a, country_b, stories, net_cooperation FROM metrics.dyad_summary ORDER BY stories DESC"

#: how often each reason, with the first example
REJECTED = """
    SELECT reason_code, count(*) AS items, unnest(min_by(
        {raw_path: raw_path, raw_position: raw_position, detail: detail}, (raw_path, length(raw_position), raw_position)
    ))
    FROM marts.fct_rejected GROUP BY reason_code ORDER BY items DESC, reason_code
"""

#: articles without a date, and the first stated date that could not be read
UNDATED = """
    SELECT count(*) AS articles, unnest(min_by(
        {stated: published_unread, raw_path: raw_path, raw_position: raw_position},
        (raw_path, length(raw_position), raw_position)
    ) FILTER (published_unread IS NOT NULL))
    FROM marts.fct_articles WHERE is_current AND published_on IS NULL
"""

#: articles by folder and the form they were read in
READ_AS = """
    SELECT parse_dirpath(split_part(raw_path, '!/', 1)) AS folder, raw_form, count(*) AS articles
    FROM marts.fct_articles WHERE is_current GROUP BY ALL ORDER BY folder, articles DESC
"""
#: folders that are shown, at most
FOLDERS = 30

#: what a run counts beside the rows it writes
LEFT_OUT = {
    "feeds_new": "of the watched feeds brought something new",
    "feeds_failed": "of the watched feeds could not be fetched: `coopmetrics fetch` tells why",
    "known": "found again, counted once",
    "other_language": "in other languages, stored and not coded",
    "under_two_actors": "that name fewer than two countries or organisations of countries, stored and not coded",
}


WarehouseOption = Annotated[Path | None, typer.Option(help="Folder of the lake and the database.", show_default=False)]


def main() -> None:
    """Run the command line; foreseeable faults end in one line on standard error and exit status 1."""
    try:
        app()
    except BrokenPipeError:
        # the reader has gone, as with `| head`; nothing is left to say, nor to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (
        warehouse.BuildError,
        warehouse.NotPublishedError,
        duckdb.Error,
        OSError,
        ImportError,
        ValueError,
    ) as error:
        _complain(_told(error))
        sys.exit(1)


def _complain(told: str) -> None:
    Console(stderr=True, highlight=False).print(Text(f"coopmetrics: {told}"), soft_wrap=True)


def _told(error: Exception) -> str:
    """Tell a fault for users: which setting or which path, and what is wrong with it."""
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        wrong = error.errors(include_url=False)
        return "; ".join(
            f"COOPMETRICS_{'.'.join(map(str, each['loc'])).upper()} is {each['input']!r}: {each['msg']}"
            for each in wrong
        )
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _print_version(asked: bool) -> None:
    if asked:
        out.print(f"coopmetrics {version('coopmetrics')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Cooperation between countries, read from the news."""


@app.command()
def run(
    raw: Annotated[
        str | None,
        typer.Option(
            help="Raw articles: a folder, a file, a quoted glob, - (standard input) or an address such as s3://…",
            show_default=False,
        ),
    ] = None,
    warehouse: WarehouseOption = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that code articles.", show_default=False)
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what Prefect logs.")] = False,
) -> None:
    """Ingest what is new, code it, rebuild the warehouse and publish it."""
    settings = _settings(raw=raw, warehouse=warehouse, workers=workers)
    if not exists(settings.raw):
        raise FileNotFoundError(f"nothing at {settings.raw}: name the folder of raw articles with --raw")
    # Prefect logs a failure as an error, with its trace, before it is told here
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO" if verbose else "CRITICAL")
    # the flows sit on top of the package and bring Prefect along, which the other commands do without
    from flows.server import begin

    server = begin()
    from flows.pipeline import pipeline

    try:
        with server:
            summary = pipeline(settings)
    except KeyboardInterrupt:
        out.print("Stopped. Run again, and it goes on where it stood.")
        raise
    _print_summary(summary, settings)


@app.command()
def fetch(
    feeds: Annotated[Path | None, typer.Option(help="List of watched feeds.", show_default=False)] = None,
    raw: Annotated[Path | None, typer.Option(help="Folder of raw articles.", show_default=False)] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Visit the watched feeds and put what is new into the raw folder; `run` does so first where there is a list."""
    from coopmetrics.fetch import fetch_feeds  # brings the HTTP client along

    for outcome in fetch_feeds(_settings(feeds=feeds, raw=raw, warehouse=warehouse)):
        told = ": ".join(filter(None, (outcome.what, outcome.reason_code, outcome.detail)))
        out.print(Text(f"  {outcome.feed.name}: {outcome.snapshot or told}"), soft_wrap=True)


@app.command()
def code(
    file: Annotated[
        str | None,
        typer.Argument(
            help="JSON Lines with id, text and, if known, published_on and title; - reads standard input.",
            show_default=False,
        ),
    ] = None,
    article: Annotated[
        str | None, typer.Option(help="Instead, an article of the warehouse by its article_id.", show_default=False)
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell in words, sentence by sentence, what decided on each event.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Code articles without writing to a warehouse: JSON Lines in, JSON Lines out, in order."""
    if (file is None) == (article is None):
        raise ValueError("name either a file of articles or, with --article, one of the warehouse")
    from coopmetrics.stream import answers, in_json, in_words, is_failed, stored_line  # brings the language engine

    settings = _settings(warehouse=warehouse)
    failed = Counter[bool]()
    with _lines(file) if file is not None else nullcontext([stored_line(article or "", settings)]) as lines:
        for answer in answers(lines, settings, explained=explain):
            failed[is_failed(answer)] += 1
            for line in (in_words if explain else in_json)(answer):
                sys.stdout.write(line + "\n")
            sys.stdout.flush()
    _tell_failed(failed[True], failed.total())


def _tell_failed(failed: int, total: int) -> None:
    """Tell how many lines could not be coded; raises `ValueError` if that is all of them."""
    told = f"{failed:,} of {total:,} line{'s' * (total != 1)} could not be coded; why is told in place of each"
    if failed and failed == total:
        raise ValueError(told)
    if failed:
        _complain(told)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query, such as: " + FIRST_QUERY)],
    warehouse: WarehouseOption = None,
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.table,  # noqa: A002
) -> None:
    """Query the published warehouse, read-only."""
    print_rows(_answer(query, _settings(warehouse=warehouse)), format)


@app.command()
def report(
    sides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COUNTRY", help="One country, or two, by code or name; everything without.", show_default=False
        ),
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="The file to write.", show_default="report-….html")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m"], help="Count from the month of this day on.", show_default=False),
    ] = None,
    events: Annotated[int, typer.Option(min=0, help="Events shown as evidence, beside those that are cited.")] = 200,
    warehouse: WarehouseOption = None,
) -> None:
    """Write one HTML file to read and to pass on: the overview, a country, or how two countries get on."""
    from coopmetrics.report import write  # brings the templates and the vocabulary of names along

    since_on = since.date() if since else None
    written = write(_settings(warehouse=warehouse), sides or [], out_file, since=since_on, events=events)
    out.print(
        Text.assemble("Report: ", (str(written), "bold"), f", {written.stat().st_size / 1000:,.0f} kB"), soft_wrap=True
    )


@app.command()
def status(warehouse: WarehouseOption = None) -> None:
    """Tell how fresh the warehouse is, what it holds, how raw files were read, the last runs, and what was rejected."""
    settings = _settings(warehouse=warehouse)
    runs = Lake(settings.lake).units(RUN)[-5:]
    _print_contents(settings)
    _print_sources(settings, as_place(runs[-1].inputs[0]) if runs and runs[-1].inputs else settings.raw)
    _print_runs(runs)
    _print_rejected(settings)


def _settings(**given: Any) -> Settings:
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _answer(query: str, settings: Settings) -> pa.Table:
    return warehouse.query(settings, query)


@contextmanager
def _lines(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
    else:
        with Path(file).open("rb") as lines:
            yield lines


def _print_summary(summary: Summary, settings: Settings) -> None:
    new, published = summary.counts, summary.published
    read, coded = new.get("articles", 0), new.get("coded", 0)
    what = f"{read:,} new article{'s' * (read != 1)}" if read else "Nothing new"
    told = f" in {settings.raw}; {coded:,} coded; done in {monotonic() - STARTED:,.0f} s."
    # as `Text`, since rich would take "[ab]" in a path for markup
    out.print(Text.assemble((what, "bold"), told), soft_wrap=True)
    for reason, told in LEFT_OUT.items():
        if number := new.get(reason):
            out.print(f"  {number:,} {told}", soft_wrap=True)
    _print_counts(_held(published))
    out.print(Text.assemble("Database: ", (str(published.database), "bold"), "\n"), soft_wrap=True)
    out.print("Try next:")
    folder = _folder(settings)
    for line in (f"report{folder}", f'sql{folder} "{FIRST_QUERY}"', f"status{folder}"):
        out.print(Text(f"  {_command()} {line}"), soft_wrap=True)


def _folder(settings: Settings) -> str:
    """Name the warehouse as it is to be typed, where it is not the one that is taken anyway."""
    is_default = settings.warehouse == Settings().warehouse
    return "" if is_default else f" --warehouse {shlex.quote(str(settings.warehouse))}"


def _command() -> str:
    """Name this program so that it can be typed: uv tells where it lies and what it runs."""
    if uv := os.environ.get("UV"):
        return f"{'uv' if shutil.which('uv') else shlex.quote(_nearby(uv))} run coopmetrics"
    if shutil.which("coopmetrics"):
        return "coopmetrics"
    if Path(sys.argv[0]).stem == "__main__":
        return f"{shlex.quote(_nearby(sys.executable))} -m coopmetrics"
    return shlex.quote(_nearby(sys.argv[0]))


def _nearby(path: str) -> str:
    """Name a path from the folder that it is used in, where it lies below that."""
    absolute = Path(path).absolute()
    return str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)


def _held(published: Published) -> dict[str, int]:
    """Give how much there is of what, in words."""
    events = f"events, {published.counted_events:,} between two countries and counted in metrics"
    names = (field.name for field in fields(published) if field.name not in ("database", "counted_events"))
    return {events if name == "events" else name: getattr(published, name) for name in names}


def _print_counts(counts: dict[str, int]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for what, count in counts.items():
        table.add_row(f"{count:,}", what)
    out.print(table)


def _print_contents(settings: Settings) -> None:
    published = warehouse.published(settings)
    written = datetime.fromtimestamp(settings.database.stat().st_mtime, UTC)
    latest = _one(settings, "SELECT max(published_on) FROM marts.fct_articles")
    out.print(Text(str(settings.database), "bold"), soft_wrap=True)
    out.print(f"Published {written:%Y-%m-%d %H:%M} UTC; latest article of {latest or 'no known date'}.")
    _print_counts(_held(published))
    _print_undated(warehouse.query(settings, UNDATED).to_pylist()[0])


def _print_undated(undated: dict[str, Any]) -> None:
    if not undated["articles"]:
        return
    place = ", ".join(filter(None, (undated["raw_path"], undated["raw_position"])))
    such_as = f'; could not be read: "{undated["stated"]}" in {place}' if undated["stated"] else ""
    told = f"Without a known date, and so in no monthly figure: {undated['articles']:,} of the articles{such_as}."
    out.print(Text(told), soft_wrap=True)


def _one(settings: Settings, query: str) -> object:
    return warehouse.query(settings, query).column(0)[0].as_py()


def _print_sources(settings: Settings, raw: Place) -> None:
    """Show the form each folder's files were read in, and where there are not as many articles as expected."""
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for row in warehouse.query(settings, READ_AS).to_pylist():
        folders[row["folder"]][row["raw_form"]] += row["articles"]
    out.print("\n[bold]Read as[/bold]")
    for folder, forms in islice(folders.items(), FOLDERS):
        told = ", ".join(f"{count:,} {form}" for form, count in forms.items())
        out.print(Text(f"  {folder or '.'}: {told}"), soft_wrap=True)
    if len(folders) > FOLDERS:
        out.print(f"  and {len(folders) - FOLDERS:,} more folders")
    for name, count, expected in out_of_bounds(raw, {folder: forms.total() for folder, forms in folders.items()}):
        out.print(Text(f"  {name} expects {expected} articles; there are {count:,}", "yellow"), soft_wrap=True)


def _print_runs(runs: list[Unit]) -> None:
    out.print("\n[bold]Last runs[/bold]")
    for run in runs:
        counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in run.counts.items() if count)
        started = datetime.fromisoformat(run.started_at)
        told = f"  {started:%Y-%m-%d %H:%M} UTC, {run.seconds:,.0f} s: {counts or 'nothing new'}"
        out.print(Text(told), soft_wrap=True)


def _print_rejected(settings: Settings) -> None:
    rows = warehouse.query(settings, REJECTED)
    if not len(rows):
        return
    out.print("\n[bold]Rejected[/bold]")
    for row in rows.to_pylist():
        first = ", ".join(filter(None, (row["raw_path"], row["raw_position"])))
        out.print(Text(f"  {row['items']:,} {row['reason_code']}: {first}: {row['detail']}"), soft_wrap=True)
    if max(rows["items"].to_pylist()) > 1:
        out.print(Text(f'  all of them: {_command()} sql{_folder(settings)} "FROM marts.fct_rejected"'), soft_wrap=True)
