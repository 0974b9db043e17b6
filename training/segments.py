"""The training data as documents of segments: treebank sentences and newswire paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training import entities, treebanks

#: a mention of GUM in its MISC column: opened with number and type, perhaps closed at once; or closed
_MENTION = re.compile(r"\((\d+)-([a-z]+)[^()]*(\))?|(\d+)\)")
#: types of GUM whose named mentions are learned beside the newswire's entities
THINGS = {"person", "place", "organization", "event", "time", "object", "abstract"}
#: words of one segment of newswire; longer paragraphs are cut after full stops
LONG = 60


@dataclass(slots=True)
class Segment:
    """Words in a row that are never parted; lists are empty where nothing is known, heads count from 0 within it."""

    words: list[str]
    opens_paragraph: bool = True
    tags: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    #: BIO tags
    entities: list[str] = field(default_factory=list)
    #: BIO tags after another guideline
    things: list[str] = field(default_factory=list)


def treebank(path: Path) -> Iterator[list[Segment]]:
    """Give the documents of one CoNLL-U file."""
    document: list[Segment] = []
    has_things = "global.Entity" in path.read_text(encoding="utf-8")[:2000]
    for sentence in treebanks.read(path):
        if sentence.opens_document and document:
            yield document
            document = []
        words = sentence.words
        document.append(
            Segment(
                words=[word.form for word in words],
                opens_paragraph=sentence.opens_paragraph,
                tags=[word.xpos for word in words],
                parts=[f"{word.upos}|{word.morph}" for word in words],
                heads=[word.head - 1 if word.head else i for i, word in enumerate(words)],
                relations=[word.label for word in words],
                things=_things(words) if has_things else [],
            )
        )
    if document:
        yield document


def _things(words: list[treebanks.Word]) -> list[str]:
    """BIO tags of the named mentions: those whose head is a proper noun, the longest first."""
    opened: dict[str, list[tuple[int, str]]] = {}
    spans = []
    for i, word in enumerate(words):
        field = next((part[7:] for part in word.misc.split("|") if part.startswith("Entity=")), "")
        for match in _MENTION.finditer(field):
            if match[1]:
                opened.setdefault(match[1], []).append((i, match[2]))
                if match[3]:
                    spans.append((*opened[match[1]].pop(), i))
            elif opened.get(match[4]):
                spans.append((*opened[match[4]].pop(), i))
    tags = ["O"] * len(words)
    for start, kind, end in sorted(spans, key=lambda s: s[0] - s[2]):
        heads = [j for j in range(start, end + 1) if not start <= words[j].head - 1 <= end]
        named = kind in THINGS and heads and all(words[j].upos == "PROPN" for j in heads)
        if named and end - start < 10 and set(tags[start : end + 1]) == {"O"}:
            tags[start : end + 1] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start)
    return tags


def newswire(path: Path) -> list[Segment]:
    """Give one annotated newswire article."""
    segments: list[Segment] = []
    for words, _spaces, tags in entities.read(path):
        repaired = entities.bio(tags)
        start = 0
        for end in range(1, len(words) + 1):
            is_long = words[end - 1] == "." and end - start >= LONG / 2
            if end == len(words) or (is_long and repaired[end][0] != "I") or end - start >= 2 * LONG:
                segments.append(Segment(words[start:end], start == 0, entities=repaired[start:end]))
                start = end
    return segments
