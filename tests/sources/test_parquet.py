"""Parquet files: any column types, broken ones, and within archives."""

import io
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."


def parquet(columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def test_rows_are_articles(read_bytes):
    columns = {
        "Article Text": [TEXT, None, TEXT.encode()],
        "published_at": [datetime(2024, 5, 6, 9, tzinfo=UTC), None, None],
        "authors": [["Ana Vula", "Sione Moala"], None, []],
        "embedding": [[0.1], [0.2], [0.3]],
    }
    columns["Article Text"] = pa.array([TEXT, None, TEXT])
    first, empty, third = read_bytes("news.parquet", parquet(columns))
    assert (first.form, first.body, first.byline) == ("parquet", TEXT, "Ana Vula, Sione Moala")
    assert (first.published, first.raw_position) == ("2024-05-06T09:00:00+00:00", "row 1")
    assert (empty.reason_code, empty.raw_position) == ("no_text", "row 2")
    assert third.body == TEXT


def test_a_day_is_a_date(read_bytes):
    (item,) = read_bytes("news.parquet", parquet({"text": [TEXT.encode()], "date": [date(2024, 5, 6)]}))
    assert (item.body, item.published) == (TEXT, "2024-05-06")


def test_a_day_beyond_all_calendars_is_a_bad_row_and_the_others_are_read(read_bytes):
    day = 1714557600000
    dates = pa.array([day, day * 1000, day], pa.timestamp("ms"))
    first, bad, third = read_bytes("news.parquet", parquet({"text": [TEXT] * 3, "date": dates}))
    assert (bad.reason_code, bad.raw_position) == ("malformed_row", "row 2")
    assert first.published == third.published == "2024-05-01T10:00:00"


def test_what_is_no_table_of_articles(read_bytes):
    (no_text,) = read_bytes("rates.parquet", parquet({"day": [1], "rate": [1.2]}))
    assert no_text.reason_code == "no_text_column"
    (broken,) = read_bytes("news.parquet", parquet({"text": [TEXT]})[:-20])
    assert broken.reason_code == "malformed_parquet"
