"""One raw file to its items, by the reader of its form; whatever is wrong with it becomes a rejection."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from coopmetrics.settings import Place
from coopmetrics.sources.described import SourceFiles
from coopmetrics.sources.detect import Kind, detect
from coopmetrics.sources.feed import read_feed
from coopmetrics.sources.files import fault, is_pipe, name_in, opened, printable_path, relative_path
from coopmetrics.sources.iptc7901 import read_iptc7901
from coopmetrics.sources.item import RawItem, Rejection, Unreadable
from coopmetrics.sources.jsons import read_json, read_json_lines
from coopmetrics.sources.markdown import read_markdown
from coopmetrics.sources.newsml import read_newsml, read_newsml_g2
from coopmetrics.sources.nitf import read_nitf
from coopmetrics.sources.page import read_page
from coopmetrics.sources.parquet import read_parquet
from coopmetrics.sources.source_file import NAMES, SourceFile, parse
from coopmetrics.sources.stream import RawStream, stream
from coopmetrics.sources.tables import read_table
from coopmetrics.sources.text import read_text
from coopmetrics.sources.unpack import PACKED, Budget, Packed, unpacked
from coopmetrics.sources.warc import read_warc
from coopmetrics.sources.wordpress import read_wordpress
from coopmetrics.sources.xml import harmful_entity

Reader = Callable[[RawStream], Iterator[RawItem | Rejection]]

READERS: Final[dict[Kind, Reader]] = {
    "text": read_text,
    "markdown": read_markdown,
    "jsonl": read_json_lines,
    "json": read_json,
    "ninjs": read_json,
    "csv": read_table,
    "parquet": read_parquet,
    "html": read_page,
    "feed": read_feed,
    "wordpress": read_wordpress,
    "warc": read_warc,
    "nitf": read_nitf,
    "newsml": read_newsml,
    "newsml_g2": read_newsml_g2,
    "iptc7901": read_iptc7901,
}
#: forms that may declare entities of their own
_XML: Final = frozenset({"feed", "wordpress", "nitf", "newsml", "newsml_g2"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes that may be read whole, and bytes that a compressed file or an archive may unpack to."""

    whole: int = 512 * 2**20
    unpacked: int = 100 * 2**30


def read(
    place: Place, raw: Place, limits: Limits, described: SourceFiles | None = None
) -> Iterator[RawItem | Rejection]:
    """Read a file of the raw input, compressed or not, or every file of an archive, as a stream.

    Forms that must be read whole are held to `limits.whole`. `described` are the input's source files.
    """
    raw_path = relative_path(place, raw)
    yield from _guarded(raw_path, _read_within(place, raw, raw_path, limits, described or SourceFiles(raw)))


def read_named(place: Place, limits: Limits) -> Iterator[RawItem | Rejection]:
    """Read a file that was named itself, so that it may be a link to anywhere, or a pipe; `raw_path` is that name."""
    raw_path, source_file = printable_path(str(place)), SourceFiles(place).of(name_in(place, place)).source_file
    for found in _guarded(raw_path, _read(place, raw_path, limits, source_file)):
        if isinstance(found, Rejection) and found.reason_code == "empty_file" and is_pipe(place):
            yield replace(found, detail="a pipe that nobody writes to")
        else:
            yield found


def _read_within(
    place: Place, raw: Place, raw_path: str, limits: Limits, described: SourceFiles
) -> Iterator[RawItem | Rejection]:
    if wrong := fault(place, raw):
        yield Rejection(raw_path, None, *wrong)
    elif PurePosixPath(raw_path).name in NAMES:
        yield from _checked(place, raw_path)
    else:
        yield from _read(place, raw_path, limits, described.of(name_in(place, raw)).source_file)


def _guarded(raw_path: str, found: Iterator[RawItem | Rejection]) -> Iterator[RawItem | Rejection]:
    """Give what is found in a file until it cannot be read any further, and then why."""
    try:
        yield from found
    except Unreadable as reason:
        yield Rejection(raw_path, None, reason.reason_code, reason.detail)
    except OSError as error:
        yield Rejection(raw_path, None, "unreadable", error.strerror or type(error).__name__)
    except Exception as error:  # nor an archive that breaks what unpacks it
        yield _failed(raw_path, error)


def _checked(place: Place, raw_path: str) -> Iterator[Rejection]:
    """Reject a source file with entries that nothing can be made of; the files it is about are read without it."""
    with closing(opened(place)) as file:
        data = file.read()
    try:
        parse(data)
    except ValueError as error:
        yield Rejection(raw_path, None, "bad_source_file", str(error))


def _read(place: Place, raw_path: str, limits: Limits, described: SourceFile) -> Iterator[RawItem | Rejection]:
    file = opened(place)
    budget = Budget(limits.unpacked)
    # standard input is the caller's to close
    with nullcontext() if file is sys.stdin.buffer else closing(file):
        packed = Packed(file, budget)
        random = cast("BinaryIO", packed) if packed.seekable() else None
        name = PurePosixPath(raw_path).name
        for found in unpacked(stream(raw_path, name, packed, limits.whole, described, random), budget):
            yield from [found] if isinstance(found, Rejection) else _items(found)


def _items(found: RawStream) -> Iterator[RawItem | Rejection]:
    """Read one stream; what is wrong with it does not touch the archive's others, nor what was read before."""
    item = None
    try:
        kind = found.described.form or detect(found)
        if kind not in READERS:
            yield Rejection(found.raw_path, None, *_unread(kind, found))
            return
        if kind in _XML and (entity := harmful_entity(found.begin)):
            told = f"it declares an entity made of others or of another file: &{entity};"
            yield Rejection(found.raw_path, None, "harmful_entity", told)
            return
        for item in READERS[kind](found):
            yield _completed(item, found.described) if isinstance(item, RawItem) else item
        if item is None:
            yield Rejection(found.raw_path, None, "no_items", "nothing in it that could be an article")
    except Unreadable as reason:
        if reason.ends_file:
            raise
        read_to = f"after {item.raw_position}" if item and item.raw_position else None
        yield Rejection(found.raw_path, read_to, reason.reason_code, reason.detail)
    except OSError:
        raise
    except Exception as error:  # a file that breaks a reader must not end the run
        yield _failed(found.raw_path, error)


def _failed(raw_path: str, error: Exception) -> Rejection:
    return Rejection(raw_path, None, "reading_failed", f"{type(error).__name__}: {error}"[:300])


def _completed(item: RawItem, described: SourceFile) -> RawItem:
    """Add what the source file says: its name for the source counts, its language only where the item has none."""
    if not (described.source or described.language or described.time_zone):
        return item
    return replace(
        item,
        source=described.source or item.source,
        language=item.language or described.language,
        time_zone=described.time_zone,
    )


def _unread(kind: Kind, found: RawStream) -> tuple[str, str]:
    if kind == "empty":
        return "empty_file", "nothing but white space"
    if found.suffix in PACKED:
        return "damaged_archive", f"it does not begin as a {found.suffix} file does"
    return "unsupported_form", f"no reader for this form of file ({found.suffix or 'no suffix'})"
