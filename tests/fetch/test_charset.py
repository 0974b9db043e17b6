"""The encoding of fetched feeds."""

import codecs

import pytest

from coopmetrics.fetch.charset import readable

TEXT = "<rss><channel><title>Zürich und Genève</title></channel></rss>"
UTF8 = "<?xml version='1.0' encoding='UTF-8'?>"
LATIN = "<?xml version='1.0' encoding='iso-8859-1'?>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/xml; charset=iso-8859-1"),
        ((UTF8 + TEXT).encode(), "application/xml; charset=latin1"),
        ((LATIN + TEXT).encode("latin-1"), "application/xml; charset=utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "text/xml; charset=utf-8"),
        (b"<rss>plain</rss>", "text/xml; charset=nonsense"),
    ],
    ids=["UTF-8 undeclared", "UTF-8 declared", "Latin declared", "byte order mark", "ASCII"],
)
def test_what_a_file_says_rightly_stays_as_it_is(body, content_type):
    assert readable(body, content_type) == body


def test_the_header_decides_where_the_file_says_nothing_or_something_wrong():
    for head in ("", UTF8):
        sent = (head + TEXT).encode("latin-1")
        assert readable(sent, "application/xml; charset=ISO-8859-1").decode().endswith(TEXT)


def test_utf8_declared_as_something_else_is_declared_anew():
    assert readable((LATIN + TEXT).encode(), None).decode() == f'<?xml version="1.0" encoding="UTF-8"?>{TEXT}'


@pytest.mark.parametrize(
    "content_type",
    [
        *(None, "", "text/xml", "text/xml; charset=nonsense", "text/xml; charset=ascii"),
        *("text/xml; charset=undefined", "text/xml; charset*=us-ascii''a%00b"),
    ],
)
def test_without_any_help_it_is_left_to_the_reader(content_type):
    sent = TEXT.encode("latin-1")
    assert readable(sent, content_type) == sent


def test_a_charset_that_is_none_of_texts_breaks_nothing():
    sent = b"<rss>\\ud800</rss>\xff"
    assert readable(sent, "text/xml; charset=unicode_escape") == "<rss>?</rss>ÿ".encode()
    declared = b"<?xml version='1.0' encoding='undefined'?>" + TEXT.encode("latin-1")
    assert readable(declared, None) == declared
