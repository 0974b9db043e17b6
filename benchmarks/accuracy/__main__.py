"""Accuracy of every part on hand-made gold data: one table.

    python -m benchmarks.accuracy [PART ...] --gold DIR [--corpora DIR] [--page FILE]

A part is a module of this package; its `score(folder)` gives (what, value, n) triples. A part whose folder, given by
option or in COOPMETRICS_GOLD and COOPMETRICS_CORPORA, is not there is passed over with a message.
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
#: parts that are measured on real raw files, not on gold data
ON_CORPORA = {"wire"}


def parts() -> list[str]:
    """Name the parts that can be measured: the modules of this package."""
    names = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]))
    return [name for name in names if name not in NOT_PARTS]


def measure(names: Sequence[str], gold: Path | None, corpora: Path | None) -> Iterator[tuple[str, Figure]]:
    """Score each part in turn, on its folder."""
    for name in names:
        folder, option = (corpora, "corpora") if name in ON_CORPORA else (gold, "gold")
        if not folder or not folder.is_dir():
            print(f"{name}: no data to measure on; name its folder with --{option} or COOPMETRICS_{option.upper()}.")
            continue
        part = import_module(f"benchmarks.accuracy.{name}")
        if not (folder / getattr(part, "FOLDER", "")).is_dir():
            print(f"{name}: no {part.FOLDER} in {folder}.")
            continue
        for figure in part.score(folder):
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


def _folder(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None


def main() -> None:
    """Measure, print, and renew a page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"parts to measure: {', '.join(parts())}; default all")
    parser.add_argument("--gold", type=Path, default=_folder("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--corpora", type=Path, default=_folder("COOPMETRICS_CORPORA"), help="folder of raw files")
    parser.add_argument("--page", type=Path, help="Markdown page whose figures to renew, such as docs/accuracy.md")
    arguments = parser.parse_args()
    figures = list(measure(arguments.parts or parts(), arguments.gold, arguments.corpora))
    if not figures:
        return
    Console().print(as_table(figures))
    if arguments.page:
        renew(arguments.page, as_markdown(figures))


if __name__ == "__main__":
    main()
