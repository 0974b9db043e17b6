"""MinHash signatures (Broder 1997): how alike two texts are, estimated from 512 bytes each.

The share of equal positions in two signatures estimates the Jaccard similarity of the texts' sets of five-word runs.
Own vector code, since hashing run by run as datasketch does takes nine times as long (see docs/decisions/0011).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

#: values in a signature, each a uint32
PERMUTATIONS: Final = 128
#: words in a run
RUN: Final = 5
#: runs hashed at a time, so that a long text needs no more memory
_CHUNK: Final = 2048
#: characters beyond the basic multilingual plane count as parts of words
_BMP: Final = 0xFFFF
_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 2**64)
_LARGEST: Final = np.uint32(0xFFFFFFFF)
_RANDOM: Final = np.random.default_rng(20240101)
_FACTORS: Final = _RANDOM.integers(0, 2**31, (PERMUTATIONS, 1), dtype=np.uint32) * np.uint32(2) + np.uint32(1)
_OFFSETS: Final = _RANDOM.integers(0, 2**32, (PERMUTATIONS, 1), dtype=np.uint32)
_POWERS: Final = _RANDOM.integers(0, 2**63, RUN, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def signature(text: str) -> bytes:
    """Sign a text: `PERMUTATIONS` values of little-endian uint32."""
    runs = _runs(text)
    smallest = np.full(PERMUTATIONS, _LARGEST, dtype=np.uint32)
    for start in range(0, len(runs), _CHUNK):
        # an odd factor and any offset permute the integers modulo 2^32, where the products wrap
        permuted = runs[start : start + _CHUNK] * _FACTORS
        permuted += _OFFSETS
        np.minimum(smallest, permuted.min(axis=1), out=smallest)
    return smallest.astype("<u4").tobytes()


def similarity(one: bytes, other: bytes) -> float:
    """Estimate the Jaccard similarity of two signed texts, 0 to 1."""
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def _runs(text: str) -> npt.NDArray[np.uint32]:
    """Hash every run of words; a text shorter than one run is one."""
    words = _words(text)
    if len(words) < RUN:
        words = np.pad(words, (0, RUN - len(words)))
    count = len(words) - RUN + 1
    runs = sum(words[place : place + count] * _POWERS[place] for place in range(RUN))
    return np.asarray(runs >> np.uint64(32), dtype=np.uint32)


def _words(text: str) -> npt.NDArray[np.uint64]:
    """Hash every word, in any case: a polynomial of its characters modulo 2^64, from differences of one running sum."""
    points = np.frombuffer(text.lower().encode("utf-32-le", "replace"), dtype="<u4")
    inside = np.zeros(len(points) + 2, bool)
    inside[1:-1] = _alphanumeric().take(points, mode="clip")
    borders = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = borders[::2], borders[1::2]
    bits = len(points).bit_length()
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(points * _powers(_BASE, bits)[: len(points)], out=sums[1:])
    return np.asarray((sums[ends] - sums[starts]) * _powers(_INVERSE, bits)[starts], dtype=np.uint64)


@lru_cache(8)
def _powers(base: int, bits: int) -> npt.NDArray[np.uint64]:
    """Give the first 2^bits powers of a number, from the first on, modulo 2^64."""
    return np.asarray(np.cumprod(np.full(1 << bits, base, np.uint64)), dtype=np.uint64)


@cache
def _alphanumeric() -> npt.NDArray[np.bool_]:
    return np.array([chr(point).isalnum() for point in range(_BMP)] + [True])
