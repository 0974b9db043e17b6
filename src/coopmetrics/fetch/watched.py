"""The list of watched feeds: a YAML file of names and addresses; a feed without a name goes by its address.

```yaml
feeds:
  - name: Steppe Wire
    url: https://steppewire.example/rss
  - name: Steppe Wire, trade
    source: Steppe Wire
    url: https://steppewire.example/trade/rss
  - https://balticcourier.example/feed.xml
```
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from anyascii import anyascii
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")


class WatchedFeed(BaseModel):
    """One feed: where it is, what its folder of snapshots is called after, and whose its articles are.

    `source` is the name given, if there is one; None leaves it to each entry and its address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    url: str
    source: str | None = Field(None, min_length=1, max_length=200)

    @model_validator(mode="before")
    @classmethod
    def _named(cls, stated: Any) -> Any:
        stated = {"url": stated} if isinstance(stated, str) else stated
        if isinstance(stated, dict) and isinstance(stated.get("url"), str) and not stated.get("name"):
            parts = urlsplit(stated["url"])
            return {**stated, "name": f"{parts.hostname or ''} {parts.path} {parts.query}".strip()}
        if isinstance(stated, dict) and isinstance(stated.get("name"), str):
            return {"source": stated["name"][:200], **stated}
        return stated

    @field_validator("url")
    @classmethod
    def _of_the_web(cls, url: str) -> str:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("feeds are fetched from http:// and https:// addresses only")
        return url.strip()

    @property
    def folder(self) -> str:
        """Name of its folder: letters, digits and hyphens."""
        return _NOT_IN_NAMES.sub("-", anyascii(self.name).lower()).strip("-")[:80] or "feed"


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")

    feeds: list[WatchedFeed]


def watched_feeds(path: Path) -> list[WatchedFeed]:
    """Read the list. Raises `ValueError`, naming file and entry, if it is not one, or two feeds share a folder."""
    try:
        feeds = _List.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {}).feeds
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        raise ValueError(f"{path}, {'.'.join(map(str, wrong['loc'])) or 'top'}: {wrong['msg']}") from error
    shared = [folder for folder, count in Counter(feed.folder for feed in feeds).items() if count > 1]
    if shared:
        raise ValueError(f"{path}: two feeds would share the folder {shared[0]!r}; give them different names")
    return feeds
