"""Stories brought up to date: what is new is resolved with the stories it may touch, the others are taken over.

    keys      what identifies each article, and its day: all articles, few columns
    fresh     articles not resolved before, or corrected since
    near      articles so close in time to a fresh one that they may be copies, or with its text, address, guid or file
    stirred   stories of near articles, and those that lost an article
    chosen    fresh articles and all of the stirred stories: only these are read with their signatures

So a day's articles cost the comparison with those of the weeks around them, however large the lake is.
"""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from coopmetrics.resolve.form_letters import OPENING
from coopmetrics.resolve.stories import COLUMNS, DAYS_APART, resolve_stories

#: what is read from standard input stands in no file
OWN_FILE = "case when raw_position is null and raw_path <> '-' then raw_path end as own_file"
#: an article without a date is taken to be of the day it was read
CHOICE = f"""
create temp table keys as
select
    article_id, source || chr(10) || guid as guid_key, source_url, content_sha256, {OWN_FILE}, filename,
    coalesce(published_on, cast(ingested_at as date)) as day
from articles;

create temp table fresh as
from keys
where article_id not in (select article_id from known_stories) or article_id in (from corrected);

create temp table near as
with days as (
    select distinct cast(unnest(generate_series(day - {DAYS_APART}, day + {DAYS_APART}, interval 1 day)) as date) as day
    from (select distinct day from fresh)
)

select article_id from keys semi join days using (day)
union
select article_id from keys semi join fresh using (content_sha256)
union
select article_id from keys semi join fresh using (source_url)
union
select article_id from keys semi join fresh using (guid_key)
union
select article_id from keys semi join fresh using (own_file);

create temp table stirred as
select distinct story_id
from known_stories
left join keys using (article_id)
where article_id in (from near) or keys.article_id is null or known_stories.is_current is null;

create temp table chosen as
select article_id from fresh
union
select article_id from known_stories semi join stirred using (story_id);
"""  # noqa: S608

KNOWN = """
select article_id, story_id
from known_stories
semi join chosen using (article_id)
anti join corrected using (article_id)
"""

KEPT = """
select article_id, story_id, is_representative, similarity, is_current
from known_stories
where article_id not in (from chosen)
"""


def updated_stories(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Give all rows of table `stories`, from `articles`, `every_articles`, `known_stories` and `corrected`."""
    connection.execute(CHOICE)
    known = dict(connection.execute(KNOWN).fetchall())
    resolved = resolve_stories(_chosen(connection), known)
    connection.register("resolved", pa.Table.from_pandas(resolved, preserve_index=False))
    return connection.sql(f"{KEPT} union all by name from resolved order by article_id").to_arrow_table()


def _chosen(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Read the chosen articles from the files that hold one; signatures stay as Arrow has them, without a copy."""
    connection.execute(
        "create temp table places as select article_id, filename from keys semi join chosen using (article_id)"
    )
    files = connection.execute("select distinct filename from places").fetchall()
    # as literals, so that other files are not even opened; that a row is its article's newest is known from `places`
    names = ", ".join("'" + name.replace("'", "''") + "'" for (name,) in files) or "null"
    rows = f"from every_articles semi join places using (article_id, filename) where filename in ({names})"
    found = connection.sql(f"select {COLUMNS} from (select *, {OWN_FILE} {rows})").to_arrow_table()  # noqa: S608
    articles: pd.DataFrame = found.drop_columns(["minhash"]).to_pandas()
    # offsets of 64 bits, as millions of signatures are more than 2 GB
    articles["minhash"] = pd.Series(found["minhash"].cast(pa.large_binary()), dtype=pd.ArrowDtype(pa.large_binary()))
    # texts are many times the rest: only where there is no headline are they looked into
    openings = connection.execute(f"select article_id, left(text, {OPENING}) {rows} and title is null").fetchall()
    articles["opening"] = articles["article_id"].map(dict(openings))
    return articles
