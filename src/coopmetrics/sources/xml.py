"""XML from strangers: parsed without entities, network or huge trees, one item at a time.

A document type is never fetched and no entity of its own is expanded, so nothing multiplies and nothing is read from
elsewhere. Names are compared without their namespace, since agencies often state a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, Final

from lxml import etree

from coopmetrics.sources.item import Unreadable

Element = Any  # lxml has no types

_VOID: Final = frozenset({"br", "hr", "img"})
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DECLARED: Final = re.compile(rb"(\s*<\?xml\b[^>]{0,100}encoding=[\"'])([\w-]{3,20})")
_HARMFUL: Final = re.compile(
    rb"<!ENTITY\s+([\w.:-]{1,60})\s+(?:SYSTEM\b|PUBLIC\b|(?:\"[^\"&]*&(?!amp;|lt;|gt;|quot;|apos;|#)[^\"]"
    rb"|'[^'&]*&(?!amp;|lt;|gt;|quot;|apos;|#)[^']))"
)
_ENTITY: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")


def harmful_entity(begin: bytes) -> str | None:
    """Name an entity that a document declares to be made of others, or of another file; None where there is none.

    Such a document is a bomb or a probe for parsers that expand entities. `begin` is how it begins.
    """
    # UTF-16 has a null beside each character
    match = _HARMFUL.search(begin.replace(b"\0", b""))
    return match[1].decode("utf-8", "replace") if match else None


def items(file: Any, *names: str) -> Iterator[Element]:
    """Give every element of one of these names once it is complete; it is forgotten when the next is asked for.

    Raises `Unreadable` where the file is not well-formed, after what stands before that.
    """
    walk = etree.iterparse(
        file,
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in walk:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise Unreadable("malformed_xml", str(fault)[:300]) from None


def mended(data: bytes) -> bytes:
    """Mend what agencies often get wrong in a document that is read whole.

    HTML's named characters (`&nbsp;`) become numbers, as the document types that define them are not read; UTF-8 that
    is declared as something else is declared as UTF-8.
    """
    data = _ENTITY.sub(_numbered, data) if b"&" in data else data
    declared = _DECLARED.match(data)
    if declared and declared[2].lower() != b"utf-8" and not data.isascii() and _is_utf8(data):
        return declared[1] + b"utf-8" + data[declared.end(2) :]
    return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _numbered(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    characters = html5.get(f"{name};", "")
    if name in _XML_ENTITIES or not characters:
        return match[0]
    return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")


def find(element: Element, *path: str) -> Iterator[Element]:
    """Give the elements at a path of names, each anywhere below the one before, in the order of the document."""
    steps = "".join(f"//*[local-name()='{name}']" for name in path)
    yield from element.xpath(f".{steps}")


def first_text(element: Element, *path: str) -> str | None:
    """Give the first text at a path that is not empty."""
    return next((text for found in find(element, *path) if (text := text_of(found))), None)


def first_value(element: Element, attribute: str, *path: str) -> str | None:
    """Give the first value of an attribute at a path that is not empty."""
    return next((value for found in find(element, *path) if (value := (found.get(attribute) or "").strip())), None)


def text_of(element: Element) -> str | None:
    """Give an element's text on one line."""
    return " ".join("".join(element.itertext()).split()) or None


def language_of(element: Element) -> str | None:
    """Give what `xml:lang` says."""
    language: str | None = element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("lang")
    return language


def has_words(markup: str) -> bool:
    """Tell whether markup holds more than tags and marks."""
    return re.search(r"\w", re.sub(r"<[^>]*>", "", markup)) is not None


def as_html(element: Element, drop: frozenset[str], rename: dict[str, str]) -> str:
    """Write an element as HTML, without namespaces and what is in `drop`, with the names of `rename` for its own."""
    for each in list(element.iter(etree.Element)):
        local = etree.QName(each).localname
        each.tag = rename.get(local, local)
        if not len(each) and not each.text and local not in _VOID:
            each.text = ""  # else written as <p/>, which HTML takes for the beginning of one
    etree.strip_elements(element, *drop, etree.Entity, with_tail=False)
    etree.cleanup_namespaces(element)
    # not by lxml's method for HTML, which under some document types writes letters with accents as numbers
    return str(etree.tostring(element, encoding="unicode", with_tail=False))
