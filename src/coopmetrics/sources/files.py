"""The raw input: a folder, one file, a glob, standard input (`-`) or an address in an object store (`s3://…`).

A place is a `Path`, or a text where it is none: an address or `-`. Names are relative to the folder, with `/`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from coopmetrics.settings import STANDARD_INPUT, Place, is_glob
from coopmetrics.sources import object_store
from coopmetrics.sources.source_file import NAMES

#: files that tell about the data, in any folder: LICENSE, LICENSE-MIT, README.en.md
_ABOUT: Final = re.compile(
    r"(?:readme|licen[cs]e|notice|copying|changelog|contributing)(?:[._-](?:\w{1,3}|apache))?(?:\.\w{1,8})?", re.I
)


@dataclass(frozen=True, slots=True)
class State:
    """What tells that a file has changed without reading it: its size and time, or the object store's own stamp."""

    size: int
    mtime_ns: int
    stamp: str = ""


def absolute(raw: Place) -> Place:
    """Write a place so that it is the same from any folder."""
    return raw if isinstance(raw, str) else raw.absolute()


def exists(raw: Place) -> bool:
    """Tell whether there is anything to read; an empty folder is something, a glob that fits nothing is not."""
    if isinstance(raw, str):
        return raw == STANDARD_INPUT or object_store.exists(raw)
    return raw.exists() or (is_glob(raw) and next(raw_files(raw), None) is not None)


def must_exist(raw: Place) -> None:
    """Raise `OSError` where there is nothing to read: a folder that is not mounted, or that must not be read."""
    if not exists(raw):
        raise FileNotFoundError(f"nothing at {raw}: name the folder of raw articles with --raw or COOPMETRICS_RAW")
    if isinstance(raw, Path) and raw.is_dir():
        os.scandir(raw).close()


def raw_files(raw: Place) -> Iterator[Place]:
    """Give the files of a raw input in the order of their paths.

    Hidden ones and those that tell about the data (README, LICENSE) are left out. Links to folders are given, not
    followed, so that they are rejected with a reason and cannot loop; so are folders that cannot be read.
    """
    if isinstance(raw, str):
        is_input = raw == STANDARD_INPUT
        yield from [raw] if is_input else (file for file, name in object_store.find(raw) if _is_read(name))
    elif is_glob(raw):
        yield from dict.fromkeys(_matches(raw))  # `**` names a folder and those in it
    elif raw.is_dir():
        yield from _walk(raw)
    else:
        yield raw


def _matches(raw: Path) -> Iterator[Path]:
    base = _base(raw)
    for path in sorted(base.glob(raw.relative_to(base).as_posix())):
        if path == base or _is_read(path.relative_to(base).as_posix()):
            yield from _walk(path) if path.is_dir() and not path.is_symlink() else [path]


def _walk(raw: Path) -> Iterator[Path]:
    shut: list[Path] = []
    for folder, folders, names in os.walk(raw, onerror=lambda error: shut.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            if _is_read(name):
                yield Path(folder) / name
    yield from sorted(shut)


def is_data(name: str) -> bool:
    """Tell a file of articles from hidden ones and those about the data, by its name with its folders."""
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return False
    return not (_ABOUT.fullmatch(parts[-1]) or parts[-1] in NAMES)


def _is_read(name: str) -> bool:
    return is_data(name) or PurePosixPath(name).name in NAMES


def _base(raw: Path) -> Path:
    """Name the folder that names are relative to."""
    if not is_glob(raw):
        return raw if raw.is_dir() else raw.parent
    return next(folder for folder in raw.parents if not is_glob(folder))


def name_in(place: Place, raw: Place) -> str:
    """Name a file relative to the raw input's folder, with `/`."""
    if isinstance(place, str) or isinstance(raw, str):
        return str(place) if place == STANDARD_INPUT else object_store.name_in(str(place), str(raw))
    return place.relative_to(_base(raw)).as_posix()


def place_of(name: str, raw: Place) -> Place:
    """Give the place of a file by its name."""
    if isinstance(raw, str):
        return raw if raw == STANDARD_INPUT else object_store.place_of(name, raw)
    return _base(raw) / name


def relative_path(place: Place, raw: Place) -> str:
    """Write a raw file's name so that it can be stored."""
    return printable_path(name_in(place, raw))


def printable_path(path: str) -> str:
    """Write a path so that it can be stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def state_of(place: Place) -> State:
    """Tell a file's state; raises `OSError` where there is none."""
    if isinstance(place, str):
        return State(0, 0) if place == STANDARD_INPUT else State(*object_store.state_of(place))
    status = place.stat()
    return State(status.st_size, status.st_mtime_ns)


def opened(place: Place) -> BinaryIO:
    """Open a file to read its bytes; raises `OSError` if it cannot be. A pipe that nobody writes to is empty."""
    if isinstance(place, str):
        return sys.stdin.buffer if place == STANDARD_INPUT else object_store.opened(place)
    return open(place, "rb", opener=_at_once)


def _at_once(path: str, flags: int) -> int:
    """Open a path without waiting for somebody to write to it, should it be a pipe."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def is_pipe(place: Place) -> bool:
    """Tell a pipe with a name from files."""
    return isinstance(place, Path) and place.is_fifo()


def fault(place: Place, raw: Place) -> tuple[str, str] | None:
    """Tell why a path must not be read: it leads out of the raw folder, or is no file."""
    if isinstance(place, str) or isinstance(raw, str):
        return None
    # of the whole path, since a glob may go through a link; `Path.resolve` raises where links lead round in a circle
    if not Path(os.path.realpath(place)).is_relative_to(_base(raw).resolve()):
        return "outside_raw", "a link that leads out of the raw folder"
    if place.is_dir():
        is_link = place.is_symlink()
        return ("not_a_file", "a link to a folder") if is_link else ("unreadable", "a folder that must not be read")
    if not place.exists():
        return "unreadable", "the file is gone, or a link leads nowhere"
    return None if place.is_file() else ("not_a_file", "a device, pipe or socket; standard input is read as -")
