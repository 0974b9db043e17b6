"""One raw file, or one member of an archive, as a stream of bytes that is read once from its beginning.

Readers see nothing else, so that a local file, a compressed one, an archive's member, standard input and an object
store are all the same to them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, TextIO, cast

from coopmetrics.sources.decode import SAMPLE, encoding_of
from coopmetrics.sources.item import Unreadable
from coopmetrics.sources.source_file import SourceFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_UNDESCRIBED: Final = SourceFile()
_CHUNK: Final = 1 << 18


class Readable(Protocol):
    """All that is asked of a file: bytes, as many as come."""

    def read(self, size: int, /) -> bytes:
        """Read at most `size` bytes; none at the end."""


@dataclass(slots=True)
class RawStream:
    """Bytes with a name. `raw_path` is where they lie, `name` their file name without suffixes of compression.

    `begin` are the first bytes, `file` all of them, the first included. `most` bytes may be read whole. `random` is the
    file to read from in any order, where there is one.
    """

    raw_path: str
    name: str
    begin: bytes
    file: BinaryIO
    most: int
    described: SourceFile = field(default=_UNDESCRIBED)
    random: BinaryIO | None = None

    @property
    def suffix(self) -> str:
        """The name's last suffix in lower case, such as `.csv`."""
        return PurePosixPath(self.name).suffix.lower()

    def whole(self) -> bytes:
        """Read all that is left; raises `Unreadable` if that is more than `most` bytes."""
        chunks: list[bytes] = []
        left = self.most
        while chunk := self.file.read(min(_CHUNK, left + 1)):
            if (left := left - len(chunk)) < 0:
                raise Unreadable("file_too_large", f"more than {self.most} bytes, which must be read whole")
            chunks.append(chunk)
        return b"".join(chunks)

    def text(self, newline: str) -> TextIO:
        """Read as text of any size; the encoding is judged by its beginning."""
        encoding = encoding_of(self.begin)
        return io.TextIOWrapper(self.file, encoding=encoding, errors="replace", newline=newline)

    def seekable(self) -> BinaryIO:
        """Give a file to read from in any order: the raw file itself, or else what `whole` gives."""
        if self.random is None:
            return io.BytesIO(self.whole())
        self.random.seek(0)
        return self.random


def stream(
    raw_path: str, name: str, file: Readable, most: int, described: SourceFile, random: BinaryIO | None = None
) -> RawStream:
    """Begin to read a file. What is wrong after its first bytes is raised when a reader comes to it."""
    begin, fault = _begin(file)
    if fault and not begin:
        raise fault
    whole = io.BufferedReader(_Rejoined(begin, fault, file), _CHUNK)
    return RawStream(raw_path, name, begin, cast("BinaryIO", whole), most, described, random)


def some_of(file: Readable) -> Callable[[int], bytes]:
    """Give what reads no more than lies ready: to read until there is enough would lose it all at a fault."""
    return cast("Callable[[int], bytes]", getattr(file, "read1", file.read))


def _begin(file: Readable) -> tuple[bytes, Unreadable | None]:
    begin, read = b"", some_of(file)
    try:
        while len(begin) < SAMPLE and (more := read(SAMPLE - len(begin))):
            begin += more
    except Unreadable as fault:
        return begin, fault
    return begin, None


class _Rejoined(io.RawIOBase):
    """A file's first bytes, which were read to see what it is, and the rest of it."""

    def __init__(self, begin: bytes, fault: Unreadable | None, rest: Readable) -> None:
        self._begin = begin
        self._fault = fault
        self._rest = some_of(rest)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._begin[: len(view)]
        self._begin = self._begin[len(data) :]
        if not data:
            if self._fault:
                raise self._fault
            data = self._rest(len(view))
        view[: len(data)] = data
        return len(data)
