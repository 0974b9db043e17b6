"""What a web page states about its article: JSON-LD, OpenGraph and other meta elements, canonical link, `<time>`.

The names are data, in `reference/page_metadata.yaml`. Nothing is guessed here: what a page does not state is None.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from coopmetrics.articles.dates import parse
from coopmetrics.reference import read_yaml

#: JSON-LD elements of a page, characters of one, and objects in them, at most
_SCRIPTS: Final = 20
_SCRIPT: Final = 500_000
_OBJECTS: Final = 500
_FIELDS: Final = ("title", "byline", "published", "url", "source")
_OPENING: Final = re.compile(r"<!--|/?\*?\s*+<!\[CDATA\[\*?/?")
_CLOSING: Final = re.compile(r"(?:-->|/?\*?\s*\]\]>\s*\*?/?|;)$")
#: characters of the longest closing
_END: Final = 100
_AUTHORS: Final = etree.XPath(
    "(.//a[@rel = 'author'] | .//*[@itemprop = 'author' and not(self::meta)])[position() < 6]"
)
#: nothing but a name: a box about the author has more words, or says when
_NAME: Final = re.compile(r"[^\d|@]{2,60}")
_ADDRESS: Final = re.compile(r"https?://|www\.|@", re.I)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own statements; dates as written."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None


def stated(page: lxml_html.HtmlElement) -> Metadata:
    """Read what a parsed page states: of its JSON-LD article first, then its meta elements and its `<time>`."""
    article, meta = _json_ld(page), _meta(page)
    found = {field: _first(article, "json_ld", field) or _first(meta, "meta", field) for field in _FIELDS}
    title, source = found["title"], found["source"]
    return Metadata(
        title=without_site(title, source or meta.get("og:site_name")) if title else None,
        byline=found["byline"] or _author(page),
        published=found["published"] or _time(page),
        url=_canonical(page) or found["url"],
        source=source,
    )


@cache
def _names() -> dict[str, Any]:
    names: dict[str, Any] = read_yaml("page_metadata")
    return names


def _first(values: Mapping[str, str], kind: str, field: str) -> str | None:
    """Give the first value that can be what is sought: a date that is one, a name that is no address."""
    for name in _names()[kind][field]:
        value = values.get(name, "").strip()
        if not value or (field == "published" and parse(value) is None):
            continue
        if field not in ("byline", "source") or not _ADDRESS.match(value):
            return value
    return None


def _json_ld(page: lxml_html.HtmlElement) -> dict[str, str]:
    """Give the properties of the page's article; of the first there is, since others are what it links to."""
    scripts = (script.text or "" for script in page.iter("script") if "ld+json" in (script.get("type") or ""))
    objects = (each for script in islice(scripts, _SCRIPTS) for each in _objects(_loaded(script)))
    found = [properties for each in islice(objects, _OBJECTS) if (properties := _article(each))]
    return next((article for article in found if "datepublished" in article), found[0] if found else {})


def _loaded(script: str) -> Any:
    try:
        return json.loads(_unwrapped(script), strict=False) if len(script) <= _SCRIPT else None
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """Take the comments off a script in which it is hidden from old browsers."""
    script = script.strip()
    opening = _OPENING.match(script)
    closing = _CLOSING.search(script, max(len(script) - _END, 0))
    return script[opening.end() if opening else 0 : closing.start() if closing else None]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Give an object and those it holds, from the outside in."""
    waiting = deque([value])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in value)
        elif isinstance(value, list):
            waiting.extend(value[:_OBJECTS])


def _article(each: dict[str, Any]) -> dict[str, str] | None:
    types = each.get("@type", "")
    names = [str(name).lower() for name in (types if isinstance(types, list) else [types])]
    if not any(name.endswith("article") or name in _names()["article_types"] for name in names):
        return None
    return {name.lower(): text for name, value in each.items() if (text := _text(value))}


def _text(value: Any) -> str | None:
    """Write a property as text: an object by its name, several joined."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(text for each in value[:20] if (text := _text(each))) or None
    return None


def _meta(page: lxml_html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (content := (element.get("content") or "").strip()):
            found.setdefault(name.strip().lower(), content)
    return found


def _author(page: lxml_html.HtmlElement) -> str | None:
    """Give the name of whom a page marks as its author."""
    names = (" ".join(element.text_content().split()) for element in _AUTHORS(page))
    return next((name for name in names if _NAME.fullmatch(name) and not _ADDRESS.match(name)), None)


def _canonical(page: lxml_html.HtmlElement) -> str | None:
    links = (link for link in page.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((href for link in links if (href := (link.get("href") or "").strip()).startswith("http")), None)


def _time(page: lxml_html.HtmlElement) -> str | None:
    """Give the publication date of a `<time>` that says it is one."""
    for element in page.iter("time"):
        says = element.get("itemprop", "").lower() == "datepublished" or element.get("pubdate") is not None
        if says and (date := (element.get("datetime") or "").strip()) and parse(date):
            return date
    return None


def without_site(title: str, site: str | None) -> str:
    """Cut the site's name off a title: "Cable talks | Pacific Wire"."""
    if not site:
        return title
    named = re.search(rf"(?<=\s)[|–—-]\s+{re.escape(site)}\s*$", title, re.I)
    return (title[: named.start()].rstrip() if named else title) or title
