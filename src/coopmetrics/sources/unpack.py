"""Compressed files and archives, around one another, as the streams inside them; nothing is written to disk.

    news.jsonl.gz                     one stream, its name without `.gz`
    archive.zip!/2024/news.jsonl.gz   one stream a member

What is packed is told by the first bytes. A member's name is text and never a place: nothing is opened by it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, Protocol, Self, cast

if TYPE_CHECKING:
    import sys

    from _typeshed import WriteableBuffer

    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
else:
    try:
        from compression import zstd
    except ImportError:
        from backports import zstd

from coopmetrics.sources.files import is_data
from coopmetrics.sources.item import Bomb, Rejection, Unreadable
from coopmetrics.sources.stream import RawStream, Readable, some_of, stream

#: between an archive's path and a member's name
INSIDE: Final = "!/"
#: compressions and archives around one another, at most
LAYERS: Final = 5
#: times the packed size, at most; text packed hard is a tenth to a fiftieth of its size, a bomb a thousandth
RATIO: Final = 200
#: bytes that any file may unpack to, however small it is
SLACK: Final = 16 * 2**20
#: bytes a decompressor may take for itself
MEMORY: Final = 256 * 2**20
_CHUNK: Final = 1 << 17
_MAGIC: Final = (
    *((b"\x1f\x8b", "gz"), (b"\x28\xb5\x2f\xfd", "zst"), (b"\xfd7zXZ\0", "xz")),
    *((b"PK\3\4", "zip"), (b"PK\5\6", "zip")),  # the second without a member
)
_SUFFIXES: Final = {".gz": "", ".gzip": "", ".zst": "", ".zstd": "", ".bz2": "", ".xz": "", ".tgz": ".tar"}
#: suffixes of compressed files and archives
PACKED: Final = frozenset({*_SUFFIXES, ".zip", ".tar"})
#: zip archives that are documents
_DOCUMENTS: Final = frozenset(".docx .xlsx .pptx .odt .ods .odp .epub .jar .apk .whl .wacz".split())
#: what stands before a member's own header in a tar archive: its long name, its attributes
_HEADERS: Final = frozenset(
    {
        *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
        *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    }
)
#: bytes of one such header, which is read whole, at most
HEADER: Final = 2**20
_DAMAGE: Final = (OSError, EOFError, zlib.error, lzma.LZMAError, zstd.ZstdError, zipfile.BadZipFile, tarfile.TarError)
#: what `zipfile` raises besides, for members it has no method or no password for, or with broken headers
_ODD: Final = (RuntimeError, NotImplementedError, ValueError, OverflowError)


@dataclass(slots=True)
class Budget:
    """What one raw file may unpack to, all layers and members together."""

    most: int
    size: int | None = None
    packed: int = 0
    unpacked: int = 0

    def add(self, size: int) -> None:
        """Count unpacked bytes; raises `Bomb` where there are too many."""
        self.unpacked += size
        # what is read twice does not count twice, as where an archive's members overlap
        packed = self.packed if self.size is None else min(self.packed, self.size)
        if self.unpacked > max(SLACK, RATIO * packed):
            raise Bomb("bomb", f"unpacks to more than {RATIO} times its size")
        if self.unpacked > self.most:
            raise Bomb("bomb", f"unpacks to more than {self.most} bytes")


class Packed(io.RawIOBase):
    """A raw file whose bytes are counted as they are read, in whatever order."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """Take note of the file's size, where it can be known."""
        self._file = file
        self._read = some_of(file)
        self._budget = budget
        if self.seekable():
            budget.size = file.seek(0, io.SEEK_END)
            file.seek(0)

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """Tell whether it can be read in any order."""
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Tell the place."""
        return self._file.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read some bytes, and count them."""
        view = memoryview(buffer).cast("B")
        data = self._read(len(view))
        self._budget.packed += len(data)
        view[: len(data)] = data
        return len(data)


def unpacked(packed: RawStream, budget: Budget, layer: int = 0) -> Iterator[RawStream | Rejection]:
    """Give the streams inside a stream, itself if it is not packed; each is to be read before the next is asked for.

    Raises `Bomb` when the budget is spent, here or while a stream is read.
    """
    kind = packing(packed)
    if kind is None:
        yield packed
    elif layer >= LAYERS:
        yield Rejection(packed.raw_path, None, "nested_too_deep", f"packed more than {LAYERS} times")
    else:
        yield from _opened(packed, kind, budget, layer)


def _opened(packed: RawStream, kind: str, budget: Budget, layer: int) -> Iterator[RawStream | Rejection]:
    inner = None
    try:
        for inner in _OPENERS.get(kind, _decompressed)(packed, kind, budget):
            if isinstance(inner, Rejection):
                yield inner
            else:
                yield from unpacked(inner, budget, layer + 1)
        if inner is None:
            yield Rejection(packed.raw_path, None, "no_items", "an archive without a file that could hold articles")
    except Bomb:
        raise
    except Unreadable as fault:
        yield Rejection(packed.raw_path, None, fault.reason_code, fault.detail)
    except (*_DAMAGE, *_ODD) as fault:
        yield Rejection(packed.raw_path, None, "damaged_archive", told(fault))


def packing(packed: RawStream) -> str | None:
    """Name how a stream is packed, by its first bytes; None if it is not."""
    if packed.suffix in _DOCUMENTS:
        return None
    for magic, kind in _MAGIC:
        if packed.begin.startswith(magic):
            return kind
    if packed.begin[:3] == b"BZh" and packed.begin[4:10] == b"1AY&SY":
        return "bz2"
    return "tar" if packed.begin[257:262] == b"ustar" or packed.suffix == ".tar" else None


def told(fault: BaseException) -> str:
    """Say in one line what a decompressor found wrong."""
    return " ".join(str(fault).split())[:300] or "it cannot be unpacked"


class Decompressor(Protocol):
    """What the decompressors of bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool:
        """Whether a part has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether all input has been used."""

    @property
    def unused_data(self) -> bytes:
        """What came after the part's end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Decompress some more, at most `max_length` bytes."""


class _Gzip:
    """zlib's decompressor, in the others' terms."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))
        self.needs_input = not self._inner.unconsumed_tail and len(out) < max_length
        return out


_DECOMPRESSORS: Final[dict[str, Callable[[], Decompressor]]] = {
    "gz": cast("Callable[[], Decompressor]", _Gzip),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=MEMORY),
    "zst": zstd.ZstdDecompressor,  # of its own accord it takes 128 MiB at most
}


class _Decompressed:
    """A compressed file's content: one after another, the parts it is made of (gzip members, zstd frames)."""

    def __init__(self, file: Readable, make: Callable[[], Decompressor]) -> None:
        self._file = file
        self._make = make
        self._part = make()
        self._begun = False

    def read(self, size: int = -1, /) -> bytes:
        """Decompress at most `size` bytes; raises EOFError where the file ends too early."""
        while True:
            data = b""
            if self._part.eof:
                data = self._part.unused_data.lstrip(b"\0") or self._file.read(_CHUNK).lstrip(b"\0")
                if not data:
                    return b""
                self._part = self._make()
            elif self._part.needs_input and not (data := self._file.read(_CHUNK)):
                raise EOFError("the file ends too early")
            if out := self._part.decompress(data, size):
                return out


class _Counted(io.RawIOBase):
    """What comes out of a packed file: counted, and its faults told as a reason."""

    def __init__(self, file: Readable, budget: Budget) -> None:
        self._read = some_of(file)
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._read(len(view))
        except (*_DAMAGE, *_ODD) as fault:
            raise Unreadable("damaged_archive", told(fault)) from fault
        self._budget.add(len(data))
        view[: len(data)] = data
        return len(data)


def _decompressed(packed: RawStream, kind: str, budget: Budget) -> Iterator[RawStream]:
    """Open a compressed file, which holds one."""
    name = PurePosixPath(packed.name)
    inner = name.with_suffix(_SUFFIXES[name.suffix.lower()]).name if name.suffix.lower() in _SUFFIXES else name.name
    file = _buffered(_Decompressed(packed.file, _DECOMPRESSORS[kind]), budget)
    yield stream(packed.raw_path, inner, file, packed.most, packed.described)


def _buffered(file: Readable, budget: Budget) -> io.BufferedReader:
    return io.BufferedReader(_Counted(file, budget), _CHUNK)


class _TarInfo(tarfile.TarInfo):
    """A member's header; what `tarfile` reads whole, before anything can be looked at, has a limit."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.size > HEADER and header.type in _HEADERS:
            raise tarfile.ReadError(f"a header of {header.size} bytes, at most {HEADER}")
        return header


def _tar_members(packed: RawStream, _: str, budget: Budget) -> Iterator[RawStream | Rejection]:
    """Go through a tar archive in the order it is written, without seeking."""
    with tarfile.open(fileobj=cast("IO[bytes]", packed.file), mode="r|", tarinfo=_TarInfo) as archive:
        number = 0
        while member := archive.next():
            number += 1
            cast("Any", archive).members.clear()  # else the list of members grows with the archive
            if fault := _unfit(member.name, number, packed):
                yield fault
            elif member.isfile() and is_data(member.name) and (file := archive.extractfile(member)):
                yield _member(packed, member.name, _buffered(cast("Readable", file), budget))
            elif not (member.isfile() or member.isdir()):
                yield Rejection(_inside(packed, member.name), None, "not_a_file", "a link or device in an archive")


def _zip_members(packed: RawStream, _: str, budget: Budget) -> Iterator[RawStream | Rejection]:
    with zipfile.ZipFile(packed.seekable()) as archive:
        for number, member in enumerate(archive.infolist(), start=1):
            if fault := _unfit(member.filename, number, packed):
                yield fault
            elif not member.is_dir() and is_data(member.filename):
                yield _zip_member(packed, archive, member, budget)


def _zip_member(
    packed: RawStream, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget
) -> RawStream | Rejection:
    raw_path = _inside(packed, member.filename)
    if member.flag_bits & 1:
        return Rejection(raw_path, None, "encrypted", "a password is needed")
    try:
        return _member(packed, member.filename, _buffered(archive.open(member), budget))
    except Bomb:
        raise
    except Unreadable as fault:
        return Rejection(raw_path, None, fault.reason_code, fault.detail)
    except (*_DAMAGE, *_ODD) as fault:
        return Rejection(raw_path, None, "damaged_archive", told(fault))


def _member(packed: RawStream, name: str, file: io.BufferedReader) -> RawStream:
    return stream(_inside(packed, name), PurePosixPath(name).name, file, packed.most, packed.described)


def _inside(packed: RawStream, name: str) -> str:
    return packed.raw_path + INSIDE + PurePosixPath(name.encode("utf-8", "replace").decode()).as_posix()


def _unfit(name: str, number: int, packed: RawStream) -> Rejection | None:
    """Reject a member whose name would lead out of the archive, were it unpacked."""
    parts = name.replace("\\", "/").split("/")
    if ".." not in parts and parts[0] and not re.fullmatch("[A-Za-z]:", parts[0]):
        return None
    told_name = name.encode("utf-8", "replace").decode()[:200]
    return Rejection(packed.raw_path, f"member {number}", "unsafe_path", f"{told_name!r} leads out of the archive")


_OPENERS: Final[dict[str, Callable[[RawStream, str, Budget], Iterator[RawStream | Rejection]]]] = {
    "tar": _tar_members,
    "zip": _zip_members,
}
