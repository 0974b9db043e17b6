"""What makes an item the same item: its address and its words, however they are wrapped."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from coopmetrics.articles.markup import bare
from coopmetrics.sources import RawItem

_TRACKING: Final = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign\w*|custom\d|link\w*|format|bbc_team|ptr_name)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|fbclid|gclid|mc_[ce]id|igshid|ref_src|cmpid|ocid|smid)=",
    re.I,
)


def article_id(item: RawItem) -> str:
    """Hash an item's guid, or else its address, and its raw words, be they a headline alone: 24 hexadecimal digits.

    The same item in another feed snapshot or another file has the same id; changed words make a new version.
    """
    words = " ".join(bare(item.body).split() or (item.title or "").split())
    address = item.guid or canonical_url(item.url) or ""
    return hashlib.sha256(f"{address}\n{words}".encode("utf-8", "replace")).hexdigest()[:24]


def canonical_url(url: str | None) -> str | None:
    """Write an address without fragment and tracking parameters; None if it is not one of the web."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair))
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), query=query, fragment="").geturl()


def own_file_name(item: RawItem) -> str | None:
    """Name the file where it is the article's own: a date in a table's name is not that of its rows."""
    return PurePosixPath(item.raw_path).stem if item.form in ("text", "markdown", "html") else None


def site(url: str | None) -> str | None:
    """Name the site of an address: its host without `www.`."""
    host = urlsplit(canonical_url(url) or "").hostname
    return host.removeprefix("www.") if host else None
