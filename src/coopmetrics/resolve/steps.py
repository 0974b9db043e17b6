"""The three steps of resolution over the lake: read what counts, resolve what is new, write the tables anew.

Every step reads the live batches of its inputs and its own last result, and writes its tables complete, as one unit
that takes the place of the last one. Nothing new in the inputs: nothing is done. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import duckdb
import pyarrow as pa

from coopmetrics.corrected import counting, replaced
from coopmetrics.lake import Lake, Unit, key_of
from coopmetrics.resolve.actors import Entity, resolve_actors
from coopmetrics.resolve.initiatives import Event, resolve_initiatives
from coopmetrics.resolve.story_update import updated_stories
from coopmetrics.settings import Settings
from coopmetrics.tables import (
    ACTOR_MENTIONS,
    ACTORS,
    ARTICLES,
    BATCH,
    EVENT_SECTORS,
    EVENTS,
    INITIATIVE_EVENTS,
    INITIATIVES,
    MENTIONS,
    STORIES,
    Table,
)
from coopmetrics.version import resolver_version

#: one unit a step: the whole warehouse
KEY: Final = "all"

Tables: TypeAlias = Mapping[str, pa.Table]
Connection: TypeAlias = duckdb.DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Step:
    """What a step reads, and what it makes of it.

    `resolve` is given a connection with a view for each table in `reads`, one row a key (`every_<table>` has all), and
    `known_<table>` for each table it writes (the step's last result), and returns the tables in `writes`.
    """

    name: str
    reads: tuple[Table, ...]
    writes: tuple[Table, ...]
    resolve: Callable[[Connection], Tables]


def resolve(settings: Settings) -> dict[str, int]:
    """Bring stories, actors and initiatives up to date; returns the rows written a table, none if nothing was new."""
    counts: dict[str, int] = {}
    for step in STEPS:
        counts |= run(step, Lake(settings.lake))
    return counts


def run(step: Step, lake: Lake) -> dict[str, int]:
    """Do one step if its inputs changed; returns the rows written a table."""
    batches = sorted({output.batch_id for table in step.reads for output in lake.live_batches(table.name)})
    version = f"{resolver_version()}-{key_of(*batches)[:8]}"
    if lake.is_done(step.name, KEY, version):
        return {}
    last = lake.units(step.name)
    with duckdb.connect() as connection:
        _view(connection, lake, step, last)
        tables = step.resolve(connection)
        with lake.unit(step.name, KEY, version, upstream=batches) as unit:
            for table in step.writes:
                unit.write(table, tables[table.name])
    _drop(lake, last)
    return unit.counts


def stories(connection: Connection) -> Tables:
    """Put articles into stories."""
    return {STORIES.name: updated_stories(connection)}


def actors(connection: Connection) -> Tables:
    """Put mentions to actors."""
    entities = [Entity(*row) for row in connection.execute(ENTITIES).fetchall()]
    known = {(key, country): actor_id for key, country, actor_id in connection.execute(KNOWN_ACTORS).fetchall()}
    resolved = resolve_actors(entities, known)
    rows = [(entity.key, entity.country_code, actor_id) for entity, actor_id in resolved.items()]
    names = ("entity_key", "country_code", "actor_id")
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    resolution = pa.table({name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)})
    _copy(connection, "resolution", resolution)
    connection.execute(f"create view named as {NAMED}")
    return {
        ACTORS.name: connection.sql(ACTOR_ROWS).to_arrow_table(),
        ACTOR_MENTIONS.name: connection.sql("select mention_id, actor_id from named order by all").to_arrow_table(),
    }


def initiatives(connection: Connection) -> Tables:
    """Put events to initiatives."""
    events = [Event(*row) for row in connection.execute(DYAD_EVENTS).fetchall()]
    known = dict(connection.execute("select event_id, initiative_id from known_initiative_events").fetchall())
    found = sorted(resolve_initiatives(events, known), key=lambda initiative: initiative.initiative_id)
    told = [
        {
            "initiative_id": initiative.initiative_id,
            "title": initiative.title,
            "country_a": initiative.events[0].country_a,
            "country_b": initiative.events[0].country_b,
            "first_seen_on": initiative.seen_on[0],
            "last_seen_on": initiative.seen_on[1],
        }
        for initiative in found
    ]
    members = [
        {"initiative_id": initiative.initiative_id, "event_id": event.event_id}
        for initiative in found
        for event in initiative.events
    ]
    return {
        INITIATIVES.name: pa.Table.from_pylist(told, _schema(INITIATIVES)),
        INITIATIVE_EVENTS.name: pa.Table.from_pylist(members, _schema(INITIATIVE_EVENTS)),
    }


STEPS: Final = (
    Step("stories", (ARTICLES,), (STORIES,), stories),
    Step("actors", (ARTICLES, MENTIONS, STORIES), (ACTORS, ACTOR_MENTIONS), actors),
    Step("initiatives", (ARTICLES, EVENTS, EVENT_SECTORS, STORIES), (INITIATIVES, INITIATIVE_EVENTS), initiatives),
)

#: one row an entity key and country, over all articles
ENTITIES: Final = """
select
    mode(kind order by kind),
    entity_key,
    country_code,
    mode(name order by name),
    mode(level order by level),
    count(*)::integer
from mentions
where kind <> 'place'
group by entity_key, country_code
"""

#: what was decided before, for the same key and country
KNOWN_ACTORS: Final = """
select mentions.entity_key, mentions.country_code, mode(actor_id order by actor_id)
from known_actor_mentions
inner join mentions using (mention_id)
group by all
"""

NAMED: Final = """
select
    mentions.*,
    resolution.actor_id,
    articles.published_on,
    coalesce(stories.is_current, true) as is_current
from mentions
inner join resolution
    on mentions.entity_key = resolution.entity_key
    and mentions.country_code is not distinct from resolution.country_code
inner join articles using (article_id)
left join stories using (article_id)
where mentions.kind <> 'place'
"""

ACTOR_ROWS: Final = """
with names as (
    select actor_id, name, count(*) as mention_count, contains(name, ' ') as is_full
    from named
    group by all
),

titles as (
    select
        actor_id,
        first(name order by is_full desc, mention_count desc, name) as name,
        list(name order by is_full desc, mention_count desc, name)[2:] as aliases
    from names
    group by all
)

select
    actor_id,
    any_value(named.kind order by named.kind) as kind,
    titles.name,
    mode(named.country_code order by named.country_code) as country_code,
    arg_max(named.role, (coalesce(named.published_on, date '0001-01-01'), named.mention_id)) as role,
    arg_max(named.level, (coalesce(named.published_on, date '0001-01-01'), named.mention_id)) as level,
    titles.aliases,
    min(named.published_on) as first_seen_on,
    max(named.published_on) as last_seen_on,
    count(*) filter (where named.is_current)::integer as mention_count
from named
inner join titles using (actor_id)
group by actor_id, titles.name, titles.aliases
order by actor_id
"""

#: events of two parties with codes, as one unordered pair; denied, supposed and domestic ones tell of no initiative
DYAD_EVENTS: Final = """
select
    events.event_id,
    article_id,
    coalesce(story_id, article_id),
    sentence_no,
    least(source_country, target_country),
    greatest(source_country, target_country),
    event_type,
    stage,
    thing,
    coalesce(list(sector_code) filter (sector_code is not null), []),
    published_on,
    coalesce(stories.is_current, true)
from events
inner join articles using (article_id)
left join stories using (article_id)
left join event_sectors using (event_id)
where source_country <> target_country and not is_negated and not is_hypothetical
group by all
"""


#: articles whose date, title, author or source was corrected since the step was done last
CORRECTED: Final = """
create table corrected as
select distinct article_id
from articles
semi join replaced_articles using (article_id)
where ingested_at > cast($resolved_at as timestamptz)
"""


def _view(connection: Connection, lake: Lake, step: Step, last: list[Unit]) -> None:
    replaced(lake).create(connection, "main")
    for table in step.reads:
        _view_of(connection, f"every_{table.name}", table, [str(path) for path in lake.live_files(table.name)])
        connection.execute(f"create view {table.name} as {_newest(table)}")
    for table in step.writes:
        files = [str(lake.root / output.path) for unit in last for output in unit.outputs if output.table == table.name]
        _view_of(connection, f"known_{table.name}", table, files)
    connection.execute(CORRECTED, {"resolved_at": last[-1].started_at if last else None})


def _newest(table: Table) -> str:
    """Give one row a key, as the macro of the same name does for the warehouse: an article may stand in two batches."""
    read = ["ingested_at desc"] if "ingested_at" in table.schema.names else []
    # versions by their numbers: as texts, "0.10" goes before "0.9"
    number = "try_cast(string_split(split_part(coder_version, '-', 1), '.') as integer[]) desc"
    order = ", ".join([*read, number, "coder_version desc", "batch_id"])
    ranked = f"row_number() over (partition by {', '.join(table.key)} order by {order})"
    return f"from every_{table.name} {counting(table, 'main')} qualify {ranked} = 1"


def _copy(connection: Connection, name: str, rows: pa.Table) -> None:
    """Make a table of rows: joins push filters into scans that DuckDB cannot push into Arrow's."""
    connection.register("given", rows)
    connection.execute(f"create table {name} as from given")
    connection.unregister("given")


def _view_of(connection: Connection, name: str, table: Table, files: list[str]) -> None:
    """Show files as one view, with the name of each row's file; columns that older files lack are null."""
    _copy(connection, f"declared_{name}", table.schema.empty_table())
    connection.execute(f"create view no_{name} as select *, cast(null as text) as filename from declared_{name}")  # noqa: S608
    if files:
        paths = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        options = "union_by_name = true, filename = true, hive_partitioning = false"
        read = f"select * from read_parquet([{paths}], {options}) union all by name from no_{name}"  # noqa: S608
        connection.execute(f"create view {name} as {read}")
    else:
        connection.execute(f"create view {name} as from no_{name}")


def _drop(lake: Lake, units: list[Unit]) -> None:
    """Remove the files of results that another result has replaced."""
    kept = {output.path for step in STEPS for unit in lake.units(step.name) for output in unit.outputs}
    for output in (output for unit in units for output in unit.outputs):
        if output.path not in kept:
            (lake.root / output.path).unlink(missing_ok=True)


def _schema(table: Table) -> pa.Schema:
    return pa.schema([field for field in table.schema if field.name not in {column.name for column in BATCH}])
