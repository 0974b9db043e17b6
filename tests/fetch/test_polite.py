"""What the visitor does when servers misbehave."""

import gzip
import time
from dataclasses import replace

import pytest

from coopmetrics.fetch.faults import Failed, Refused
from coopmetrics.fetch.polite import PoliteClient
from tests.fetch.conftest import rss

FEED = rss(("port", "The port was opened."))
FINE = (200, {}, FEED)


def get(manners, url, conditions=None):
    with PoliteClient(manners) as client:
        return client.get(url, conditions)


def refused(manners, url):
    with pytest.raises(Refused) as caught:
        get(manners, url)
    return caught.value.reason_code


def test_it_says_who_it_is_and_asks_for_the_rules_first(site, manners):
    url = site.serves("/feed", FINE)
    assert get(manners, url).body == FEED
    assert site.paths() == ["/robots.txt", "/feed"]
    assert {headers["user-agent"] for _, headers in site.asked} == {"tests/1.0"}


def test_what_the_rules_forbid_is_not_asked_for(site, manners):
    site.serves("/robots.txt", (200, {}, b"User-agent: *\nDisallow: /private/*.xml$\n"))
    allowed, forbidden = site.serves("/private/feed", FINE), site.serves("/private/feed.xml", FINE)
    assert get(manners, allowed).status == 200
    assert refused(manners, forbidden) == "robots"
    assert "/private/feed.xml" not in site.paths()


def test_rules_that_cannot_be_read_forbid_everything(site, manners):
    site.serves("/robots.txt", (500, {}, b""))
    assert refused(manners, site.serves("/feed", FINE)) == "robots_unreachable"


def test_a_host_is_left_alone_between_two_requests(site, manners):
    site.serves("/robots.txt", (200, {}, b"User-agent: tests\nCrawl-delay: 0.3\n"))
    url, started = site.serves("/feed", FINE), time.monotonic()
    with PoliteClient(manners) as client:
        client.get(url)
        client.get(url)
    assert time.monotonic() - started >= 0.6


def test_a_busy_server_is_asked_again(site, manners):
    url = site.serves("/feed", (503, {"Retry-After": "0"}, b""), (500, {}, b""), FINE)
    assert get(manners, url).body == FEED
    assert site.paths().count("/feed") == 3


def test_but_not_for_ever(site, manners):
    url = site.serves("/feed", (500, {}, b""))
    with pytest.raises(Failed, match="500"):
        get(manners, url)
    assert site.paths().count("/feed") == manners.tries


def test_a_server_that_wants_a_long_pause_gets_it(site, manners):
    with pytest.raises(Refused) as caught:
        get(manners, site.serves("/feed", (429, {"Retry-After": "3600"}, b"")))
    assert (caught.value.reason_code, caught.value.wait_seconds) == ("busy", 3600)
    assert site.paths().count("/feed") == 1


@pytest.mark.parametrize("until", ["999999999999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_but_none_for_ever(site, manners, until):
    with pytest.raises(Refused) as caught:
        get(manners, site.serves("/feed", (429, {"Retry-After": until}, b"")))
    assert caught.value.wait_seconds == 30 * 86_400


def test_a_pause_until_no_day_at_all_is_none(site, manners):
    busy = (429, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 +9999999999999999"}, b"")
    with pytest.raises(Failed) as caught:
        get(replace(manners, tries=1), site.serves("/feed", busy))
    assert caught.value.wait_seconds == 0


@pytest.mark.parametrize(("status", "reason"), [(404, "not_found"), (410, "gone"), (403, "denied"), (418, "http_4xx")])
def test_a_refusal_is_final(site, manners, status, reason):
    assert refused(manners, site.serves("/feed", (status, {}, b""))) == reason
    assert site.paths().count("/feed") == 1


def test_redirects_are_followed_up_to_a_limit(site, manners):
    site.serves("/new", FINE)
    assert get(manners, site.serves("/old", (301, {"Location": "/new"}, b""))).url == f"{site.address}/new"
    assert refused(manners, site.serves("/loop", (302, {"Location": "/loop"}, b""))) == "too_many_redirects"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://wire.example/feed", "http://[::bad/", "http://[::1", "gopher:x"]
)
def test_a_redirect_leads_to_the_web_or_nowhere(site, manners, target):
    assert refused(manners, site.serves("/feed", (302, {"Location": target}, b""))) == "forbidden_address"


def test_a_redirect_into_a_private_network_is_not_followed(site, manners):
    assert refused(replace(manners, allow_private=False), site.serves("/feed", FINE)) == "forbidden_address"
    assert site.asked == []


def test_conditions_are_sent_and_an_unchanged_feed_is_not_sent_again(site, manners):
    url = site.serves("/feed", (304, {}, b""))
    assert get(manners, url, {"if-none-match": '"v1"'}).status == 304
    assert site.asked[-1][1]["if-none-match"] == '"v1"'


def test_a_server_that_does_not_answer_has_failed(site, manners):
    site.pages["/feed"] = lambda request: time.sleep(1)
    with pytest.raises(Failed) as caught:
        get(replace(manners, timeout_seconds=0.2, tries=1), f"{site.address}/feed")
    assert caught.value.reason_code == "timeout"


def test_a_server_that_sends_drop_by_drop_has_failed(site, manners):
    def drip(request):
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"<rss>")
            request.wfile.flush()
            time.sleep(0.05)

    site.pages["/feed"] = drip
    with pytest.raises(Failed, match="not complete"):
        get(replace(manners, timeout_seconds=0.15, tries=1), f"{site.address}/feed")


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Length": "5000"}, FEED),
        (200, {"Content-Encoding": "gzip"}, b"no gzip at all"),
    ],
    ids=["half a body", "no gzip"],
)
def test_a_body_that_ends_too_early_is_asked_for_again(site, manners, answer):
    assert get(manners, site.serves("/feed", answer, FINE)).body == FEED
    assert site.paths().count("/feed") == 2


def test_chunks_without_an_end_are_no_body(site, manners):
    def unfinished(request):
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"5\r\n<rss>\r\n")
        request.close_connection = True

    site.pages["/feed"] = unfinished
    assert refused(replace(manners, tries=2), f"{site.address}/feed") == "truncated"
    assert site.paths().count("/feed") == 2


@pytest.mark.parametrize("packed", [False, True], ids=["as it is", "packed a thousandfold"])
def test_a_huge_body_is_given_up(site, manners, packed):
    body = b"<rss>" * 1_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    assert (
        refused(manners, site.serves("/feed", (200, headers, gzip.compress(body) if packed else body))) == "too_large"
    )
    assert site.paths().count("/feed") == 1


def test_nobody_there_is_a_failure(manners):
    assert refused(replace(manners, tries=1), "http://127.0.0.1:9/feed") == "robots_unreachable"
