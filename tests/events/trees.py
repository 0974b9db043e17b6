"""Parsed sentences written by hand, so that a test of grammar does not hang on the parser's weights."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc


def tree(rows: str, *, glued: str = "") -> Doc:
    """Build a Doc from one line a word: form, lemma, UPOS, XPOS, relation, number of the head (from 1, 0 the root).

    No space follows the words in `glued`.
    """
    fields = [line.split() for line in rows.strip().splitlines()]
    words, lemmas, pos, tags, deps, heads = (list(column) for column in zip(*fields, strict=True))
    return Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=[word not in glued.split() for word in words],
        lemmas=lemmas,
        pos=pos,
        tags=tags,
        deps=["ROOT" if dep == "root" else dep for dep in deps],
        heads=[i if head == "0" else int(head) - 1 for i, head in enumerate(heads)],
    )
