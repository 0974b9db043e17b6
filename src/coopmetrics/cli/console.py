"""What several commands print: faults, counts, and commands as they are to be typed."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coopmetrics.settings import Settings

if TYPE_CHECKING:
    from coopmetrics.warehouse import Published

out: Final = Console(highlight=False)


def complain(told: str) -> None:
    """Print what went wrong, in one line on standard error."""
    Console(stderr=True, highlight=False).print(Text(f"coopmetrics: {told}"), soft_wrap=True)


def print_contents(published: Published) -> None:
    """Print how much of what the warehouse holds."""
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_column(justify="right", style="bold")
    for what, count in _held(published).items():
        table.add_row(f"{count:,}", what)
    out.print(table)


def _held(published: Published) -> dict[str, int]:
    """Give how much there is of what, in words."""
    events = f"events, {published.counted_events:,} between two countries and counted in metrics"
    names = (field.name for field in fields(published) if field.name not in ("database", "counted_events"))
    return {events if name == "events" else name: getattr(published, name) for name in names}


def typed(command: str, settings: Settings) -> str:
    """Write one of the commands as it is to be typed here: what calls this program, and for which warehouse."""
    name, *rest = command.split(" ", 1)
    return " ".join([_program(), name, *_folder(settings), *rest])


def _folder(settings: Settings) -> list[str]:
    """Name the warehouse, where it is not the one that is taken anyway."""
    is_default = settings.warehouse == Settings().warehouse
    return [] if is_default else ["--warehouse", shlex.quote(str(settings.warehouse))]


def _program() -> str:
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
