"""Versions of the code that makes rows: the package's own, and a hash of everything that can change a row.

A version is written to every row and keys the manifest, so changed code, vocabulary or weights redo exactly what they
touch, without anyone having to remember to raise a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from coopmetrics.settings import Settings

PACKAGE: Final = Path(__file__).parent
#: what turns raw files into articles
INGEST: Final = (
    "sources",
    "articles",
    "reference/raw_fields.yaml",
    "reference/page_metadata.yaml",
    "reference/boilerplate.yaml",
)
#: what turns articles into sentences, mentions and events
CODER: Final = ("language", "entities", "events", "reference", "document.py", "person_names.py", "normalize.py")
#: what finds stories, actors and initiatives across articles
RESOLVER: Final = (
    "resolve",
    "reference/name_sounds.csv",
    "reference/name_weights.csv",
    "reference/name_words.csv",
    "reference/initiative_words.csv",
    "reference/thing_words.csv",
    "reference/act_nouns.csv",
    "reference/demonyms.csv",
    "reference/sectors.csv",
)


def ingest_version(settings: Settings) -> str:
    """Version of what reads and cleans articles, such as `0.1.0-3f2a9c1e`; other limits are another version."""
    return _version(INGEST, f"{settings.max_file_mb} {settings.max_article_chars} {settings.max_unpacked_gb}")


def coder_version(settings: Settings) -> str:
    """Version of what codes articles; another language model is another version."""
    return _version(CODER, f"{settings.language_model} {_installed(settings.language_model)}")


def resolver_version() -> str:
    """Version of what resolves across articles."""
    return _version(RESOLVER)


@cache
def _version(parts: tuple[str, ...], settings: str = "") -> str:
    digest = hashlib.sha256(settings.encode())
    for path in _files(parts):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{version('coopmetrics')}-{digest.hexdigest()[:8]}"


def _files(parts: Iterable[str]) -> Iterator[Path]:
    for part in parts:
        path = PACKAGE / part
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _installed(package: str) -> str:
    try:
        return version(package)
    except (PackageNotFoundError, ValueError):
        return ""
