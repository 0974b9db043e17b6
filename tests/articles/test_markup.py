import pytest

from coopmetrics.articles.markup import bare, from_fragment, from_markdown, from_page

BODY = "".join(
    f"<p>Paragraph {n}: ministers of Fiji and Tonga met in Suva to discuss a cable between them.</p>" for n in range(5)
)
PAGE = f"""<html><head><title>Cable talks | Pacific Wire</title>
<meta property="og:title" content="Cable talks"><meta property="og:site_name" content="Pacific Wire">
<meta name="author" content="Ana Vula"><meta property="article:published_time" content="2024-05-06T10:00:00+12:00">
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Cable talks</h1>{BODY}</article><footer>Subscribe to our newsletter</footer></body></html>"""


def test_a_page_gives_its_article_and_its_metadata():
    page = from_page(PAGE)
    assert len([paragraph for paragraph in page.text.split("\n\n") if paragraph.startswith("Paragraph")]) == 5
    assert "Sport" not in page.text
    assert "newsletter" not in page.text
    assert (page.title, page.byline, page.source, page.published) == (
        "Cable talks",
        "Ana Vula",
        "Pacific Wire",
        "2024-05-06T10:00:00+12:00",
    )


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p>", "no page at all", "<html><body><script>x()</script></body></html>"]
)
def test_a_page_without_an_article_is_empty(page):
    assert from_page(page).text == ""


def test_where_little_is_left_the_whole_page_is_looked_through():
    words = "Fiji and Tonga agreed in Suva on Monday to survey a route for a cable between the two countries. " * 3
    page = from_page(f"<html><body><div><nav><p>{words}</p></nav></div><p>Subscribe to our letter.</p></body></html>")
    assert words.strip() in page.text


def test_headlines_of_an_index_page_are_paragraphs_of_their_own():
    row = '<tr><td><a href="/{0}">FIJI AND TONGA SURVEY ROUTE <b>{0}</b></a></td><td>2/{0}/22</td></tr>'
    page = from_page(f"<html><body><table>{''.join(map(row.format, range(1, 20)))}</table></body></html>")
    assert page.text.split("\n\n") == [f"FIJI AND TONGA SURVEY ROUTE {n} 2/{n}/22" for n in range(1, 20)]


def test_a_date_that_is_stated_nowhere_is_looked_for():
    head = '<title>x</title><meta property="og:title" content="Cable surveyed">'
    body = '<p class="date">6 May 2024</p><p>Fiji and Tonga agreed to survey a route for a cable.</p>'
    page = from_page(f"<html><head>{head}</head><body><article>{body}</article></body></html>")
    assert (page.title, page.published) == ("Cable surveyed", "2024-05-06")


def test_a_page_too_large_for_its_extraction_is_refused():
    with pytest.raises(ValueError, match="tags in a page"):
        from_page("<table>" + "<tr><td>a" * 50_000)


def test_a_fragment_keeps_its_words_and_paragraphs():
    fragment = (
        "Suva.<p>Ministers <b>met</b>\n on&nbsp;Monday&amp;Tuesday.</p><script>alert(1)</script> After."
        "<ul><li>One</li><li>Two</li></ul>Line<br/>next<!-- note --> same<table><tr><td>a</td><td>b</td></tr></table>"
    )
    assert from_fragment(fragment).split("\n\n") == [
        "Suva.",
        "Ministers met on Monday&Tuesday.",
        "After.",
        "One",
        "Two",
        "Line",
        "next same",
        "a b",
    ]


@pytest.mark.parametrize("fragment", ["", "<", "<!-- -->", "<div>" * 5000, "\x00<p>", "<?pi?>"])
def test_broken_fragments_do_not_fail(fragment):
    assert from_fragment(fragment).strip("<") == ""


def test_markdown_loses_its_marks():
    text = (
        "# Head\n\nMinisters **met** in\n[Suva](https://news.example) <u>today</u>.  \nNext.\n\n- One\n- Two\n\n\\###\n"
    )
    assert from_markdown(text).split("\n\n") == ["Head", "Ministers met in Suva today.", "Next.", "One", "Two", "###"]


def test_bare_words_of_any_markup():
    assert bare("<p>Fiji&#8217;s <b>cable</b></p>").split() == ["Fiji’s", "cable"]
