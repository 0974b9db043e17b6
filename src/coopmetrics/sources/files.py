"""The raw folder: which files are read, and that nothing outside of it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: files that tell about the data, in any folder
_ABOUT: Final = re.compile(r"(?:readme|licen[cs]e|notice|copying|changelog|contributing)(?:[._-].*)?$", re.I)


def raw_files(raw: Path) -> Iterator[Path]:
    """Give the files under a folder (or the one file) in the order of their paths.

    Hidden ones and those that tell about the data (README, LICENSE) are left out. Links to folders are given, not
    followed, so that they are rejected with a reason and cannot loop.
    """
    if not raw.is_dir():
        yield raw
        return
    for folder, folders, names in os.walk(raw):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            if not name.startswith(".") and not _ABOUT.match(name):
                yield Path(folder) / name


def relative_path(path: Path, raw: Path) -> str:
    """Write a raw file's path relative to the raw folder, with `/`; bytes that are no UTF-8 become U+FFFD."""
    return printable_path((path.relative_to(raw) if raw.is_dir() else Path(path.name)).as_posix())


def printable_path(path: str) -> str:
    """Write a path so that it can be stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def fault(path: Path, raw: Path) -> tuple[str, str] | None:
    """Tell why a path must not be read: it leads out of the raw folder, or is no file."""
    base = raw if raw.is_dir() else raw.parent
    if path.is_symlink() and not path.resolve().is_relative_to(base.resolve()):
        return "outside_raw", "a link that leads out of the raw folder"
    if path.is_dir():
        return "not_a_file", "a link to a folder"
    if not path.exists():
        return "unreadable", "the file is gone, or a link leads nowhere"
    return None if path.is_file() else ("not_a_file", "a device, pipe or socket")
