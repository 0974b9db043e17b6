"""How alike two articles are, and which of many are alike: MinHash signatures, compared where they share a band.

A signature is a row of uint32 values; the share of equal values in two estimates how many runs of five words the texts
have in common. Bands of each new signature are looked up among those of all articles, and only candidates found so
are compared. After Broder (1997) and Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Signatures: TypeAlias = npt.NDArray[np.uint32]
Indices: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.float64]

#: two texts alike by half share a band of 3 with probability 0.997, unrelated ones hardly ever
BAND_ROWS: Final = 3
#: in one bucket each article is compared with so many that follow it; long chains of copies still hang together
NEIGHBOURS: Final = 20
PAIRS_AT_ONCE: Final = 100_000


def signatures(minhash: pd.Series[Any]) -> Signatures:
    """Give signatures of equal length, as bytes or an Arrow column, as a matrix with a row each."""
    if minhash.empty:
        return np.empty((0, BAND_ROWS), np.uint32)
    values = pa.array(minhash, pa.large_binary())
    chunks = values.chunks if isinstance(values, pa.ChunkedArray) else [values]
    parts = [np.frombuffer(_bytes(chunk), "<u4").reshape(len(chunk), -1) for chunk in chunks if len(chunk)]
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _bytes(chunk: pa.LargeBinaryArray) -> memoryview:
    offsets = np.frombuffer(chunk.buffers()[1], np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    return memoryview(chunk.buffers()[2])[offsets[0] : offsets[-1]]


def jaccard(values: Signatures, left: Indices, right: Indices) -> Numbers:
    """Estimate the Jaccard similarity of pairs of rows: the share of equal minima."""
    found = [np.empty(0)]
    for start in range(0, len(left), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        found.append((values[left[part]] == values[right[part]]).mean(axis=1))
    return np.concatenate(found)


def contained(similarity: Numbers, words: Numbers, other_words: Numbers) -> Numbers:
    """Estimate how much of the shorter text is in the longer one, from their similarity and their words."""
    shared = similarity / (1 + similarity) * (words + other_words)
    part: Numbers = shared / np.maximum(np.minimum(words, other_words), 1)
    return part


def candidates(values: Signatures, is_new: Flags) -> Iterator[tuple[Indices, Indices]]:
    """Pair the rows that share a band, at least one of each new, each pair once; so many pairs at a time."""
    found = np.empty(0, np.int64)
    for start in range(0, values.shape[1] - BAND_ROWS + 1, BAND_ROWS) if is_new.any() else ():
        pairs = _same_band(_hashed(values[:, start : start + BAND_ROWS]), is_new)
        found = _united(found, pairs)
    for start in range(0, len(found), PAIRS_AT_ONCE):
        part = found[start : start + PAIRS_AT_ONCE]
        yield part // len(values), part % len(values)


def _united(ordered: Indices, more: Indices) -> Indices:
    """Add numbers to ordered ones, each once: the stable sort merges what is in order already."""
    united = np.sort(np.concatenate([ordered, np.sort(more)]), kind="stable")
    is_first = np.ones(len(united), bool)
    np.not_equal(united[1:], united[:-1], out=is_first[1:])
    return united[is_first]


def _hashed(band: Signatures) -> npt.NDArray[np.uint64]:
    keys = np.zeros(len(band), np.uint64)
    for column in band.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
    return keys


def _same_band(keys: npt.NDArray[np.uint64], is_new: Flags) -> Indices:
    """Pair rows with the same key; a pair is one number, `left * rows + right`."""
    rows = np.flatnonzero(np.isin(keys, keys[is_new]))
    rows = rows[np.argsort(keys[rows], kind="stable")]
    pairs = [np.empty(0, np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        left, right = rows[:-step], rows[step:]
        same = keys[left] == keys[right]
        if not same.any():
            break
        wanted = same & (is_new[left] | is_new[right])
        pairs.append(left[wanted] * len(keys) + right[wanted])
    return np.concatenate(pairs)
