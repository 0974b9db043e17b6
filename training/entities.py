"""Newswire articles with BIO entity tags, as paragraphs of words or as spaCy Docs.

A file holds `token<TAB>tag` lines, a second tag being nested (left out here); the article beside it gives the spacing.
Outlets, the first two parts of a file's name, are either trained on or held out, never both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

LABELS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Date": "DATE",
    "Money": "MONEY",
    "Facility": "FAC",
    "Product": "PRODUCT",
    "Misc": "MISC",
}
#: outlets that go by two names
ALIASES = {"afs_ips": "af_ips", "nm_econ": "nm_economist", "tw_article": "tw_tp"}
#: how far a token is searched for where the article and the tokens differ
REACH = 60


def outlet(path: Path) -> str:
    """Name the outlet of a file: the first two parts of its name, without a running number."""
    name = re.sub(r"_?\d.*", "", "_".join(path.name.split("_")[:2])).removesuffix(".txt.tsv")
    return ALIASES.get(name, name)


def is_held_out(path: Path, outlets: list[str]) -> bool:
    """Tell whether the file's outlet is in the third that is kept for the results: every third by name."""
    return outlets.index(outlet(path)) % 3 == 0


def files(folder: Path, held_out: bool) -> list[Path]:
    """List the annotated files of the outlets that are held out, or of the others."""
    paths = sorted((folder / "annotated").glob("*.tsv"))
    outlets = sorted({outlet(path) for path in paths})
    return [path for path in paths if is_held_out(path, outlets) == held_out]


def read(path: Path) -> Iterator[tuple[list[str], list[bool], list[str]]]:
    """Give words, spaces and BIO tags of each paragraph of one file; the first line, an address, is left out."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    rows = [[cell.strip() for cell in row[:2]] for row in rows if len(row) > 1 and row[0].strip()][1:]
    article = path.parent.parent / "articles" / path.name.removesuffix(".tsv")
    text = article.read_text(encoding="utf-8", errors="replace")
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    position = 0
    for token, tag in rows:
        start = text.find(token, position, position + REACH + len(token))
        gap = text[position:start] if start >= 0 else " "
        position = start + len(token) if start >= 0 else position
        if words and "\n\n" in re.sub(r"[^\S\n]+", "", gap):
            yield words, spaces, tags
            words, spaces, tags = [], [], []
        if spaces:
            spaces[-1] = bool(gap)
        words.append(token)
        spaces.append(True)
        tags.append(tag)
    if words:
        yield words, spaces, tags


def to_doc(
    paragraphs: list[tuple[list[str], list[bool], list[str]]], vocab: Vocab, *, paragraphs_apart: bool = False
) -> Doc:
    """Join paragraphs to one Doc, by blank lines if asked to; tags of no known type count as outside."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    for number, (some_words, some_spaces, some_tags) in enumerate(paragraphs):
        if number and paragraphs_apart:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
            tags.append("O")
        words += some_words
        spaces += some_spaces
        tags += bio(some_tags)
    return Doc(vocab, words=words, spaces=spaces, ents=tags)


def bio(tags: list[str]) -> list[str]:
    """Rename the labels and repair an I that follows another entity or none."""
    repaired: list[str] = []
    for tag in tags:
        prefix, _, name = tag.partition("-")
        label = LABELS.get(name)
        if label is None:
            repaired.append("O")
        elif prefix == "I" and repaired and repaired[-1][2:] == label:
            repaired.append(f"I-{label}")
        else:
            repaired.append(f"B-{label}")
    return repaired
