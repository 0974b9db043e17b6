"""The network as it is trained: a BERT encoder with a shape embedding, and one head a task on its word vectors.

What is trained here runs elsewhere: the encoder as ONNX with int8 weights, the heads as NumPy (`coopmetrics.language`).
A word's vector is the mean of its pieces' vectors.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from coopmetrics.language.pairs import LOWER, REACH, STAGES, TYPES
from coopmetrics.language.vocabulary import Vocabulary, shape
from training.lower import Lower, climb
from training.windows import UNKNOWN, Pair, Span, Window

ARC, RELATION, HIDDEN = 256, 128, 256
SMOOTHING = 0.05
#: share of pieces hidden in training, and the number of the mask piece
HIDE, MASK = 0.06, 103


@dataclass(slots=True)
class PairAt:
    """A labelled pair at its place: number of the window, first and last word of its sentence."""

    window: int
    sentence: Span
    pair: Pair


@dataclass(slots=True)
class Batch:
    """Windows as tensors: pieces [B, P], words [B, W]; labels are UNKNOWN where nothing is known."""

    pieces: Tensor
    shapes: Tensor
    #: number of the word a piece belongs to, 0 for none (words count from 1)
    word_of: Tensor
    size: Tensor
    labels: dict[str, Tensor]
    #: [B, W, W + 1]: whether the head (0 the root) is in the word's own sentence
    reach: Tensor
    pairs: list[PairAt]


def collate(windows: Sequence[Window], vocabulary: Vocabulary, labels: dict[str, dict[str, int]]) -> Batch:
    """Lay windows out as tensors."""
    rows = [_lay_out(window, vocabulary, labels) for window in windows]
    most_words = max(len(row["tag"]) for row in rows)

    def pad(name: str, value: int, most: int | None = None) -> Tensor:
        longest = most or max(len(row[name]) for row in rows)
        return torch.tensor([row[name] + [value] * (longest - len(row[name])) for row in rows])

    kinds = ("tag", "part", "relation", "head", "start", "entity", "thing")
    tensors = {kind: pad(kind, UNKNOWN, most_words) for kind in kinds}
    sentence = pad("sentence", -1, most_words)
    same = sentence[:, :, None] == sentence[:, None, :]
    reach = torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2)
    pairs = [PairAt(b, *found) for b, row in enumerate(rows) for found in row["pairs"]]
    size = torch.tensor([len(row["tag"]) for row in rows])
    return Batch(pad("pieces", 0), pad("shapes", 0), pad("word_of", 0), size, tensors, reach, pairs)


def _lay_out(window: Window, vocabulary: Vocabulary, labels: dict[str, dict[str, int]]) -> dict[str, list[Any]]:
    row: dict[str, list[Any]] = {
        name: [] for name in "pieces shapes word_of tag part relation head start entity thing sentence pairs".split()
    }

    def separate(piece: int) -> None:
        row["pieces"].append(piece)
        row["shapes"].append(0)
        row["word_of"].append(0)

    separate(vocabulary.begin)
    for number, segment in enumerate(window.segments):
        if number and segment.opens_paragraph:
            separate(vocabulary.separator)
        first = len(row["tag"])
        for i, word in enumerate(segment.words):
            cased = word.upper() if window.casing == "upper" else word.lower() if window.casing == "lower" else word
            ids = vocabulary.pieces(word)
            row["pieces"] += ids
            row["shapes"] += [vocabulary.shape(cased)] * len(ids)
            row["word_of"] += [first + i + 1] * len(ids)
            row["sentence"].append(number)
        _label(row, segment, labels, first, number > 0 and not segment.opens_paragraph)
    separate(vocabulary.separator)
    return row


def _label(
    row: dict[str, list[Any]], segment: Any, labels: dict[str, dict[str, int]], first: int, is_inner: bool
) -> None:
    count = len(segment.words)
    blank = [UNKNOWN] * count
    row["tag"] += [labels["tag"].get(tag, UNKNOWN) for tag in segment.tags] or blank
    row["part"] += [labels["part"].get(part, UNKNOWN) for part in segment.parts] or blank
    row["relation"] += [labels["relation"].get(name, UNKNOWN) for name in segment.relations] or blank
    heads = [0 if head == i else first + head + 1 for i, head in enumerate(segment.heads)]
    row["head"] += heads or blank
    begins = [1 if is_inner else UNKNOWN] + [0] * (count - 1)
    row["start"] += begins if segment.heads else blank
    row["entity"] += [labels["entity"].get(tag, 0) for tag in bilou(segment.entities)] or blank
    row["thing"] += [labels["thing"].get(tag, 0) for tag in bilou(segment.things)] or blank
    for pair in segment.pairs:
        spans = [span and (first + span[0], first + span[1]) for span in (pair.source, pair.target, pair.predicate)]
        row["pairs"].append(((first, first + count - 1), Pair(spans[0], spans[1], pair.labels, spans[2])))


def bilou(tags: Sequence[str]) -> list[str]:
    """BIO tags to BILOU: L marks an entity's last word, U its only one."""
    made = []
    for tag, after in itertools.zip_longest(tags, tags[1:], fillvalue="O"):
        goes_on = after.startswith("I-")
        prefix = {"B": "B" if goes_on else "U", "I": "I" if goes_on else "L"}.get(tag[0])
        made.append(f"{prefix}-{tag[2:]}" if prefix else "O")
    return made


def shapes_of(windows: Sequence[Window], most: int) -> list[str]:
    """Give the most frequent shapes."""
    counts: dict[str, int] = {}
    for window in windows:
        for segment in window.segments:
            for word in segment.words:
                sketch = shape(word)
                counts[sketch] = counts.get(sketch, 0) + 1
    return sorted(counts, key=lambda s: (-counts[s], s))[:most]


class Encoder(nn.Module):
    """Pieces and shapes [B, P] to vectors [B, P, H]."""

    def __init__(self, base: Path | str, shapes: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
        )
        self.shape = nn.Embedding(shapes + 1, self.bert.config.hidden_size)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        self._lower: Lower | None = None

    def stand_on(self, lower: Lower) -> None:
        """Put exported layers in place of the lower ones; only those above them are trained from now on."""
        self._lower = lower
        self.requires_grad_(False)
        self.bert.encoder.layer[LOWER:].requires_grad_(True)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Encode; the mask is 1 for pieces, 0 for padding."""
        if self._lower:
            made = [self._lower(p[:n], s[:n]) for p, s, n in zip(pieces, shapes, mask.sum(1), strict=True)]
            return climb(self.bert.encoder.layer[LOWER:], nn.utils.rnn.pad_sequence(made, batch_first=True), mask == 0)
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.shape(shapes)
        return self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, base: Path | str, labels: dict[str, dict[str, int]], shapes: int) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = Encoder(base, shapes)
        width = self.encoder.bert.config.hidden_size
        self.drop = nn.Dropout(0.2)
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
        self.pairs = PairHead(width)
        self.relation = nn.Parameter(torch.zeros(len(labels["relation"]), RELATION + 1, RELATION + 1))
        nn.init.normal_(self.relation, std=0.01)
        nn.init.orthogonal_(self.arc[:-1])

    def words(self, batch: Batch) -> Tensor:
        """Word vectors [B, W, H]: the means of the pieces' vectors."""
        pieces = self._hide(batch.pieces) if self.training else batch.pieces
        vectors = self.encoder(pieces, batch.shapes, (batch.pieces > 0).long())
        most = int(batch.size.max())
        belongs = functional.one_hot(batch.word_of, most + 1)[:, :, 1:].to(vectors.dtype)
        means = belongs / belongs.sum(1, keepdim=True).clamp(min=1)
        return means.transpose(1, 2) @ vectors

    def _hide(self, pieces: Tensor) -> Tensor:
        """Put the mask piece in place of a few others; cheaper than dropout in every layer, and about as good."""
        hidden = (torch.rand(pieces.shape) < HIDE) & (pieces > 999)
        return pieces.masked_fill(hidden, MASK)

    def losses(self, batch: Batch, vectors: Tensor) -> dict[str, Tensor]:
        """Mean loss of each task over the words that have a label."""
        words = self.drop(vectors)
        labels = batch.labels
        found = {
            "tag": _loss(self.tag(words), labels["tag"]),
            "part": _loss(self.part(words), labels["part"]),
            "start": _binary(self.start(words)[..., 0], labels["start"]),
        }
        hidden = self.drop(gelu(self.entity_hidden(words)))
        found["entity"] = _loss(self.entity(hidden), labels["entity"], SMOOTHING)
        found["thing"] = _loss(self.thing(hidden), labels["thing"], SMOOTHING)
        arcs = self.arc_scores(words).masked_fill(~batch.reach, -1e4)
        found["head"] = _loss(arcs, labels["head"])
        known = labels["head"].clamp(min=0)
        found["relation"] = _loss(self.relation_scores(words, known), labels["relation"])
        return found

    def arc_scores(self, words: Tensor) -> Tensor:
        """Scores [B, W, W + 1] of each word's possible heads, the root first."""
        below, above = gelu(self.arcs(words)).split(ARC, dim=-1)
        below, above = self.drop(below), self.drop(above)
        root = self.root.expand(len(words), 1, ARC)
        one = torch.ones_like(below[..., :1])
        return torch.cat([below, one], -1) @ self.arc @ torch.cat([root, above], 1).transpose(1, 2)

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


def gelu(values: Tensor) -> Tensor:
    """GELU in its tanh form, as the package computes it."""
    return functional.gelu(values, approximate="tanh")


def _loss(scores: Tensor, labels: Tensor, smoothing: float = 0.0) -> Tensor:
    known = labels != UNKNOWN
    if not known.any():
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[known], labels[known], label_smoothing=smoothing)


def _binary(scores: Tensor, labels: Tensor) -> Tensor:
    known = labels != UNKNOWN
    if not known.any():
        return scores.sum() * 0.0
    return functional.binary_cross_entropy_with_logits(scores[known], labels[known].float())


def seed_all(seed: int) -> random.Random:
    """Fix all seeds."""
    torch.manual_seed(seed)
    return random.Random(seed)  # noqa: S311 - not for secrets


#: width of the vectors of pairs, and of the layer above them
PAIR, PAIR_HIDDEN = 192, 256
PAIR_LABELS: dict[str, list[str]] = {
    "type": TYPES,
    "stage": STAGES,
    "negated": ["False", "True"],
    "hypothetical": ["False", "True"],
    "reciprocal": ["False", "True"],
}
PAIR_WEIGHTS = {"type": 1.0, "stage": 0.5, "negated": 0.15, "hypothetical": 0.15, "reciprocal": 0.15}
#: weight of finding the predicate; of a pair turned round and of another word taken for the predicate, both no events
FIND, TURNED, ASTRAY = 0.3, 0.3, 0.5


class PairHead(nn.Module):
    """What one actor does to another in a sentence: type, stage and flags, from word vectors of one sentence.

    The vectors of both spans ask every word of the sentence, which also knows how far it stands from either, how much
    it says of the act; the words so weighted are the predicate. The coder can name the predicate instead.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.words = nn.Linear(width, PAIR)
        self.near_source = nn.Embedding(2 * REACH + 1, PAIR)
        self.near_target = nn.Embedding(2 * REACH + 1, PAIR)
        self.query = nn.Linear(3 * PAIR, PAIR)
        self.key = nn.Linear(PAIR, PAIR)
        self.weigh = nn.Linear(PAIR, 1, bias=False)
        self.hidden = nn.Linear(5 * PAIR, PAIR_HIDDEN)
        self.labels = nn.ModuleDict(
            {f"{kind}_": nn.Linear(PAIR_HIDDEN, len(names)) for kind, names in PAIR_LABELS.items()}
        )
        self.drop = nn.Dropout(0.25)
        nn.init.normal_(self.near_source.weight, std=0.1)
        nn.init.normal_(self.near_target.weight, std=0.1)

    def attend(self, words: Tensor, source: Span, target: Span) -> tuple[Tensor, Tensor, Tensor]:
        """Give for one sentence's words [S, PAIR] the vectors of source and target and the words' weights [S]."""
        start, end = words[source[0] : source[1] + 1].mean(0), words[target[0] : target[1] + 1].mean(0)
        query = self.query(torch.cat([start, end, start * end]))
        near = self.near_source(nearness(len(words), source)) + self.near_target(nearness(len(words), target))
        logits = self.weigh(torch.tanh(query + self.key(words) + near))[:, 0]
        return start, end, logits

    def features(self, words: Tensor, source: Span, target: Span, predicate: Span | None) -> tuple[Tensor, Tensor]:
        """Give the input of the hidden layer [5 * PAIR], and the words' log weights."""
        start, end, logits = self.attend(words, source, target)
        found = logits.softmax(0) @ words
        told = found if predicate is None else words[predicate[0] : predicate[1] + 1].mean(0)
        return torch.cat([start, end, start * end, told, found]), logits.log_softmax(0)

    def scores(self, features: Tensor) -> dict[str, Tensor]:
        """Give the scores of each label from features [N, 5 * PAIR]."""
        hidden = self.drop(gelu(self.hidden(self.drop(features))))
        return {kind[:-1]: layer(hidden) for kind, layer in self.labels.items()}


def nearness(length: int, span: Span) -> Tensor:
    """Number each word by how far before (below REACH) or after a span it stands; REACH is within it."""
    place = torch.arange(length)
    before = (span[0] - place).clamp(min=0)
    after = (place - span[1]).clamp(min=0)
    return REACH - _grade(before) + _grade(after)


def _grade(distance: Tensor) -> Tensor:
    """Distances 0, 1, 2, 3-4, 5-8, 9-16, more."""
    return torch.ceil(torch.log2(distance.clamp(min=1).float())).long().add((distance > 0).long()).clamp(max=REACH)


Told = tuple[Tensor, Sequence[Pair]]


def told_pairs(vectors: Tensor, batch: Batch) -> list[Told]:
    """Give the sentences of a batch that hold pairs: their word vectors, and the pairs counted from the sentence."""
    by_sentence: dict[tuple[int, Span], list[Pair]] = {}
    for at in batch.pairs:
        first = at.sentence[0]
        spans = [s and (s[0] - first, s[1] - first) for s in (at.pair.source, at.pair.target, at.pair.predicate)]
        moved = Pair(spans[0], spans[1], at.pair.labels, spans[2])
        by_sentence.setdefault((at.window, at.sentence), []).append(moved)
    return [(vectors[window, a : b + 1], found) for (window, (a, b)), found in by_sentence.items()]


def pair_losses(head: PairHead, told: Sequence[Told], rng: random.Random) -> dict[str, Tensor]:
    """Mean losses of the pairs of some sentences.

    A pair is read with its predicate found and, where it is known, named; turned round, or with another word named,
    it is no event.
    """
    features, labels, weights, finds = [], [], [], []
    for vectors, found in told:
        words = gelu(head.words(head.drop(vectors)))
        taken = {(pair.source, pair.target) for pair in found if pair.labels["type"] != "NONE"}
        for pair in found:
            is_none = pair.labels["type"] == "NONE"
            asked = [(pair.source, pair.target, None, pair.labels, 1.0)]
            if pair.predicate and not is_none:
                asked.append((pair.source, pair.target, pair.predicate, pair.labels, 1.0))
                other = rng.randrange(len(words))
                if not any(span[0] <= other <= span[1] for span in (pair.source, pair.target, pair.predicate)):
                    asked.append((pair.source, pair.target, (other, other), {"type": "NONE"}, ASTRAY))
            has_sides = max(b - a for a, b in (pair.source, pair.target)) < len(words) - 1
            is_directed = pair.labels.get("reciprocal") == "False" and has_sides
            if is_directed and (pair.target, pair.source) not in taken:
                asked.append((pair.target, pair.source, None, {"type": "NONE"}, TURNED))
                if pair.predicate:
                    asked.append((pair.target, pair.source, pair.predicate, {"type": "NONE"}, TURNED))
            for number, (source, target, predicate, label, weight) in enumerate(asked):
                made, attention = head.features(words, source, target, predicate)
                features.append(made)
                labels.append(label)
                weights.append(weight)
                if number == 0 and pair.predicate and not is_none:
                    finds.append(-attention[pair.predicate[0] : pair.predicate[1] + 1].logsumexp(0))
    losses = {"find": FIND * torch.stack(finds).mean()} if finds else {}
    scores = head.scores(torch.stack(features))
    for kind, values in scores.items():
        losses[kind] = PAIR_WEIGHTS[kind] * pair_loss(kind, values, labels, torch.tensor(weights))
    return losses


def pair_loss(kind: str, scores: Tensor, labels: Sequence[dict[str, str]], weights: Tensor) -> Tensor:
    """Weighted mean cross-entropy of one label over the pairs that have it; YIELD is CONCEDE or RETREAT."""
    names = PAIR_LABELS[kind]
    known = [i for i, found in enumerate(labels) if kind in found]
    if not known:
        return scores.sum() * 0.0
    log = scores[known].log_softmax(-1)
    rows = []
    for row, i in zip(log, known, strict=True):
        label = labels[i][kind]
        among = [names.index(name) for name in (("CONCEDE", "RETREAT") if label == "YIELD" else (label,))]
        rows.append(0.95 * row[among].logsumexp(0) + 0.05 * row.mean())
    scale = weights[known]
    return -(torch.stack(rows) * scale).sum() / scale.sum()
