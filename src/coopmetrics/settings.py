"""Settings: defaults, overridden by `COOPMETRICS_*` environment variables, a `.env` file, or the command line."""

from __future__ import annotations

import os
import re
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Place: TypeAlias = Path | str
STANDARD_INPUT: Final = "-"
#: of an address, between the kind of store and the place in it
SCHEME: Final = "://"
_MAGIC: Final = re.compile(r"[*?\[]")


def as_place(raw: Place) -> Place:
    """Write what a user named as a place: a path, unless it is standard input or an address such as `s3://bucket/news`."""
    return raw if isinstance(raw, Path) or raw == STANDARD_INPUT or SCHEME in raw else Path(raw)


def is_glob(raw: Path) -> bool:
    """Tell a pattern from a path; what lies there under that very name is none."""
    return _MAGIC.search(str(raw)) is not None and not raw.exists()


class Settings(BaseSettings):
    """Where the data lies and how the work is done."""

    model_config = SettingsConfigDict(env_prefix="COOPMETRICS_", env_file=".env", extra="ignore")

    raw: Place = Field(
        Path("data/raw"),
        description="Raw articles: a folder with all its subfolders, a file, a glob, '-' or an address such as s3://…",
    )
    warehouse: Path = Field(Path("data/warehouse"), description="Folder of the lake and the published database")
    language_model: str = Field(
        "builtin", description="'builtin', or the name or path of an installed spaCy model with parser and entities"
    )
    workers: int = Field(os.cpu_count() or 1, ge=1, description="Processes that code articles at the same time")
    batch_articles: int = Field(500, ge=1, description="Articles a batch, about")
    max_file_mb: int = Field(512, ge=1, description="Larger raw files that must be read whole are rejected")
    max_article_chars: int = Field(1_000_000, ge=1, description="Longer articles are rejected")
    max_unpacked_gb: int = Field(100, ge=1, description="Archives are read up to this size unpacked")
    feeds: Path = Field(Path("sources.yaml"), description="List of watched feeds; without the file none is fetched")
    user_agent: str = Field(
        f"coopmetrics/{version('coopmetrics')}",
        min_length=1,
        description="Who asks, as feeds' servers are told; add an address where their owners reach you",
    )
    fetch_timeout_seconds: float = Field(30, gt=0, description="A server that is silent for longer has failed")
    max_feed_mb: int = Field(20, ge=1, description="Larger feeds are not fetched")
    fetch_private: bool = Field(False, description="Fetch from hosts in private networks and this machine, too")

    @field_validator("raw")
    @classmethod
    def _place(cls, raw: Place) -> Place:
        return as_place(raw)

    @property
    def raw_folder(self) -> Path | None:
        """The folder of raw files; None where a file, a pattern, standard input or an address is named instead."""
        is_folder = isinstance(self.raw, Path) and not self.raw.is_file() and not is_glob(self.raw)
        return Path(self.raw) if is_folder else None

    @property
    def lake(self) -> Path:
        """Folder of the Parquet tables and their manifest."""
        return self.warehouse / "lake"

    @property
    def database(self) -> Path:
        """The published DuckDB file."""
        return self.warehouse / "cooperation.duckdb"
