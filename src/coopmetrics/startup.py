"""What keeps the start of a command short.

`import spacy` brings spaCy's command line along for one function, `spacy.info`, and with it a web client and two more
libraries for commands: 0.7 s of 2.5 that nothing here uses.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_INFO: Final = "spacy.cli.info"


class _Later(ModuleType):
    """Stands for a module until anything of it is asked for."""

    def info(self, *arguments: Any, **options: Any) -> Any:
        """Call the module's function of this name."""
        return self._real().info(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        """Look in the module; what importing asks of it by itself is not there yet."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._real(), name)

    def _real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)


def defer_command_line() -> None:
    """Let spaCy's command line be imported when it is first asked for, unless it has been already."""
    if "spacy" not in sys.modules:
        sys.modules.setdefault(_INFO, _Later(_INFO))
