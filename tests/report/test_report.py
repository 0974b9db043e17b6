"""The reports on the sample articles: figures as in the views, every figure with its proof, nothing that loads or runs."""

from __future__ import annotations

import re
import shutil
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lxml import html

from coopmetrics import report, warehouse
from coopmetrics.cli import main
from coopmetrics.settings import Settings
from tests.conftest import Run, coopmetrics

pytestmark = pytest.mark.slow

REPORTS = ([], ["KAZ"], ["KAZ", "CHN"], ["EU"], ["India", "Kenya"])
HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e\x07 ' + "w" * 400 + " سلام {{ 7*7 }}"


@pytest.fixture(scope="module")
def settings(published: Run) -> Settings:
    return Settings(warehouse=published.warehouse)


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Iterator[tuple[Settings, duckdb.DuckDBPyConnection]]:
    """A copy of the warehouse to write to; closed before it is read."""
    shutil.copy(settings.database, tmp_path / settings.database.name)
    with duckdb.connect(str(tmp_path / settings.database.name)) as database:
        yield Settings(warehouse=tmp_path), database


def page(settings: Settings, names: list[str], folder: Path, **options: Any) -> html.HtmlElement:
    path = report.write(settings, names, folder / "report.html", **options)
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def rows(settings: Settings, query: str) -> list[dict[str, Any]]:
    return warehouse.query(settings, query).to_pylist()


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def of_class(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def headline(read: html.HtmlElement) -> dict[str, str]:
    return {text(box.find("dt")): text(box.find("dd")) for box in of_class(read, "headline")[0].iterchildren("div")}


def table(read: html.HtmlElement, section: str) -> list[list[str]]:
    """The rows of a section's table, without the numbers of evidence."""
    part = read.get_element_by_id(section)
    for cite in of_class(part, "cite"):
        cite.drop_tree()
    return [[text(cell) for cell in row] for row in part.xpath(".//tbody/tr")]


def test_headlines_are_those_of_the_views(settings: Settings, tmp_path: Path) -> None:
    for dyad in rows(settings, "FROM metrics.dyad_summary ORDER BY stories DESC, dyad LIMIT 4"):
        told = headline(page(settings, [dyad["country_a"], dyad["country_b"]], tmp_path))

        assert told["Stories"] == f"{dyad['stories']:,}"
        assert told["Events"] == f"{dyad['events']:,}"
        assert told["Cooperation"] == f"{dyad['cooperation_share']:.0%}".replace("%", " %")
        assert told["Initiatives"] == f"{dyad['initiatives']:,}"
        assert told["Highest contact"].replace(" ", "_") == (dyad["highest_level"] or "none_named")


def test_the_overview_counts_what_was_read(settings: Settings, tmp_path: Path) -> None:
    published = warehouse.published(settings)

    read = page(settings, [], tmp_path)

    told = headline(read)
    assert (told["Articles read"], told["Events found"]) == (f"{published.articles:,}", f"{published.events:,}")
    assert (told["Initiatives"], told["Pairs"]) == (f"{published.initiatives:,}", f"{published.dyads:,}")
    rejected = rows(settings, "SELECT reason_code, count(*) AS n FROM marts.fct_rejected GROUP BY ALL")
    [reasons] = of_class(read, "rejected")
    assert {text(row[0]): text(row[1]) for row in reasons.xpath("tbody/tr")} == {
        row["reason_code"].replace("_", " "): str(row["n"]) for row in rejected
    }


def test_partners_and_their_shares_are_those_of_the_view(settings: Settings, tmp_path: Path) -> None:
    partners = rows(settings, "FROM metrics.country_partners WHERE country = 'KAZ' ORDER BY stories DESC, partner")

    shown = table(page(settings, ["KAZ"], tmp_path), "dyads")

    assert sorted((cells[2], cells[3]) for cells in shown) == sorted(
        (str(row["stories"]), f"{row['share']:.0%}".replace("%", " %")) for row in partners
    )


def test_sectors_are_those_of_the_view(settings: Settings, tmp_path: Path) -> None:
    sectors = rows(
        settings,
        "SELECT name, stories, events, furthest_stage FROM metrics.dyad_sector JOIN marts.dim_sector USING (sector_code) "
        "WHERE dyad = 'CHN-KAZ'",
    )

    shown = table(page(settings, ["CHN", "KAZ"], tmp_path), "sectors")

    assert {(cells[0], cells[1], cells[3], cells[4]) for cells in shown} == {
        (row["name"], str(row["stories"]), str(row["events"]), (row["furthest_stage"] or "none told").replace("_", " "))
        for row in sectors
    }


def test_months_are_those_of_the_view(settings: Settings, tmp_path: Path) -> None:
    months = rows(settings, "FROM metrics.dyad_month WHERE dyad = 'CHN-KAZ' ORDER BY month DESC")
    kinds = ("stories", "events", "material_cooperation", "verbal_cooperation", "verbal_conflict", "material_conflict")

    shown = table(page(settings, ["CHN", "KAZ"], tmp_path), "months")

    assert shown == [[f"{row['month']:%B %Y}", *(str(row[kind]) for kind in kinds)] for row in months]


@pytest.mark.parametrize(
    ("section", "view"),
    [
        ("initiatives", "metrics.initiatives WHERE dyad = 'IND-KEN'"),
        ("pledges", "metrics.pledges WHERE dyad = 'IND-KEN'"),
        ("calendar", "metrics.calendar WHERE dyad = 'IND-KEN' AND is_upcoming"),
        ("contacts", "(SELECT DISTINCT level FROM metrics.contacts WHERE dyad = 'IND-KEN')"),
    ],
)
def test_lists_hold_every_row_of_their_view(settings: Settings, tmp_path: Path, section: str, view: str) -> None:
    [counted] = rows(settings, f"SELECT count(*) AS n FROM {view}")  # noqa: S608

    assert len(table(page(settings, ["India", "Kenya"], tmp_path), section)) == counted["n"] > 0


def test_initiatives_add_up_over_the_stages(settings: Settings, tmp_path: Path) -> None:
    at_stage = rows(settings, "SELECT stage, count(*) AS n FROM metrics.initiatives GROUP BY stage")

    shown = {
        cells[0].removeprefix("✕ ").replace(" ", "_"): cells[3]
        for cells in table(page(settings, [], tmp_path), "stages")
    }

    assert {stage: number for stage, number in shown.items() if number != "0"} == {
        row["stage"]: str(row["n"]) for row in at_stage
    }


def test_what_was_only_said_is_told_with_who_said_it(settings: Settings, tmp_path: Path) -> None:
    said = table(page(settings, ["IND", "KEN"], tmp_path), "said")

    [wish] = [row for row in said if "Meera Raghunathan" in row[4]]
    assert wish[0].startswith("India to Kenya")
    assert wish[1] == "proposed"
    assert {row[1] for row in said} == {"proposed", "agreed"}


@pytest.mark.parametrize(("stage", "rank"), [("completed", 6), ("halted", 0)])
def test_what_was_done_or_given_up_since_is_no_longer_only_said(
    copy: tuple[Settings, duckdb.DuckDBPyConnection], tmp_path: Path, stage: str, rank: int
) -> None:
    settings, database = copy
    later = """
        INSERT INTO marts.fct_events SELECT * REPLACE (
            'later' AS event_id, $stage AS stage, $rank AS progress_rank, published_on + 30 AS published_on
        )
        FROM marts.fct_events WHERE thing = 'joint rescue drill'
    """
    database.execute(later, {"stage": stage, "rank": rank})
    database.close()

    said = "".join(row[0] for row in table(page(settings, ["JPN", "PHL"], tmp_path), "said"))

    assert "patrol vessels" in said
    assert "rescue drill" not in said


def test_where_only_a_meeting_is_ahead_it_is_not_told_that_nothing_is_planned(
    copy: tuple[Settings, duckdb.DuckDBPyConnection], tmp_path: Path
) -> None:
    settings, database = copy
    database.execute("update marts.fct_events set stage = 'completed' where event_type <> 'CONSULT'")
    pairs = "select country_a, country_b from metrics.calendar where is_upcoming and country_b is not null"
    pair = database.execute(pairs).fetchone()
    assert pair
    database.close()

    section = page(settings, list(pair), tmp_path).get_element_by_id("said")

    assert "No agreement, cooperation, aid or support is wished for" in text(section)
    assert section.xpath(".//a/@href") == ["#calendar"]


def test_the_chart_says_that_requests_are_conflict_in_words(settings: Settings, tmp_path: Path) -> None:
    read = page(settings, [], tmp_path)
    for section in ("months", "guide"):
        assert re.search("request.* invitation", text(read.get_element_by_id(section)), re.IGNORECASE)


def test_figures_name_their_column_where_a_narrow_screen_shows_none(settings: Settings, tmp_path: Path) -> None:
    for names in REPORTS:
        cells = of_class(page(settings, list(names), tmp_path), "number")

        assert all(cell.get("data-label") for cell in cells if cell.tag == "td")


def test_every_event_of_a_pair_is_shown_with_its_sentence(settings: Settings, tmp_path: Path) -> None:
    events = rows(settings, "SELECT sentence FROM metrics.evidence WHERE dyad = 'CHN-KAZ' AND is_counted")

    read = page(settings, ["KAZ", "CHN"], tmp_path)

    quoted = read.xpath("//blockquote")
    assert sorted(map(text, quoted)) == sorted(" ".join(row["sentence"].split()) for row in events)
    assert all(len(quote.xpath(".//mark")) == 1 for quote in quoted)


@pytest.mark.parametrize("names", REPORTS, ids="-".join)
def test_every_row_of_a_list_leads_to_its_proof(settings: Settings, tmp_path: Path, names: list[str]) -> None:
    read = page(settings, names, tmp_path, events=0)

    places = read.xpath("//@id")
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in read.xpath("//@href") if link.startswith("#")} <= set(places)
    for section in ("dyads", "sectors", "initiatives", "contacts", "calendar", "said", "pledges"):
        for row in read.xpath(f"//section[@id='{section}']//tbody/tr"):
            assert len(of_class(row, "cite")) == 1, text(row)


@pytest.mark.parametrize("names", REPORTS, ids="-".join)
def test_nothing_is_loaded_and_nothing_runs(settings: Settings, tmp_path: Path, names: list[str]) -> None:
    held_to_policy(page(settings, names, tmp_path))


def held_to_policy(read: html.HtmlElement) -> None:
    """Hold a page to what a report promises: no resource, no script, links to the web only."""
    assert not read.xpath("//script | //img | //link | //iframe | //object | //embed | //form | //base | //image")
    assert not read.xpath("//@src | //@style | //@*[starts-with(name(), 'on')]")
    [style] = read.xpath("//style/text()")
    assert "url(" not in style
    assert "@import" not in style
    [policy] = read.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    known = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    for link in read.xpath("//a[not(starts-with(@href, '#'))]"):
        assert re.match("https?://", link.get("href"))
        assert link.get("rel") == "noopener noreferrer"
    assert all(place.startswith("#") for place in read.xpath("//*[local-name() = 'use']/@href"))


@pytest.mark.parametrize("names", REPORTS, ids="-".join)
def test_the_page_has_its_landmarks(settings: Settings, tmp_path: Path, names: list[str]) -> None:
    read = page(settings, names, tmp_path)

    assert read.get("lang") == "en"
    assert [len(read.xpath(f"//{name}")) for name in ("h1", "main", "header", "nav", "footer")] == [1] * 5
    assert all(text(each.find("caption")) for each in read.xpath("//table"))
    assert all(cell.get("scope") for cell in read.xpath("//th"))
    assert all(each.get("aria-label") or each.get("aria-hidden") for each in read.xpath("//*[local-name() = 'svg']"))


def test_text_of_articles_stays_text(copy: tuple[Settings, duckdb.DuckDBPyConnection], tmp_path: Path) -> None:
    settings, database = copy
    for place in (
        "fct_articles.title",
        "fct_articles.source",
        "fct_events.sentence",
        "fct_events.thing",
        "fct_events.place_name",
        "fct_events.source",
        "fct_initiatives.title",
        "fct_quantities.measured",
        "dim_actor.name",
        "fct_rejected.detail",
    ):
        name, field = place.split(".")
        database.execute(f"UPDATE marts.{name} SET {field} = $1 || {field}", [HOSTILE])  # noqa: S608
    database.execute("UPDATE marts.fct_articles SET source_url = 'javascript:alert(3)//' || source_url")
    database.close()

    for names in REPORTS:
        read = page(settings, names, tmp_path)

        held_to_policy(read)
        assert not read.xpath("//a[starts-with(@href, 'javascript')]")
        assert not read.xpath("//a[not(starts-with(@href, '#'))]")
        assert "onerror=alert(1)" in text(read)
        assert "{{ 7*7 }}" in text(read)
        assert "\u202e" not in text(read)
        assert "\x07" not in text(read)


def test_since_counts_from_its_month_on(settings: Settings, tmp_path: Path) -> None:
    since = date(2024, 5, 20)
    [counted] = rows(
        settings,
        "SELECT sum(stories) AS stories, sum(events) AS events FROM metrics.dyad_month "
        "WHERE dyad = 'CHN-KAZ' AND month >= DATE '2024-05-01'",
    )

    read = page(settings, ["KAZ", "CHN"], tmp_path, since=since)

    told = headline(read)
    assert (told["Stories"], told["Events"]) == (str(counted["stories"]), str(counted["events"]))
    assert "from May 2024 on" in text(of_class(read, "standfirst")[0])
    assert "April 2024" not in text(read.get_element_by_id("months"))


def test_a_limit_tells_what_it_leaves_out(settings: Settings, tmp_path: Path) -> None:
    [counted] = rows(settings, "SELECT events FROM metrics.dyad_summary WHERE dyad = 'CHN-KAZ'")

    read = page(settings, ["KAZ", "CHN"], tmp_path, events=3)

    shown = len(of_class(read, "event"))
    assert 3 <= shown < counted["events"]
    assert f"{counted['events'] - shown} are left out" in text(of_class(read.get_element_by_id("evidence"), "note")[0])


def test_an_empty_warehouse_has_a_report(copy: tuple[Settings, duckdb.DuckDBPyConnection], tmp_path: Path) -> None:
    settings, database = copy
    facts = database.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'fct%'").fetchall()
    for (fact,) in facts:
        database.execute(f"DELETE FROM marts.{fact}")  # noqa: S608
    database.close()

    read = page(settings, [], tmp_path)

    assert "No article was read." in text(read)
    assert "No pledge was reported." in text(read)
    assert "nan" not in text(read)
    held_to_policy(read)


def test_the_command_names_the_file_after_the_sides(settings: Settings, tmp_path: Path) -> None:
    done = coopmetrics("report", "KAZ", "China", "--warehouse", settings.warehouse, "--out", tmp_path / "x.html")

    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "x.html") in done.stdout.replace("\n", "")
    assert (tmp_path / "x.html").stat().st_size > 10_000
    assert report.file_name(["KAZ", "CHN"]) == "report-KAZ-CHN.html"
    assert report.file_name([]) == "report.html"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Kazakstn"], "did you mean Kazakhstan (KAZ)?"),
        (["TUV"], "no counted event of Tuvalu (TUV)"),
        (["KAZ", "TUV"], "no counted event between Kazakhstan (KAZ) and Tuvalu (TUV); `coopmetrics report KAZ`"),
        (["KAZ", "China", "--since", "2030-01"], "since January 2030"),
        (["--since", "2030-01-01"], "no counted event since January 2030"),
        (["KAZ", "Kazakhstan"], "are the same"),
        (["KAZ", "CHN", "TJK"], "two countries at most"),
        (["--out", "."], "Is a directory"),
        (["--warehouse", "nowhere"], "`coopmetrics run` builds it"),
    ],
)
def test_faults_are_told_in_one_line(
    settings: Settings,
    arguments: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = [] if "--warehouse" in arguments else ["--warehouse", str(settings.warehouse)]
    monkeypatch.setattr(sys, "argv", ["coopmetrics", "report", *arguments, *folder])

    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == 1
    printed = capsys.readouterr().err
    assert told in printed
    assert printed.count("\n") == 1
