"""The texts that the annotations of `training/annotations` point into: articles of the corpora, by name.

A name is a path below the folder of data, and for a file of many articles the number of its row or line, from 0.
Nothing of a text is kept with the annotations but offsets and a hash.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import lxml.html

#: an address in the first line, or YAML between lines of dashes
_HEAD = re.compile(r"https?://[^\n]*\n|---\n.*?\n---\n", re.DOTALL)


def read(root: Path, name: str) -> str:
    """Give the text of that name; raises `KeyError` or `OSError` where there is none."""
    path, _, number = name.partition("#")
    if path.endswith(".csv"):
        return table(root / path)[int(number)]
    if path.endswith(".jsonl"):
        return releases(root / path)[int(number)]
    return (root / path).read_bytes().decode("utf-8", errors="replace")


def body(text: str) -> str:
    """Blank out what stands before the text proper, an address or front matter; places stay the same."""
    head = _HEAD.match(text)
    return re.sub(r"[^\n]", " ", head[0]) + text[head.end() :] if head else text


def digest(text: str) -> str:
    """Give the hash that an annotation names its text by."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:16]


@cache
def table(path: Path) -> list[str]:
    """Read the longest field of each row: the article's text under whatever name."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [[value for value in row.values() if isinstance(value, str)] for row in csv.DictReader(file)]
    return [max(row, key=len, default="") for row in rows]


@cache
def releases(path: Path) -> list[str]:
    """Read the paragraphs of each release's HTML body, parted by blank lines."""
    with path.open(encoding="utf-8") as file:
        releases = [json.loads(line) for line in file]
    bodies = [max((v for v in release.values() if isinstance(v, str)), key=len) for release in releases]
    return [_paragraphs(body) for body in bodies]


def _paragraphs(body: str) -> str:
    found = lxml.html.fromstring(f"<div>{body}</div>").iter("p")
    paragraphs = (re.sub(r"\s+", " ", paragraph.text_content()).strip() for paragraph in found)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
