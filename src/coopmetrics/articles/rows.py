"""Raw items to article rows: read, skip what is known and says nothing new, clean, date, sign.

files → items → articles (rows of table `articles`) + rejected (rows of table `rejected`)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final

from coopmetrics.articles import markup
from coopmetrics.articles.clean import Cleaned, clean, printable, visible
from coopmetrics.articles.dates import Published, published
from coopmetrics.articles.identity import article_id, canonical_url, own_file_name, site
from coopmetrics.articles.known import Known, statement
from coopmetrics.articles.language import language_of
from coopmetrics.articles.metadata import without_site
from coopmetrics.articles.signature import signature
from coopmetrics.settings import Settings
from coopmetrics.sources import Limits, Place, RawItem, Rejection, SourceFiles, read, read_named

Row = dict[str, Any]
#: a page may have so many times the characters of an article
_PAGE: Final = 10
#: what stands between a headline and the text below it
_GAP: Final = "\n\n"
#: characters of the longest name of an outlet
_LONGEST_NAME: Final = 100
#: characters of a title, a byline and other fields of one line
LONGEST_LINE: Final = 500
_BY: Final = re.compile(r"^by[ :]\s*", re.I)


@dataclass(slots=True)
class Ingested:
    """What a run of raw items gave: rows of the two tables, and how many items were there before or correct one."""

    articles: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    known: int = 0
    corrected: int = 0

    def add(self, result: Row | Rejection) -> None:
        """Add an article's row or a reject."""
        if isinstance(result, Rejection):
            self.rejected.append(_rejected(result))
        else:
            self.articles.append(result)

    def correct(self, row: Row) -> None:
        """Add a known article's new row, in the place of one that waits here to be written."""
        self.articles = [other for other in self.articles if other["article_id"] != row["article_id"]]
        self.articles.append(row)
        self.corrected += 1

    def __len__(self) -> int:
        return len(self.articles) + len(self.rejected)


def ingest(files: Iterable[Place], raw: Place, settings: Settings, known: Known | None = None) -> Iterator[Ingested]:
    """Read raw files into article rows, in batches of about `settings.batch_articles`.

    `known` are the articles of the lake; those found here are added. An item that is known, or stands in its file for
    the second time, and states nothing new is counted and passed over before anything costly is done with it. Files of
    any size are streamed.
    """
    known = Known() if known is None else known
    batch, unfit, limits, described = Ingested(), set[str](), _limits(settings), SourceFiles(raw)
    found = chain.from_iterable(read(place, raw, limits, described) for place in files)
    for item, identity, is_again in _identified(_short_enough(found, settings)):
        if isinstance(item, Rejection):
            batch.add(item)
        elif is_again or identity in unfit:
            batch.known += 1
        elif not _take(item, identity, batch, known, settings):
            unfit.add(identity)
        if len(batch) >= settings.batch_articles:
            yield batch
            batch = Ingested()
    yield batch


def _identified(found: Iterable[RawItem | Rejection]) -> Iterator[tuple[RawItem | Rejection, str, bool]]:
    """Give items with their ids, and whether their file had them already: the first counts, as in each reading."""
    raw_path, met = None, set[str]()
    for item in found:
        if item.raw_path != raw_path:
            raw_path, met = item.raw_path, set()
        identity = article_id(item) if isinstance(item, RawItem) else ""
        yield item, identity, identity in met
        met.add(identity)


def _take(item: RawItem, identity: str, batch: Ingested, known: Known, settings: Settings) -> bool:
    """Take in what is new, or states something new of a known article; tells whether it is an article at all."""
    stated, is_known = statement(item), identity in known
    is_news = not is_known or known.says_something_new(identity, item, stated)
    row = _article(item, identity, known.statements(identity, stated), settings) if is_news else None
    if isinstance(row, Rejection):
        batch.add(row)
        return False
    if row is None or (is_known and not known.counts(row)):
        batch.known += 1
        return True
    (batch.correct if is_known else batch.add)(row)
    known.add(row)
    return True


def ingest_named(place: Place, settings: Settings) -> Iterator[tuple[RawItem, Row] | Rejection]:
    """Read a file that was named itself; give each item, also one met before, with its article row."""
    for item in _short_enough(read_named(place, _limits(settings)), settings):
        if isinstance(item, Rejection):
            yield item
        else:
            row = _article(item, article_id(item), [], settings)
            yield row if isinstance(row, Rejection) else (item, row)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.max_file_mb * 2**20, settings.max_unpacked_gb * 2**30)


def _short_enough(found: Iterable[RawItem | Rejection], settings: Settings) -> Iterator[RawItem | Rejection]:
    for item in found:
        if isinstance(item, RawItem):
            limit = settings.max_article_chars * (_PAGE if item.body_kind == "page" else 1)
            yield item if len(item.body) <= limit else _too_long(item, len(item.body), limit)
        else:
            yield item


def _article(item: RawItem, identity: str, statements: list[str], settings: Settings) -> Row | Rejection:
    try:
        completed, cleaned = _extract(item)
        row = _row(completed, cleaned, identity) | {"metadata_hashes": statements}
    except Exception as error:  # a page that breaks a parser must not end the run
        return Rejection(
            item.raw_path, item.raw_position, "extraction_failed", f"{type(error).__name__}: {error}"[:300]
        )
    if not cleaned.text and not (item.form == "feed" and item.title):
        return Rejection(item.raw_path, item.raw_position, "no_text", "nothing but a placeholder or boilerplate")
    if len(cleaned.text) > settings.max_article_chars:
        return _too_long(item, len(cleaned.text), settings.max_article_chars)
    if cleaned.text.count("\ufffd") > len(cleaned.text) / 10:
        return Rejection(
            item.raw_path, item.raw_position, "garbled", "the encoding was lost: U+FFFD in place of letters"
        )
    return row


def _too_long(item: RawItem, length: int, limit: int) -> Rejection:
    told = f"{length:,} characters, at most {limit:,} (COOPMETRICS_MAX_ARTICLE_CHARS)"
    return Rejection(item.raw_path, item.raw_position, "too_long", told)


def _extract(item: RawItem) -> tuple[RawItem, Cleaned]:
    """Find the text in the item's body; a page's own metadata completes the item."""
    text = item.body
    if item.body_kind == "page":
        page = markup.from_page(item.body)
        item, text = _completed(item, page), page.text
    elif item.body_kind == "html":
        text = markup.from_fragment(item.body)
    elif item.body_kind == "markdown":
        text = markup.from_markdown(item.body)
    title = without_site(_line(item.title) or "", item.source) or None
    byline = _line(item.byline)
    byline = _BY.sub("", byline) if byline else None
    if (title, byline) != (item.title, item.byline):
        item = replace(item, title=title, byline=byline)
    return item, clean(text, title=title, byline=byline, outlet=item.source, wrapped=item.body_kind == "text")


def _completed(item: RawItem, page: markup.Page) -> RawItem:
    stated = {
        name: getattr(item, name) or getattr(page, name) for name in ("title", "byline", "published", "url", "source")
    }
    return replace(item, **stated)


def _row(item: RawItem, cleaned: Cleaned, identity: str) -> Row:
    # a reprint often has another headline: what tells texts apart is what stands below it
    below = cleaned.text or item.title or ""
    address, date = _address(canonical_url(item.url)), _published(item, cleaned)
    return {
        "article_id": identity,
        "source": _outlet(item.source) or site(address) or _folder(item),
        "source_url": address,
        "guid": _address(item.guid),
        "title": item.title,
        "byline": _line(cleaned.byline),
        "language": language_of(below, item.language),
        "published_on": date.on,
        "published_at": date.at,
        "published_basis": date.basis,
        "published_unread": _line(str(item.published or "")) if date.on is None else None,
        "text": _GAP.join(filter(None, (item.title, cleaned.text))),
        "word_count": len(below.split()),
        "content_sha256": hashlib.sha256(below.encode()).hexdigest(),
        "minhash": signature(below),
        "raw_form": item.form,
        "raw_path": item.raw_path,
        "raw_position": item.raw_position,
        "ingested_at": datetime.now(UTC),
    }


def _published(item: RawItem, cleaned: Cleaned) -> Published:
    return published(
        stated=item.published,
        seen=item.seen,
        url=item.url,
        lines=(cleaned.date_line, cleaned.text),
        file=own_file_name(item),
        time_zone=item.time_zone,
    )


def _rejected(rejection: Rejection) -> Row:
    return {
        "raw_path": rejection.raw_path,
        "raw_position": rejection.raw_position,
        "reason_code": rejection.reason_code,
        "detail": _line(rejection.detail) or rejection.reason_code,
        "rejected_at": datetime.now(UTC),
    }


def below_headline(row: Row) -> str:
    """Give an article's text without the headline that it begins with; nothing where the headline is all."""
    headline, text = row["title"] or "", str(row["text"])
    return "" if text == headline else text.removeprefix(headline + _GAP)


def _outlet(stated: str | None) -> str | None:
    """Name the outlet as stated; some pages state their headline as the name of their site."""
    name = _line(stated)
    return name if name and len(name) <= _LONGEST_NAME else None


def _folder(item: RawItem) -> str:
    """Name the folder, or the archive, that the file lies in."""
    folder = PurePosixPath(item.raw_path).parent.name
    return (folder[:-1].partition(".")[0] if folder.endswith("!") else folder) or "unknown"


def _address(text: str | None) -> str | None:
    """Write an address or guid as it is, on one line; cut short, it would be another's."""
    return " ".join(visible(text or "").split()).replace("&amp;", "&") or None


def _line(text: str | None) -> str | None:
    """Write a field as one clean line without tags; None where nothing is left."""
    if not text:
        return None
    return _cut(" ".join(printable(markup.bare(text)).split())) or None


def _cut(line: str) -> str:
    """End a line that is too long behind a word, with an ellipsis; a word that fills it is cut."""
    if len(line) <= LONGEST_LINE:
        return line
    kept = line[: LONGEST_LINE - 1]
    whole = kept if line[LONGEST_LINE - 1] == " " else kept.rpartition(" ")[0] or kept
    return whole.rstrip(" ,;:-–—") + "…"
