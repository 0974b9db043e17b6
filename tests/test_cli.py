"""The commands as users type them, on the sample articles."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from coopmetrics import warehouse
from coopmetrics.cli import main
from coopmetrics.cli.console import typed
from coopmetrics.cli.status import REJECTED
from coopmetrics.cli.summary import print_summary
from coopmetrics.formats import Format, print_rows
from coopmetrics.settings import Settings
from coopmetrics.warehouse import Published
from flows.pipeline import Summary
from tests.conftest import Run, coopmetrics

pytestmark = pytest.mark.slow

DYADS = (
    "SELECT country_a, country_b, stories FROM metrics.dyad_summary ORDER BY stories DESC, country_a, country_b LIMIT 3"
)


def test_run_ends_with_a_summary(published: Run) -> None:
    counts = {
        what: int(count)
        for count, what in re.findall(r"(\d+)\s+(articles|stories|events|dyads|rejected)", published.printed)
    }

    assert counts["articles"] > counts["stories"] > 20
    assert counts["events"] > 50
    assert counts["dyads"] >= 10
    assert counts["rejected"] == 3
    assert str(published.warehouse / "cooperation.duckdb") in published.printed.replace("\n", "")
    assert "coopmetrics sql" in published.printed


def test_events_that_metrics_count_are_told_beside_all(published: Run) -> None:
    counted = "SELECT count(*) FROM marts.fct_events WHERE is_counted"
    number = warehouse.query(Settings(warehouse=published.warehouse), counted).column(0)[0].as_py()

    told = f"events, {number} between two countries and counted in metrics"

    assert told in published.printed
    assert told in coopmetrics("status", "--warehouse", published.warehouse).stdout


def test_a_second_run_has_nothing_to_do(published: Run, samples: Path) -> None:
    before = (published.warehouse / "cooperation.duckdb").stat().st_mtime_ns

    again = coopmetrics("run", "--raw", samples, "--warehouse", published.warehouse)

    assert again.stdout.startswith("Nothing new")
    assert (published.warehouse / "cooperation.duckdb").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "view",
    [
        "dyad_month",
        "dyad_summary",
        "dyad_sector",
        "country_partners",
        "stage_funnel",
        "initiatives",
        "calendar",
        "contacts",
        "pledges",
        "statements",
        "network",
        "evidence",
        "coverage",
    ],
)
def test_every_view_has_something_to_show(published: Run, view: str) -> None:
    rows = warehouse.query(Settings(warehouse=published.warehouse), f"FROM metrics.{view}")

    assert len(rows) > 0


def test_sql_prints_rows_in_three_formats(published: Run) -> None:
    as_json, as_csv, as_table = (
        coopmetrics("sql", DYADS, "--warehouse", published.warehouse, "--format", form).stdout
        for form in ("json", "csv", "table")
    )

    rows = json.loads(as_json)
    assert len(rows) == 3
    assert all(row["country_a"] < row["country_b"] for row in rows)
    assert [row["country_a"] for row in csv.DictReader(io.StringIO(as_csv))] == [row["country_a"] for row in rows]
    assert all(row["country_b"] in as_table for row in rows)
    assert "3 rows" in as_table


def test_sql_shows_columns_of_one_name_beside_each_other(published: Run) -> None:
    query = "SELECT 1 AS id, 2 AS id_1, 3 AS id, 4 AS id"
    as_json, as_csv, as_table = (
        coopmetrics("sql", query, "--warehouse", published.warehouse, "--format", form).stdout
        for form in ("json", "csv", "table")
    )

    assert json.loads(as_json) == [{"id": 1, "id_1": 2, "id_2": 3, "id_3": 4}]
    assert as_csv == "id,id_1,id_2,id_3\n1,2,3,4\n"
    assert as_table.split()[:4] == ["id", "id_1", "id_2", "id_3"]


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("SELECT * FROM metrics.no_such_view", "no_such_view"),
        ("SELEC 1", "syntax error"),
        ("", "there is no query"),
        (" -- all of it\n;", "there is no query"),
        ("DROP VIEW metrics.evidence", "read-only"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled"),
    ],
)
def test_sql_tells_what_is_wrong(published: Run, query: str, complaint: str) -> None:
    done = coopmetrics("sql", query, "--warehouse", published.warehouse)

    assert done.returncode == 1
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_an_article_of_the_warehouse_is_explained(published: Run) -> None:
    [row] = warehouse.query(
        Settings(warehouse=published.warehouse),
        "SELECT article_id, predicate, event_type FROM marts.fct_events ORDER BY confidence DESC, event_id LIMIT 1",
    ).to_pylist()

    told = coopmetrics("code", "--explain", "--article", row["article_id"], "--warehouse", published.warehouse).stdout

    assert told.startswith(row["article_id"])
    [*_, event] = [line for line in told.splitlines() if line.endswith(f'"{row["predicate"]}"')]
    assert row["event_type"] in told
    assert "    type: " in told[told.index(event) :]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ([], "name files of articles, or a --text, or"),
        (["articles.jsonl", "--article", "0a"], "name files of articles, or a --text, or"),
        (["articles.jsonl", "--published", "2024-03-07"], "--published is the day of --text"),
        (["Peru met Chile."], "no file 'Peru met Chile.'; a text itself goes behind --text"),
        (["--article", "0a"], "no article 0a in"),
        (["--article", ""], "no article  in"),
    ],
)
def test_code_tells_what_it_lacks(published: Run, given: list[str], complaint: str) -> None:
    done = coopmetrics("code", *given, "--warehouse", published.warehouse)

    assert done.returncode == 1
    assert complaint in done.stderr


def test_articles_that_could_not_be_coded_are_counted_and_the_others_coded() -> None:
    done = coopmetrics("code", "-", stdin='{"id": 1, "text": "Peru met Chile."}\n{"id": 2}\n')

    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "-:line 2"]
    assert done.stderr == "coopmetrics: 1 of 2 articles could not be coded; why is told in place of each\n"


@pytest.mark.parametrize("given", [["code", "-"], ["code", "--explain", "-"]])
def test_code_fails_if_no_article_could_be_coded(given: list[str]) -> None:
    done = coopmetrics(*given, stdin="{Peru met Chile.\n")

    assert done.returncode == 1
    assert "malformed_json: " in done.stdout
    assert done.stderr == "coopmetrics: 1 of 1 article could not be coded; why is told in place of each\n"


def test_code_reads_addresses(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"id": 1, "text": "Peru met Chile."}\n', encoding="utf-8")
    done = coopmetrics("code", f"file://{tmp_path}/news.jsonl")

    assert (done.returncode, json.loads(done.stdout)["id"]) == (0, "1")


def test_json_has_null_for_what_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT 'nan'::DOUBLE AS a, ['inf'::DOUBLE, 1.5] AS b, {'c': '-inf'::DOUBLE} AS d, 2 AS e"
    print_rows(duckdb.sql(query).to_arrow_table(), Format.json)

    assert json.loads(capsys.readouterr().out) == [{"a": None, "b": [None, 1.5], "d": {"c": None}, "e": 2}]


def test_a_text_is_coded_by_its_day() -> None:
    told = coopmetrics("code", "--explain", "--text", "Peru met Chile on Monday.", "--published", "2024-03-07").stdout

    assert told.startswith("text: 1 event\n")
    assert "row: 2024-03-04 (relative)" in told


def test_the_version_is_told() -> None:
    assert coopmetrics("--version").stdout == f"coopmetrics {version('coopmetrics')}\n"


def test_status_tells_contents_runs_and_rejects(published: Run) -> None:
    told = coopmetrics("status", "--warehouse", published.warehouse).stdout

    assert "latest article of 2024-09" in told
    assert "Last runs" in told
    assert "csv" in told[told.index("Read as") : told.index("Last runs")]
    assert "steppe_wire.jsonl" in told


def test_paths_are_printed_as_they_are_and_quoted_where_they_are_to_be_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(raw=tmp_path / "a [bold] raw", warehouse=tmp_path / "a [red] folder")

    print_summary(Summary({}, Published(settings.database, 0, 0, 0, 0, 0, 0, 0)), settings)

    told = capsys.readouterr().out
    assert f"Nothing new in {settings.raw}; 0 coded" in told
    assert f"Database: {settings.database}\n" in told
    assert f"status --warehouse '{settings.warehouse}'\n" in told


def test_a_run_is_timed_from_the_start_of_its_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(raw=tmp_path, warehouse=tmp_path)
    monkeypatch.setattr("coopmetrics.cli.summary.STARTED", monotonic() - 75)

    print_summary(Summary({}, Published(settings.database, 0, 0, 0, 0, 0, 0, 0)), settings)

    assert "; done in 75 s." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "older"),
    [
        ("status", "ALTER TABLE marts.fct_articles DROP COLUMN published_unread"),
        ("status", "DROP TABLE marts.fct_rejected"),
        ("report", "ALTER TABLE marts.fct_articles DROP COLUMN title"),
    ],
)
def test_a_warehouse_of_another_version_is_to_be_built_anew(
    published: Run, tmp_path: Path, command: str, older: str
) -> None:
    database = Path(shutil.copy(published.warehouse / "cooperation.duckdb", tmp_path))
    with duckdb.connect(str(database)) as connection:
        connection.execute(older)

    done = coopmetrics(command, "--warehouse", tmp_path)

    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        f"{database} was published by another version of coopmetrics: `coopmetrics run` builds it anew" in done.stderr
    )
    assert len(done.stderr.splitlines()) == 1


def test_without_a_warehouse_the_command_says_how_to_get_one(tmp_path: Path) -> None:
    done = coopmetrics("status", "--warehouse", tmp_path)

    assert done.returncode == 1
    assert "coopmetrics run" in done.stderr


def test_a_missing_raw_folder_is_named(tmp_path: Path) -> None:
    done = coopmetrics("run", "--raw", tmp_path / "nowhere", "--warehouse", tmp_path)

    assert done.returncode == 1
    assert "nowhere" in done.stderr


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["code", "nowhere.jsonl"], "coopmetrics: no file 'nowhere.jsonl'; a text itself goes behind --text\n"),
        (["code", "."], "coopmetrics: '.' is a folder; name its files, or `coopmetrics run --raw` reads all of it\n"),
        (["fetch", "--feeds", "nowhere.yaml"], "coopmetrics: no list of feeds at nowhere.yaml: "),
    ],
)
def test_a_missing_file_is_named(given: list[str], complaint: str) -> None:
    done = coopmetrics(*given)

    assert done.returncode == 1
    assert done.stderr.startswith(complaint)


def test_fetching_fails_where_every_feed_does(tmp_path: Path) -> None:
    feeds = tmp_path / "sources.yaml"
    # hosts under .invalid are never found
    feeds.write_text("feeds: [http://one.invalid/rss, http://two.invalid/rss]", encoding="utf-8")

    done = coopmetrics("fetch", "--feeds", feeds, "--raw", tmp_path / "raw", "--warehouse", tmp_path)

    assert done.returncode == 1
    assert done.stdout.count(".invalid /rss: failed: ") == 2
    assert done.stderr == "coopmetrics: none of 2 watched feeds could be fetched\n"


def test_help_waits_for_nothing_that_is_slow_to_import() -> None:
    slow = "{'duckdb', 'lxml', 'numpy', 'prefect', 'pyarrow', 'spacy', 'trafilatura'}"
    program = f"import sys; from coopmetrics.cli import main; print(sorted({slow} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COOPMETRICS_WORKERS", "many")
    monkeypatch.setenv("COOPMETRICS_BATCH_ARTICLES", "0")
    monkeypatch.setattr(sys, "argv", ["coopmetrics", "status"])

    with pytest.raises(SystemExit):
        main()

    told = capsys.readouterr().err
    assert told.startswith("coopmetrics: COOPMETRICS_WORKERS is 'many': Input should be a valid integer")
    assert "; COOPMETRICS_BATCH_ARTICLES is '0': Input should be greater than or equal to 1\n" in told


def test_a_fault_of_a_run_is_told_in_one_line(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = coopmetrics("run", "--raw", samples, "--warehouse", tmp_path / "file" / "warehouse")

    assert done.returncode == 1
    assert done.stderr == f"coopmetrics: {tmp_path}/file/warehouse/lake: Not a directory\n"


@pytest.mark.parametrize(
    ("called", "uv", "found", "command"),
    [
        (".venv/bin/coopmetrics", "/usr/bin/uv", True, "uv run coopmetrics"),
        (".venv/bin/coopmetrics", ".uv/bin/uv", False, ".uv/bin/uv run coopmetrics"),
        (".venv/bin/coopmetrics", None, True, "coopmetrics"),
        (".venv/bin/coopmetrics", None, False, ".venv/bin/coopmetrics"),
        ("src/coopmetrics/__main__.py", None, False, ".venv/bin/python -m coopmetrics"),
    ],
)
def test_the_next_command_is_one_that_can_be_typed(
    called: str, uv: str | None, found: bool, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if found else None)
    monkeypatch.setattr(sys, "argv", [str(Path.cwd() / called)])
    monkeypatch.setattr(sys, "executable", str(Path.cwd() / ".venv/bin/python"))
    monkeypatch.delenv("UV", raising=False)
    if uv:
        monkeypatch.setenv("UV", str(Path.cwd() / uv))

    assert typed("status", Settings()) == f"{command} status"


def test_of_each_reason_the_first_item_is_shown() -> None:
    con = duckdb.connect()
    con.execute("CREATE SCHEMA marts")
    con.execute("""
        CREATE TABLE marts.fct_rejected AS
        FROM (VALUES ('no_text', 'b.jsonl', 'line 10', 'j'), ('no_text', 'b.jsonl', 'line 9', 'i'),
            ('empty_file', 'a.txt', NULL, 'white space')) AS t (reason_code, raw_path, raw_position, detail)
    """)

    rows = con.execute(REJECTED).fetchall()

    assert rows == [("no_text", 2, "b.jsonl", "line 9", "i"), ("empty_file", 1, "a.txt", None, "white space")]


def test_status_tells_of_articles_without_a_date_and_how_to_see_all_rejects(tmp_path: Path) -> None:
    names, dates = ("Togo", "Benin", "Mali", "Niger", "Chad"), ("2024-05-06", "04/05/2024", "soon", "2024-13-45", "?")
    lines = [
        json.dumps({"text": f"Ghana and {name} signed an accord on cocoa.", "published_at": date})
        for name, date in zip(names, dates, strict=True)
    ] + ["{broken", "{broken too"]
    done = coopmetrics("run", "--raw", "-", "--warehouse", tmp_path, stdin="\n".join(lines))
    assert done.returncode == 0, done.stderr

    told = coopmetrics("status", "--warehouse", tmp_path).stdout

    assert "in no monthly figure: 4 of the articles. Dates that could not be read: 4\n" in told
    assert '\n  "04/05/2024" in -, line 2\n  "soon" in -, line 3\n  "2024-13-45" in -, line 4\n  all of them: ' in told
    assert "  2 malformed_json: -, line 6: column 2: " in told
    assert f'sql --warehouse {tmp_path} "FROM marts.fct_rejected"\n' in told
