"""Files in an object store, or wherever else fsspec reaches, by their address: `s3://bucket/news/2024.jsonl.gz`.

The store's own library (s3fs, gcsfs) comes with an extra: `pip install coopmetrics[s3]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

import fsspec

_MAGIC: Final = frozenset("*?[")


def find(raw: str) -> Iterator[tuple[str, str]]:
    """Give the files below an address, which may be a glob, in the order of their paths: address, and name below it."""
    store, path = _store(raw)
    base = _base(raw)
    found = store.glob(path) if _MAGIC & set(path) else [path]
    for each in sorted({file for place in found for file in store.find(place)}):
        yield store.unstrip_protocol(each), _below(base, each)


def exists(raw: str) -> bool:
    """Tell whether anything lies at an address; raises `ValueError` or `ImportError` for one that nothing can reach."""
    return next(find(raw), None) is not None


def name_in(address: str, raw: str) -> str:
    """Name a file relative to the folder, the glob's fixed part, or the file's own folder."""
    return _below(_base(raw), _store(address)[1])


def place_of(name: str, raw: str) -> str:
    """Give a file's address by its name."""
    return cast("str", _store(raw)[0].unstrip_protocol(f"{_base(raw)}/{name}"))


def state_of(address: str) -> tuple[int, int, str]:
    """Give a file's size, no time, and the store's stamp for its content (such as an ETag, hashed)."""
    store, path = _store(address)
    return int(store.size(path) or 0), 0, str(store.ukey(path))


def opened(address: str) -> BinaryIO:
    """Open a file; it is fetched in blocks as it is read."""
    store, path = _store(address)
    return cast("BinaryIO", store.open(path, "rb"))


def _below(base: str, path: str) -> str:
    return path.removeprefix(base).lstrip("/")


def _base(raw: str) -> str:
    store, path = _store(raw)
    if _MAGIC & set(path):
        fixed = path[: min(path.index(mark) for mark in _MAGIC if mark in path)]
        return str(fixed).rpartition("/")[0]
    return str(path).rpartition("/")[0] if store.isfile(path) else str(path).rstrip("/")


def _store(address: str) -> tuple[Any, str]:
    store, path = fsspec.core.url_to_fs(address)
    return store, str(path)
