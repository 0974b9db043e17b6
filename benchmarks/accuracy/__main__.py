"""Accuracy of every part on hand-made gold data: one table.

    python -m benchmarks.accuracy [PART ...] --gold DIR [--page FILE]

A part is a module of this package; its `score(gold)` gives (what, value, n) triples. Without a gold folder, given by
option or in COOPMETRICS_GOLD, there is nothing to measure, and that is no error.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.figures import Figure

NOT_PARTS = {"__main__", "coded_articles", "figures"}


def parts() -> list[str]:
    """Name the parts that can be measured: the modules of this package."""
    names = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]))
    return [name for name in names if name not in NOT_PARTS]


def measure(names: Sequence[str], gold: Path) -> Iterator[tuple[str, Figure]]:
    """Score each part in turn."""
    for name in names:
        for figure in import_module(f"benchmarks.accuracy.{name}").score(gold):
            yield name, Figure(*figure)


def as_table(figures: Sequence[tuple[str, Figure]]) -> Table:
    """Lay the figures out for the screen."""
    table = Table("part", "figure", title="Accuracy")
    table.add_column("value", justify="right")
    table.add_column("n", justify="right")
    for part, figure in figures:
        table.add_row(part, figure.what, f"{figure.value:.3f}", str(figure.n))
    return table


def as_markdown(figures: Sequence[tuple[str, Figure]]) -> str:
    """Lay the figures out for the documentation."""
    rows = [f"| {part} | {figure.what} | {figure.value:.3f} | {figure.n} |" for part, figure in figures]
    return "\n".join(["| part | figure | value | n |", "|---|---|--:|--:|", *rows]) + "\n"


def renew(page: Path, table: str) -> None:
    """Put the table where a page has its figures, between two comments."""
    before, start, rest = page.read_text(encoding="utf-8").partition("<!-- figures -->\n")
    _, end, after = rest.partition("<!-- end of figures -->")
    if not (start and end):
        raise SystemExit(f"{page} has no <!-- figures --> … <!-- end of figures --> to renew")
    page.write_text(before + start + table + end + after, encoding="utf-8")


def main() -> None:
    """Measure, print, and renew a page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"parts to measure: {', '.join(parts())}; default all")
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--page", type=Path, help="Markdown page whose figures to renew, such as docs/accuracy.md")
    arguments = parser.parse_args()
    if arguments.gold is None or not Path(arguments.gold).is_dir():
        print("No gold data to measure on: name its folder with --gold or COOPMETRICS_GOLD.")
        return
    figures = list(measure(arguments.parts or parts(), Path(arguments.gold)))
    Console().print(as_table(figures))
    if arguments.page:
        renew(arguments.page, as_markdown(figures))


if __name__ == "__main__":
    main()
