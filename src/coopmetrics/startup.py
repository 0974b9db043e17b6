"""What keeps the start of a command short.

`import spacy` brings spaCy's command line along for one function, `spacy.info`, and with it a web client and two more
libraries for commands: 0.7 s of 2.4 that nothing here uses.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_INFO: Final = "spacy.cli.info"


class _Once(ModuleType):
    """Stands for spaCy's module until spaCy has what it asks for; who asks later, or for more, gets the real one."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        sys.modules.pop(_INFO, None)
        return info if name == "info" else getattr(import_module(_INFO), name)


def info(*arguments: Any, **options: Any) -> Any:
    """Call spaCy's function of this name."""
    return import_module(_INFO).info(*arguments, **options)


def defer_command_line() -> None:
    """Let spaCy's command line be imported when it is first asked for, unless it has been already."""
    if "spacy" not in sys.modules:
        sys.modules.setdefault(_INFO, _Once(_INFO))
