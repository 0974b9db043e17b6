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
from coopmetrics.sources import printable_path, raw_files
from coopmetrics.sources.files import fault
from coopmetrics.tables import REJECTED

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
    units = list(units)
    last = _last_states(units)
    present = {(file.path, file.sha256): file for file in _inputs(settings.raw, last)}
    again = [
        _batch([present[state] for state in _states(unit)])
        for unit in units
        if unit.version != version and all(state in present for state in _states(unit))
    ]
    redone = {file.path for batch in again for file in batch.files}
    new = [file for file in present.values() if file.path not in redone and _is_new(file, last)]
    return again + list(_batches(new, settings.batch_articles))


def superseded(units: Iterable[Unit]) -> set[tuple[str, str]]:
    """Name what was rejected of files that have changed since: batch ids of `rejected`, with `raw_path` as it has it.

    `units` are those of step `ingest`, in the order they were finished.
    """
    units = list(units)
    last = _last_states(units)
    return {
        (output.batch_id, printable_path(path))
        for unit in units
        for output in unit.outputs
        if output.table == REJECTED.name
        for path, sha256 in _states(unit)
        if last[path].sha256 != sha256
    }


def _states(unit: Unit) -> list[tuple[str, str]]:
    return [(file["path"], file["sha256"]) for file in unit.inputs]


def _last_states(units: Iterable[Unit]) -> dict[str, InputFile]:
    return {file["path"]: InputFile(**file) for unit in units for file in unit.inputs}


def _is_new(file: InputFile, last: dict[str, InputFile]) -> bool:
    """Tell a file that is new, changed, or what it was before its last change."""
    return file.path not in last or last[file.path].sha256 != file.sha256


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
    size = 0
    for file in files:
        group.append(file)
        size += file.size
        if len(group) >= limit or size >= BATCH_BYTES:
            yield _batch(group)
            group, size = [], 0
    if group:
        yield _batch(group)


def _batch(files: list[InputFile]) -> IngestBatch:
    return IngestBatch(key_of(*(f"{file.path}\n{file.sha256}" for file in files)), tuple(files))
