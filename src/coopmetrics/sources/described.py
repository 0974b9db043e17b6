"""Which `_source.yaml` holds for a file: that of the nearest folder above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from coopmetrics.settings import STANDARD_INPUT, Place
from coopmetrics.sources.files import fault, name_in, opened, place_of, raw_files
from coopmetrics.sources.source_file import LIMIT, NAMES, ExpectedArticles, SourceFile, parse


class Described(NamedTuple):
    """What holds for the files of a folder: the source file, a hash of it, and its name in the raw input."""

    source_file: SourceFile = SourceFile()
    digest: str = ""
    name: str | None = None


_NOT: Final = Described()


class SourceFiles:
    """The source files of one raw input, each read once. One that is wrong says nothing; it is rejected itself."""

    def __init__(self, raw: Place) -> None:
        """Take note of the raw input."""
        self._raw = raw
        self._in = lru_cache(maxsize=10_000)(self._find)

    def of(self, name: str) -> Described:
        """Give what holds for a file, by its name in the raw input."""
        return _NOT if self._raw == STANDARD_INPUT else self._in(PurePosixPath(name).parent.as_posix())

    def _find(self, folder: str) -> Described:
        for name in NAMES:
            place = f"{folder}/{name}".removeprefix("./")
            if (data := self._bytes(place)) is not None:
                try:
                    return Described(parse(data), hashlib.sha256(data).hexdigest()[:8], place)
                except ValueError:
                    return _NOT
        return _NOT if folder == "." else self._in(PurePosixPath(folder).parent.as_posix())

    def _bytes(self, name: str) -> bytes | None:
        try:
            place = place_of(name, self._raw)
            if fault(place, self._raw):  # it could be a pipe
                return None
            with closing(opened(place)) as file:
                return file.read(LIMIT + 1)
        except OSError:
            return None


def out_of_bounds(raw: Place, articles: Mapping[str, int]) -> Iterator[tuple[str, int, ExpectedArticles]]:
    """Name the source files that expect more or fewer articles than there are, with both numbers.

    `articles` counts them by folder, as named in the raw input; the top folder is empty.
    """
    described, counts = SourceFiles(raw), Counter[str | None]()
    for folder, count in articles.items():
        counts[described.of(f"{folder}/-".lstrip("/")).name] += count
    for name in (name_in(place, raw) for place in raw_files(raw) if PurePosixPath(str(place)).name in NAMES):
        found = described.of(name)
        expected = found.source_file.expected_articles
        if found.name == name and expected and not expected.holds(counts[name]):
            yield name, counts[name], expected
