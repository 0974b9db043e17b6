"""What is known of the articles met so far, and whose statement of date, title, author, source and language counts.

An item found again is nothing new unless it states other metadata. Then the newest statement counts, as the newest
version does (docs/decisions/0025 and 0058), so that what the same article says in two files does not change to and fro:

    the file it was taken from says something else now    counts
    another file says what nobody has said before         counts, if it tells no less
    another file says what was said before                nothing new

A file of one article that returns to an earlier wording states that wording anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from sys import intern
from typing import Any, Final

from coopmetrics.articles import markup
from coopmetrics.articles.dates import stated_date
from coopmetrics.articles.identity import own_file_name
from coopmetrics.articles.metadata import Metadata
from coopmetrics.sources import RawItem

#: columns of table `articles` that are remembered
COLUMNS: Final = ("article_id", "raw_path", "raw_position", "title", "byline", "published_basis", "metadata_hashes")
#: what a date may be taken from, the least telling first
_BASES: Final = ("none", "file", "text", "field")
#: hexadecimal digits of a statement's hash: of one article there are few
_DIGITS: Final = 16

#: whether there is a headline and an author, and what tells the date
_Told = tuple[bool, bool, int]
#: the file it was taken from, what it tells, and all statements so far, the one that counts first
_Taken = tuple[str, _Told, tuple[bytes, ...]]


def statement(item: RawItem) -> str:
    """Hash what an item states about its article beside address and words: 16 hexadecimal digits.

    Dates are compared as read, and titles with any white space. What is only guessed, such as the outlet by its
    folder, is no statement.
    """
    page = _page(item)
    title, byline, published, source = (
        getattr(item, name) or getattr(page, name) for name in ("title", "byline", "published", "source")
    )
    date = stated_date(published, item.seen, item.time_zone, own_file_name(item))
    fields = (title, byline, date, source, item.language)
    said = "\n".join(" ".join((field or "").split()) for field in fields)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:_DIGITS]


def _page(item: RawItem) -> Metadata:
    """Read what a page states; one that breaks the parser states nothing, and is rejected where its text is sought."""
    try:
        return markup.page_metadata(item.body) if item.body_kind == "page" else Metadata()
    except Exception:
        return Metadata()


class Known:
    """The articles met so far, by their ids; a few hundred bytes each."""

    def __init__(self, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        """Know the articles of these rows, of which the later ones count."""
        self._taken: dict[str, _Taken] = {}
        self._in_file: dict[str, str] = {}
        for row in rows:
            self.add(row)

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._taken

    def add(self, row: Mapping[str, Any]) -> None:
        """Take note of an article's row, which counts from now on."""
        statements = tuple(map(bytes.fromhex, row["metadata_hashes"] or ()))
        self._taken[row["article_id"]] = (intern(row["raw_path"]), _told(row), statements)
        if row["raw_position"] is None:
            self._in_file[row["raw_path"]] = row["article_id"]

    def statements(self, article_id: str, stated: str) -> list[str]:
        """List what has been stated of an article: this first, then what was known."""
        _, _, before = self._taken.get(article_id, (None, None, ()))
        return list(dict.fromkeys((stated, *(said.hex() for said in before))))

    def says_something_new(self, article_id: str, item: RawItem, stated: str) -> bool:
        """Tell whether what is stated of a known article may have to be taken in."""
        taken_from, _, statements = self._taken[article_id]
        said = bytes.fromhex(stated)
        # rows of older versions of the code have no statements
        if said not in statements or (item.raw_path == taken_from and said != statements[0]):
            return True
        return item.raw_position is None and self._in_file.get(item.raw_path, article_id) != article_id

    def counts(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a known article's new row takes the place of the old: another file's must tell no less."""
        taken_from, told, _ = self._taken[row["article_id"]]
        return row["raw_path"] == taken_from or all(new >= old for new, old in zip(_told(row), told, strict=True))


def _told(row: Mapping[str, Any]) -> _Told:
    told: _Told = _shared(bool(row["title"]), bool(row["byline"]), _BASES.index(row["published_basis"]))
    return told


@cache
def _shared(*told: Any) -> Any:
    """Keep one tuple for all articles that tell the same."""
    return told
