from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coopmetrics.lake import Lake, ManifestError, SchemaError, key_of, locked
from coopmetrics.tables import EVENT_SECTORS, QUOTATIONS, REJECTED

SECTORS = [
    {"event_id": "e1", "sector_code": "oil_gas"},
    {"event_id": "e1", "sector_code": "transport"},
]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def do(lake: Lake, step: str, key: str, version: str, rows=SECTORS, upstream=()) -> str:
    with lake.unit(step, key, version, upstream=upstream) as unit:
        return unit.write(EVENT_SECTORS, rows)


def event_ids(lake: Lake) -> list[str]:
    return [row for path in lake.live_files("event_sectors") for row in pq.read_table(path)["event_id"].to_pylist()]


def test_a_finished_unit_counts_with_its_schema_comments_and_version(lake):
    batch_id = do(lake, "normalize", "b1", "1.0")
    (path,) = lake.live_files("event_sectors")
    assert path == lake.root / "event_sectors" / "version=1.0" / f"{batch_id}.parquet"
    table = pq.ParquetFile(path).read()
    assert table.schema.equals(EVENT_SECTORS.schema)
    assert table.schema.field("sector_code").metadata[b"comment"]
    assert table.to_pylist()[0] == {**SECTORS[0], "batch_id": batch_id, "coder_version": "1.0"}
    assert lake.is_done("normalize", "b1", "1.0")
    assert not lake.is_done("normalize", "b1", "2.0")


def test_the_manifest_says_what_was_done(lake):
    with lake.unit("ingest", "b1", "1.0", inputs=[{"path": "a.txt"}]) as unit:
        unit.write(EVENT_SECTORS, SECTORS)
        unit.write(EVENT_SECTORS, SECTORS[:1])
        unit.count("known", 3)
    (done,) = lake.units("ingest")
    assert done.counts == {"event_sectors": 3, "known": 3}
    assert done.inputs == ({"path": "a.txt"},)
    assert [output.rows for output in done.outputs] == [2, 1]
    assert len({output.batch_id for output in done.outputs}) == 2
    assert done.started_at <= done.finished_at


def do_badly(lake: Lake) -> None:
    with lake.unit("normalize", "b1", "1.0") as unit:
        unit.write(EVENT_SECTORS, SECTORS)
        unit.write(EVENT_SECTORS, [{"event_id": None, "sector_code": "water"}])


def test_a_failed_unit_leaves_nothing_that_counts(lake):
    with pytest.raises(SchemaError):
        do_badly(lake)
    assert lake.live_files("event_sectors") == []
    assert not lake.is_done("normalize", "b1", "1.0")


def test_doing_it_again_gives_the_same_batch(lake):
    assert do(lake, "normalize", "b1", "1.0") == do(lake, "normalize", "b1", "1.0")
    assert event_ids(lake) == ["e1", "e1"]


def test_a_newer_version_takes_the_place_of_the_older(lake):
    do(lake, "normalize", "b1", "1.0")
    do(lake, "normalize", "b2", "1.0", [{"event_id": "e2", "sector_code": "water"}])
    do(lake, "normalize", "b1", "2.0", [{"event_id": "e1 anew", "sector_code": "water"}])
    assert sorted(event_ids(lake)) == ["e1 anew", "e2"]


def test_what_was_made_from_a_replaced_batch_no_longer_counts(lake):
    first = do(lake, "ingest", "files", "1.0")
    middle = do(lake, "normalize", first, "1.0", upstream=[first])
    do(lake, "resolve", "all", "1.0", upstream=[middle])
    assert len(lake.live_units()) == 3
    do(lake, "ingest", "files", "2.0")
    assert [unit.step for unit in lake.live_units()] == ["ingest"]


@pytest.mark.parametrize(
    "record", ['{"step": "norm', "[]", "{}", '{"host": "a", "inputs": [], "upstream": [], "outputs": []}']
)
def test_a_record_that_is_damaged_or_of_a_newer_version_is_named(lake, record):
    path = lake.root / "_manifest" / "normalize" / "b1.json"
    path.parent.mkdir(parents=True)
    path.write_text(record)
    with pytest.raises(ManifestError, match=r"b1\.json is damaged, or of a newer version"):
        lake.live_units()


def test_no_rows_no_file(lake):
    do(lake, "normalize", "b1", "1.0", [])
    assert lake.live_files("event_sectors") == []
    assert lake.is_done("normalize", "b1", "1.0")
    assert not list(lake.root.rglob("*.parquet"))


def test_an_arrow_table_is_written_as_it_is(lake):
    do(lake, "normalize", "b1", "1.0", pa.Table.from_pylist(SECTORS))
    assert event_ids(lake) == ["e1", "e1"]


def test_an_unknown_table_is_an_error(lake):
    with pytest.raises(KeyError):
        lake.live_files("event_sector")


QUOTE = {
    "quotation_id": "q1",
    "article_id": "a1",
    "start_char": 0,
    "end_char": 4,
    "text": "Yes.",
    "speaker_mention_id": None,
}


MISFITS = [
    ({"end_char": "four"}, "column end_char, row 1: "),
    ({"end_char": 4.5}, "column end_char, row 1: "),
    ({"end_char": 2**40}, "column end_char, row 1: "),
    ({"text": 5}, "column text, row 1: "),
    ({"text": None}, "column text, row 1: null in a required column"),
    ({"txet": "Yes."}, "row 1: missing or unknown columns: txet"),
]


@pytest.mark.parametrize(("change", "message"), MISFITS)
def test_a_row_that_does_not_fit_is_named(lake, change, message):
    with pytest.raises(SchemaError, match=f"table quotations, {message}"):
        lake.write_batch(QUOTATIONS, [QUOTE, QUOTE | change], "b", "1.0")
    assert not list(lake.root.rglob("*.parquet*"))


@pytest.mark.parametrize(("change", "message"), MISFITS)
def test_so_is_a_column_of_an_arrow_table(lake, change, message):
    rows = pa.Table.from_pylist([QUOTE | change] * 2)
    with pytest.raises(SchemaError, match=f"table quotations, {message}".replace("row 1", "row 0")):
        lake.write_batch(QUOTATIONS, rows, "b", "1.0")


def test_keys_depend_on_every_part_and_its_place():
    assert key_of("a", "b") == key_of("a", "b")
    assert len({key_of("a", "b"), key_of("b", "a"), key_of("ab"), key_of("a", "b", "")}) == 4


def test_one_at_a_time_works_in_a_folder(tmp_path, caplog):
    order = []
    with locked(tmp_path):
        other = threading.Thread(target=lambda: _enter(tmp_path, order))
        other.start()
        other.join(timeout=0.3)
        order.append("first")
    other.join(timeout=10)
    assert order == ["first", "second"]
    assert caplog.messages == [f"another run is at work in {tmp_path}; waiting for it to end"]


def _enter(folder: Path, order: list[str]) -> None:
    with locked(folder):
        order.append("second")


def test_sweeping_leaves_what_counts(lake):
    do(lake, "ingest", "a", "1.0")
    articles = do(lake, "ingest", "a", "2.0")
    do(lake, "normalize", "of a", "1.0", upstream=["of 1.0"])
    do(lake, "normalize", "a", "1.0", upstream=[articles])
    counting = {*lake.live_files("event_sectors"), *(lake.root / "_manifest").rglob("a.json")}
    (lake.root / "event_sectors" / "version=1.0" / ".b.parquet.77.tmp").write_bytes(b"of a killed run")
    (lake.root / "_manifest" / "ingest" / ".b.json.77.tmp").write_text("{")
    (lake.root / "notes.txt").write_text("not ours")

    lake.sweep()

    assert {path for path in lake.root.rglob("*") if path.is_file()} == counting | {lake.root / "notes.txt"}
    assert len(counting) == 4


WRITER = """
import sys, datetime
from pathlib import Path
from coopmetrics.lake import Lake
from coopmetrics.tables import REJECTED
lake = Lake(Path(sys.argv[1]))
now = datetime.datetime.now(datetime.UTC)
for number in range(150):
    key = f"unit{number}"
    if lake.is_done("ingest", key, "1"):
        continue
    with lake.unit("ingest", key, "1") as unit:
        row = dict(raw_path=key, reason_code="empty", detail="", rejected_at=now)
        unit.write(REJECTED, [row | {"raw_position": str(i)} for i in range(9)])
        print(number, flush=True)
"""


def test_killed_at_any_point_and_run_again_it_ends_the_same(lake):
    command = [sys.executable, "-c", WRITER, str(lake.root)]
    for wait_for in (3, 40):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        while int(process.stdout.readline() or wait_for) < wait_for:
            pass
        time.sleep(0.003)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    rows = [row for path in lake.live_files("rejected") for row in pq.read_table(path).to_pylist()]
    assert len({(row["raw_path"], row["raw_position"]) for row in rows}) == len(rows) == 150 * 9
    for path in (lake.root / "_manifest").rglob("*.json"):
        assert json.loads(path.read_text())["outputs"][0]["table"] == REJECTED.name


def test_only_the_last_runs_are_remembered(lake, monkeypatch):
    monkeypatch.setattr("coopmetrics.lake.RUNS", 2)
    do(lake, "normalize", "b1", "1.0")
    for number in range(4):
        with lake.unit("run", str(number), "1.0"):
            pass
    lake.sweep()
    assert [unit.key for unit in lake.units("run")] == ["2", "3"]
    assert event_ids(lake) == ["e1", "e1"]
