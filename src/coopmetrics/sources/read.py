"""One raw file to its items, by the reader of its form; whatever is wrong with it becomes a rejection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from coopmetrics.sources.detect import Kind, detect
from coopmetrics.sources.feed import read_feed
from coopmetrics.sources.files import fault, relative_path
from coopmetrics.sources.item import RawItem, Rejection
from coopmetrics.sources.jsons import read_json, read_json_lines
from coopmetrics.sources.markdown import read_markdown
from coopmetrics.sources.page import read_page
from coopmetrics.sources.tables import read_table
from coopmetrics.sources.text import read_text

Reader = Callable[[Path, str], Iterator[RawItem | Rejection]]

READERS: Final[dict[Kind, Reader]] = {
    "text": read_text,
    "markdown": read_markdown,
    "jsonl": read_json_lines,
    "json": read_json,
    "csv": read_table,
    "html": read_page,
    "feed": read_feed,
}
STREAMED: Final = frozenset({"jsonl", "csv"})


def read(path: Path, raw: Path, max_file_bytes: int) -> Iterator[RawItem | Rejection]:
    """Read a file under the raw folder; tables and JSON Lines are streamed, the others must fit `max_file_bytes`."""
    raw_path = relative_path(path, raw)
    try:
        if wrong := fault(path, raw):
            yield Rejection(raw_path, None, *wrong)
            return
        kind, size = detect(path), path.stat().st_size
        if kind not in READERS:
            yield Rejection(raw_path, None, *_unread(kind, path))
        elif kind not in STREAMED and size > max_file_bytes:
            yield Rejection(raw_path, None, "file_too_large", f"{size} bytes, at most {max_file_bytes}")
        else:
            yield from READERS[kind](path, raw_path)
    except OSError as error:
        yield Rejection(raw_path, None, "unreadable", error.strerror or type(error).__name__)


def _unread(kind: Kind, path: Path) -> tuple[str, str]:
    if kind == "empty":
        return "empty_file", "nothing but white space"
    return "unsupported_form", f"no reader for this form of file ({path.suffix or 'no suffix'})"
