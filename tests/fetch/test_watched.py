"""The list of watched feeds."""

import pytest

from coopmetrics.fetch import watched_feeds


def read(tmp_path, text):
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return watched_feeds(path)


def test_a_feed_has_a_name_or_goes_by_its_address(tmp_path):
    feeds = read(
        tmp_path,
        "feeds:\n  - {name: Балтийский курьер, url: 'https://courier.example/rss'}\n  - https://wire.example/world.xml\n",
    )
    assert [feed.folder for feed in feeds] == ["baltiyskiy-kur-er", "wire-example-world-xml"]


def test_its_articles_are_of_the_source_named_there(tmp_path):
    trade = "{name: 'Steppe Wire, trade', source: Steppe Wire, url: 'https://steppe.example/trade'}"
    gathered = "{name: All news, source: null, url: 'https://gatherer.example/rss'}"
    feeds = read(
        tmp_path,
        f"feeds:\n  - {{name: Lake Herald, url: 'https://lake.example/rss'}}\n  - {trade}\n  - {gathered}\n  - https://wire.example/rss\n",
    )
    assert [feed.source for feed in feeds] == ["Lake Herald", "Steppe Wire", None, None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("feeds:\n  - file:///etc/passwd\n", "http"),
        ("feeds:\n  - {name: Wire, address: 'https://wire.example'}\n", "feeds.0"),
        ("feeds:\n  - {name: A b, url: 'https://a.example'}\n  - {name: a-b, url: 'https://b.example'}\n", "'a-b'"),
        ("- https://wire.example/rss\n", "sources.yaml"),
        ("feeds: [\n", "sources.yaml"),
        ("", "feeds"),
    ],
    ids=["no web address", "unknown field", "one folder", "no mapping", "no YAML", "empty"],
)
def test_a_wrong_list_is_told_with_file_and_entry(tmp_path, text, told):
    with pytest.raises(ValueError, match=told):
        read(tmp_path, text)
