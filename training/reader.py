"""The reader as it is trained: layers of its own above the encoder's lower ones, and the head of pairs on them.

The encoder's upper layers serve trees and names; what two actors do to each other asks for other things of the words.
So the reader starts from the general encoder's own upper layers, on what the trained lower ones give. These stay as
they are, in eight bits as they ship, so what they give is computed once. What runs elsewhere
(`coopmetrics.language.pairs`) is trained here.
"""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from coopmetrics.language.pairs import LOWER, REACH, STAGES, TYPES
from training.engine import BASE
from training.lower import Lower, climb
from training.network import Network, gelu, seed_all
from training.questions import FLAGS, Question, Text, Texts

#: width of the words' vectors, and of the layer above the pairs
PAIR, HIDDEN = 256, 384
LABELS: dict[str, list[str]] = {"type": TYPES, "stage": STAGES, **{flag: ["False", "True"] for flag in FLAGS}}
WEIGHTS = {"type": 1.0, "stage": 0.5, **dict.fromkeys(FLAGS, 0.15)}
#: weight of finding the predicate, of a question with a predicate named, and of one whose answer is NONE
FIND, NAMED, NONE = 0.2, 0.5, 0.7
DROPOUT, SMOOTHING = 0.1, 0.03
#: word pieces a step, padding included
PIECES = 3072
RATES = {"layers": 1.5e-4, "head": 1e-3}
EPOCHS, WARMUP = 4, 0.06
#: how often a marked sentence is seen in an epoch
TIMES = 3
#: weight of a step in the running mean of the weights, which is what is kept
MEAN = 0.01


class Reader(nn.Module):
    """Vectors of pieces after the encoder's lower layers, to the labels of pairs."""

    def __init__(self, layers: Sequence[nn.Module], width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in layers)
        self.words = nn.Linear(width, PAIR)
        self.beyond = nn.Embedding(2, PAIR)
        self.query = nn.Linear(3 * PAIR, PAIR)
        self.near_source = nn.Embedding(2 * REACH + 1, 1)
        self.near_target = nn.Embedding(2 * REACH + 1, 1)
        self.hidden = nn.Linear(6 * PAIR, HIDDEN)
        self.labels = nn.ModuleDict({f"{kind}_": nn.Linear(HIDDEN, len(names)) for kind, names in LABELS.items()})
        self.drop = nn.Dropout(DROPOUT)
        for table in (self.beyond, self.near_source, self.near_target):
            nn.init.normal_(table.weight, std=0.02)

    def vectors(self, texts: Sequence[Text], lower: Sequence[Tensor]) -> Tensor:
        """Give the vectors of all words of some texts, one after the other [words, PAIR]."""
        windows = [window for text in texts for window in text.windows]
        stretches = list(torch.cat([low.float() for low in lower]).split([len(w.pieces) for w in windows]))
        hidden = nn.utils.rnn.pad_sequence(stretches, batch_first=True)
        sizes = torch.tensor([len(stretch) for stretch in stretches])
        absent = torch.arange(hidden.shape[1])[None] >= sizes[:, None]
        hidden = climb(self.layers, hidden, absent)
        return gelu(self.words(self.drop(_means(hidden[~absent], texts))))

    def forward(self, words: Tensor, questions: Sequence[Question]) -> tuple[dict[str, Tensor], Tensor]:
        """Give the scores of each label, and the words' log weights [questions, longest sentence]."""
        sums = torch.cat([torch.zeros(1, PAIR), words.cumsum(0)])
        sides = torch.tensor([[*q.source, *q.target, *q.sentence, *(q.predicate or (0, 0))] for q in questions])
        s0, s1, t0, t1, first, last, p0, p1 = sides.unbind(1)

        def mean(start: Tensor, end: Tensor) -> Tensor:
            return (sums[end + 1] - sums[start]) / (end + 1 - start)[:, None]

        source = mean(s0, s1) + self.beyond(_is_beyond(s0, s1, first, last))
        target = mean(t0, t1) + self.beyond(_is_beyond(t0, t1, first, last))
        query = self.query(torch.cat([source, target, source * target], 1))
        place = first[:, None] + torch.arange(int((last - first).max()) + 1)[None]
        within = place <= last[:, None]
        place = place.clamp(max=len(words) - 1)
        logits = (query[:, None] @ words[place].transpose(1, 2))[:, 0] / PAIR**0.5
        logits = logits + self.near_source(_nearness(place, s0, s1))[..., 0]
        logits = logits + self.near_target(_nearness(place, t0, t1))[..., 0]
        log_weights = logits.masked_fill(~within, -1e9).log_softmax(1)
        found = (log_weights.exp()[:, None] @ words[place])[:, 0]
        is_named = torch.tensor([q.predicate is not None for q in questions])
        told = torch.where(is_named[:, None], mean(p0, p1), found)
        features = torch.cat([source, target, source * target, source - target, told, found], 1)
        hidden = self.drop(gelu(self.hidden(self.drop(features))))
        return {kind[:-1]: layer(hidden) for kind, layer in self.labels.items()}, log_weights


def _means(pieces: Tensor, texts: Sequence[Text]) -> Tensor:
    """Mean the vectors of each word's pieces."""
    numbers, total = [], 0
    for text in texts:
        numbers += [total + w if w >= 0 else -1 for window in text.windows for w in window.word_of]
        total += text.words
    word_of = torch.tensor(numbers)
    kept = word_of >= 0
    sums = torch.zeros(total, pieces.shape[1]).index_add(0, word_of[kept], pieces[kept])
    return sums / torch.bincount(word_of[kept], minlength=total).clamp(min=1)[:, None]


def _is_beyond(start: Tensor, end: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Tell which sides stand outside of the sentence asked about."""
    return ((start < first) | (end > last)).long()


def _nearness(place: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Number each word by how far before (below REACH) or after a span it stands; REACH is within it."""
    return REACH - _grade(start[:, None] - place) + _grade(place - end[:, None])


def _grade(distance: Tensor) -> Tensor:
    """Grade distances: 0 or less, 1, 2, 3-4, 5-8, 9-16, more."""
    near = distance.clamp(min=1)
    return (torch.ceil(torch.log2(near.float())).long() + 1).clamp(max=REACH) * (distance > 0)


Read = tuple[Text, Tensor]


def batches(texts: Sequence[Read], rng: random.Random) -> Iterator[list[Read]]:
    """Shuffle texts into batches of about `PIECES`; texts of long and of short windows apart, to save padding."""
    sized = sorted(texts, key=lambda t: max(len(w.pieces) for w in t[0].windows) + rng.uniform(0, 8))
    made: list[list[Read]] = [[]]
    longest, windows = 0, 0
    for text, lower in sized:
        longest = max(longest, *(len(w.pieces) for w in text.windows))
        windows += len(text.windows)
        if made[-1] and longest * windows > PIECES:
            made.append([])
            longest, windows = max(len(w.pieces) for w in text.windows), len(text.windows)
        made[-1].append((text, lower))
    rng.shuffle(made)
    yield from made


def shifted(texts: Sequence[Text]) -> list[Question]:
    """Give the questions of some texts, words counted from the first one's begin."""
    found, total = [], 0
    for text in texts:
        found += [_moved(question, total) for question in text.questions]
        total += text.words
    return found


def _moved(question: Question, by: int) -> Question:
    def move(span: Any) -> Any:
        return span and (span[0] + by, span[1] + by)

    return Question(
        move(question.source),
        move(question.target),
        move(question.sentence),
        move(question.predicate),
        question.types,
        question.stages,
        question.flags,
        move(question.told),
        question.weight,
    )


def loss_of(reader: Reader, batch: Sequence[Read]) -> Tensor:
    """Weighted sum of the losses of all labels and of finding the predicate."""
    texts = [text for text, _ in batch]
    questions = shifted(texts)
    scores, log_weights = reader(reader.vectors(texts, [lower for _, lower in batch]), questions)
    losses = [WEIGHTS[kind] * _label_loss(kind, values, questions) for kind, values in scores.items()]
    told = [
        (i, q) for i, q in enumerate(questions) if q.told and q.sentence[0] <= q.told[0] <= q.told[1] <= q.sentence[1]
    ]
    if told:
        spans = [log_weights[i, q.told[0] - q.sentence[0] : q.told[1] - q.sentence[0] + 1] for i, q in told if q.told]
        losses.append(-FIND * torch.stack([span.logsumexp(0) for span in spans]).mean())
    return torch.stack(losses).sum()


def _label_loss(kind: str, scores: Tensor, questions: Sequence[Question]) -> Tensor:
    """Weighted mean cross-entropy of one label over the questions that have it; any of several answers is right."""
    names, log = LABELS[kind], scores.log_softmax(1)
    answers = [_answers(kind, question) for question in questions]
    known = [i for i, answer in enumerate(answers) if answer]
    if not known:
        return scores.sum() * 0.0
    right = torch.zeros(len(known), len(names), dtype=torch.bool)
    for row, i in enumerate(known):
        right[row, [names.index(answer) for answer in answers[i]]] = True
    log = log[known]
    loss = -(1 - SMOOTHING) * log.masked_fill(~right, -1e9).logsumexp(1) - SMOOTHING * log.mean(1)
    weights = torch.tensor([_weight(questions[i]) for i in known])
    return (loss * weights).sum() / weights.sum()


def _answers(kind: str, question: Question) -> tuple[str, ...]:
    if kind == "type":
        return question.types
    if kind == "stage":
        return question.stages
    return (str(question.flags[kind]),) if kind in question.flags else ()


def _weight(question: Question) -> float:
    return question.weight * (NAMED if question.predicate else 1.0) * (NONE if question.types == ("NONE",) else 1.0)


def fresh(network: Network, seed: int = 0) -> Reader:
    """Give a reader with the general encoder's upper layers and their usual dropout."""
    seed_all(seed)
    base = BertModel.from_pretrained(BASE, add_pooling_layer=False, attn_implementation="sdpa")
    return Reader(base.encoder.layer[LOWER:], network.encoder.bert.config.hidden_size)


def train(reader: Reader, texts: Sequence[Read], epochs: int = EPOCHS, seed: int = 0) -> Reader:
    """Train a reader on texts; give the running mean of its weights."""
    rng = seed_all(seed)
    texts = [read for read in texts if read[0].questions]
    mean = copy.deepcopy(reader)
    layers = list(reader.layers.parameters())
    known = {id(p) for p in layers}
    head = [p for p in reader.parameters() if id(p) not in known]
    optim = torch.optim.AdamW([{"params": layers}, {"params": head}], lr=0.0, weight_decay=0.01, betas=(0.9, 0.98))
    total = epochs * len([*batches(texts, copy.copy(rng))])
    step, started, losses = 0, time.time(), []
    reader.train()
    for epoch in range(epochs):
        for batch in batches(texts, rng):
            pace = min((step + 1) / (WARMUP * total), max(0.0, (total - step) / ((1 - WARMUP) * total)))
            for group, rate in zip(optim.param_groups, RATES.values(), strict=True):
                group["lr"] = rate * pace
            loss = loss_of(reader, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optim.step()
            optim.zero_grad()
            step += 1
            losses.append(loss.item())
            with torch.no_grad():
                share = max(MEAN, 1 / step)
                torch._foreach_lerp_(list(mean.parameters()), list(reader.parameters()), share)
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}, {time.time() - started:.0f} s", flush=True)
        losses = []
    return mean.eval()


class Fitting:
    """All texts as the encoder's lower layers give them."""

    def __init__(self, network: Network, exported: Path, texts: Texts) -> None:
        self._network = network
        self._lower = Lower(exported)
        self.marked, self.written, self.articles = (
            [(text, self._vectors(text)) for text in part] for part in (texts.marked, texts.written, texts.articles)
        )

    def _vectors(self, text: Text) -> Tensor:
        return torch.cat([self._lower(window.pieces, window.shapes) for window in text.windows]).half()

    def fit(self) -> Reader:
        """Train a reader on all texts."""
        return train(fresh(self._network), [*self.written, *self.articles, *self.marked * TIMES])
