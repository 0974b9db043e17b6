"""What is fitted on, and the files of weights."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.fit.form import Document
from training.fit.meaning import Text

State = dict[str, Tensor]
LABELS = "labels"


#: a pair in context: its pieces, their shapes, the numbers of its right types (none if nobody said), its weight
Laid = tuple[NDArray[np.int64], NDArray[np.int64], list[int], float]


@dataclass(slots=True)
class General:
    """A general encoder: its weights, and its pieces' vectors in eight bits, with a scale a row."""

    state: State
    embedding: NDArray[np.int8]
    embedding_scale: NDArray[np.float32]

    def vectors(self) -> Tensor:
        """Give the pieces' vectors."""
        return torch.from_numpy(self.embedding.astype(np.float32) * self.embedding_scale[:, None])


@dataclass(slots=True)
class Data:
    """All texts as numbers."""

    #: names of the labels by kind; `shapes` are those of words
    labels: dict[str, list[str]]
    #: what the full engine starts from, and what its teacher does
    small: General
    large: General
    #: plain news: a row a piece, [piece, shape, whether it opens a word]
    plain: NDArray[np.uint16]
    #: treebanks and texts with names
    documents: list[Document]
    #: what progress is watched on, by name
    watched: dict[str, list[Document]]
    #: texts with questions about pairs: coded articles, written sentences, marked sentences with their number in PLV
    articles: list[Text]
    written: list[Text]
    marked: list[tuple[int, Text]]
    #: hand-coded articles, not learned from
    coded: list[Text]
    #: plain news with questions that nobody answered
    uncoded: list[Text]
    #: pairs of all of these, but the hand-coded articles and a fifth of the marked sentences, read in context
    in_context: list[Laid]

    def save(self, path: Path) -> None:
        """Write all to one file."""
        with path.open("wb") as file:
            pickle.dump(self, file)

    @staticmethod
    def load(path: Path) -> Data:
        """Read what `save` wrote; a pickle, so of your own making."""
        with path.open("rb") as file:
            found = pickle.load(file)  # noqa: S301
        assert isinstance(found, Data)
        return found


def save(path: Path, state: State, labels: dict[str, list[str]]) -> None:
    """Write weights in half precision, and the names of the labels they are of."""
    arrays = {name: values.cpu().numpy().astype(np.float16) for name, values in state.items()}
    np.savez(path, **arrays, **{LABELS: np.array(json.dumps(labels))})


def load(path: Path) -> tuple[State, dict[str, list[str]]]:
    """Read what `save` wrote."""
    with np.load(path) as stored:
        names = [name for name in stored.files if name != LABELS]
        state = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in names}
        return state, json.loads(str(stored[LABELS]))
