"""What is remembered of a watched feed between runs: one JSON file each, in the warehouse folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from coopmetrics.lake import atomic


class FeedState(BaseModel):
    """The last visit to a feed. `snapshot` is the raw file that holds its last content, whose hash is `sha256`."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    snapshot: Path | None = None
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    #: visits in a row that brought nothing, and why the last one did not
    failures: int = 0
    reason_code: str | None = None
    detail: str | None = None
    #: the server wants to be left alone until then
    not_before: datetime | None = None

    def conditions(self, raw: Path) -> dict[str, str]:
        """Give the headers that ask for the feed only if it has changed; none if its last content is gone."""
        if not (self.snapshot and (raw / self.snapshot).exists()):
            return {}
        asked = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


def read_state(folder: Path, name: str, url: str) -> FeedState:
    """Read what is remembered; nothing is of a feed that has moved to another address, or whose file cannot be read."""
    try:
        state = FeedState.model_validate_json((folder / f"{name}.json").read_bytes())
    except (OSError, ValidationError):
        return FeedState(url=url)
    return state if state.url == url else FeedState(url=url)


def write_state(folder: Path, name: str, state: FeedState) -> None:
    """Remember a visit."""
    with atomic(folder / f"{name}.json") as temporary:
        temporary.write_text(state.model_dump_json(indent=1), encoding="utf-8")
