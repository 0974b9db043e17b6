"""The commands and what each takes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from coopmetrics.cli.console import complain, out
from coopmetrics.cli.summary import FIRST_QUERY, print_summary
from coopmetrics.formats import Format, print_rows
from coopmetrics.settings import Settings, as_place

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

WarehouseOption = Annotated[Path | None, typer.Option(help="Folder of the lake and the database.", show_default=False)]


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
    from coopmetrics.sources import must_exist  # brings the readers along

    settings = _settings(raw=raw, warehouse=warehouse, workers=workers)
    must_exist(settings.raw)
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
    print_summary(summary, settings)


@app.command()
def fetch(
    feeds: Annotated[Path | None, typer.Option(help="List of watched feeds.", show_default=False)] = None,
    raw: Annotated[Path | None, typer.Option(help="Folder of raw articles.", show_default=False)] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Visit the watched feeds and put what is new into the raw folder; `run` does so first where there is a list."""
    from coopmetrics.fetch import fetch_feeds  # brings the HTTP client along

    found = Counter[str]()
    for outcome in fetch_feeds(_settings(feeds=feeds, raw=raw, warehouse=warehouse)):
        found[outcome.what] += 1
        told = ": ".join(filter(None, (outcome.what, outcome.reason_code, outcome.detail)))
        out.print(Text(f"  {outcome.feed.name}: {outcome.snapshot or told}"), soft_wrap=True)
    # one that is left alone for a while brings nothing either
    if found["failed"] and not (found["new"] or found["unchanged"]):
        raise ConnectionError(f"none of {found.total():,} watched feed{'s' * (found.total() != 1)} could be fetched")


@app.command()
def code(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Articles in any form that run reads, such as JSON Lines with text and, if known, id, published_on, "
            "title, byline and source_url; - reads standard input.",
            show_default=False,
        ),
    ] = None,
    text: Annotated[str | None, typer.Option(help="Instead, a text.", show_default=False)] = None,
    article: Annotated[
        str | None, typer.Option(help="Instead, an article of the warehouse by its article_id.", show_default=False)
    ] = None,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of --text, by which its dates are read.", show_default=False),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell in words, sentence by sentence, what decided on each event.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Code articles without writing to a warehouse: JSON Lines out, in order."""
    files = files or []
    if [not files, text is None, article is None].count(True) != 2:
        raise ValueError("name files of articles, or a --text, or with --article one of the warehouse")
    if published and text is None:
        raise ValueError("--published is the day of --text; files state their own")
    paths = [place for file in files if isinstance(place := as_place(file), Path)]
    if folders := [path for path in paths if path.is_dir()]:
        raise IsADirectoryError(
            f"'{folders[0]}' is a folder; name its files, or `coopmetrics run --raw` reads all of it"
        )
    if missing := [path for path in paths if not path.exists()]:  # a pipe is no regular file
        raise FileNotFoundError(f"no file '{missing[0]}'; a text itself goes behind --text")
    from coopmetrics import stream  # brings the language engine

    settings = _settings(warehouse=warehouse)
    given = chain(
        chain.from_iterable(stream.from_file(file, settings) for file in files),
        [] if text is None else [stream.from_text(text, published and published.date())],
        [] if article is None else [stream.from_lake(article, settings)],
    )
    failed = Counter[bool]()
    for answer in stream.answers(given, settings, explained=explain):
        failed[stream.is_failed(answer)] += 1
        for line in (stream.in_words if explain else stream.in_json)(answer):
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
    _tell_failed(failed[True], failed.total())


def _tell_failed(failed: int, total: int) -> None:
    """Tell how many articles could not be coded; raises `ValueError` if that is all of them."""
    told = f"{failed:,} of {total:,} article{'s' * (total != 1)} could not be coded; why is told in place of each"
    if failed and failed == total:
        raise ValueError(told)
    if failed:
        complain(told)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query, such as: " + FIRST_QUERY)],
    warehouse: WarehouseOption = None,
    format: Annotated[Format, typer.Option(help="How to print the rows.")] = Format.table,  # noqa: A002
) -> None:
    """Query the published warehouse, read-only."""
    from coopmetrics import warehouse as database

    print_rows(database.query(_settings(warehouse=warehouse), query), format)


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
    from coopmetrics.report import doubt, write  # brings the templates and the vocabulary of names along

    for told in filter(None, map(doubt, sides or [])):
        complain(told)
    since_on = since.date() if since else None
    written = write(_settings(warehouse=warehouse), sides or [], out_file, since=since_on, events=events)
    out.print(
        Text.assemble("Report: ", (str(written), "bold"), f", {written.stat().st_size / 1000:,.0f} kB"), soft_wrap=True
    )


@app.command()
def status(warehouse: WarehouseOption = None) -> None:
    """Tell how fresh the warehouse is, what it holds, how raw files were read, the last runs, and what was rejected."""
    from coopmetrics.cli.status import print_status  # brings the readers along

    print_status(_settings(warehouse=warehouse))


def _settings(**given: Any) -> Settings:
    return Settings(**{name: value for name, value in given.items() if value is not None})
