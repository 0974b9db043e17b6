"""Stories: exact and near-duplicate articles, syndicated copies and revised versions counted as one.

Articles are known by their MinHash signatures (rows of uint32). Bands of each new signature are looked up among those
of all articles; only the candidates found so are compared. What is alike joins one story:

    article_id  story_id  is_representative  similarity
    a1          s-4f…     true               1.0         the earliest complete version
    a2          s-4f…     false              0.91        the same with another dateline

A story keeps its id when articles join it; where one new article ties two stories together, the id of the earlier one
stays. MinHash and banding after Broder (1997) and Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from coopmetrics.lake import key_of

Signatures: TypeAlias = npt.NDArray[np.uint32]
Indices: TypeAlias = npt.NDArray[np.int64]

#: Measured on releases and newswire with 5-word shingles, each against a copy with 5 % of its words changed, a copy cut
#: to half and a copy with boilerplate added: all copies but 1 in 100 lie above, other texts of the month below.
SAME_TEXT: Final = 0.5
SAME_PAGE: Final = 0.05
CUT_SHORT: Final = (0.3, 0.8)
DAYS_APART: Final = 30
#: two texts alike by half share a band of 3 with probability 0.997, unrelated ones hardly ever
BAND_ROWS: Final = 3
#: in one bucket each article is compared with so many that follow it; long chains of copies still hang together
NEIGHBOURS: Final = 20
#: a version with this share of the longest one's words is complete
COMPLETE: Final = 0.8
#: shorter texts ("Subscribe to read on.") tell nothing by being alike
FEWEST_WORDS: Final = 20
PAIRS_AT_ONCE: Final = 100_000


def resolve_stories(articles: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Put every article into a story.

    `articles` has article_id, content_sha256, source_url, published_on, word_count and minhash; `known` gives the story
    of articles resolved before. Returns the rows of table `stories`, sorted by article_id.
    """
    articles = articles.assign(day=_days(articles["published_on"]))
    articles = articles.sort_values(["day", "article_id"], ignore_index=True)
    signatures = _signatures(articles["minhash"])
    before = articles["article_id"].map(dict(known))
    links = np.concatenate([_shared(before), *_links(articles, signatures, before.isna().to_numpy())])
    articles["first"] = _components(len(articles), links)
    articles["story_id"] = _story_ids(articles, before)
    return _represented(articles, signatures)


def near_duplicates(articles: pd.DataFrame, signatures: Signatures, is_new: npt.NDArray[np.bool_]) -> Indices:
    """Find pairs of alike articles, at least one of each new: an array of shape (pairs, 2) of row numbers."""
    words, days = articles["word_count"].to_numpy(float), articles["day"].to_numpy()
    found = [np.empty((0, 2), np.int64)]
    for pairs in _in_parts(_candidates(signatures, is_new)):
        left, right = pairs.T
        jaccard = _jaccard(signatures, left, right)
        shared = jaccard / (1 + jaccard) * (words[left] + words[right])
        contained = shared / np.maximum(np.minimum(words[left], words[right]), 1)
        alike = (jaccard >= SAME_TEXT) | ((jaccard >= CUT_SHORT[0]) & (contained >= CUT_SHORT[1]))
        apart = np.abs(days[left] - days[right])
        found.append(pairs[alike & ~(apart > DAYS_APART)])  # an unknown date is never too far
    return np.concatenate(found)


def _links(articles: pd.DataFrame, signatures: Signatures, is_new: npt.NDArray[np.bool_]) -> Iterator[Indices]:
    """Tie articles by the same text, by the same address if the texts have something in common, and by likeness."""
    telling = (articles["word_count"] >= FEWEST_WORDS).to_numpy()
    yield _shared(articles["content_sha256"].where(telling))
    same_page = _shared(articles["source_url"])
    yield same_page[_jaccard(signatures, *same_page.T) >= SAME_PAGE]
    rows = np.flatnonzero(telling & ~articles["content_sha256"].duplicated().to_numpy())
    yield rows[near_duplicates(articles.iloc[rows], signatures[rows], is_new[rows])]


def _signatures(minhash: pd.Series[Any]) -> Signatures:
    if minhash.empty:
        return np.empty((0, BAND_ROWS), np.uint32)
    return np.frombuffer(b"".join(minhash), np.uint32).reshape(len(minhash), -1)


def _days(dates: pd.Series[Any]) -> pd.Series[Any]:
    return (pd.to_datetime(dates) - pd.Timestamp(1970, 1, 1)).dt.days.astype(float)


def _shared(values: pd.Series[Any]) -> Indices:
    """Tie each row to the one before it that has the same value; nulls tie nothing."""
    previous = pd.Series(np.arange(len(values))).groupby(values.to_numpy()).shift()
    rows = np.flatnonzero(previous.notna())
    return np.column_stack([previous.iloc[rows].to_numpy(np.int64), rows])


def _candidates(signatures: Signatures, is_new: npt.NDArray[np.bool_]) -> Indices:
    """Pair the articles that share a band, at least one of each new."""
    starts = range(0, signatures.shape[1] - BAND_ROWS + 1, BAND_ROWS) if is_new.any() else ()
    found = [_same_band(_hashed(signatures[:, start : start + BAND_ROWS]), is_new) for start in starts]
    return np.unique(np.concatenate([np.empty((0, 2), np.int64), *found]), axis=0)


def _hashed(band: Signatures) -> npt.NDArray[np.uint64]:
    keys = np.zeros(len(band), np.uint64)
    for column in band.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
    return keys


def _same_band(keys: npt.NDArray[np.uint64], is_new: npt.NDArray[np.bool_]) -> Indices:
    rows = np.flatnonzero(np.isin(keys, keys[is_new]))
    rows = rows[np.argsort(keys[rows], kind="stable")]
    pairs = [np.empty((0, 2), np.int64)]
    for step in range(1, NEIGHBOURS + 1):
        left, right = rows[:-step], rows[step:]
        same = keys[left] == keys[right]
        if not same.any():
            break
        wanted = same & (is_new[left] | is_new[right])
        pairs.append(np.column_stack([left[wanted], right[wanted]]))
    return np.concatenate(pairs)


def _in_parts(pairs: Indices) -> Iterator[Indices]:
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        yield pairs[start : start + PAIRS_AT_ONCE]


def _jaccard(signatures: Signatures, left: Indices, right: Indices) -> npt.NDArray[np.float64]:
    """Estimate the Jaccard similarity of pairs: the share of equal minima."""
    equal: npt.NDArray[np.float64] = (signatures[left] == signatures[right]).mean(axis=1)
    return equal


def _components(size: int, links: Indices) -> Indices:
    """Number each row by the first row it hangs together with (union-find)."""
    first = list(range(size))

    def root(row: int) -> int:
        while first[row] != row:
            first[row] = first[first[row]]
            row = first[row]
        return row

    for left, right in links.tolist():
        earlier, later = sorted((root(left), root(right)))
        first[later] = earlier
    return np.array([root(row) for row in range(size)], np.int64)


def _story_ids(articles: pd.DataFrame, before: pd.Series[Any]) -> pd.Series[Any]:
    """Keep the id of the earliest article that has one; else derive it from the earliest article."""
    kept = before.groupby(articles["first"]).first()
    fresh = articles["article_id"].iloc[kept.index].map(lambda article_id: key_of("story", article_id))
    return articles["first"].map(kept.where(kept.notna(), fresh))


def _represented(articles: pd.DataFrame, signatures: Signatures) -> pd.DataFrame:
    """Mark each story's earliest complete version and give every article's likeness to it."""
    longest = articles.groupby("story_id")["word_count"].transform("max")
    complete = articles.index[articles["word_count"] >= COMPLETE * longest].to_series()
    chosen = articles["story_id"].map(complete.groupby(articles["story_id"]).min()).to_numpy(np.int64)
    rows = np.arange(len(articles))
    resolved = articles[["article_id", "story_id"]].assign(
        is_representative=rows == chosen, similarity=_jaccard(signatures, rows, chosen)
    )
    return resolved.sort_values("article_id", ignore_index=True)
