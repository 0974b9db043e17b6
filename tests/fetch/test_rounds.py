"""A round to the watched feeds: snapshots of what is new, and what is remembered."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from coopmetrics.articles import ingest
from coopmetrics.fetch import fetch_feeds
from coopmetrics.fetch.state import FeedState, read_state
from coopmetrics.sources import raw_files
from tests.fetch.conftest import rss

PORT = (
    "port",
    "Kenya and Rwanda opened a yard for containers at the port of Mombasa on Tuesday, the two ministries said.",
)
DAM = (
    "dam",
    "Tajikistan and Kyrgyzstan agreed on releases from the upper reservoirs for the season to come, they said.",
)


@pytest.fixture
def round_of(settings, manners):
    """Visit feeds, given by name; returns what each brought."""

    def visit(**feeds):
        listed = [{"name": name, "url": url} for name, url in feeds.items()]
        settings.feeds.write_text(json.dumps({"feeds": listed}), encoding="utf-8")
        return {outcome.feed.name: outcome for outcome in fetch_feeds(settings, manners)}

    return visit


def snapshots(settings):
    return sorted(path.relative_to(settings.raw).as_posix() for path in settings.raw.rglob("*.xml"))


def test_a_feed_becomes_raw_files_that_ingest_reads(site, settings, round_of):
    outcome = round_of(wire=site.serves("/feed", (200, {}, rss(PORT, DAM))))["wire"]
    assert (outcome.what, [str(outcome.snapshot)]) == ("new", snapshots(settings))
    (batch,) = ingest(raw_files(settings.raw), settings.raw, settings)
    assert [row["title"] for row in batch.articles] == ["port", "dam"]
    assert batch.rejected == []


def test_each_feed_has_a_folder(site, settings, round_of):
    answer = (200, {}, rss(PORT))
    round_of(**{"Steppe Wire": site.serves("/steppe", answer), "Wiadomości": site.serves("/wiadomosci", answer)})
    assert [path.split("/")[1] for path in snapshots(settings)] == ["steppe-wire", "wiadomosci"]


def sources(settings):
    (batch,) = ingest(raw_files(settings.raw), settings.raw, settings)
    assert batch.rejected == []
    return {row["source"] for row in batch.articles}


def test_articles_are_of_the_source_the_list_names(site, settings, round_of):
    url = site.serves("/feed", (200, {}, rss(PORT)))
    round_of(**{"Голос степи": url})
    assert sources(settings) == {"Голос степи"}


def test_without_a_name_they_are_of_their_addresses_host(site, settings, manners):
    settings.feeds.write_text(json.dumps({"feeds": [site.serves("/feed", (200, {}, rss(PORT)))]}), encoding="utf-8")
    fetch_feeds(settings, manners)
    assert sources(settings) == {"wire.example"}


def test_a_changed_name_holds_from_the_next_visit_on(site, settings, round_of):
    url = site.serves("/feed", (200, {"ETag": '"v1"'}, rss(PORT)), (304, {}, b""))
    round_of(**{"steppe wire": url})
    assert round_of(**{"Steppe Wire": url})["Steppe Wire"].what == "unchanged"
    assert sources(settings) == {"Steppe Wire"}


def test_a_source_file_of_the_users_own_is_left_alone(site, settings, round_of):
    own = settings.raw / "feeds" / "wire" / "_source.yml"
    own.parent.mkdir(parents=True)
    own.write_text("source: Steppe Wire\ntime_zone: Asia/Almaty\n", encoding="utf-8")
    round_of(wire=site.serves("/feed", (200, {}, rss(PORT))))
    assert sources(settings) == {"Steppe Wire"}
    assert [path.name for path in own.parent.glob("_source*")] == ["_source.yml"]


def test_what_has_not_changed_is_not_kept_again(site, settings, round_of):
    tagged = {"ETag": '"v1"', "Last-Modified": "Tue, 05 Mar 2024 10:00:00 GMT"}
    url = site.serves("/feed", (200, tagged, rss(PORT)), (304, {}, b""))
    assert [round_of(wire=url)["wire"].what for _ in range(2)] == ["new", "unchanged"]
    assert site.asked[-1][1]["if-none-match"] == '"v1"'
    assert site.asked[-1][1]["if-modified-since"] == "Tue, 05 Mar 2024 10:00:00 GMT"
    assert len(snapshots(settings)) == 1


def test_nor_where_the_server_knows_no_conditions(site, settings, round_of):
    url = site.serves("/feed", (200, {}, rss(PORT)), (200, {}, rss(PORT)), (200, {}, rss(DAM)))
    assert [round_of(wire=url)["wire"].what for _ in range(3)] == ["new", "unchanged", "new"]
    assert len(snapshots(settings)) == 2


def test_a_snapshot_that_is_gone_is_fetched_again(site, settings, round_of):
    url = site.serves("/feed", (200, {"ETag": '"v1"'}, rss(PORT)))
    (settings.raw / round_of(wire=url)["wire"].snapshot).unlink()
    assert round_of(wire=url)["wire"].what == "new"
    assert "if-none-match" not in site.asked[-1][1]


def test_a_feed_that_fails_stops_no_other_and_is_told_with_a_reason(site, settings, round_of):
    outcomes = round_of(
        page=site.serves("/page", (200, {"Content-Type": "text/html"}, b"<html><body>Log in</body></html>")),
        half=site.serves("/half", (200, {}, rss(PORT)[:-10])),
        packed=site.serves("/packed", (200, {"Content-Encoding": "gzip"}, gzip.compress(rss(PORT))[:40])),
        gone=site.serves("/gone", (410, {}, b"")),
        fine=site.serves("/feed", (200, {}, rss(PORT))),
    )
    assert [(o.what, o.reason_code) for o in outcomes.values()] == [
        ("failed", "not_a_feed"),
        ("failed", "truncated"),
        ("failed", "not_a_feed"),
        ("failed", "gone"),
        ("new", None),
    ]
    assert [path.split("/")[1] for path in snapshots(settings)] == ["fine"]


def test_a_feed_that_breaks_what_reads_it_stops_no_other(site, round_of, monkeypatch):
    def broken(body, content_type):
        if b"dam" in body:
            raise KeyError("no such charset")
        return body

    monkeypatch.setattr("coopmetrics.fetch.rounds.readable", broken)
    outcomes = round_of(
        bad=site.serves("/bad", (200, {}, rss(DAM))),
        busy=site.serves("/busy", (429, {"Retry-After": "999999999999"}, b"")),
        fine=site.serves("/feed", (200, {}, rss(PORT))),
    )
    assert [(o.what, o.reason_code) for o in outcomes.values()] == [
        ("failed", "unreadable"),
        ("failed", "busy"),
        ("new", None),
    ]
    assert outcomes["bad"].detail == "KeyError: 'no such charset'"


def test_a_server_that_wants_to_be_left_alone_is(site, round_of):
    url = site.serves("/feed", (429, {"Retry-After": "7200"}, b""))
    assert [round_of(wire=url)["wire"].what for _ in range(2)] == ["failed", "postponed"]
    assert site.paths().count("/feed") == 1


def test_visits_are_remembered_in_the_warehouse_folder(site, settings, round_of):
    round_of(wire=site.serves("/feed", (500, {}, b"")))
    state = json.loads((settings.warehouse / "feeds" / "wire.json").read_text())
    assert (state["failures"], state["reason_code"]) == (1, "server_error")
    assert datetime.fromisoformat(state["checked_at"]) <= datetime.now(UTC)


def test_what_cannot_be_read_is_forgotten(tmp_path):
    (tmp_path / "wire.json").mkdir()
    assert read_state(tmp_path, "wire", "https://wire.example/feed") == FeedState(url="https://wire.example/feed")


def test_what_is_remembered_is_not_of_another_address(site, settings, round_of):
    round_of(wire=site.serves("/feed", (200, {"ETag": '"v1"'}, rss(PORT))))
    assert round_of(wire=site.serves("/moved", (200, {}, rss(PORT))))["wire"].what == "new"
    (settings.warehouse / "feeds" / "wire.json").write_text("{", encoding="utf-8")
    assert round_of(wire=site.serves("/moved", (200, {}, rss(PORT))))["wire"].what == "new"


def test_the_header_tells_the_charset_where_the_feed_does_not(site, settings, round_of):
    body = rss(("Договор", "Казахстан и Китай подписали договор о терминале, сообщили министерства двух стран."))
    sent = body.decode().encode("windows-1251")
    round_of(wire=site.serves("/feed", (200, {"Content-Type": "application/rss+xml; charset=windows-1251"}, sent)))
    (batch,) = ingest(raw_files(settings.raw), settings.raw, settings)
    assert [row["title"] for row in batch.articles] == ["Договор"]
