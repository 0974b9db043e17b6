"""HTML and Markdown to plain paragraphs, a blank line between them.

An article's own markup (a feed's or a JSON field's) is converted as it stands; in a whole page trafilatura finds the
article first. Trafilatura on fragments would be ten times slower.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import Final

import trafilatura
from htmldate import find_date
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token
from trafilatura.settings import Document
from trafilatura.utils import HTML_PARSER

from coopmetrics.articles import metadata

# a page without text is a row of `rejected`, not a line of its log
logging.getLogger("trafilatura").setLevel(logging.ERROR)
# lxml.html asks a Python function for each element's class, which takes a tenth of trafilatura's time
HTML_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=lxml_html.HtmlElement,
        comment=lxml_html.HtmlComment,
        pi=lxml_html.HtmlProcessingInstruction,
        entity=lxml_html.HtmlEntity,
    )
)

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
#: elements without which the article is looked for first; trafilatura drops them too, but goes through them many times
_ASIDE: Final = (
    *("script", "style", "noscript", "svg", "iframe", "object", "embed", "canvas", "picture", "video", "audio", "map"),
    *("nav", "footer", "aside", "menu", "dialog", "button", "select", "datalist", "input", "label", "textarea", "link"),
)
_KEPT: Final = "ld-json"
#: less text than that may be all there is, or no more than a teaser
_SHORT: Final = 500
_DATES: Final = {"original_date": True, "extensive_search": False}
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
    page = page.replace("\0", "")
    if (tree := trafilatura.load_html(page)) is None:
        return Page("")
    stated = _stated(tree)
    text = _article(_pruned(tree), fast=True)
    if len(text) < _SHORT and (tree := trafilatura.load_html(page)) is not None:
        text = _article(tree, fast=False) or text
    return Page(text, stated.title, stated.byline, stated.published, stated.url, stated.source)


def page_metadata(page: str) -> metadata.Metadata:
    """Read what a web page states about itself, without looking for its article; nothing of one that is no page."""
    if page.count("<") > PAGE_TAGS or (tree := trafilatura.load_html(page.replace("\0", ""))) is None:
        return metadata.Metadata()
    return metadata.stated(tree)


def _stated(tree: lxml_html.HtmlElement) -> metadata.Metadata:
    """Read what a page states; without a date look for one, without a headline for all there may be, which is slow."""
    stated = metadata.stated(tree)
    if not stated.title:
        found = trafilatura.extract_metadata(tree, date_config=_DATES, extensive=False)
        return metadata.Metadata(
            title=found.title or None,
            byline=stated.byline or found.author or None,
            published=stated.published or found.date or None,
            url=stated.url or found.url or None,
            source=stated.source or found.sitename or None,
        )
    if stated.published:
        return stated
    return replace(stated, published=find_date(tree, original_date=True, extensive_search=False))


def _pruned(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Take out of a tree what is beside its article; JSON-LD stays, as it may hold the article."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            script.tag = _KEPT
    etree.strip_elements(tree, *_ASIDE, with_tail=False)
    for script in tree.iter(_KEPT):
        script.tag = "script"
    return tree


def _article(tree: lxml_html.HtmlElement, *, fast: bool) -> str:
    """Find the article's text; unless `fast`, by comparing several ways."""
    # written as text, which it is not used for: other forms cost more
    found = trafilatura.bare_extraction(tree, fast=fast, output_format="txt", include_comments=False)
    if not isinstance(found, Document) or found.body is None:
        return ""
    return _paragraphs(_pruned(tree) if _is_whole_page(found.body) else found.body)


def _is_whole_page(body: etree._Element) -> bool:
    """Whether trafilatura found no article and gives all texts of a page as one paragraph, such as a list of links."""
    return len(body) == 1 and not len(body[0]) and "\n" in (body[0].text or "")


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
