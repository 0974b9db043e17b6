"""Speed and memory of joining near-duplicates into stories, over a lake of made articles.

    python -m benchmarks.stories [--articles N] [--compare]

A fifth of the articles are copies: a signature four fifths the same, a day later in another outlet. All are resolved at
once, then a day's articles are added. `--compare` joins the same signatures by DuckDB and, if installed, datasketch,
each in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.speed import Measured, timed
from coopmetrics.articles import PERMUTATIONS
from coopmetrics.lake import Lake
from coopmetrics.resolve.likeness import BAND_ROWS, candidates
from coopmetrics.resolve.steps import STEPS, run
from coopmetrics.tables import ARTICLES, BATCH

#: articles a day, and a file of the lake
DAY = 1_000
FIRST_DAY = date(2020, 1, 1)
COPIES = 0.2
KEPT = 0.8

Values = npt.NDArray[np.uint32]

#: bands as a table, joined with itself: what is the same in one band is a candidate
JOINED = f"""
with bands as (
    select article, band, hash(list_slice(minhash, {BAND_ROWS} * band + 1, {BAND_ROWS} * band + {BAND_ROWS})) as key
    from signatures, range({PERMUTATIONS // BAND_ROWS}) as bands (band)
)

select count(*)
from (
    select distinct one.article, other.article as copy
    from bands as one
    inner join bands as other on one.band = other.band and one.key = other.key and one.article < other.article
) as pairs
"""  # noqa: S608


def measure(count: int) -> Iterator[Measured]:
    """Resolve a lake of `count` articles, then one more day."""
    stories, days = STEPS[0], count // DAY
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        for day in range(days):
            _write(lake, day)
        _, seconds = timed(lambda: run(stories, lake))
        yield f"stories of {days * DAY:,} articles at once", f"{seconds:,.1f} s"
        _write(lake, days)
        counts, seconds = timed(lambda: run(stories, lake))
        yield f"stories of {DAY:,} more, written beside {counts['stories'] - DAY:,}", f"{seconds:,.1f} s"
    yield "peak memory", f"{_peak():,.0f} MB"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(count: int) -> Iterator[Measured]:
    """Find candidates among the same signatures by each of the ways."""
    values = np.concatenate([_signatures(day) for day in range(count // DAY)])
    ways = {"bands by numpy": _numpy, "bands by DuckDB": _joined, "datasketch MinHashLSH": _datasketch}
    for name, way in ways.items():
        if way is not _datasketch or find_spec("datasketch"):
            pairs, seconds, memory = _apart(way, values)
            yield name, f"{seconds:,.1f} s of CPU time, {memory:,.0f} MB more, {pairs:,} candidates"


def _apart(way: Callable[[Values], int], values: Values) -> tuple[int, float, float]:
    """Find candidates in another process; give their number, the CPU time, and how much its peak memory has grown."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_measured, args=(way, values, there))
    process.start()
    there.close()  # so that a process that fails is not waited for
    found: tuple[int, float, float] = here.recv()
    process.join()
    return found


def _measured(way: Callable[[Values], int], values: Values, answer: Connection) -> None:
    before, started = _peak(), time.process_time()
    pairs = way(values)
    answer.send((pairs, time.process_time() - started, _peak() - before))


def _numpy(values: Values) -> int:
    return sum(len(left) for left, _ in candidates(values, np.ones(len(values), bool)))


def _joined(values: Values) -> int:
    with duckdb.connect(config={"threads": 1}) as connection:
        lists = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), PERMUTATIONS)
        connection.register("made", pa.table({"article": np.arange(len(values)), "minhash": lists}))
        connection.execute("create table signatures as select article, minhash::uinteger[] as minhash from made")
        (pairs,) = connection.execute(JOINED).fetchone() or (0,)
        return int(pairs)


def _datasketch(values: Values) -> int:
    from datasketch import MinHash, MinHashLSH

    bands = (PERMUTATIONS // BAND_ROWS, BAND_ROWS)
    index, pairs = MinHashLSH(num_perm=PERMUTATIONS, params=bands), 0
    for article, row in enumerate(values):
        signature = MinHash(num_perm=PERMUTATIONS, hashvalues=row.astype(np.uint64), scheme="legacy")
        pairs += len(index.query(signature))
        index.insert(article, signature, check_duplication=False)
    return pairs


def _signatures(day: int) -> Values:
    """Make a day's signatures, a fifth of them copies of the day before."""
    own, before = (_originals(number) for number in (day, max(day - 1, 0)))
    copies = int(DAY * COPIES) if day else 0
    random = np.random.default_rng(day)
    own[:copies] = np.where(random.random((copies, PERMUTATIONS)) < KEPT, before[-copies:][:copies], own[:copies])
    return own


def _originals(day: int) -> Values:
    return np.random.default_rng(10**6 + day).integers(0, 2**32, (DAY, PERMUTATIONS), dtype=np.uint32)


def _write(lake: Lake, day: int) -> None:
    ids = [f"{day * DAY + number:024x}" for number in range(DAY)]
    stated: dict[str, Any] = {
        "article_id": ids,
        "source": [f"outlet {number % 50}" for number in range(DAY)],
        "source_url": [f"https://outlet.example/{name}" for name in ids],
        "published_on": [FIRST_DAY + timedelta(days=day)] * DAY,
        "ingested_at": [datetime(2030, 1, 1, tzinfo=UTC)] * DAY,
        "word_count": [300] * DAY,
        "content_sha256": ids,
        "minhash": [row.tobytes() for row in _signatures(day)],
    }
    blank = {"language": "en", "published_basis": "field", "text": "", "raw_form": "jsonl", "raw_path": "made.jsonl"}
    columns = [column for column in ARTICLES.columns if column not in BATCH]
    arrays = [pa.array(stated.get(c.name) or [blank.get(c.name)] * DAY, c.type) for c in columns]
    with lake.unit("ingest", f"{day:08}", "made") as unit:
        unit.write(ARTICLES, pa.table(arrays, names=[column.name for column in columns]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000, help="made articles; default 50,000")
    parser.add_argument("--compare", action="store_true", help="compare ways of finding candidates instead")
    arguments = parser.parse_args()
    for what, value in (compare if arguments.compare else measure)(arguments.articles):
        print(f"{what:60} {value}")


if __name__ == "__main__":
    main()
