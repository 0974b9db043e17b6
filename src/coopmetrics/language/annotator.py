"""The spaCy component that annotates a Doc in one pass of the encoder: sentences, tags, trees and entities.

What the head of pairs (`pairs`) needs of the words stays in `doc.tensor`, one row a token, for the event coder. White
space tokens hang on the word before them, and their rows are zeros.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from spacy import attrs
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.types import Ints2d

from coopmetrics.language import windows
from coopmetrics.language.network import Floats, Network, Scores
from coopmetrics.language.paragraphs import paragraph_starts
from coopmetrics.language.sentences import sentence_starts
from coopmetrics.language.spans import Tagging
from coopmetrics.language.tokens import words_of
from coopmetrics.language.trees import best_tree

NAME: Final = "coopmetrics_annotator"
#: key in `doc.user_data` of the folder whose head of pairs can read `doc.tensor`
READER: Final = "coopmetrics_reader"
COLUMNS: Final = [attrs.TAG, attrs.POS, attrs.MORPH, attrs.HEAD, attrs.DEP, attrs.ENT_IOB, attrs.ENT_TYPE]
HEAD, IOB, TYPE = (COLUMNS.index(column) for column in (attrs.HEAD, attrs.ENT_IOB, attrs.ENT_TYPE))
#: values of ENT_IOB
INSIDE, OUTSIDE, BEGIN = 1, 2, 3
#: scores from which a sentence begins after a full stop, and where punctuation speaks against it, as in untidy texts;
#: the log-odds of a head that sees both alike
LIKELY, UNLIKELY = -2.5, 0.0
#: words annotated at once, about; bounds memory
BLOCK: Final = 1_000

Ints = NDArray[np.int64]


class Annotator:
    """Annotates Docs with the weights of a folder (see `network`); works in any pipeline with English tokens."""

    def __init__(self, vocab: Vocab, threads: int = 1) -> None:
        self._vocab, self._threads = vocab, threads

    def load(self, folder: Path) -> Annotator:
        """Take up the weights of a folder."""
        self._folder = folder
        self._network = Network(folder, self._threads)
        labels, strings = self._network.labels, self._vocab.strings
        self._entities, self._events = Tagging(labels["entity"]), Tagging(labels["thing"])
        self._tags = np.array([strings.add(tag) for tag in labels["tag"]], np.uint64)
        self._relations = np.array([strings.add(name) for name in labels["relation"]], np.uint64)
        parts = [part.partition("|") for part in labels["part"]]
        self._parts = np.array([strings.add(upos) for upos, _, _ in parts], np.uint64)
        self._morphs = np.array([self._vocab.morphology.add(morph) for _, _, morph in parts], np.uint64)
        self._strings = strings
        #: [rank, relations, width]
        self._relation_table = np.ascontiguousarray(self._network.weights["relation"].transpose(2, 1, 0))
        gap = [
            strings.add("_SP"),
            strings.add("SPACE"),
            self._vocab.morphology.add(""),
            0,
            strings.add("dep"),
            OUTSIDE,
            0,
        ]
        self._gap = np.array(gap, np.uint64)
        return self

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> Annotator:
        """Load the weights from a pipeline's folder, as spaCy asks for."""
        return self.load(Path(path))

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Copy the weights to a pipeline's folder, as spaCy asks for."""
        shutil.copytree(self._folder, path, dirs_exist_ok=True)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc in place; sentences that are set stay, but none goes on over a paragraph or window."""
        places, words, gaps = words_of(doc)
        place = np.array(places, np.int64)
        if not words:
            self._hang_on_first(doc)
        else:
            starts = [doc[i].is_sent_start for i in places] if doc.has_annotation("SENT_START") else None
            rows, vectors = self._annotate(words, gaps, starts)
            doc.from_array(COLUMNS, cast("Ints2d", self._spread(rows, place, len(doc))))
            doc.tensor = np.zeros((len(doc), vectors.shape[1]), np.float16)
            doc.tensor[place] = vectors
            doc.user_data[READER] = str(self._folder)
        return doc

    def _hang_on_first(self, doc: Doc) -> None:
        """Make one sentence of a Doc without words."""
        rows = np.repeat(self._gap[None], len(doc), 0)
        rows[:, HEAD] = (-np.arange(len(doc))).view(np.uint64)
        if len(doc):
            doc.from_array(COLUMNS, cast("Ints2d", rows))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotate Docs one by one; batches would add padding and make a text depend on its neighbours."""
        for doc in stream:
            yield self(doc)

    def _annotate(
        self, words: Sequence[str], gaps: Sequence[str], starts: Sequence[bool | None] | None
    ) -> tuple[NDArray[np.uint64], Floats]:
        """Give the columns of words and their rows for pairs.

        `gaps[i]` is what stands before word i in the text, `starts[i]` tells whether a sentence begins there, if known.
        """
        read = [self._network.vocabulary.read(word) for word in words]
        opens = paragraph_starts(words, gaps)
        stops = starts if starts is not None else sentence_starts(words, gaps)
        borders = [*windows.cut([len(pieces) for pieces, _ in read], opens, stops)]
        rows, vectors = [], []
        for block in _blocks(borders):
            pairs = [self._encode(read[a:b], opens[a:b]) for a, b in block]
            form, meaning = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
            scores = self._network.read(form, meaning)
            first, last = block[0][0], block[-1][1]
            cuts = [a - first for a, _ in block]
            # where sentences are set, only what is left open is the head's to decide
            unlikely = UNLIKELY if starts is None else np.inf
            begins = self._begins(scores, cuts, stops[first:last], gaps[first:last], opens[first:last], unlikely)
            rows.append(self._columns(scores, begins))
            vectors.append(scores.pairs.astype(np.float16))
        return np.concatenate(rows), np.concatenate(vectors)

    def _encode(self, read: Sequence[tuple[list[int], int]], opens: Sequence[bool]) -> tuple[Floats, Floats]:
        """Give the word vectors of one window: the words' pieces, parted where a paragraph opens."""
        vocabulary = self._network.vocabulary
        pieces, shapes, units, words = [vocabulary.begin], [0], [0], []
        for i, (ids, shape) in enumerate(read):
            if opens[i] and i:
                units.append(len(pieces))
                pieces.append(vocabulary.separator)
                shapes.append(0)
            words.append(len(units))
            units.append(len(pieces))
            pieces += ids
            shapes += [shape] * len(ids)
        units.append(len(pieces))
        return self._network.encode([*pieces, vocabulary.separator], [*shapes, 0], units, words)

    def _begins(
        self,
        scores: Scores,
        cuts: Sequence[int],
        stops: Sequence[bool | None],
        gaps: Sequence[str],
        opens: Sequence[bool],
        unlikely: float,
    ) -> list[int]:
        """Give the first words of the sentences: where it is sure, and where white space and the head allow it."""
        least = np.where([stop is False for stop in stops], unlikely, LIKELY)
        found = np.flatnonzero((scores.start[:, 0] > least) & np.array(gaps, bool)).tolist()
        return sorted({*cuts, *found, *(i for i, stop in enumerate(stops) if stop or opens[i])})

    def _columns(self, scores: Scores, begins: Sequence[int]) -> NDArray[np.uint64]:
        """Give what `COLUMNS` names of each word, heads relative to the word."""
        rows = np.empty((len(scores.tag), len(COLUMNS)), np.uint64)
        part = scores.part.argmax(1)
        heads = self._heads(scores, begins)
        relations = self._relation_numbers(scores, heads)
        offsets = np.where(heads < 0, 0, heads - np.arange(len(heads)))
        rows[:, 0] = self._tags[scores.tag.argmax(1)]
        rows[:, 1], rows[:, 2] = self._parts[part], self._morphs[part]
        rows[:, 3], rows[:, 4] = offsets.view(np.uint64), self._relations[relations]
        rows[:, 5], rows[:, 6] = self._entity_columns(scores, begins)
        return rows

    def _heads(self, scores: Scores, begins: Sequence[int]) -> Ints:
        """Give each word's head, -1 for roots."""
        root = self._network.weights["root"][None]
        heads = np.empty(len(scores.arc_below), np.int64)
        for start, end in pairwise([*begins, len(heads)]):
            candidates = np.concatenate([root, scores.arc_above[start:end]])
            tree = best_tree(scores.arc_below[start:end] @ candidates.T)
            heads[start:end] = np.where(tree == 0, -1, tree - 1 + start)
        return heads

    def _relation_numbers(self, scores: Scores, heads: Ints) -> Ints:
        """Give the number of each word's relation to its head; only a root may be ROOT."""
        weights = self._network.weights
        above = np.concatenate([scores.relation_above, weights["root_relation"][None]])
        one = np.ones((len(above), 1), np.float32)
        above = np.concatenate([above, one], 1) @ weights["relation_basis"]
        below = np.concatenate([scores.relation_below, one[1:]], 1)
        of_relations = self._relation_scores(below, above, heads)
        root = self._network.labels["relation"].index("ROOT")
        of_relations[:, root] = np.where(heads < 0, 1e9, -1e9)
        numbers: Ints = of_relations.argmax(1)
        return numbers

    def _relation_scores(self, below: Floats, above: Floats, heads: Ints) -> Floats:
        """Score the relations of words to their heads [words, relations]; -1 is the last row of `above`.

        Most words are nobody's head: what a head asks for is worked out once for all words below it. Heads that have
        equally many words below them are taken together.
        """
        distinct, number_of_head, sizes = np.unique(heads, return_inverse=True, return_counts=True)
        by_size = np.argsort(sizes, kind="stable")
        _, relations, width = self._relation_table.shape
        asked = above[distinct[by_size]] @ self._relation_table.reshape(above.shape[1], -1)
        asked = asked.reshape(-1, relations, width).transpose(0, 2, 1)
        order = np.argsort(np.argsort(by_size)[number_of_head], kind="stable")
        sorted_below, scores = below[order], np.empty((len(below), relations), np.float32)
        head = word = 0
        for size, count in Counter(sizes[by_size].tolist()).items():
            next_head, next_word = head + count, word + count * size
            of_words = sorted_below[word:next_word].reshape(count, size, width) @ asked[head:next_head]
            scores[order[word:next_word]] = of_words.reshape(-1, relations)
            head, word = next_head, next_word
        return scores

    def _entity_columns(self, scores: Scores, begins: Sequence[int]) -> tuple[Ints, NDArray[np.uint64]]:
        """Give ENT_IOB and ENT_TYPE: the newswire's entities, and named events where these leave room."""
        spans = self._entities.spans(self._entities.decode(scores.entity, begins))
        iob = np.full(len(scores.entity), OUTSIDE, np.int64)
        kinds = np.zeros(len(iob), np.uint64)
        taken = {i for start, end, kind in spans if kind != "MISC" for i in range(start, end)}
        things = self._events.spans(self._events.decode(scores.thing, begins))
        events = [(a, b, "EVENT") for a, b, kind in things if kind == "event" and taken.isdisjoint(range(a, b))]
        covered = {i for start, end, _ in events for i in range(start, end)}
        kept = [span for span in spans if span[2] != "MISC" or covered.isdisjoint(range(*span[:2]))]
        for start, end, kind in [*kept, *events]:
            iob[start:end] = INSIDE
            iob[start] = BEGIN
            kinds[start:end] = self._strings.add(kind)
        return iob, kinds

    def _spread(self, rows: NDArray[np.uint64], place: Ints, length: int) -> NDArray[np.uint64]:
        """Move the words' rows to their places among all tokens; a gap hangs on the word before it."""
        spread = np.empty((length, len(COLUMNS)), np.uint64)
        spread[:] = self._gap
        spread[place] = rows
        if length == len(place):
            return spread
        heads = rows[:, HEAD].view(np.int64)
        gaps = np.setdiff1d(np.arange(length), place)
        before = np.searchsorted(place, gaps) - 1
        spread[place, HEAD] = (place[np.arange(len(place)) + heads] - place).view(np.uint64)
        spread[gaps, HEAD] = (np.where(before < 0, place[0], place[before]) - gaps).view(np.uint64)
        within = gaps[(before >= 0) & (before + 1 < len(place))]
        after = place[np.searchsorted(place, within)]
        inner = spread[after, IOB] == INSIDE
        spread[within[inner], IOB], spread[within[inner], TYPE] = INSIDE, spread[after[inner], TYPE]
        return spread


def _blocks(borders: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Group windows into blocks of about `BLOCK` words."""
    block: list[tuple[int, int]] = []
    for border in borders:
        block.append(border)
        if border[1] - block[0][0] >= BLOCK:
            yield block
            block = []
    if block:
        yield block


@Language.factory(
    NAME,
    default_config={"threads": 1},
    assigns=["token.tag", "token.pos", "token.morph", "token.dep", "token.head", "token.is_sent_start", "doc.ents"],
)
def make_annotator(nlp: Language, name: str, threads: int) -> Annotator:
    """Build the component; its weights come with the pipeline's folder, or by `load`."""
    return Annotator(nlp.vocab, threads)
