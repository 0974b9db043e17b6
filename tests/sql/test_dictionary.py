"""What is declared in three places says the same: `tables.py`, the SQL models' YAML, `docs/warehouse.md`."""

from __future__ import annotations

import re

import pytest
import yaml

from coopmetrics.normalize import CODED_LANGUAGES
from coopmetrics.reference import read_table
from coopmetrics.tables import TABLES
from docs.dictionary import MODELS, PAGE, models, page


def test_the_sources_of_the_models_are_the_tables_of_the_lake():
    lake, _ = yaml.safe_load((MODELS / "staging" / "_sources.yml").read_text(encoding="utf-8"))["sources"]
    declared = {t["name"]: {c["name"]: c["description"] for c in t["columns"]} for t in lake["tables"]}
    assert declared == {t.name: {c.name: c.comment for c in t.columns} for t in TABLES.values()}


def test_the_staging_models_drop_no_column_by_oversight():
    left_in_the_lake = {"text", "minhash", "metadata_hashes", "batch_id", "coder_version", "entity_key"}
    for table in TABLES.values():
        sql = (MODELS / "staging" / f"stg_{table.name}.sql").read_text(encoding="utf-8")
        selected = {line.strip(" ,").split(" as ")[-1] for line in sql.partition("select")[2].splitlines()}
        missing = {column.name for column in table.columns} - selected - left_in_the_lake
        assert not missing, f"stg_{table.name} lacks {missing}"


@pytest.mark.parametrize("schema", ["marts", "metrics"])
def test_every_model_is_declared_and_states_its_grain_first(schema):
    files = {path.stem: path.read_text(encoding="utf-8") for path in (MODELS / schema).glob("*.sql")}
    assert files.keys() - {"calendar_as_of"} == {model["name"] for model in models(schema)}
    assert all(sql.startswith("-- Grain: ") for sql in files.values())
    assert all(re.search(r"Grain: .+\.$", model["description"]) for model in models(schema))


def test_no_rate_or_span_of_time_is_a_pledge():
    left_out = (MODELS / "metrics" / "pledges.sql").read_text(encoding="utf-8")
    units = [row["unit"] for row in read_table("units") if row["kind"] in ("flow", "rate", "time", "temperature")]
    assert all("_per_" in unit or f"'{unit}'" in left_out for unit in units)


def test_the_warehouse_takes_those_articles_as_coded_that_the_coder_reads():
    sql = (MODELS / "intermediate" / "int_articles.sql").read_text(encoding="utf-8")
    (languages,) = re.findall(r"language in \((.+)\) as is_coded", sql)
    assert languages == ", ".join(f"'{language}'" for language in CODED_LANGUAGES)


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m docs.dictionary`"
