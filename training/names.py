"""Articles with annotated names, as segments: what the entities of other newswire are learned from beside the gold.

`training/annotations/names.jsonl` holds an article a line: the text's name and hash (see `texts`), and its names as
first character, end and label; `sentence_names.jsonl` the written sentences', by number and hash.
`written_articles.txt` holds articles written for the project, each opened by a line `=== kind, place`, with names
marked as `[Ana Vula|P]`. All were annotated by the habits of the gold set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, Span

from coopmetrics.language.tokens import TextTokenizer, is_gap
from training import texts
from training.entities import LABELS
from training.segments import LONG, Segment

ANNOTATIONS = Path(__file__).parent / "annotations"
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_OPENING = re.compile(r"^=== .*\n", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z])\]")
#: the labels by the letters that mark them
LETTERS = dict(zip("POLNDMFRX", LABELS, strict=True))

Name = tuple[int, int, str]


def annotated(root: Path) -> Iterator[list[Segment]]:
    """Give the annotated articles of the data under `root`."""
    tokenizer = TextTokenizer(spacy.blank("en").tokenizer)
    for line in (ANNOTATIONS / "names.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = texts.read(root, article["text"])
        if texts.digest(text) == article["sha256"]:
            doc = _named(tokenizer(texts.body(text)), article["names"])
            yield [*_segments(doc)]


def written() -> Iterator[list[Segment]]:
    """Give the written sentences with their names, each a document of its own."""
    tokenizer = TextTokenizer(spacy.blank("en").tokenizer)
    sentences = (ANNOTATIONS / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    for line in (ANNOTATIONS / "sentence_names.jsonl").read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        text = json.loads(sentences[found["sentence"]])["text"]
        if texts.digest(text) == found["sha256"]:
            yield [*_of_paragraph(_named(tokenizer(text), found["names"])[:])]


def written_articles() -> Iterator[list[Segment]]:
    """Give the written articles."""
    tokenizer = TextTokenizer(spacy.blank("en").tokenizer)
    found = (ANNOTATIONS / "written_articles.txt").read_text(encoding="utf-8")
    for marked in _OPENING.split(found)[1:]:
        text, names = unmark(marked.strip())
        yield [*_segments(_named(tokenizer(text), names))]


def unmark(marked: str) -> tuple[str, list[Name]]:
    """Take the marks out of a text and give the names that they marked."""
    text = ""
    names: list[Name] = []
    end = 0
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        names.append((len(text), len(text) + len(match[1]), LETTERS[match[2]]))
        text += match[1]
        end = match.end()
    return text + marked[end:], names


def _named(doc: Doc, names: Sequence[Sequence[Any]]) -> Doc:
    spans = (doc.char_span(*place, LABELS[label], alignment_mode="expand") for *place, label in names)
    doc.set_ents(spacy.util.filter_spans([span for span in spans if span]))
    return doc


def _segments(doc: Doc) -> Iterator[Segment]:
    """Cut at blank lines, and within long paragraphs after full stops."""
    starts = [0, *(match.end() for match in _PARAGRAPH.finditer(doc.text)), len(doc.text)]
    for first, end in pairwise(starts):
        paragraph = doc.char_span(first, end, alignment_mode="expand")
        if paragraph is not None:
            yield from _of_paragraph(paragraph)


def _of_paragraph(paragraph: Span) -> Iterator[Segment]:
    words: list[str] = []
    tags: list[str] = []
    opens = True
    for token in paragraph:
        if is_gap(token.text):
            continue
        words.append(token.text)
        tags.append(f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O")
        if len(words) >= 2 * LONG or (token.text == "." and len(words) >= LONG / 2):
            yield Segment(words, opens, entities=tags)
            words, tags, opens = [], [], False
    if words:
        yield Segment(words, opens, entities=tags)
