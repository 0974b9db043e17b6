"""The command line: `coopmetrics run`, `fetch`, `code`, `sql`, `report`, `status`.

    commands    what each command takes and whom it calls
    summary     what `run` ends with
    status      what `status` tells
    console     what several of them print

What does the work is imported by the command that needs it, so that help and slips in what was typed are told at once.
"""

from __future__ import annotations

import os
import sys

from pydantic import ValidationError

from coopmetrics.cli.commands import app
from coopmetrics.cli.console import complain
from coopmetrics.settings import Settings

__all__ = ["main"]


def main() -> None:
    """Run the command line; foreseeable faults end in one line on standard error and exit status 1."""
    try:
        app()
    except BrokenPipeError:
        # the reader has gone, as with `| head`; nothing is left to say, nor to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if not isinstance(error, _foreseeable()):
            raise
        complain(_told(error))
        sys.exit(1)


def _foreseeable() -> tuple[type[Exception], ...]:
    """Name the faults that users can mend; asked once there is one, as what raises them is slow to import."""
    from duckdb import Error

    from coopmetrics.warehouse import BuildError, OtherVersionError

    return (BuildError, OtherVersionError, Error, OSError, ImportError, ValueError)


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
