"""Scores of BILOU tags to spans that hold: the best sequence in which every entity begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Tags = NDArray[np.int64]


class Tagging:
    """A set of BILOU tags (B begin, I inside, L last, U only word) and which may follow which."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        opens = np.array([tag[0] in "BI" for tag in tags])
        goes_on = np.array([tag[0] in "IL" for tag in tags])
        kind = np.array([tag[2:] for tag in tags])
        same = kind[:, None] == kind[None, :]
        self._follows = np.where(opens[:, None], goes_on[None, :] & same, ~goes_on[None, :])
        self._begins, self._ends = ~goes_on, ~opens
        self._penalty = np.where(self._follows, 0.0, -1e9).astype(np.float32)

    def decode(self, scores: Floats, starts: Sequence[int]) -> Tags:
        """Give the best tags for the words' scores; `starts` are the first words of the sentences."""
        tags: Tags = scores.argmax(1)
        borders = np.zeros(len(tags), bool)
        borders[list(starts)] = True
        fits = self._follows[tags[:-1], tags[1:]]
        fits = np.where(borders[1:], self._ends[tags[:-1]] & self._begins[tags[1:]], fits)
        wrong = {*(np.flatnonzero(~fits) + 1).tolist()}
        for start, end in zip(starts, [*starts[1:], len(tags)], strict=True):
            edges = not self._begins[tags[start]] or not self._ends[tags[end - 1]]
            if edges or not wrong.isdisjoint(range(start + 1, end)):
                tags[start:end] = self._best(scores[start:end])
        return tags

    def _best(self, scores: Floats) -> Tags:
        """Find the best path (Viterbi 1967)."""
        best = scores[0] + np.where(self._begins, 0.0, -1e9)
        back = np.zeros(scores.shape, np.int64)
        for i in range(1, len(scores)):
            reached = best[:, None] + self._penalty
            back[i] = reached.argmax(0)
            best = reached.max(0) + scores[i]
        path = [int((best + np.where(self._ends, 0.0, -1e9)).argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return np.array(path[::-1], np.int64)

    def spans(self, tags: Tags) -> list[tuple[int, int, str]]:
        """Give the entities as first word, word after the last, kind."""
        found, first = [], 0
        for i in np.flatnonzero(np.array([tag != "O" for tag in self.tags])[tags]).tolist():
            tag = self.tags[tags[i]]
            first = i if tag[0] in "BU" else first
            if tag[0] in "LU":
                found.append((first, i + 1, tag[2:]))
        return found
