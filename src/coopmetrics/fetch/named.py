"""The name of a feed's source, beside its snapshots: a `_source.yaml`, as it may lie beside any raw files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from coopmetrics.fetch.watched import WatchedFeed
from coopmetrics.lake import atomic
from coopmetrics.sources.source_file import NAMES

#: the first line of a file that is ours to write anew; without it, it is the user's
MARK: Final = "# from the list of watched feeds; without this line, coopmetrics leaves the file alone\n"


def name_source(feed: WatchedFeed, folder: Path) -> None:
    """Write whose the articles of a feed's snapshots are, unless someone else has described them."""
    there = next((folder / name for name in NAMES if (folder / name).exists()), None)
    before = there.read_text(encoding="utf-8", errors="replace") if there else None
    if before is not None and not before.startswith(MARK):
        return
    said = MARK + yaml.safe_dump({"source": feed.source}, allow_unicode=True) if feed.source else None
    if said is None and there:
        there.unlink()
    elif said is not None and said != before and folder.is_dir():
        with atomic(folder / NAMES[0]) as temporary:
            temporary.write_text(said, encoding="utf-8")
