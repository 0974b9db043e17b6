"""Trees, tags, sentence begins and names: heads on the vectors of words, and the texts that they learn from.

A document is a list of segments (a sentence of a treebank, a paragraph of newswire) whose words are numbers already;
they are packed into windows anew in each pass, so that short and long inputs are all learned.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.fit.layers import Encoder, divergence, gelu, padded, some_hidden, word_means

UNKNOWN = -100
ARC, RELATION, HIDDEN = 256, 128, 256
SMOOTHING, DROPOUT = 0.05, 0.2
#: share of pieces hidden in training
HIDE = 0.06
WEIGHTS = {"tag": 0.5, "part": 0.5, "start": 0.5, "head": 1.0, "relation": 1.0, "entity": 1.5, "thing": 0.3}
KINDS = ("tag", "part", "relation", "head", "start", "entity", "thing")
#: share of windows of one segment alone, and of windows in capitals or small letters throughout
ALONE, RECASED = 0.3, 0.06
SEPARATOR, BEGIN = 102, 101


@dataclass(slots=True)
class Segment:
    """Words in a row as numbers: pieces of each, shapes as written, in capitals, in small letters, labels by kind.

    Heads are numbers of words, -1 for the root.
    """

    pieces: list[list[int]]
    shapes: tuple[list[int], list[int], list[int]]
    opens_paragraph: bool
    labels: dict[str, list[int]]

    @property
    def size(self) -> int:
        """Pieces and a separator."""
        return 1 + sum(map(len, self.pieces))


Document = list[Segment]


@dataclass(slots=True)
class Window:
    """Segments in a row, and which of their shapes are read."""

    segments: list[Segment]
    casing: int

    @property
    def size(self) -> int:
        """Pieces, separators included."""
        return 2 + sum(segment.size for segment in self.segments)


@dataclass(slots=True)
class Batch:
    """Windows as tensors: pieces [B, P]; labels [B, W], sentences [B, W] (-1 for none)."""

    pieces: Tensor
    shapes: Tensor
    #: number of the word in the window, -1 for none
    words: Tensor
    sentences: Tensor
    labels: dict[str, Tensor]

    def to(self, device: str) -> Batch:
        """Move all tensors."""
        labels = {kind: values.to(device) for kind, values in self.labels.items()}
        moved = (x.to(device) for x in (self.pieces, self.shapes, self.words, self.sentences))
        return Batch(*moved, labels)


class Renamed:
    """Gives documents whose persons bear the names of others, so that who is a person is read from around a name."""

    def __init__(self, documents: Sequence[Document], labels: dict[str, list[str]], rng: random.Random) -> None:
        self._rng = rng
        self._is_first = {i: tag[0] in "BI" for i, tag in enumerate(labels["entity"]) if tag.endswith("-PERSON")}
        #: numbers of the shapes of words that begin with a capital and go on in small letters
        self._proper = {i for i, sketch in enumerate(labels["shapes"], 1) if sketch.startswith("Xx")}
        self._words: dict[bool, list[tuple[list[int], list[int]]]] = {True: [], False: []}
        for document in documents:
            for segment in document:
                for i in self._persons(segment):
                    word = segment.pieces[i], [shapes[i] for shapes in segment.shapes]
                    self._words[self._is_first[segment.labels["entity"][i]]].append(word)

    def document(self, document: Document) -> Document:
        """Give a document with each word of a person's name replaced, by the same word wherever it stands in one."""
        others: dict[tuple[int, ...], tuple[list[int], list[int]]] = {}
        return [self._segment(segment, others) for segment in document]

    def _segment(self, segment: Segment, others: dict[tuple[int, ...], tuple[list[int], list[int]]]) -> Segment:
        pieces, shapes = list(segment.pieces), tuple(list(row) for row in segment.shapes)
        for i in self._persons(segment):
            place = self._is_first[segment.labels["entity"][i]]
            other = others.setdefault(tuple(pieces[i]), self._rng.choice(self._words[place]))
            pieces[i] = other[0]
            for row, shape in zip(shapes, other[1], strict=True):
                row[i] = shape
        return Segment(pieces, (shapes[0], shapes[1], shapes[2]), segment.opens_paragraph, segment.labels)

    def _persons(self, segment: Segment) -> list[int]:
        """Give the words of persons' names but for particles and initials."""
        tags = segment.labels.get("entity", ())
        return [i for i, tag in enumerate(tags) if tag in self._is_first and segment.shapes[0][i] in self._proper]


def pack(document: Document, most: int, rng: random.Random) -> Iterator[Window]:
    """Part one document into windows of up to `most` pieces at random."""
    pending: Document = []
    room = _room(most, rng)
    for segment in document:
        if segment.size > most - 2:
            continue
        if pending and segment.size > room:
            yield Window(pending, _casing(rng))
            pending, room = [], _room(most, rng)
        pending.append(segment)
        room -= segment.size
    if pending:
        yield Window(pending, _casing(rng))


def _room(most: int, rng: random.Random) -> int:
    return 0 if rng.random() < ALONE else rng.randint(24, most - 2)


def _casing(rng: random.Random) -> int:
    draw = rng.random()
    return 1 if draw < RECASED / 2 else 2 if draw < RECASED else 0


def batches(windows: Sequence[Window], pieces: int, rng: random.Random) -> list[list[Window]]:
    """Shuffle windows into batches of about `pieces` word pieces, padding included; alike in length within a batch."""
    sized = sorted(((window.size + rng.uniform(0, 12), window) for window in windows), key=lambda pair: pair[0])
    made: list[list[Window]] = [[]]
    for size, window in sized:
        if made[-1] and size * (len(made[-1]) + 1) > pieces:
            made.append([])
        made[-1].append(window)
    rng.shuffle(made)
    return made


def collate(windows: Sequence[Window]) -> Batch:
    """Lay windows out as tensors."""
    rows = [laid_out(window) for window in windows]
    words = max(len(row["sentence"]) for row in rows)
    labels = {kind: padded([row[kind] for row in rows], UNKNOWN, words) for kind in KINDS}
    pieces, shapes = (padded([row[name] for row in rows], 0) for name in ("pieces", "shapes"))
    of_words = padded([row["word"] for row in rows], -1)
    return Batch(pieces, shapes, of_words, padded([row["sentence"] for row in rows], -1), labels)


def unlabelled(windows: Tensor) -> Batch:
    """Lay plain news [windows, pieces, 3] (piece, shape, whether it opens a word) out, with no label known."""
    pieces, shapes, opens = windows.long().unbind(2)
    pieces, shapes = pieces.clone(), shapes.clone()
    pieces[:, 0], pieces[:, -1] = BEGIN, SEPARATOR
    is_word = (pieces != BEGIN) & (pieces != SEPARATOR)
    shapes[~is_word] = 0
    words = (opens.bool() & is_word).cumsum(1) - 1
    count = int(words.max()) + 1
    sentences = (torch.arange(count)[None] <= words[:, -1:]).long() - 1
    labels = {kind: torch.full(sentences.shape, UNKNOWN) for kind in KINDS}
    return Batch(pieces, shapes, words.masked_fill(~is_word, -1), sentences, labels)


def laid_out(window: Window) -> dict[str, list[int]]:
    """Give pieces and their shapes, words and sentences in a row, and labels by kind."""
    row: dict[str, list[int]] = {name: [] for name in (*KINDS, "pieces", "shapes", "word", "sentence")}

    def add(pieces: Sequence[int], shape: int, word: int) -> None:
        row["pieces"] += pieces
        row["shapes"] += [shape] * len(pieces)
        row["word"] += [word] * len(pieces)

    add([BEGIN], 0, -1)
    for number, segment in enumerate(window.segments):
        if number and segment.opens_paragraph:
            add([SEPARATOR], 0, -1)
        first, count = len(row["sentence"]), len(segment.pieces)
        for i, (pieces, shape) in enumerate(zip(segment.pieces, segment.shapes[window.casing], strict=True)):
            add(pieces, shape, first + i)
        row["sentence"] += [number] * count
        for kind in ("tag", "part", "relation", "entity", "thing"):
            row[kind] += segment.labels.get(kind) or [UNKNOWN] * count
        heads = segment.labels.get("head")
        row["head"] += [h if h == UNKNOWN else first + h + 1 if h >= 0 else 0 for h in heads or [UNKNOWN] * count]
        # that a paragraph opens a sentence is known, and only trees tell where others do
        is_inner = number > 0 and not segment.opens_paragraph
        row["start"] += [1 if is_inner else UNKNOWN, *[0] * (count - 1)] if heads else [UNKNOWN] * count
    add([SEPARATOR], 0, -1)
    return row


class Form(nn.Module):
    """The heads."""

    def __init__(self, labels: dict[str, list[str]], width: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPOUT)
        self.tag = nn.Linear(width, len(labels["tag"]))
        self.part = nn.Linear(width, len(labels["part"]))
        self.start = nn.Linear(width, 1)
        self.entity_hidden = nn.Linear(width, HIDDEN)
        self.entity = nn.Linear(HIDDEN, len(labels["entity"]))
        self.thing = nn.Linear(HIDDEN, len(labels["thing"]))
        self.arcs = nn.Linear(width, 2 * ARC)
        self.root = nn.Parameter(torch.zeros(ARC))
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.relations = nn.Linear(width, 2 * RELATION)
        self.root_relation = nn.Parameter(torch.zeros(RELATION))
        self.relation = nn.Parameter(torch.zeros(len(labels["relation"]), RELATION + 1, RELATION + 1))
        nn.init.normal_(self.relation, std=0.01)
        nn.init.orthogonal_(self.arc[:-1])

    def words(self, encoder: Encoder, batch: Batch) -> Tensor:
        """Word vectors [B, W, width]: the means of the pieces' vectors."""
        pieces = some_hidden(batch.pieces, HIDE) if self.training else batch.pieces
        vectors = encoder("form", pieces, batch.shapes)
        rows, count = batch.sentences.shape
        first = torch.arange(rows, device=pieces.device)[:, None] * count
        words = torch.where(batch.words < 0, -1, batch.words + first)
        return word_means(vectors.flatten(0, 1), words.flatten(), rows * count).view(rows, count, -1)

    def forward(self, encoder: Encoder, batch: Batch) -> dict[str, Tensor]:
        """Scores [B, W, labels] of each task; relations are those to the right heads, `start` has no labels."""
        words = self.drop(self.words(encoder, batch))
        hidden = self.drop(gelu(self.entity_hidden(words)))
        return {
            "tag": self.tag(words),
            "part": self.part(words),
            "entity": self.entity(hidden),
            "thing": self.thing(hidden),
            "head": self.arc_scores(words, batch),
            "relation": self.relation_scores(words, batch.labels["head"].clamp(min=0)),
            "start": self.start(words)[..., 0],
        }

    def losses(self, scores: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
        """Mean loss of each task over the words that have a label."""
        begins, labels = scores["start"], batch.labels
        found = {kind: _loss(values, labels[kind], kind) for kind, values in scores.items() if kind != "start"}
        known = labels["start"] != UNKNOWN
        is_begin = labels["start"].clamp(min=0).float()
        losses = functional.binary_cross_entropy_with_logits(begins, is_begin, reduction="none")
        found["start"] = (losses * known).sum() / known.sum().clamp(min=1)
        return {kind: WEIGHTS[kind] * loss for kind, loss in found.items()}

    def lesson(self, scores: dict[str, Tensor], taught: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
        """How far scores are from a teacher's, as losses; of trees where sentences are known."""
        words = batch.sentences >= 0
        found = {}
        for kind, values in scores.items():
            known = batch.labels["head"] != UNKNOWN if kind in ("head", "relation") else words
            if kind == "start":
                loss = functional.binary_cross_entropy_with_logits(values, taught[kind].sigmoid(), reduction="none")
                loss = loss - functional.binary_cross_entropy_with_logits(
                    taught[kind], taught[kind].sigmoid(), reduction="none"
                )
            else:
                loss = divergence(values, taught[kind])
            found[kind] = WEIGHTS[kind] * (loss * known).sum() / known.sum().clamp(min=1)
        return found

    def arc_scores(self, words: Tensor, batch: Batch) -> Tensor:
        """Scores [B, W, W + 1] of each word's possible heads, the root first, all in its own sentence."""
        below, above = gelu(self.arcs(words)).split(ARC, dim=-1)
        below, above = self.drop(below), self.drop(above)
        root = self.root.expand(len(words), 1, ARC)
        one = torch.ones_like(below[..., :1])
        scores = torch.cat([below, one], -1) @ self.arc @ torch.cat([root, above], 1).transpose(1, 2)
        same = batch.sentences[:, :, None] == batch.sentences[:, None, :]
        return scores.masked_fill(~torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2), -1e4)

    def relation_scores(self, words: Tensor, heads: Tensor) -> Tensor:
        """Scores [B, W, R] of each word's relation to its head."""
        below, above = gelu(self.relations(words)).split(RELATION, dim=-1)
        root = self.root_relation.expand(len(words), 1, RELATION)
        above = torch.cat([root, above], 1)
        above = above.gather(1, heads[..., None].expand(-1, -1, RELATION))
        one = torch.ones_like(below[..., :1])
        below, above = torch.cat([self.drop(below), one], -1), torch.cat([self.drop(above), one], -1)
        b, w, n = below.shape
        left = (below.reshape(-1, n) @ self.relation.permute(1, 0, 2).reshape(n, -1)).view(b, w, -1, n)
        return (left @ above[..., None])[..., 0]


def _loss(scores: Tensor, labels: Tensor, kind: str) -> Tensor:
    smoothing = SMOOTHING if kind in ("entity", "thing") else 0.0
    total = functional.cross_entropy(
        scores.flatten(0, 1), labels.flatten(), ignore_index=UNKNOWN, label_smoothing=smoothing, reduction="sum"
    )
    return total / (labels != UNKNOWN).sum().clamp(min=1)


def bilou(tags: Sequence[str]) -> list[str]:
    """BIO tags to BILOU: L marks an entity's last word, U its only one."""
    made = []
    for tag, after in zip_longest(tags, tags[1:], fillvalue="O"):
        goes_on = after.startswith("I-")
        prefix = {"B": "B" if goes_on else "U", "I": "I" if goes_on else "L"}.get(tag[0])
        made.append(f"{prefix}-{tag[2:]}" if prefix else "O")
    return made


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Read entities off BILOU tags, wherever a run of one kind ends."""
    found, start = set(), 0
    for i, tag in enumerate(tags):
        if tag == "O":
            continue
        if tag[0] in "BU" or i == 0 or tags[i - 1][1:] != tag[1:] or tags[i - 1][0] in "LU":
            start = i
        if tag[0] in "LU" or i + 1 == len(tags) or tags[i + 1][1:] != tag[1:] or tags[i + 1][0] in "BU":
            found.add((start, i, tag[2:]))
    return found


@torch.no_grad()
def score(
    encoder: Encoder, form: Form, windows: Sequence[Window], names: Sequence[str], device: str
) -> dict[str, float]:
    """Give attachment scores and F1 of sentence begins and entities, of words that have such labels."""
    hits: Counter[str] = Counter()
    for chosen in batches([Window(w.segments, 0) for w in windows], 8192, random.Random(0)):  # noqa: S311
        batch = collate(chosen).to(device)
        words = form.words(encoder, batch)
        hits += _tree_hits(form, words, batch) + _name_hits(form, words, batch, names)
    told = {name: hits[name] / hits["words"] for name in ("uas", "las") if hits["words"]}
    for what in ("begins", "names"):
        if hits[what]:
            told[what] = 2 * hits[f"{what} both"] / (hits[what] + hits[f"{what} found"])
    return {name: round(value, 4) for name, value in told.items()}


def _tree_hits(form: Form, words: Tensor, batch: Batch) -> Counter[str]:
    """Count the words of known head, those whose head is found, and its relation too; and the begins of sentences."""
    labels = batch.labels
    heads = form.arc_scores(words, batch).argmax(-1)
    relations = form.relation_scores(words, heads).argmax(-1)
    known = labels["head"] != UNKNOWN
    right = (heads == labels["head"]) & known
    begins, is_begin = form.start(words)[..., 0] > 0, labels["start"] == 1
    counts = {
        "words": known,
        "uas": right,
        "las": right & (relations == labels["relation"]),
        "begins": is_begin,
        "begins found": begins & (labels["start"] != UNKNOWN),
        "begins both": begins & is_begin,
    }
    return Counter({name: int(found.sum()) for name, found in counts.items()})


def _name_hits(form: Form, words: Tensor, batch: Batch, names: Sequence[str]) -> Counter[str]:
    """Count the entities that there are, that are found, and both."""
    hits: Counter[str] = Counter()
    tags = form.entity(gelu(form.entity_hidden(words))).argmax(-1)
    for row, gold in zip(tags.tolist(), batch.labels["entity"].tolist(), strict=True):
        length = next((i for i, label in enumerate(gold) if label == UNKNOWN), len(gold))
        found, true = (spans([names[i] for i in numbers[:length]]) for numbers in (row, gold))
        hits.update({"names": len(true), "names found": len(found), "names both": len(found & true)})
    return hits
