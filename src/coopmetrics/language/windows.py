"""Where a text is parted for the encoder: windows of a few sentences, cut where a sentence surely ends.

A window is what the encoder sees at once: up to `MAX_PIECES` word pieces of running text. Words in one window give
each other context; a sentence, and so a tree, never crosses a window's border. Every window is read by itself, so
what is found in a text does not depend on the texts read beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

#: word pieces of one window, its begin and end included; the encoder was trained on as many
MAX_PIECES: Final = 128
#: how full a window is at least before a paragraph's end closes it
FULL: Final = 0.6


def cut(sizes: Sequence[int], paragraphs: Sequence[bool], stops: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """Give windows as ranges of words, in order and without gaps.

    `sizes[i]` are the pieces of word i, `paragraphs[i]` tells whether a paragraph begins there, `stops[i]` whether a
    sentence can begin there: True after a full stop, None perhaps, False hardly.
    """
    ends = [0, *accumulate(size + opens for size, opens in zip(sizes, paragraphs, strict=True))]
    start, count = 0, len(sizes)
    while start < count:
        stop = start + 1
        while stop < count and ends[stop + 1] - ends[start] <= MAX_PIECES - 2:
            stop += 1
        if stop < count:
            stop = _best_cut(ends, start, stop, paragraphs, stops)
        yield start, stop
        start = stop


def _best_cut(
    ends: Sequence[int], start: int, stop: int, paragraphs: Sequence[bool], stops: Sequence[bool | None]
) -> int:
    """Give the last paragraph's begin, unless it leaves the window too empty, else the last sentence's, else `stop`."""
    least = ends[start] + FULL * MAX_PIECES
    backwards = range(stop, start, -1)
    found = (
        next((i for i in backwards if paragraphs[i] and ends[i] >= least), None)
        or next((i for i in backwards if stops[i]), None)
        or next((i for i in backwards if stops[i] is None), None)
    )
    return found or stop
