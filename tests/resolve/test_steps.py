"""Resolution over a lake: only what is new, the same after a kill, ids that stay."""

from datetime import UTC, date, datetime

import duckdb
import pyarrow.parquet as pq
import pytest

from coopmetrics import tables
from coopmetrics.articles.signature import signature
from coopmetrics.lake import Lake
from coopmetrics.resolve import resolve, steps, story_update
from coopmetrics.settings import Settings

TEXT = (
    "The energy minister of Georgia, Lasha Beridze, met his Armenian colleague in Gyumri and agreed on building a "
    "second power line across the border. Beridze said work on the line could begin within a year."
)


@pytest.fixture
def settings(tmp_path):
    return Settings(warehouse=tmp_path)


def write(settings, key, step, version="1", upstream=(), **rows):
    """Write rows of several tables as one finished unit of ingest or normalize; columns not named are empty."""
    with Lake(settings.lake).unit(step, key, version, upstream=upstream) as unit:
        for name, given in rows.items():
            table = tables.TABLES[name]
            blank = {c.name: EMPTY.get(c.type) if c.required else None for c in table.columns if c not in tables.BATCH}
            unit.write(table, [blank | row for row in given])
    return [output.batch_id for output in unit.outputs]


EMPTY = {
    tables.TEXT: "",
    tables.INT: 0,
    tables.REAL: 0.0,
    tables.BOOL: False,
    tables.TIME: datetime(2024, 1, 1, tzinfo=UTC),
    tables.BYTES: b"",
}


def add_article(settings, number, text=TEXT, minister="Lasha Beridze", stage="agreed"):
    article_id, day = f"a{number}", date(2024, 1, number)
    article = {"article_id": article_id, "published_on": day, "text": text, "content_sha256": text}
    article |= {"raw_path": f"{number}.txt"}
    article |= {"minhash": signature(text), "word_count": len(text.split())}
    batch = write(settings, f"ingest-{number}", "ingest", articles=[article])
    person = {"kind": "person", "name": minister, "entity_key": f"person:{minister.lower()}", "country_code": "GEO"}
    country = {"kind": "country", "name": "Armenia", "entity_key": "country:ARM", "country_code": "ARM"}
    place = {"kind": "place", "name": "Gyumri", "entity_key": "place:gyumri", "country_code": "ARM"}
    mentions = [
        mention | {"article_id": article_id, "mention_id": f"m{number}{mention['kind']}", "role": f"minister {number}"}
        for mention in (person, country, place)
    ]
    event = {"event_id": f"e{number}", "article_id": article_id, "event_type": "AGREE", "stage": stage}
    event |= {"source_country": "GEO", "target_country": "ARM", "thing": "second power line"}
    sector = {"event_id": event["event_id"], "sector_code": "electricity"}
    found = {"mentions": mentions, "events": [event], "event_sectors": [sector]}
    write(settings, f"normalize-{number}", "normalize", upstream=batch, **found)


def rows(settings, table):
    found = [row for path in Lake(settings.lake).live_files(table) for row in pq.ParquetFile(path).read().to_pylist()]
    return [{name: value for name, value in row.items() if name not in ("batch_id", "coder_version")} for row in found]


def everything(settings):
    return {table.name: rows(settings, table.name) for table in tables.RESOLVED}


def test_articles_mentions_and_events_are_resolved(settings):
    add_article(settings, 1)
    add_article(settings, 2, text="GYUMRI - " + TEXT, minister="Lasha Beridse")
    assert resolve(settings) == {
        "stories": 2,
        "actors": 2,
        "actor_mentions": 4,
        "initiatives": 1,
        "initiative_events": 2,
    }
    assert len({row["story_id"] for row in rows(settings, "stories")}) == 1
    (minister,) = (row for row in rows(settings, "actors") if row["kind"] == "person")
    assert minister | {"actor_id": None} == {
        "actor_id": None,
        "kind": "person",
        "name": "Lasha Beridse",
        "country_code": "GEO",
        "role": "minister 2",
        "level": None,
        "aliases": ["Lasha Beridze"],
        "first_seen_on": date(2024, 1, 1),
        "last_seen_on": date(2024, 1, 2),
        "mention_count": 2,
    }
    (initiative,) = rows(settings, "initiatives")
    assert initiative["title"] == "second power line"
    assert (initiative["country_a"], initiative["country_b"]) == ("ARM", "GEO")


def test_a_place_is_no_actor(settings):
    add_article(settings, 1)
    resolve(settings)
    assert {row["name"] for row in rows(settings, "actors")} == {"Lasha Beridze", "Armenia"}


def test_nothing_new_nothing_done(settings):
    add_article(settings, 1)
    resolve(settings)
    assert resolve(settings) == {}


def test_an_empty_lake_resolves_to_nothing(settings):
    resolve(settings)
    assert everything(settings) == {table.name: [] for table in tables.RESOLVED}


def test_ids_stay_when_more_comes_and_the_old_files_go(settings):
    add_article(settings, 2)
    resolve(settings)
    before = everything(settings)
    add_article(settings, 1, text="TBILISI - " + TEXT)
    resolve(settings)
    after = everything(settings)
    for table, key in (("stories", "story_id"), ("actors", "actor_id"), ("initiatives", "initiative_id")):
        assert {row[key] for row in before[table]} == {row[key] for row in after[table]}
        assert len(list((settings.lake / table).rglob("*.parquet"))) == 1


def test_only_articles_that_new_ones_may_be_copies_of_are_read(settings, monkeypatch):
    seen = []
    real = story_update.resolve_stories
    monkeypatch.setattr(
        story_update,
        "resolve_stories",
        lambda articles, known: seen.append(set(articles["article_id"])) or real(articles, known),
    )
    long_ago = {
        "article_id": "old",
        "published_on": date(2019, 1, 1),
        "text": TEXT,
        "minhash": signature("other words"),
    }
    write(settings, "ingest-old", "ingest", articles=[long_ago])
    add_article(settings, 1)
    resolve(settings)
    before = rows(settings, "stories")
    add_article(settings, 2, text="GYUMRI - " + TEXT)
    resolve(settings)
    assert seen == [{"old", "a1"}, {"a1", "a2"}]
    assert before[1] in rows(settings, "stories")  # taken over as it was


def test_a_version_that_comes_later_takes_the_place_of_the_older(settings):
    add_article(settings, 1)
    resolve(settings)
    page = {
        "source": "Wire",
        "source_url": "https://wire.example/line",
        "published_on": date(2024, 1, 3),
        "word_count": 40,
    }
    for number, text in enumerate((TEXT, "Corrected. " + TEXT)):
        article = page | {"article_id": f"v{number}", "text": text, "content_sha256": text, "minhash": signature(text)}
        article |= {"ingested_at": datetime(2024, 2, 1 + number, tzinfo=UTC)}
        write(settings, f"ingest-v{number}", "ingest", articles=[article])
        resolve(settings)
    assert {row["article_id"]: row["is_current"] for row in rows(settings, "stories")} == {
        "a1": True,
        "v0": False,
        "v1": True,
    }


def test_an_article_whose_date_is_corrected_is_resolved_anew_without_what_was_coded_before(settings):
    add_article(settings, 1)
    add_article(settings, 2, text="GYUMRI - " + TEXT)
    resolve(settings)
    assert len({row["story_id"] for row in rows(settings, "stories")}) == 1
    article = {"article_id": "a1", "published_on": date(2023, 5, 6), "text": TEXT, "content_sha256": TEXT}
    article |= {"minhash": signature(TEXT), "word_count": 33, "ingested_at": datetime.now(UTC), "raw_path": "1.txt"}
    write(settings, "ingest-again", "ingest", articles=[article])
    resolve(settings)
    assert len({row["story_id"] for row in rows(settings, "stories")}) == 2
    assert {row["event_id"] for row in rows(settings, "initiative_events")} == {"e2"}
    (armenia,) = (row for row in rows(settings, "actors") if row["name"] == "Armenia")
    assert armenia["mention_count"] == 1
    before = everything(settings)
    add_article(settings, 3, text="Other words on other matters of other days in other places.", stage="planned")
    resolve(settings)
    assert [row for row in rows(settings, "stories") if row["article_id"] != "a3"] == before["stories"]


def test_mentions_of_older_versions_do_not_count(settings):
    add_article(settings, 1)
    resolve(settings)
    again = {
        "article_id": "again",
        "text": TEXT,
        "content_sha256": "again",
        "minhash": signature(TEXT),
        "word_count": 40,
    }
    write(settings, "ingest-9", "ingest", articles=[again | {"source_url": "https://wire.example/a"}])
    newer = again | {"article_id": "newer", "content_sha256": "newer", "ingested_at": datetime(2024, 2, 1, tzinfo=UTC)}
    write(settings, "ingest-10", "ingest", articles=[newer | {"source_url": "https://wire.example/a"}])
    country = {"kind": "country", "name": "Armenia", "entity_key": "country:ARM", "country_code": "ARM"}
    mentions = [country | {"article_id": article, "mention_id": f"m-{article}"} for article in ("again", "newer")]
    write(settings, "normalize-9", "normalize", mentions=mentions)
    resolve(settings)
    (armenia,) = (row for row in rows(settings, "actors") if row["name"] == "Armenia")
    assert armenia["mention_count"] == 2


def test_killed_between_two_steps_it_ends_the_same(settings, tmp_path_factory, monkeypatch):
    undisturbed = Settings(warehouse=tmp_path_factory.mktemp("undisturbed"))
    for each in (settings, undisturbed):
        add_article(each, 1)
        add_article(each, 2, text="GYUMRI - " + TEXT)
    resolve(undisturbed)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "STEPS", steps.STEPS[:1])
        resolve(settings)
    resolve(settings)
    assert everything(settings) == everything(undisturbed)


def test_recoded_events_keep_their_initiative(settings):
    add_article(settings, 1)
    resolve(settings)
    before = rows(settings, "initiatives")
    event = {"event_id": "recoded", "article_id": "a1", "event_type": "AGREE", "stage": "agreed"}
    event |= {"source_country": "GEO", "target_country": "ARM", "thing": "second power line"}
    sector = {"event_id": "recoded", "sector_code": "electricity"}
    write(settings, "normalize-1", "normalize", "2", events=[event], event_sectors=[sector])
    resolve(settings)
    assert rows(settings, "initiatives") == before
    assert [row["event_id"] for row in rows(settings, "initiative_events")] == ["recoded"]


@pytest.mark.parametrize("flag", ["is_negated", "is_hypothetical"])
def test_what_did_not_happen_is_no_initiative(settings, flag):
    add_article(settings, 1)
    event = {"event_id": "e1", "article_id": "a1", "event_type": "AGREE", "thing": "power line", flag: True}
    write(settings, "normalize-1", "normalize", events=[event | {"source_country": "GEO", "target_country": "ARM"}])
    resolve(settings)
    assert rows(settings, "initiatives") == []


def test_an_article_in_two_batches_counts_once_as_it_was_read_last(settings):
    page = {"source": "Wire", "source_url": "https://wire.example/line", "word_count": 40}
    text, corrected = TEXT, "Corrected. " + TEXT
    rows_of = {
        "older": page | {"article_id": "older", "text": text, "content_sha256": "1", "minhash": signature(text)},
        "newer": page | {"article_id": "newer", "text": text, "content_sha256": "2", "minhash": signature(corrected)},
    }
    country = {"kind": "country", "name": "Armenia", "entity_key": "country:ARM", "country_code": "ARM"}
    mention = country | {"article_id": "newer", "mention_id": "m"}
    for day, article in ((5, "newer"), (2, "older"), (1, "newer")):
        read = rows_of[article] | {"ingested_at": datetime(2024, 2, day, tzinfo=UTC)}
        write(settings, f"ingest-{day}", "ingest", articles=[read])
        write(settings, f"normalize-{day}", "normalize", mentions=[mention] if article == "newer" else [])
    resolve(settings)
    assert {row["article_id"]: row["is_current"] for row in rows(settings, "stories")} == {
        "older": False,
        "newer": True,
    }
    assert [row["mention_count"] for row in rows(settings, "actors")] == [1]
    assert len(rows(settings, "actor_mentions")) == 1


def test_an_initiative_is_told_and_dated_by_current_articles(settings):
    page = {"source": "Wire", "source_url": "https://wire.example/line", "word_count": 40, "minhash": signature(TEXT)}
    power_line = {"event_type": "AGREE", "stage": "agreed", "source_country": "GEO", "target_country": "ARM"}
    for day, thing in ((1, "second power line to Gyumri"), (2, "second power line")):
        article = page | {"article_id": f"v{day}", "content_sha256": f"{day}", "published_on": date(2024, 1, day)}
        write(settings, f"ingest-{day}", "ingest", articles=[article])
        event = power_line | {"event_id": f"e{day}", "article_id": f"v{day}", "thing": thing}
        write(settings, f"normalize-{day}", "normalize", events=[event])
        resolve(settings)
    (initiative,) = rows(settings, "initiatives")
    days = initiative["first_seen_on"], initiative["last_seen_on"]
    assert (initiative["title"], *days) == ("second power line", date(2024, 1, 2), date(2024, 1, 2))


def test_rows_of_the_newest_code_count_by_the_number_of_its_version():
    with duckdb.connect() as database:
        database.execute(
            "create table every_sentences (article_id text, sentence_no int, coder_version text, batch_id text)"
        )
        database.execute("create table replaced_articles (article_id text, batch_id text)")
        database.execute("insert into every_sentences values ('a', 0, '0.9.0-c0', 'old'), ('a', 0, '0.10.0-ab', 'new')")
        newest = database.sql(steps._newest(tables.SENTENCES)).project("batch_id").fetchall()
    assert newest == [("new",)]
