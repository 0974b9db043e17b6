import pytest

from coopmetrics.articles.identity import article_id, canonical_url, site
from coopmetrics.sources import RawItem

ITEM = RawItem("a.jsonl", "line 1", "jsonl", "<p>Ministers met.</p>\n<p>Talks go on.</p>", "html", guid="n1")


def changed(**fields):
    return RawItem(**{name: fields.get(name, getattr(ITEM, name)) for name in RawItem.__slots__})


def test_the_same_item_elsewhere_and_wrapped_otherwise_is_the_same():
    again = changed(raw_path="b.xml", raw_position="item 4", form="feed", body="<div>Ministers met. Talks go on.</div>")
    assert article_id(again) == article_id(ITEM)


@pytest.mark.parametrize("fields", [{"body": "<p>Ministers met. Talks ended.</p>"}, {"guid": "n2"}])
def test_other_words_or_another_address_make_another_article(fields):
    assert article_id(changed(**fields)) != article_id(ITEM)


def test_headlines_alone_are_articles_of_their_own():
    talks, deal = (changed(body=" ", guid=None, title=title) for title in ("Talks fail", "Talks go on"))
    assert article_id(talks) != article_id(deal)


@pytest.mark.parametrize(
    ("address", "canonical", "host"),
    [
        ("HTTPS://www.News.example/A?id=7&utm_source=x#top", "https://www.news.example/A?id=7", "news.example"),
        ("https://news.example/a?at_medium=RSS&smid=share&at_id=5", "https://news.example/a?at_id=5", "news.example"),
        ("https://user@news.example:8080/a", "https://user@news.example:8080/a", "news.example"),
        ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]:80/a", "2001:db8::1"),
        ("ftp://news.example/a", None, None),
        ("http://[::1", None, None),
        ("not an address", None, None),
        (None, None, None),
    ],
)
def test_addresses(address, canonical, host):
    assert (canonical_url(address), site(address)) == (canonical, host)
