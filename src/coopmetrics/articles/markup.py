"""HTML and Markdown to plain paragraphs, a blank line between them.

An article's own markup (a feed's or a JSON field's) is converted as it stands; in a whole page trafilatura finds the
article first. Trafilatura on fragments would be ten times slower.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Final

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token
from trafilatura.settings import Document

from coopmetrics.articles import metadata

# a page without text is a row of `rejected`, not a line of its log
logging.getLogger("trafilatura").setLevel(logging.ERROR)

#: elements that begin and end a paragraph, of HTML and of trafilatura's TEI
_BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 head header hr item lb li list main nav ol p pre quote row section table tbody tfoot thead"
        " tr ul",
    )
)
_CELLS: Final = frozenset({"td", "th", "cell"})
_HIDDEN: Final = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "button", "select", "graphic", "title"}
)
#: a large news page has four thousand
PAGE_TAGS: Final = 20_000
#: longer texts are left as they are: the parser's time grows with the square of unclosed brackets
MARKDOWN_CHARS: Final = 250_000
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page states: its article's paragraphs and its own metadata, each None where it states none."""

    text: str
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None


def from_page(page: str) -> Page:
    """Find the article of a web page; its text is empty where there is none.

    Raises `ValueError` for a page of so many tags that trafilatura would take minutes.
    """
    if (tags := page.count("<")) > PAGE_TAGS:
        raise ValueError(f"{tags} tags in a page, at most {PAGE_TAGS}")
    tree = trafilatura.load_html(page.replace("\0", ""))
    if tree is None:
        return Page("")
    stated = metadata.stated(tree)
    found = trafilatura.bare_extraction(
        tree,
        # its own search for them takes a third of the time, and is for pages that state none
        with_metadata=not (stated.title and stated.published),
        include_comments=False,
        include_tables=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, Document) or found.body is None:
        return Page("")
    return Page(
        text=_paragraphs(found.body),
        title=stated.title or found.title or None,
        byline=stated.byline or found.author or None,
        published=stated.published or found.date or None,
        url=stated.url or found.url or None,
        source=stated.source or found.sitename or None,
    )


def from_fragment(markup: str) -> str:
    """Write an article's own HTML as paragraphs; scripts, styles and other hidden parts are left out."""
    try:
        root = lxml_html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _squeeze(bare(markup))
    return _paragraphs(root)


def from_markdown(text: str) -> str:
    """Write Markdown as paragraphs, without its marks; links keep their words."""
    if len(text) > MARKDOWN_CHARS:
        return text
    return "\n\n".join(paragraph for block in _markdown_blocks(text) if (paragraph := _squeeze(block)))


def bare(markup: str) -> str:
    """Strip tags and entities with no regard to paragraphs: cheap, for comparing raw content."""
    return unescape(_TAG.sub(" ", markup)) if "<" in markup or "&" in markup else markup


def _paragraphs(root: etree._Element) -> str:
    paragraphs: list[str] = []
    current: list[str] = []
    for text in _texts(root):
        if text is None:
            paragraphs.append(_squeeze("".join(current)))
            current.clear()
        else:
            current.append(text)
    paragraphs.append(_squeeze("".join(current)))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _texts(root: etree._Element) -> Iterator[str | None]:
    """Give the texts of a tree in order, None at each border of a paragraph."""
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        block = element.tag in _BLOCKS
        if event == "start" and element.tag in _HIDDEN:
            walk.skip_subtree()
        elif event == "start":
            yield None if block else " " if element.tag in _CELLS else ""
            yield element.text or ""
        if event != "start":
            yield None if block else ""
            yield (element.tail or "") if element is not root else ""


def _markdown_blocks(text: str) -> Iterator[str]:
    for token in _markdown().parse(text):
        if token.type == "inline":
            yield from _inline_texts(token.children or [])
        elif token.type in ("code_block", "fence"):
            yield from re.split(r"\n\s*\n", token.content)
        elif token.type == "html_block":
            yield from from_fragment(token.content).split("\n\n")


def _inline_texts(children: list[Token]) -> Iterator[str]:
    current: list[str] = []
    for child in children:
        if child.type == "hardbreak":
            yield "".join(current)
            current.clear()
        elif child.type == "softbreak":
            current.append(" ")
        elif child.type in ("text", "code_inline"):
            current.append(child.content)
    yield "".join(current)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _squeeze(text: str) -> str:
    return " ".join(text.split())
