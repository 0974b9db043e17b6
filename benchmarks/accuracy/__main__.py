"""Accuracy of every part on hand-made gold data: one table.

    python -m benchmarks.accuracy [PART ...] --gold DIR [--markdown FILE]

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

NOT_PARTS = {"__main__", "figures"}


def parts() -> list[str]:
    """Name the parts that can be measured: the modules of this package that have a `score`."""
    names = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]))
    return [name for name in names if name not in NOT_PARTS and hasattr(_module(name), "score")]


def measure(names: Sequence[str], gold: Path) -> Iterator[tuple[str, Figure]]:
    """Score each part in turn."""
    for name in names:
        for figure in _module(name).score(gold):
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


def main() -> None:
    """Measure, print, and write Markdown if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"parts to measure: {', '.join(parts())}; default all")
    parser.add_argument("--gold", type=Path, default=os.environ.get("COOPMETRICS_GOLD"), help="folder of gold data")
    parser.add_argument("--markdown", type=Path, help="file to write the table to as Markdown")
    arguments = parser.parse_args()
    if arguments.gold is None or not Path(arguments.gold).is_dir():
        print("No gold data to measure on: name its folder with --gold or COOPMETRICS_GOLD.")
        return
    figures = list(measure(arguments.parts or parts(), Path(arguments.gold)))
    Console().print(as_table(figures))
    if arguments.markdown:
        arguments.markdown.write_text(as_markdown(figures), encoding="utf-8")


def _module(name: str) -> object:
    return import_module(f"benchmarks.accuracy.{name}")


if __name__ == "__main__":
    main()
