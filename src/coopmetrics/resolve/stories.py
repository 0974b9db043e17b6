"""Stories: exact and near-duplicate articles, syndicated copies and revised versions counted as one.

What is alike joins one story. Versions of one item (the same address, or guid of one source) are told apart from
copies: only the newest is current, and only current articles are counted.

    article_id  story_id  is_representative  similarity  is_current
    a1          s-4f…     false              0.97        false       an item's first version
    a2          s-4f…     true               1.0         true        its revised one: the earliest complete article
    a3          s-4f…     false              0.91        true        a copy with another dateline

A story keeps its id when articles join it; where one new article ties two stories together, the id of the earlier one
stays. See docs/decisions/0025 and 0026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from coopmetrics.lake import key_of
from coopmetrics.resolve.form_letters import fills_one_form, is_of_one_form
from coopmetrics.resolve.likeness import Flags, Indices, Numbers, Signatures, candidates, contained, jaccard, signatures

#: Measured on releases and newswire with 5-word shingles, each against a copy with 5 % of its words changed, a copy cut
#: to half and a copy with boilerplate added: all copies but 1 in 100 lie above, other texts of the month below.
SAME_TEXT: Final = 0.5
SAME_PAGE: Final = 0.05
CUT_SHORT: Final = (0.3, 0.8)
DAYS_APART: Final = 30
#: a source's own text comes again within so many days, or nearly unchanged; else it is a form filled in once more
OWN_DAYS_APART: Final = 3
HARDLY_CHANGED: Final = 0.9
#: versions before it that each is compared with: between two may be a page that says nothing ("Subscribe to read on.")
VERSIONS_BACK: Final = 20
#: a version with this share of the longest one's words is complete
COMPLETE: Final = 0.8
#: a version with a smaller share of the longest one's words is its teaser, and never takes its place
TEASER: Final = 1 / 3
#: a file that holds one article and is changed so that this much stays is a newer version of it
SAME_FILE: Final = 0.3
#: shorter texts ("Subscribe to read on.") tell nothing by being alike
FEWEST_WORDS: Final = 20
#: so short a text is told by its headline, unless that is shorter yet ("Press briefing")
FEWEST_WORDS_OF_TITLE: Final = 5

#: what `resolve_stories` reads of an article
COLUMNS: Final = (
    "article_id, source, guid, source_url, title, published_on, published_at, ingested_at, word_count, content_sha256, "
    "minhash, own_file"
)


def resolve_stories(articles: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Put every article into a story.

    `articles` has the columns named in `COLUMNS`, of which `own_file`, the raw file of those that stand in one of their
    own, may be left out, and may have `opening`, the first words of those without a headline. `known` gives the story
    of articles resolved before. Every article of a known story must be among `articles` for its rows to be right.
    Returns the rows of table `stories`, sorted by article_id.
    """
    stated = pd.to_datetime(articles["published_at"], utc=True)
    written = {name: _written(articles, name) for name in ("title", "opening")}
    file = articles.get("own_file")
    articles = articles.assign(day=_days(articles["published_on"]), published_at=stated, own_file=file, **written)
    articles = articles.sort_values(["day", "published_at", "article_id"], ignore_index=True)
    values = signatures(articles.pop("minhash"))
    before = articles["article_id"].map(dict(known))
    versions = _versions(articles, values)
    links = np.concatenate([_shared(before), versions, *_links(articles, values, before.isna().to_numpy())])
    articles["story_id"] = _story_ids(articles, before, _components(len(articles), links), set(known.values()))
    articles["is_current"] = _is_current(articles, _components(len(articles), versions))
    return _represented(articles, values)


def near_duplicates(articles: pd.DataFrame, values: Signatures, is_new: Flags) -> Indices:
    """Find pairs of alike articles, at least one of each new: an array of shape (pairs, 2) of row numbers."""
    words, days = articles["word_count"].to_numpy(float), articles["day"].to_numpy()
    found = [np.empty((0, 2), np.int64)]
    for left, right in candidates(values, is_new):
        likeness = jaccard(values, left, right)
        part = contained(likeness, words[left], words[right])
        alike = (likeness >= SAME_TEXT) | ((likeness >= CUT_SHORT[0]) & (part >= CUT_SHORT[1]))
        alike &= ~(np.abs(days[left] - days[right]) > DAYS_APART)  # an unknown date is never too far
        pairs = np.column_stack([left[alike], right[alike]])
        found.append(pairs[~_form_letters(articles, pairs, likeness[alike])])
    return np.concatenate(found)


def _form_letters(articles: pd.DataFrame, pairs: Indices, likeness: Numbers) -> Flags:
    """Tell the pairs that are two texts of one source, on one form: later, or with other names where they begin."""
    days, titles = articles["day"].to_numpy(), articles["title"].to_numpy(object)
    openings = articles["opening"].to_numpy(object)
    sources, pages = _numbers(articles["source"]), _numbers(articles["source_url"])
    left, right = pairs.T
    own = (sources[left] == sources[right]) & ((pages[left] != pages[right]) | (pages[left] < 0))
    later = (np.abs(days[left] - days[right]) > OWN_DAYS_APART) & (likeness < HARDLY_CHANGED)
    of_one_form = np.zeros(len(pairs), bool)
    for number in np.flatnonzero(own & ~later):
        pair = pairs[number]
        of_one_form[number] = is_of_one_form(*titles[pair]) or fills_one_form(*openings[pair])
    return np.asarray(own & (later | of_one_form))


def _links(articles: pd.DataFrame, values: Signatures, is_new: Flags) -> Iterator[Indices]:
    """Tie articles by the same text, by likeness and, if they are short, by the same headline."""
    telling = (articles["word_count"] >= FEWEST_WORDS).to_numpy()
    yield _shared(articles["content_sha256"].where(telling))
    yield _same_headline(articles, ~telling)
    rows = np.flatnonzero(telling & ~articles["content_sha256"].duplicated().to_numpy())
    yield rows[near_duplicates(articles.iloc[rows], values[rows], is_new[rows])]


def _same_headline(articles: pd.DataFrame, is_short: Flags) -> Indices:
    """Tie the short ones, feeds' headlines alone for the most part, to what has the same headline in those days."""
    headlines = articles["title"].str.casefold().str.replace(r"\W+", " ", regex=True).str.strip()
    # what one source prints on several days is the name of a column: "What you need to know today"
    days = articles["day"].groupby([headlines, articles["source"]]).nunique().groupby(level=0).max()
    told = headlines.mask(headlines.map(days) > 1, headlines + articles["day"].astype(str))
    # whole texts are told by their words: one of them at most is what the short ones give in brief
    told = told.where(is_short | ~told.where(~is_short).duplicated())
    pairs = _shared(told.where(headlines.str.count(" ") + 1 >= FEWEST_WORDS_OF_TITLE))
    apart = np.ptp(articles["day"].to_numpy()[pairs], axis=1)
    return np.asarray(pairs[~(apart > OWN_DAYS_APART)])


def _versions(articles: pd.DataFrame, values: Signatures) -> Indices:
    """Tie the versions of each item: the same address, guid or file of its own, and something in common.

    Addresses and guids alone would not do: there are feeds that give all their items the same. With one, the headline
    may be all that is common; a file of one name may hold another article each day.
    """
    guids = articles["source"].str.cat(articles["guid"], sep="\n")
    same = np.concatenate([_shared(keys, VERSIONS_BACK) for keys in (articles["source_url"], guids)])
    left, right = same.T
    titles, days = articles["title"].str.casefold().to_numpy(object), articles["day"].to_numpy()
    same_title = (titles[left] == titles[right]) & (titles[left] != "")
    same_title &= ~(np.abs(days[left] - days[right]) > OWN_DAYS_APART)
    changed = _shared(articles["own_file"])
    likeness = jaccard(values, *changed.T)
    return np.concatenate(
        [same[(jaccard(values, left, right) >= SAME_PAGE) | same_title], changed[likeness >= SAME_FILE]]
    )


def _is_current(articles: pd.DataFrame, item: Indices) -> pd.Series[bool]:
    """Tell the newest version of each item: by its stated day, on one day by the time if all state one, else as read.

    A version without a day is of the last day stated. A feed's teaser is no newer version of the page it leads to.
    Of versions that stood in one file, one after another, only the last read can be: the file holds no other.
    """
    order = articles[["article_id", "ingested_at", "published_at"]].assign(item=item)
    order["is_whole"] = articles["word_count"] >= TEASER * articles["word_count"].groupby(item).transform("max")
    day = articles["day"].fillna(_days(articles["published_at"].dt.tz_localize(None).dt.normalize()))
    order["day"] = day.fillna(day.groupby(item).transform("max")).fillna(0)
    lacks_time = articles["published_at"].isna()
    vague = lacks_time.groupby([order["item"], order["is_whole"], order["day"]]).transform("any")
    order["published_at"] = order["published_at"].mask(vague)
    order = order[_stands_in_its_file(articles, item)]
    order = order.sort_values(["is_whole", "day", "published_at", "ingested_at", "article_id"])
    newest = order.drop_duplicates("item", keep="last").index
    return pd.Series(articles.index.isin(newest), index=articles.index)


def _stands_in_its_file(articles: pd.DataFrame, item: Indices) -> Flags:
    """Tell the versions that were not written over in the file they were read from."""
    read = articles[["own_file", "ingested_at", "article_id"]].assign(item=item).dropna(subset="own_file")
    read = read.sort_values(["ingested_at", "article_id"])
    return ~articles.index.isin(read.index[read.duplicated(["item", "own_file"], keep="last")])


def _written(articles: pd.DataFrame, column: str) -> pd.Series[Any] | str:
    return articles[column].astype(object).fillna("") if column in articles else ""


def _days(dates: pd.Series[Any]) -> pd.Series[Any]:
    return (pd.to_datetime(dates) - pd.Timestamp(1970, 1, 1)).dt.days.astype(float)


def _numbers(values: pd.Series[Any]) -> Indices:
    """Number equal values alike; nulls are -1."""
    return np.asarray(pd.factorize(values)[0], np.int64)


def _shared(values: pd.Series[Any], back: int = 1) -> Indices:
    """Tie each row to the one before it, or so many before it, that have the same value; nulls tie nothing."""
    alike = pd.Series(np.arange(len(values))).groupby(values.to_numpy())
    found = [np.empty((0, 2), np.int64)]
    for step in range(1, back + 1):
        previous = alike.shift(step)
        rows = np.flatnonzero(previous.notna())
        if not rows.size:
            break
        found.append(np.column_stack([previous.iloc[rows].to_numpy(np.int64), rows]))
    return np.concatenate(found)


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


def _story_ids(articles: pd.DataFrame, before: pd.Series[Any], first: Indices, taken: set[str]) -> pd.Series[Any]:
    """Keep the id of the earliest article that has one; else derive it from the earliest article."""
    kept = before.groupby(first).first()
    fresh = articles["article_id"].iloc[kept.index].map(lambda article_id: _free_id(article_id, taken))
    return pd.Series(first).map(kept.where(kept.notna(), fresh))


def _free_id(article_id: str, taken: set[str]) -> str:
    """Derive a story's id from an article, which may have left a story of that id when its date was corrected."""
    story_id = key_of("story", article_id)
    while story_id in taken:
        story_id = key_of("story", story_id)
    return story_id


def _represented(articles: pd.DataFrame, values: Signatures) -> pd.DataFrame:
    """Mark each story's earliest complete article that counts, and give every article's likeness to it."""
    current = articles[articles["is_current"]]
    longest = current.groupby("story_id")["word_count"].transform("max")
    complete = current.index[current["word_count"] >= COMPLETE * longest].to_series()
    chosen = articles["story_id"].map(complete.groupby(articles["story_id"]).min()).to_numpy(np.int64)
    rows = np.arange(len(articles))
    resolved = articles[["article_id", "story_id"]].assign(
        is_representative=rows == chosen,
        similarity=jaccard(values, rows, chosen),
        is_current=articles["is_current"],
    )
    return resolved.sort_values("article_id", ignore_index=True)
