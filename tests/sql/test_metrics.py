"""The metrics of the sample lake (see conftest), each figure worked out by hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.slow

QUERYING = Path(__file__).parents[2] / "docs" / "guides" / "querying.md"
RECIPES = re.findall(r"```sql\n(.*?)```", QUERYING.read_text(encoding="utf-8"), re.DOTALL)


def rows(sample: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    return sample.sql(sql).to_arrow_table().to_pylist()


def row(sample: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    (only,) = rows(sample, sql)
    return only


def test_a_dyad_counts_each_story_once_and_leaves_out_what_did_not_happen(sample):
    summary = row(sample, "from metrics.dyad_summary where dyad = 'KAZ-UZB'")
    assert (summary["stories"], summary["articles"], summary["events"]) == (3, 4, 5)
    assert (summary["verbal_cooperation"], summary["material_cooperation"], summary["verbal_conflict"]) == (1, 1, 1)
    assert summary["cooperation_share"] == pytest.approx(2 / 3)
    assert summary["net_cooperation"] == pytest.approx((1.9 + 1.9 + 4.0) / 3 + 6.0 - 2.0)
    assert summary["stories_per_1000"] == 1000  # of what could be coded: the Spanish article could not


def test_a_dyad_is_summed_up_with_sectors_level_balance_and_initiatives(sample):
    summary = row(sample, "from metrics.dyad_summary where dyad = 'KAZ-UZB'")
    assert summary["sectors"] == ["transport", "trade"]
    assert summary["sector_entropy"] == pytest.approx(0.9183, abs=1e-4)  # two stories of three, and one
    assert summary["reciprocity"] == pytest.approx(2 / 3)  # one story from one side, two from the other
    assert summary["highest_level"] == "minister"
    assert (summary["initiatives"], summary["completed_initiatives"]) == (1, 0)


def test_a_reprint_counts_in_the_month_of_its_story(sample):
    months = rows(sample, "select month, stories, articles from metrics.dyad_month where dyad = 'KAZ-UZB' order by all")
    assert [(m["month"].month, m["stories"], m["articles"]) for m in months] == [(3, 1, 2), (5, 1, 1), (6, 1, 1)]


def test_the_trend_is_the_slope_over_all_months_read(sample):
    trends = dict(sample.execute("select dyad, trend from metrics.dyad_summary").fetchall())
    assert trends["KAZ-UZB"] == pytest.approx(0, abs=1e-6)  # 1000 a month in March, May and June
    assert trends["KAZ-WHO"] == pytest.approx(4 / 3 * 1000 / (25 / 9 + 1 / 9 + 16 / 9))  # only in the last of them


def test_sectors_and_partners(sample):
    sector = row(sample, "from metrics.dyad_sector where dyad = 'KAZ-UZB' and sector_code = 'transport'")
    assert (sector["stories"], sector["events"], sector["furthest_stage"]) == (2, 4, "under_way")
    assert sector["share"] == pytest.approx(2 / 3)
    partners = rows(sample, "from metrics.country_partners where country = 'KAZ' order by rank")
    assert [(p["partner"], p["rank"], p["share"]) for p in partners] == [("UZB", 1, 0.75), ("WHO", 2, 0.25)]
    assert partners[0]["top_sector"] == "transport"


def test_an_initiative_is_followed_through_its_stages(sample):
    initiative = row(sample, "from metrics.initiatives")
    assert (initiative["stage"], initiative["stories"], initiative["sources"]) == ("under_way", 2, 1)
    assert (initiative["amount"], initiative["currency"]) == (5e6, "USD")
    assert (initiative["days_since_seen"], initiative["latest_event_id"]) == (41, "works")
    funnel = rows(sample, "from metrics.stage_funnel where sector_code = 'transport' order by stage_rank")
    assert [(f["stage"], f["initiatives"]) for f in funnel] == [
        ("proposed", 1),
        ("discussed", 1),
        ("agreed", 1),
        ("planned", 1),
        ("under_way", 1),
    ]
    assert funnel[0]["median_days_to_next_stage"] == 67


def test_the_calendar_holds_dated_acts_with_one_side_too(sample):
    past, ahead = rows(sample, "from metrics.calendar order by event_on")
    assert (past["dyad"], past["event_on"], past["stories"], past["is_upcoming"]) == (
        "KAZ-UZB",
        date(2024, 3, 2),
        1,
        False,
    )
    assert (ahead["country_a"], ahead["country_b"], ahead["dyad"]) == ("UZB", None, None)
    assert ahead["title"] == "Meeting of Uzbekistan"
    assert (ahead["event_end_on"], ahead["stage"], ahead["is_upcoming"]) == (date(2024, 7, 2), "planned", True)


@pytest.mark.parametrize(
    ("day", "acts", "upcoming"),
    [("2024-03-03", 0, 0), ("2024-03-04", 1, 0), ("2024-06-19", 1, 0), ("2024-07-01", 2, 1), ("2024-07-02", 2, 0)],
)
def test_the_calendar_of_another_day_holds_what_was_published_until_then(sample, day, acts, upcoming):
    seen = rows(sample, f"from metrics.calendar_as_of('{day}')")
    assert (len(seen), sum(act["is_upcoming"] for act in seen)) == (acts, upcoming)


def test_the_calendar_is_that_of_the_day_of_the_latest_article(sample):
    assert rows(sample, "from metrics.calendar order by all") == rows(
        sample, "from metrics.calendar_as_of(date '2024-06-20') order by all"
    )


def test_a_contact_told_twice_is_one_contact_of_the_highest_level(sample):
    contact = row(sample, "from metrics.contacts")
    assert (contact["level"], contact["visits"], contact["meetings"], contact["calls"]) == ("minister", 1, 0, 0)
    assert contact["month"] == date(2024, 3, 1)


def test_pledges_are_amounts_but_no_rates_spans_of_time_or_numbers_of_sides(sample):
    pledges = rows(sample, "from metrics.pledges order by value")
    assert [(p["dyad"], p["value"], p["what"], p["currency"]) for p in pledges] == [
        ("KAZ-WHO", 9e5, "vaccines", None),
        ("KAZ-UZB", 5e6, None, "USD"),
    ]


def test_statements_are_those_of_a_known_speaker(sample):
    statement = row(sample, "from metrics.statements")
    assert (statement["speaker"], statement["quotations"], statement["reported_statements"]) == ("Aida Serikova", 0, 1)
    assert (statement["tone"], statement["last_on"]) == (6.0, date(2024, 5, 10))


def test_the_hub_of_the_network_has_the_highest_pagerank(sample):
    network = rows(sample, "from metrics.network order by pagerank desc")
    assert [(n["country"], n["degree"], n["strength"]) for n in network] == [
        ("KAZ", 2, 3),
        ("UZB", 1, 2),
        ("WHO", 1, 1),
    ]
    # of a star of weights 2 and 1 in closed form: the hub has (0.05 + 0.85) / 1.85
    assert network[0]["pagerank"] == pytest.approx(0.9 / 1.85, abs=0.005)
    assert network[0]["partners"] == ["UZB", "WHO"]


def test_every_event_can_be_looked_up_with_its_sentence(sample):
    evidence = row(sample, "from metrics.evidence where event_id = 'works'")
    assert evidence["sentence"] == "Uzbekistan is building the line, Aida Serikova said."
    assert (evidence["title"], evidence["source"], evidence["speaker"]) == (
        "Ferry works",
        "Caspian Wire",
        "Aida Serikova",
    )
    assert (evidence["start_char"], evidence["end_char"], evidence["coder_version"]) == (0, 60, "1.0")
    hosted = row(sample, "from metrics.evidence where event_id = 'forum'")
    assert (hosted["source_country"], hosted["target_country"], hosted["dyad"]) == ("UZB", None, None)
    left_out = rows(sample, "select event_id from metrics.evidence where not is_counted order by all")
    assert [e["event_id"] for e in left_out] == ["at-home", "denied", "forum"]


def test_coverage_tells_what_was_read_and_what_was_not(sample):
    coverage = {(c["source"], c["month"]): c for c in rows(sample, "from metrics.coverage")}
    assert coverage[("Daily Echo", date(2024, 4, 1))]["articles"] == 1
    assert coverage[("Caspian Wire", date(2024, 6, 1))]["with_events"] == 1
    assert coverage[("Caspian Wire", None)]["rejected"] == 1
    assert coverage[("El Faro", None)]["languages"] == [("es", 1)]
    assert coverage[("inbox", None)]["rejected"] == 1
    assert coverage[("Daily Echo", date(2024, 4, 1))]["duplicates"] == 1  # of the Caspian Wire's of March
    assert sum(c["articles"] - c["duplicates"] for c in coverage.values()) == 4  # stories


def test_the_database_holds_only_what_is_for_users(sample):
    schemas = row(sample, "select list(distinct schema_name order by schema_name) as names from duckdb_columns()")
    assert {"marts", "metrics"}.issuperset(set(schemas["names"]) - {"main", "information_schema", "pg_catalog"})
    bare = rows(
        sample,
        "select table_name, column_name from duckdb_columns() "
        "where schema_name in ('marts', 'metrics') and comment is null",
    )
    assert bare == []


def test_the_views_work_under_another_name_too(sample_build):
    with duckdb.connect() as database:
        database.execute(f"attach '{sample_build / 'cooperation.duckdb'}' as elsewhere (read_only)")
        (count,) = database.execute("select count(*) from elsewhere.metrics.dyad_summary").fetchone()
    assert count == 2


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.split("\n")[0])
def test_every_recipe_of_the_guide_runs(sample, recipe):
    assert sample.sql(recipe).columns


def test_no_view_compares_every_event_with_every_other(sample):
    views = [row["view_name"] for row in rows(sample, "FROM duckdb_views() WHERE schema_name = 'metrics'")]
    plans = {view: sample.execute(f"EXPLAIN FROM metrics.{view}").fetchall()[0][1] for view in views}
    # the funnel compares with the seven stages
    assert {view for view, plan in plans.items() if "NL_JOIN" in plan} == {"stage_funnel"}
