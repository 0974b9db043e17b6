"""Agency formats: NITF, NewsML 1.2, NewsML-G2, IPTC 7901, ninjs, and WordPress exports."""

import json
from datetime import UTC, datetime

import pytest

from coopmetrics.sources import RawItem, Rejection

TEXT = "Delegations from Fiji and Tonga agreed in Suva on Monday to survey a cable route between the two countries."


def reasons(results):
    return [result.reason_code for result in results if isinstance(result, Rejection)]


# NITF

NITF = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf baselang="en-FJ"><head><title>FIJI-CABLE</title><docdata><doc-id id-string="pw.240506.1"/>
<date.release norm="YYYYMMDD000000-HHMM"/><date.issue norm="20240506T101500+1200"/></docdata></head>
<body><body.head><hedline><hl1>Fiji and Tonga survey&nbsp;cable</hl1></hedline>
<byline>By <person>Ana Vula</person><byttl>Pacific Wire</byttl></byline><distributor>Pacific Wire</distributor></body.head>
<body.content><block><p>%s</p><media media-type="image"><media-caption>The ministers</media-caption></media>
<hl2>Caf\xe9 talks</hl2><p>Work starts in June.</p></block></body.content></body></nitf>"""


def test_nitf(read_bytes):
    (item,) = read_bytes("cable.xml", (NITF % TEXT).encode("iso-8859-1"))
    assert (item.form, item.body_kind) == ("nitf", "html")
    assert (item.title, item.byline, item.source) == ("Fiji and Tonga survey cable", "Ana Vula", "Pacific Wire")
    assert (item.guid, item.published, item.language) == ("pw.240506.1", "20240506T101500+1200", "en-FJ")
    assert "Café talks" in item.body
    assert "The ministers" not in item.body


def test_nitf_of_several_numbers_them_all(read_bytes):
    one = f"<nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf>"
    assert [item.raw_position for item in read_bytes("a.xml", one)] == [None]
    read_bytes("_source.yaml", "form: nitf")
    several = read_bytes("b.xml", f"<nitfs>{one}{one}</nitfs>")
    assert [item.raw_position for item in several] == ["item 1", "item 2"]


def test_nitf_of_a_picture_has_a_stated_reason(read_bytes):
    picture = "<media><media-reference source='a.jpg'/></media>"
    assert reasons(read_bytes("a.xml", f"<nitf><body><body.content>{picture}</body.content></body></nitf>")) == [
        "not_text"
    ]
    assert reasons(read_bytes("b.xml", "<nitf><body><body.content><p> </p></body.content></body></nitf>")) == [
        "no_text"
    ]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_what_is_cut_off_is_malformed(read_bytes, cut):
    data = (NITF % TEXT).encode("iso-8859-1")
    (rejection,) = read_bytes("cable.xml", data[: int(len(data) * cut)])
    assert rejection.reason_code == "malformed_xml"
    assert "line" in rejection.detail


# NewsML 1.2

NEWSML = """<NewsML><NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>pacific.example</ProviderId>
<DateId>20240506</DateId><NewsItemId>cable</NewsItemId><RevisionId>2</RevisionId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20240506T080000Z</FirstCreated><ThisRevisionCreated>20240506T090000Z</ThisRevisionCreated>
<Status FormalName="%s"/></NewsManagement><NewsComponent><NewsLines><HeadLine><![CDATA[Cable surveyed]]></HeadLine>
<ByLine>Ana Vula</ByLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="PW"/></Provider>
</AdministrativeMetadata><NewsComponent><ContentItem><MediaType FormalName="%s"/><DataContent>%s</DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize(
    "content",
    [
        f"<p>{TEXT}</p>",
        f"<![CDATA[<P>{TEXT}</P>]]>",
        f"<nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf>",
        TEXT,
    ],
)
def test_newsml(read_bytes, content):
    (item,) = read_bytes("cable.xml", NEWSML % ("Usable", "Text", content))
    assert TEXT in item.body
    assert (item.form, item.title, item.byline, item.source) == ("newsml", "Cable surveyed", "Ana Vula", "PW")
    assert (item.guid, item.published, item.language) == ("pacific.example:20240506:cable", "20240506T090000Z", "en")


def test_newsml_without_an_article_has_a_stated_reason(read_bytes):
    assert reasons(read_bytes("a.xml", NEWSML % ("Usable", "Photo", ""))) == ["not_text"]
    assert reasons(read_bytes("b.xml", NEWSML % ("Usable", "Text", " "))) == ["no_text"]
    assert reasons(read_bytes("c.xml", NEWSML % ("Canceled", "Text", TEXT))) == ["withdrawn"]
    assert reasons(read_bytes("d.xml", "<NewsML><NewsEnvelope/></NewsML>")) == ["no_items"]


# NewsML-G2

G2 = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-06T10:00:00Z</sent></header><itemSet>
<packageItem guid="p"><groupSet/></packageItem>
<newsItem guid="urn:newsml:pw:1" xml:lang="en"><itemMeta><itemClass qcode="ninat:%s"/>
<provider literal="pacific.example"/><versionCreated>2024-05-06T09:00:00+12:00</versionCreated></itemMeta>
<contentMeta><by>Ana Vula</by><headline role="hld:subHeadline">Talks go on</headline><headline>Cable surveyed</headline>
<language tag="en-FJ"/></contentMeta><contentSet>%s</contentSet></newsItem></itemSet></newsMessage>"""
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body><header><h1>Cable</h1></header><p>%s</p></body></html>'
NITF_BODY = (
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>%s</p></body.content></body></nitf>'
)


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/xhtml+xml">{XHTML % TEXT}</inlineXML>',
        f'<inlineXML contenttype="application/nitf+xml">{NITF_BODY % TEXT}</inlineXML>',
        f'<remoteContent href="a.jpg"/><inlineData contenttype="text/plain"><![CDATA[{TEXT}]]></inlineData>',
    ],
)
def test_newsml_g2(read_bytes, content):
    (item,) = read_bytes("cable.xml", G2 % ("text", content))
    assert TEXT in item.body
    assert "<h1>" not in item.body
    assert (item.form, item.title, item.byline) == ("newsml_g2", "Cable surveyed", "Ana Vula")
    assert (item.guid, item.source, item.language) == ("urn:newsml:pw:1", "pacific.example", "en-FJ")
    assert item.published == "2024-05-06T09:00:00+12:00"


def test_newsml_g2_without_an_article_has_a_stated_reason(read_bytes):
    (picture,) = read_bytes("a.xml", G2 % ("picture", '<remoteContent href="a.jpg"/>'))
    assert (picture.reason_code, picture.detail) == ("not_text", "an item of class picture")
    package = "<packageItem xmlns='http://iptc.org/std/nar/2006-10-01/'/>"
    assert reasons(read_bytes("b.xml", package)) == ["not_text"]


def test_items_before_a_fault_stand(read_bytes):
    message = G2 % ("text", f"<inlineData>{TEXT}</inlineData>")
    item, fault = read_bytes("cable.xml", message.replace("</itemSet>", "<newsItem>&oops;"))
    assert TEXT in item.body
    assert fault.reason_code == "malformed_xml"


# IPTC 7901

MESSAGE = (
    "\x01pac062 4 i 211 ccccb   pw 061\r\n\r\nFiji-Tonga/cable/\r\n\x021ST LEAD\r\nFiji and Tonga survey\r\ncable route\r\n"
    "By Ana Vula, PW =\r\n\r\n   Suva (PW) - Delegations from Fiji and Tonga agreed in Suva on Monday to\r\nsurvey a cable "
    "route.\r\n\r\n   Work starts in June.\r\n\x03%s\r\n\x7f\r\n\x7f\x04"
)


@pytest.mark.parametrize(
    ("sent", "published"),
    [
        ("061137 GMT May 24", datetime(2024, 5, 6, 11, 37, tzinfo=UTC)),
        ("061137 GMT Okt 98", datetime(1998, 10, 6, 11, 37, tzinfo=UTC)),
        ("311137 GMT Feb 24", None),
    ],
)
def test_iptc_7901(read_bytes, sent, published):
    (item,) = read_bytes("wire.txt", MESSAGE % sent)
    assert (item.form, item.title, item.byline) == ("iptc7901", "Fiji and Tonga survey cable route", "Ana Vula")
    assert (item.published, item.source) == (published, "pw")
    assert item.body.strip().startswith("Suva (PW) - Delegations")


def test_several_messages_in_one_file(read_bytes):
    results = read_bytes("wire.001", MESSAGE % "061137 GMT May 24" * 2 + "\x01no header\r\n\x03")
    assert [result.raw_position for result in results] == ["item 1", "item 2", "item 3"]
    assert reasons(results) == ["malformed_header"]


# ninjs

NINJS = {
    "guid": "urn:newsml:pw:1",
    "type": "text",
    "versioncreated": "2024-05-06T09:00:00+0000",
    "headline": "Cable surveyed",
    "byline": "Ana Vula",
    "body_html": f"<p>{TEXT}</p>",
    "language": "en-FJ",
    "associations": {"featuremedia": {"type": "picture", "body_text": "The ministers"}},
}
NINJS_2 = {
    "uri": "https://pw.example/1",
    "type": "text",
    "versionCreated": "2024-05-06T09:00:00Z",
    "headlines": [{"role": "main", "value": "Cable surveyed"}],
    "bodies": [{"contentType": "text/html", "value": f"<p>{TEXT}</p>"}],
}


def test_ninjs(read_bytes):
    (item,) = read_bytes("1.json", json.dumps(NINJS, indent=1))
    assert (item.form, item.body, item.body_kind) == ("ninjs", f"<p>{TEXT}</p>", "html")
    assert (item.title, item.byline, item.guid) == ("Cable surveyed", "Ana Vula", "urn:newsml:pw:1")
    assert item.published == "2024-05-06T09:00:00+0000"


def test_ninjs_2_and_a_list_of_items(read_bytes):
    two, picture = read_bytes("1.json", json.dumps([NINJS_2, NINJS | {"type": "picture"}]))
    assert (two.form, two.title, two.url) == ("ninjs", "Cable surveyed", "https://pw.example/1")
    assert (picture.reason_code, picture.detail) == ("not_text", "an item of type picture")


# WordPress

WXR = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<item><title>Cable surveyed</title><link>https://suva.example/cable</link><pubDate>Mon, 06 May 2024 09:00:00 +0000</pubDate>
<dc:creator>ana</dc:creator><guid>https://suva.example/?p=1</guid><content:encoded><![CDATA[[caption id="1"]The ministers[/caption]
%s

Work starts in June.[gallery ids="1,2"]]]></content:encoded><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>a.jpg</title><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
<item><title>Draft</title><content:encoded>x</content:encoded><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Empty</title><content:encoded/><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>"""


def test_a_wordpress_export(read_bytes):
    post, *others = read_bytes("export.xml", WXR % TEXT)
    assert isinstance(post, RawItem)
    assert (post.form, post.title, post.url, post.byline) == (
        "wordpress",
        "Cable surveyed",
        "https://suva.example/cable",
        "ana",
    )
    assert f"{TEXT}</p><p>Work starts in June. </p>" in post.body
    assert "ministers" not in post.body
    assert reasons(others) == ["not_text", "not_published", "no_text"]


def test_captions_that_never_end_are_no_text(read_bytes):
    post, *_ = read_bytes("export.xml", WXR % ("[caption]" * 40_000 + TEXT))
    assert f"{TEXT}</p><p>Work starts in June. </p>" in post.body
    assert "caption" not in post.body
