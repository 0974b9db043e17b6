"""What is to be ingested: the raw files that are new or changed, in batches small enough to be lost in a crash.

A file is known by its path and the hash of its bytes (in an object store, what the store stamps its content with); one
whose size and time have not changed is not read again. Batches are runs of files in path order, so a run that is killed
and started again makes the same ones. A changed `_source.yaml` makes another version of the batches it holds for.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any, Final

from coopmetrics.lake import Unit, key_of
from coopmetrics.settings import STANDARD_INPUT, Place, Settings
from coopmetrics.sources import SourceFiles, printable_path, raw_files
from coopmetrics.sources.files import State, fault, name_in, opened, place_of, state_of
from coopmetrics.sources.source_file import NAMES
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
    """Raw files to be read together, the key of the manifest's unit for it, and the version that reads them."""

    key: str
    files: tuple[InputFile, ...]
    version: str

    def paths(self, raw: Place) -> list[Place]:
        """Give the files' places in the raw input."""
        return [place_of(file.path, raw) for file in self.files]

    def inputs(self) -> list[dict[str, Any]]:
        """Give the files as the manifest records them."""
        return [asdict(file) for file in self.files]


def plan(settings: Settings, units: Iterable[Unit], version: str) -> list[IngestBatch]:
    """List the batches still to be ingested, given the units of step `ingest` that are done.

    What an older version of the code, or another source file, ingested is done again in the same batches, as long as
    all its files are there.
    """
    units = list(units)
    last = _last_states(units)
    described = SourceFiles(settings.raw)
    present = {(file.path, file.sha256): file for file in _inputs(settings.raw, last)}
    done = [(unit, [present.get(state) for state in _states(unit)]) for unit in units]
    whole = [(unit, _batch([file for file in files if file], version, described)) for unit, files in done if all(files)]
    again = [batch for unit, batch in whole if unit.version != batch.version]
    redone = {file.path for batch in again for file in batch.files}
    new = [file for file in present.values() if file.path not in redone and _is_new(file, last)]
    return again + list(_batches(new, settings.batch_articles, version, described))


def superseded(units: Iterable[Unit]) -> set[tuple[str, str]]:
    """Name what was rejected of files that have changed since: batch ids of `rejected`, with the file's path.

    The path is as `raw_path` has it, which goes on after it for members of archives. `units` are those of step
    `ingest`, in the order they were finished.
    """
    units = list(units)
    last = _last_states(units)
    return {
        (output.batch_id, printable_path(path))
        for unit in units
        for output in unit.outputs
        if output.table == REJECTED.name
        for path, sha256 in _states(unit)
        if last[path].sha256 != sha256 and path != STANDARD_INPUT
    }


def _states(unit: Unit) -> list[tuple[str, str]]:
    return [(file["path"], file["sha256"]) for file in unit.inputs]


def _last_states(units: Iterable[Unit]) -> dict[str, InputFile]:
    last: dict[str, InputFile] = {}
    unread: set[str] = set()
    for state in (InputFile(**file) for unit in units for file in unit.inputs):
        last[state.path] = state
        if not state.sha256:
            unread.add(state.path)
        # what could not be read may have been a folder, which can be where one of its files has been
        elif unread:
            folders = accumulate(state.path.split("/")[:-1], "{}/{}".format)
            last |= {folder: state for folder in folders if folder in unread}
    return last


def _is_new(file: InputFile, last: dict[str, InputFile]) -> bool:
    """Tell a file that is new, changed, or what it was before its last change."""
    return file.path not in last or last[file.path].sha256 != file.sha256


def _inputs(raw: Place, recorded: dict[str, InputFile]) -> Iterator[InputFile]:
    for place in raw_files(raw):
        name = name_in(place, raw)
        try:
            state = state_of(place)
        except OSError:
            yield InputFile(name, 0, 0, "")
            continue
        seen = recorded.get(name)
        if seen and seen.sha256 and state.mtime_ns and (seen.size, seen.mtime_ns) == (state.size, state.mtime_ns):
            yield seen
        else:
            yield InputFile(name, state.size, state.mtime_ns, _hash(place, raw, state))


def _hash(place: Place, raw: Place, state: State) -> str:
    """Hash a file's bytes; empty for what must not or cannot be read, so that it is looked at again each time."""
    if place == STANDARD_INPUT:
        return str(time.time_ns())  # what it will say is not known, so it is always something new
    if state.stamp or fault(place, raw):
        return state.stamp
    try:
        with closing(opened(place)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError:
        return ""


def _batches(files: list[InputFile], limit: int, version: str, described: SourceFiles) -> Iterator[IngestBatch]:
    """Group files in order; a batch is full with `limit` files or `BATCH_BYTES`. Source files are batches alone."""
    group: list[InputFile] = []
    size = 0
    for file in files:
        if PurePosixPath(file.path).name in NAMES:
            yield _batch([file], version, described)
            continue
        group.append(file)
        size += file.size
        if len(group) >= limit or size >= BATCH_BYTES:
            yield _batch(group, version, described)
            group, size = [], 0
    if group:
        yield _batch(group, version, described)


def _batch(files: list[InputFile], version: str, described: SourceFiles) -> IngestBatch:
    key = key_of(*(f"{file.path}\n{file.sha256}" for file in files))
    digests = [described.of(file.path).digest for file in files if PurePosixPath(file.path).name not in NAMES]
    own = f"-{key_of(*digests)[:8]}" if any(digests) else ""
    return IngestBatch(key, tuple(files), version + own)
