"""One raw file, or one member of an archive, as a stream of bytes that is read once from its beginning.

Readers see nothing else, so that a local file, a compressed one, an archive's member, standard input and an object
store are all the same to them.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
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
        """Read as text of any size; the encoding is judged by its beginning, or else where that is no more ASCII."""
        file, encoding = self.file, encoding_of(self.begin)
        if self.begin.isascii():
            file = cast("BinaryIO", io.BufferedReader(_Pieces(_as_utf8(file)), _CHUNK))
        return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=newline)

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
    whole = io.BufferedReader(_Pieces(_rejoined(begin, fault, file)), _CHUNK)
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


def _rejoined(begin: bytes, fault: Unreadable | None, rest: Readable) -> Iterator[bytes]:
    """Give a file's first bytes, which were read to see what it is, and the rest of it."""
    yield begin
    if fault:
        raise fault
    some = some_of(rest)
    while data := some(_CHUNK):
        yield data


def _as_utf8(file: Readable) -> Iterator[bytes]:
    """Give a file in UTF-8; its encoding is judged where its ASCII ends, by what stands around there."""
    some, before = some_of(file), b""
    while (data := some(SAMPLE)).isascii():
        if not data:
            return
        yield data
        before = data
    more, fault = _begin(file)
    decoder = codecs.getincrementaldecoder(encoding_of(before + data + more))("replace")
    for part in _rejoined(data + more, fault, file):
        yield decoder.decode(part).encode()
    yield decoder.decode(b"", final=True).encode()


class _Pieces(io.RawIOBase):
    """Bytes that come in pieces, as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = filter(None, pieces)
        self._piece = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._piece or next(self._pieces, b"")
        data, self._piece = piece[: len(view)], piece[len(view) :]
        view[: len(data)] = data
        return len(data)
