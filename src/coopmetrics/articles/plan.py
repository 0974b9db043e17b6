"""What is to be ingested: the raw files that are new or changed, in batches small enough to be lost in a crash.

A file is known by its path and the hash of its bytes; one whose size and time have not changed is not read again.
Batches are runs of files in path order, so a run that is killed and started again makes the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from coopmetrics.lake import Unit, key_of
from coopmetrics.settings import Settings
from coopmetrics.sources import raw_files
from coopmetrics.sources.files import fault

#: a batch of files is full with so many bytes
BATCH_BYTES: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class InputFile:
    """One raw file in one state; `sha256` is empty where the file could not be read."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IngestBatch:
    """Raw files to be read together, and the key of the manifest's unit for it."""

    key: str
    files: tuple[InputFile, ...]

    def paths(self, raw: Path) -> list[Path]:
        """Give the files' places under the raw folder."""
        return [raw / file.path if raw.is_dir() else raw for file in self.files]

    def inputs(self) -> list[dict[str, Any]]:
        """Give the files as the manifest records them."""
        return [asdict(file) for file in self.files]


def plan(settings: Settings, units: Iterable[Unit], version: str) -> list[IngestBatch]:
    """List the batches still to be ingested, given the units of step `ingest` that are done.

    What an older version of the code ingested is done again in the same batches, as long as all its files are there.
    """
    done = [(unit.version, [InputFile(**file) for file in unit.inputs]) for unit in units]
    recorded = {file.path: file for _, files in done for file in files}
    present = {(file.path, file.sha256): file for file in _inputs(settings.raw, recorded)}
    again = [
        _batch([present[file.path, file.sha256] for file in files])
        for made_by, files in done
        if made_by != version and all((file.path, file.sha256) in present for file in files)
    ]
    known = {(file.path, file.sha256) for _, files in done for file in files}
    new = [file for identity, file in present.items() if identity not in known]
    return again + list(_batches(new, settings.batch_articles))


def _inputs(raw: Path, recorded: dict[str, InputFile]) -> Iterator[InputFile]:
    for path in raw_files(raw):
        name = path.relative_to(raw).as_posix() if raw.is_dir() else path.name
        try:
            state = path.stat()
        except OSError:
            yield InputFile(name, 0, 0, "")
            continue
        seen = recorded.get(name)
        if seen and seen.sha256 and (seen.size, seen.mtime_ns) == (state.st_size, state.st_mtime_ns):
            yield seen
        else:
            yield InputFile(name, state.st_size, state.st_mtime_ns, _hash(path, raw))


def _hash(path: Path, raw: Path) -> str:
    """Hash a file's bytes; empty for what must not or cannot be read, so that it is looked at again each time."""
    if fault(path, raw):
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _batches(files: Iterable[InputFile], limit: int) -> Iterator[IngestBatch]:
    """Group files in order; a batch is full with `limit` files or `BATCH_BYTES`."""
    group: list[InputFile] = []
    for file in files:
        group.append(file)
        if len(group) >= limit or sum(member.size for member in group) >= BATCH_BYTES:
            yield _batch(group)
            group = []
    if group:
        yield _batch(group)


def _batch(files: list[InputFile]) -> IngestBatch:
    return IngestBatch(key_of(*(f"{file.path}\n{file.sha256}" for file in files)), tuple(files))
