"""What two actors do to each other: the head of pairs on the branch for meaning, and the questions it learns from.

Both spans ask every word of the sentence how much it says of the act; the words so weighted are taken for the
predicate, unless one is named. What runs elsewhere (`coopmetrics.language.pairs`) is trained here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.fit.layers import Encoder, divergence, gelu, padded, some_hidden, word_means

PAIR, HIDDEN, REACH = 256, 384, 6
FLAGS = ("negated", "hypothetical", "reciprocal")
WEIGHTS = {"type": 1.0, "stage": 0.5, **dict.fromkeys(FLAGS, 0.15)}
#: weight of finding the predicate, of a question with a predicate named, and of one whose answer is NONE
FIND, NAMED, NONE = 0.2, 0.5, 0.7
DROPOUT, SMOOTHING = 0.1, 0.03
#: share of pieces hidden in training
HIDE = 0.03

Span = tuple[int, int]
Question = tuple[Span, Span, Span, Span | None, list[int], list[int], list[int], Span | None, float]


@dataclass(slots=True)
class Text:
    """A text as numbers: for each window pieces, shapes, words (-1 for separators); questions with their answers.

    A question is source, target, sentence, predicate (or None), right types, right stages, flags, where the act is
    told (or None), weight.
    """

    name: str
    windows: list[tuple[list[int], list[int], list[int]]]
    words: int
    questions: list[Question]

    @property
    def longest(self) -> int:
        """Pieces of the longest window."""
        return max(len(window[0]) for window in self.windows)


@dataclass(slots=True)
class Batch:
    """Texts as tensors; a question is source, target, sentence, predicate, whether it is named, where it is told."""

    pieces: Tensor
    shapes: Tensor
    words: Tensor
    count: int
    questions: Tensor
    right: dict[str, Tensor]
    weights: Tensor

    def to(self, device: str) -> Batch:
        """Move all tensors."""
        right = {kind: values.to(device) for kind, values in self.right.items()}
        pieces, shapes, words, questions, weights = (
            x.to(device) for x in (self.pieces, self.shapes, self.words, self.questions, self.weights)
        )
        return Batch(pieces, shapes, words, self.count, questions, right, weights)


def batches(texts: Sequence[Text], pieces: int, rng: random.Random) -> list[list[Text]]:
    """Shuffle texts into batches of about `pieces`; texts of long and of short windows apart, to save padding."""
    made: list[list[Text]] = [[]]
    longest = windows = 0
    for text in sorted(texts, key=lambda t: t.longest + rng.uniform(0, 8)):
        longest, windows = max(longest, text.longest), windows + len(text.windows)
        if made[-1] and longest * windows > pieces:
            made.append([])
            longest, windows = text.longest, len(text.windows)
        made[-1].append(text)
    rng.shuffle(made)
    return made


def collate(texts: Sequence[Text], types: int, stages: int) -> Batch:
    """Lay texts out as tensors, their words counted from the first one's begin."""
    windows, questions, answers, weights, total = [], [], [], [], 0
    for text in texts:
        windows += [(p, s, [w + total if w >= 0 else -1 for w in ws]) for p, s, ws in text.windows]
        for source, target, sentence, predicate, *right, told, weight in text.questions:
            spans = [x + total for span in (source, target, sentence, predicate or (0, 0)) for x in span]
            is_inside = told is not None and sentence[0] <= told[0] <= told[1] <= sentence[1]
            inside = (told[0] - sentence[0], told[1] - sentence[0]) if told and is_inside else (-1, -1)
            questions.append([*spans, int(predicate is not None), *inside])
            answers.append(right)
            is_none = right[0] == [0]
            weights.append(weight * (NAMED if predicate else 1.0) * (NONE if is_none else 1.0))
        total += text.words
    right = {"type": torch.zeros(len(answers), types), "stage": torch.zeros(len(answers), stages)}
    for row, (of_types, of_stages, _) in enumerate(answers):
        right["type"][row, of_types] = 1
        right["stage"][row, of_stages] = 1
    for number, flag in enumerate(FLAGS):
        values = torch.tensor([answer[2][number] for answer in answers])
        right[flag] = torch.stack([values == 0, values == 1], 1).float()
    laid = [padded([window[i] for window in windows], value) for i, value in enumerate((0, 0, -1))]
    return Batch(*laid, total, torch.tensor(questions), right, torch.tensor(weights))


class Meaning(nn.Module):
    """The head of pairs."""

    def __init__(self, types: int, stages: int, width: int) -> None:
        super().__init__()
        self.words = nn.Linear(width, PAIR)
        self.beyond = nn.Embedding(2, PAIR)
        self.query = nn.Linear(3 * PAIR, PAIR)
        self.near_source = nn.Embedding(2 * REACH + 1, 1)
        self.near_target = nn.Embedding(2 * REACH + 1, 1)
        self.hidden = nn.Linear(6 * PAIR, HIDDEN)
        sizes = {"type": types, "stage": stages, **dict.fromkeys(FLAGS, 2)}
        self.labels = nn.ModuleDict({f"{kind}_": nn.Linear(HIDDEN, size) for kind, size in sizes.items()})
        self.drop = nn.Dropout(DROPOUT)
        for table in (self.beyond, self.near_source, self.near_target):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, encoder: Encoder, batch: Batch) -> tuple[dict[str, Tensor], Tensor]:
        """Give the scores of each label, and the words' log weights [questions, longest sentence]."""
        pieces = some_hidden(batch.pieces, HIDE) if self.training else batch.pieces
        vectors = encoder("meaning", pieces, batch.shapes)
        means = word_means(vectors.flatten(0, 1), batch.words.flatten(), batch.count)
        words = gelu(self.words(self.drop(means)))
        s0, s1, t0, t1, first, last, p0, p1, is_named, *_ = batch.questions.unbind(1)
        sums = torch.cat([torch.zeros_like(words[:1]), words.cumsum(0)])

        def mean(start: Tensor, end: Tensor) -> Tensor:
            return (sums[end + 1] - sums[start]) / (end + 1 - start)[:, None]

        source = mean(s0, s1) + self.beyond(_is_beyond(s0, s1, first, last))
        target = mean(t0, t1) + self.beyond(_is_beyond(t0, t1, first, last))
        place = first[:, None] + torch.arange(int((last - first).max()) + 1, device=first.device)[None]
        within = place <= last[:, None]
        place = place.clamp(max=len(words) - 1)
        spoken = words[place]
        query = self.query(torch.cat([source, target, source * target], 1))
        logits = (query[:, None] @ spoken.transpose(1, 2))[:, 0] / PAIR**0.5
        logits = logits + self.near_source(_nearness(place, s0, s1))[..., 0]
        logits = logits + self.near_target(_nearness(place, t0, t1))[..., 0]
        log_weights = logits.masked_fill(~within, -1e9).log_softmax(1)
        found = (log_weights.exp()[:, None] @ spoken)[:, 0]
        told = torch.where(is_named[:, None] > 0, mean(p0, p1), found)
        features = torch.cat([source, target, source * target, source - target, told, found], 1)
        hidden = self.drop(gelu(self.hidden(self.drop(features))))
        return {kind[:-1]: layer(hidden) for kind, layer in self.labels.items()}, log_weights

    def losses(self, scores: dict[str, Tensor], log_weights: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Weighted losses of all labels and of finding the predicate."""
        found = {
            kind: WEIGHTS[kind] * _loss(values, batch.right[kind], batch.weights) for kind, values in scores.items()
        }
        start, end = batch.questions[:, 9], batch.questions[:, 10]
        place = torch.arange(log_weights.shape[1], device=start.device)[None]
        told = (place >= start[:, None]) & (place <= end[:, None])
        known = start >= 0
        share = log_weights.masked_fill(~told, -1e9).logsumexp(1)
        found["find"] = -FIND * (share * known).sum() / known.sum().clamp(min=1)
        return found


def lesson(
    found: tuple[dict[str, Tensor], Tensor], taught: tuple[dict[str, Tensor], Tensor], batch: Batch
) -> dict[str, Tensor]:
    """How far labels and words' weights are from a teacher's, as losses."""
    (scores, log_weights), (right, right_weights) = found, taught
    losses = {kind: WEIGHTS[kind] * divergence(values, right[kind]) for kind, values in scores.items()}
    losses["find"] = FIND * divergence(log_weights, right_weights)
    return {kind: (loss * batch.weights).sum() / batch.weights.sum() for kind, loss in losses.items()}


def _loss(scores: Tensor, right: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean cross-entropy of the questions that have an answer; any of several answers is right."""
    log = scores.log_softmax(1)
    known = right.sum(1) > 0
    loss = -(1 - SMOOTHING) * log.masked_fill(right == 0, -1e4).logsumexp(1) - SMOOTHING * log.mean(1)
    weights = weights * known
    return (loss * weights).sum() / weights.sum().clamp(min=1e-6)


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


@torch.no_grad()
def answers(
    encoder: Encoder, meaning: Meaning, texts: Sequence[Text], sizes: tuple[int, int], device: str
) -> list[Tensor]:
    """Give the log-probabilities of types of each text's questions; none for a text without any."""
    made = []
    for text in texts:
        if not text.questions:
            made.append(torch.zeros(0, sizes[0]))
            continue
        batch = collate([text], *sizes).to(device)
        made.append(meaning(encoder, batch)[0]["type"].log_softmax(1).cpu())
    return made


def score_events(found: Sequence[Tensor], texts: Sequence[Text]) -> tuple[float, float]:
    """Give average precision of questions without a predicate being events, and the share of right types of these."""
    told = [
        (1 - scores[i, 0].exp().item(), question[4])
        for scores, text in zip(found, texts, strict=True)
        for i, question in enumerate(text.questions)
        if question[3] is None
    ]
    told.sort(key=lambda pair: -pair[0])
    hits = precision = 0.0
    for rank, (_, types) in enumerate(told, 1):
        if types != [0]:
            hits += 1
            precision += hits / rank
    right = [
        int(scores[i, 1:].argmax()) + 1 in question[4]
        for scores, text in zip(found, texts, strict=True)
        for i, question in enumerate(text.questions)
        if question[3] is None and question[4] != [0]
    ]
    return round(precision / max(1, hits), 4), round(sum(right) / max(1, len(right)), 4)


def score_marked(found: Sequence[Tensor], texts: Sequence[Text], types: Sequence[str]) -> tuple[float, float]:
    """Give accuracy and macro-F1 of 15 types, CONCEDE and RETREAT being one, of each text's first question."""
    yields = [i for i, name in enumerate(types) if name in ("CONCEDE", "RETREAT")]
    guesses, golds = [], []
    for scores, text in zip(found, texts, strict=True):
        chance = scores[0].exp()
        chance[yields[0]] += chance[yields[1]]
        chance[[0, yields[1]]] = 0
        right = text.questions[0][4]
        guesses.append(int(chance.argmax()))
        golds.append(yields[0] if right[0] in yields else right[0])
    f1 = []
    for kind in set(golds):
        both = sum(g == f == kind for g, f in zip(golds, guesses, strict=True))
        f1.append(2 * both / (golds.count(kind) + guesses.count(kind)))
    accuracy = sum(g == f for g, f in zip(golds, guesses, strict=True)) / len(golds)
    return round(accuracy, 4), round(sum(f1) / len(f1), 4)
