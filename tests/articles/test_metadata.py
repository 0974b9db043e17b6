"""What pages state about themselves, in all the ways they do."""

import json

import pytest
from lxml import html

from coopmetrics.articles.metadata import Metadata, stated

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Cable surveyed",
    "datePublished": "2024-05-06T09:00:00+12:00",
    "dateModified": "2024-05-09T09:00:00+12:00",
    "author": [{"@type": "Person", "name": "Ana Vula"}, {"@type": "Person", "name": "Sione Moala"}],
    "publisher": {"@type": "Organization", "name": "Pacific Wire"},
}


def read(head, body="<p>Text</p>"):
    return stated(html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"))


def json_ld(value):
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [{"@type": "BreadcrumbList"}, ARTICLE],
        {"@graph": [{"@type": "WebPage", "name": "Pacific Wire"}, ARTICLE | {"@type": ["ReportageNewsArticle"]}]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"{json.dumps(ARTICLE)};",
    ],
)
def test_an_article_of_json_ld(value):
    assert read(json_ld(value)) == Metadata(
        title="Cable surveyed",
        byline="Ana Vula, Sione Moala",
        published="2024-05-06T09:00:00+12:00",
        source="Pacific Wire",
    )


def test_meta_elements_and_links():
    head = """<title>Cable surveyed | Pacific Wire</title><link rel="canonical" href="https://pw.example/cable">
    <meta property="og:title" content="Cable surveyed | Pacific Wire"><meta property="og:site_name" content="Pacific Wire">
    <meta property="article:published_time" content="2024-05-06"><meta name="author" content="Ana Vula">
    <meta property="og:url" content="https://pw.example/cable?utm_source=x">"""
    assert read(head) == Metadata(
        "Cable surveyed", "Ana Vula", "2024-05-06", "https://pw.example/cable", "Pacific Wire"
    )


def test_a_time_that_says_what_it_is():
    assert read("", '<time datetime="2024-01-01">x</time>').published is None
    assert read("", '<time itemprop="datePublished" datetime="2024-05-06">x</time>').published == "2024-05-06"


def test_what_cannot_be_true_is_passed_over():
    head = """<meta name="date" content="soon"><meta name="pubdate" content="2024-05-06">
    <meta property="article:author" content="https://facebook.example/pw"><meta name="byl" content="Ana Vula">"""
    assert (read(head).published, read(head).byline) == ("2024-05-06", "Ana Vula")


@pytest.mark.parametrize(
    "value",
    ["", "{", "[" * 100_000, "null", '{"@type": 7}', '{"@type": "Article", "headline": {"a": []}}', "x" * 600_000],
)
def test_broken_json_ld_states_nothing(value):
    assert read(json_ld(value)) == Metadata()


@pytest.mark.parametrize(
    ("body", "byline"),
    [
        ('<a href="/vula" rel="author">Ana Vula</a>', "Ana Vula"),
        ('<p itemprop="author">By <b>Ana Vula</b></p>', "By Ana Vula"),
        ('<div itemprop="author">6 May 2024</div><a rel="author">Ana Vula</a>', "Ana Vula"),
        ('<div itemprop="author">Ana Vula | 6 May | 2 min read</div>', None),
        ('<a rel="author">https://pw.example/vula</a>', None),
    ],
    ids=["link", "property", "not a date", "a box with more than the name", "an address"],
)
def test_an_author_is_whom_the_text_marks_as_one(body, byline):
    assert read("", body).byline == byline


def test_a_run_of_spaces_costs_no_more_than_other_characters():
    spaces = " " * 200_000
    title, site = (
        '<meta property="og:title" content="Cable{}surveyed">',
        '<meta property="og:site_name" content="Wire">',
    )
    assert read(title.format(spaces) + site).title == f"Cable{spaces}surveyed"
    assert read(json_ld(f"<!--{spaces}{json.dumps(ARTICLE)}{spaces};")).title == "Cable surveyed"
