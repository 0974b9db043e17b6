"""Universal Dependencies treebanks (CoNLL-U), sentence by sentence, in the words of the raw text.

Words are the treebank's syntactic words; `SpaceAfter=No` gives the text back. Labels are kept as they are, but for
the root, which spaCy calls ROOT.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Word:
    """One syntactic word of a sentence; `head` counts from 1 within the sentence, 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    morph: str
    head: int
    label: str
    has_space: bool
    misc: str


@dataclass(slots=True)
class Sentence:
    """One sentence; `opens_paragraph` and `opens_document` are what its comment lines say."""

    words: list[Word] = field(default_factory=list)
    opens_paragraph: bool = False
    opens_document: bool = False


def read(path: Path) -> Iterator[Sentence]:
    """Give the sentences of one CoNLL-U file; one whose multiword tokens do not spell their words is left out."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        comments = [line for line in lines if line.startswith("#")]
        words = _words([line.split("\t") for line in lines if line and not line.startswith("#")])
        if words:
            opens_document = any(line.startswith("# newdoc") for line in comments)
            opens_paragraph = opens_document or any(line.startswith("# newpar") for line in comments)
            yield Sentence(words, opens_paragraph, opens_document)


def _words(rows: list[list[str]]) -> list[Word]:
    words: list[Word] = []
    surface_end, surface, has_space_after = 0, "", True
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            surface_end, surface = int(row[0].split("-")[1]), row[1]
            has_space_after = "SpaceAfter=No" not in row[9]
            continue
        number = int(row[0])
        inside = number <= surface_end
        has_space = (number == surface_end and has_space_after) if inside else "SpaceAfter=No" not in row[9]
        if inside and not surface.startswith(row[1]):
            return []
        surface = surface.removeprefix(row[1])
        label = "ROOT" if row[7] == "root" else row[7]
        morph = row[5] if row[5] != "_" else ""
        words.append(Word(row[1], row[2], row[3], row[4], morph, int(row[6]), label, has_space, row[9]))
    return words
