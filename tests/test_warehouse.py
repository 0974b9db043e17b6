from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from coopmetrics import warehouse
from coopmetrics.ingest import KnownArticles, ingest_batch, pending_batches
from coopmetrics.lake import Lake
from coopmetrics.normalize import normalize_batch
from coopmetrics.normalize import pending_batches as uncoded_batches
from coopmetrics.settings import Settings
from coopmetrics.tables import ARTICLES, EVENT_SECTORS, TABLES

ARTICLE = {
    "article_id": "a1",
    "source": "Caspian Wire",
    "source_url": None,
    "guid": None,
    "title": "Ferry line",
    "byline": None,
    "language": "en",
    "published_on": date(2024, 3, 4),
    "published_at": datetime(2024, 3, 4, 9, 30, tzinfo=UTC),
    "published_basis": "field",
    "published_unread": None,
    "text": "The ministers met in Aktau.",
    "word_count": 5,
    "content_sha256": "0",
    "minhash": b"",
    "metadata_hashes": [],
    "raw_form": "text",
    "raw_path": "wire's.txt",
    "raw_position": None,
    "ingested_at": datetime(2024, 3, 5, tzinfo=UTC),
}

#: a reader in another process: opens the warehouse, says so, and answers again when told to
READER = """
import sys
from pathlib import Path
from coopmetrics import warehouse
from coopmetrics.settings import Settings
database = warehouse.connect(Settings(warehouse=Path(sys.argv[1])))
for _ in range(2):
    print(database.execute("select count(*) from marts.fct_articles").fetchone()[0], flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "it's here")


def write_articles(settings: Settings, *ids: str, batch: str = "1") -> None:
    with Lake(settings.lake).unit("ingest", batch, "1.0") as unit:
        unit.write(ARTICLES, [ARTICLE | {"article_id": article_id} for article_id in ids])


def stand_in(path: Path, articles: int) -> None:
    """A finished database as small as it can be."""
    with duckdb.connect(str(path)) as database:
        database.execute(f"create schema marts; create table marts.fct_articles as from range({articles})")


def test_loading_shows_live_rows_and_gives_missing_tables_their_types(settings, tmp_path):
    write_articles(settings, "a1", "a2")
    (settings.lake / "articles" / "version=1.0" / "orphan.parquet").write_bytes(b"of a killed run")
    warehouse.load(Lake(settings.lake), tmp_path / "scratch.duckdb")
    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as database:
        assert database.sql("select article_id, raw_path from lake.articles order by all").fetchall() == [
            ("a1", "wire's.txt"),
            ("a2", "wire's.txt"),
        ]
        columns = database.sql(
            "select table_name, list(column_name order by column_index) from duckdb_columns() "
            "where schema_name = 'lake' group by table_name"
        ).fetchall()
        assert dict(columns) == {table.name: table.schema.names for table in TABLES.values()}
        assert [str(t) for t in database.table("lake.actors").types][6] == "VARCHAR[]"


def test_a_damaged_file_of_the_lake_is_named(settings, tmp_path):
    write_articles(settings, "a1")
    [file] = Lake(settings.lake).live_files("articles")
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(warehouse.BuildError, match=rf"the lake is damaged: restore {settings.lake}, .*{file.name}"):
        warehouse.load(Lake(settings.lake), tmp_path / "scratch.duckdb")


def test_what_was_coded_of_an_article_before_it_was_corrected_is_left_out(tmp_path):
    settings = Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    settings.raw.mkdir()
    accord = {"text": "Kenya and India signed an accord in Nairobi on Monday.", "published_at": "2024-05-08"}
    grant = {"text": "Japan granted Peru $15 million for water pipes on Friday.", "published_at": "2024-05-08"}
    for day in ("2024-05-08", "2024-06-12"):
        lines = (accord | {"published_at": day}, grant)
        (settings.raw / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
        ingest_all(settings)
        for batch in uncoded_batches(settings):
            normalize_batch(batch, settings)

    warehouse.load(Lake(settings.lake), tmp_path / "scratch.duckdb")

    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as database:
        days = database.sql("select published_on from lake.articles order by all").fetchall()
        assert days == [(date(2024, 5, 8),), (date(2024, 6, 12),)]
        events = database.sql("select source_country, event_on from lake.events order by all").fetchall()
        assert events == [("JPN", date(2024, 5, 3)), ("KEN", date(2024, 6, 10))]
        (amounts,) = database.sql("select count(*) from lake.quantities").fetchone()
        assert amounts == 1


def test_what_was_rejected_of_a_file_is_forgotten_once_the_file_is_mended(tmp_path):
    settings = Settings(raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    settings.raw.mkdir()
    (settings.raw / "a.txt").write_text(" ")
    (settings.raw / "b.txt").write_text(" ")
    ingest_all(settings)
    made_from = warehouse._made_from(Lake(settings.lake))
    (settings.raw / "a.txt").unlink()
    (settings.raw / "a.txt").symlink_to(settings.raw / "gone.txt")
    ingest_all(settings)
    (settings.raw / "a.txt").unlink()
    (settings.raw / "a.txt").write_text(" ".join(["Kenya and India signed an accord in Nairobi."] * 5))
    ingest_all(settings)

    warehouse.load(Lake(settings.lake), tmp_path / "scratch.duckdb")

    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as database:
        assert database.sql("select raw_path, reason_code from lake.rejected").fetchall() == [("b.txt", "empty_file")]
    assert warehouse._made_from(Lake(settings.lake)) != made_from


def ingest_all(settings: Settings) -> None:
    for batch in pending_batches(settings):
        ingest_batch(batch, settings, KnownArticles(settings))


def test_vocabularies_are_loaded_as_text_and_countries_with_those_that_are_gone(settings, tmp_path):
    warehouse.load(Lake(settings.lake), tmp_path / "scratch.duckdb")
    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as database:
        codes = dict(database.sql("select event_type, cameo_code from reference.event_types").fetchall())
        names = dict(database.sql("select country_code, name from reference.countries").fetchall())
    assert codes["AGREE"] == "030"
    assert names["XKX"] == "Kosovo"
    assert names["BOL"] == "Bolivia"
    assert "SUN" in names


def test_without_a_warehouse_the_message_says_what_to_do(settings):
    with pytest.raises(warehouse.NotPublishedError, match="coopmetrics run"):
        warehouse.connect(settings)


@pytest.mark.parametrize(
    "sql",
    [
        "create table marts.mine as select 1",
        "delete from marts.fct_articles",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy marts.fct_articles to 'out.csv'",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_a_query_can_neither_write_nor_reach_other_files(settings, sql):
    settings.warehouse.mkdir(parents=True)
    stand_in(settings.database, 1)
    with pytest.raises(duckdb.Error):
        warehouse.query(settings, sql)


def test_a_query_gives_rows_and_a_statement_without_rows_none(settings):
    settings.warehouse.mkdir(parents=True)
    stand_in(settings.database, 3)
    assert warehouse.query(settings, "from marts.fct_articles").num_rows == 3
    assert warehouse.query(settings, "set threads = 1").num_rows == 0


@pytest.mark.slow
def test_publishing_beside_a_reader_in_another_process(settings):
    write_articles(settings, "a1")
    first = warehouse.build(settings)
    assert (first.articles, first.stories, first.events) == (1, 1, 0)
    assert warehouse.is_current(settings)
    settings.database.write_bytes(b"cut short")
    assert not warehouse.is_current(settings)
    warehouse.build(settings)
    command = [sys.executable, "-c", READER, str(settings.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "1\n"
        # a log left by somebody who opened the file for writing would otherwise be replayed into the new one
        Path(f"{settings.database}.wal").write_bytes(b"stale")
        write_articles(settings, "a2", "a3", batch="2")
        assert not warehouse.is_current(settings)
        assert warehouse.build(settings).articles == 3
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"  # still what it opened
        reader.stdin.write("\n")
    assert reader.returncode == 0
    assert sorted(p.name for p in settings.warehouse.iterdir()) == ["build", "cooperation.duckdb", "lake"]


@pytest.mark.slow
def test_a_build_that_fails_its_audit_leaves_the_last_good_one(settings):
    settings.warehouse.mkdir(parents=True)
    stand_in(settings.database, 7)
    write_articles(settings, "a1")
    with Lake(settings.lake).unit("normalize", "1", "1.0") as unit:
        unit.write(EVENT_SECTORS, [{"event_id": "nowhere", "sector_code": "alchemy"}])
    with pytest.raises(warehouse.BuildError) as failure:
        warehouse.build(settings)
    assert "relationships_fct_event_sectors_sector_code" in str(failure.value)
    assert "Got 1 result" in str(failure.value)
    assert warehouse.query(settings, "from marts.fct_articles").num_rows == 7
    assert not warehouse.is_current(settings)


def test_what_ended_dbt_is_told_in_a_line(tmp_path):
    (tmp_path / "scratch.duckdb").write_text("no database")
    with pytest.raises(warehouse.BuildError) as failure:
        warehouse.transform(tmp_path)
    _, told = str(failure.value).splitlines()
    assert "is not a valid DuckDB database file" in told
    assert told.endswith("dbt.log)")


#: every code of a country, organisation or forum
CODES = "select country_code as code from reference.countries union all select code from reference.igos"


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("references") / "scratch.duckdb"
    warehouse.load(Lake(path.parent / "lake"), path)
    with duckdb.connect(str(path)) as database:
        database.execute(f"create table reference.codes as {CODES}")
        yield database


@pytest.mark.parametrize(
    ("vocabulary", "column", "dimension", "key"),
    [
        ("agencies", "code", "codes", "code"),
        ("ambiguous_names", "code", "codes", "code"),
        ("cameo", "event_type", "event_types", "event_type"),
        ("capitals", "code", "codes", "code"),
        ("country_aliases", "code", "codes", "code"),
        ("demonyms", "code", "codes", "code"),
        ("event_types", "stage", "stages", "stage"),
        ("leaders", "code", "codes", "code"),
        ("leaders", "level", "levels", "level"),
        ("roles", "level", "levels", "level"),
        ("sector_terms", "sector_code", "sectors", "sector_code"),
        ("sectors", "parent_code", "sectors", "sector_code"),
    ],
)
def test_what_a_vocabulary_can_give_has_its_row_in_a_dimension(references, vocabulary, column, dimension, key):
    given = references.read_csv(str(warehouse.PACKAGE / "reference" / f"{vocabulary}.csv"), all_varchar=True)
    values = {value for (value,) in given.select(column).distinct().fetchall() if value}
    known = {value for (value,) in references.table(f"reference.{dimension}").select(key).fetchall()}
    assert values - known == set()
