"""One visitor of the web with manners: says who it is, asks before it enters, waits, takes no more than it can hold.

What goes wrong for a moment (a broken connection, a busy server) is tried again after a growing wait; what is refused
is not. Every redirect is looked at before it is followed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from coopmetrics.fetch.addresses import check_address, check_ip, is_proxied
from coopmetrics.fetch.faults import Failed, Refused
from coopmetrics.fetch.robots import Robots

MOST_REDIRECTS: Final = 5
#: a whole body may take so many times as long as the server may be silent
PATIENCE: Final = 4
#: a server that wants a longer pause is left alone until the next run
LONGEST_WAIT_SECONDS: Final = 60.0
#: and asked again after that, whatever it wants
LONGEST_PAUSE_SECONDS: Final = 30 * 86_400.0
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
REASONS: Final = {401: "denied", 403: "denied", 404: "not_found", 410: "gone"}
ACCEPTED: Final = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Manners:
    """How to behave."""

    user_agent: str
    timeout_seconds: float = 30.0
    max_bytes: int = 20 * 2**20
    allow_private: bool = False
    tries: int = 3
    #: between two requests to one host, and the first wait before another try
    pause_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said at the end of all redirects; header names are in lower case."""

    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class PoliteClient:
    """Fetches addresses; a context manager, safe to share between threads that visit different hosts."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        headers = {"user-agent": manners.user_agent, "accept": ACCEPTED, "accept-encoding": "gzip, deflate"}
        self._http = httpx.Client(headers=headers, timeout=manners.timeout_seconds, follow_redirects=False)
        self._robots = Robots(manners.user_agent, self._rules)
        self._asked_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address; the answer is 200 with a body, or 304 where the `conditions` sent along hold.

        Raises `Failed` after the last try, `Refused` at once, each with a reason code.
        """
        return self._retrying()(self._follow, url, conditions or {}, ask=True)

    def _rules(self, url: str) -> tuple[int, bytes]:
        try:
            answer = self._retrying()(self._follow, url, {}, ask=False)
        except Failed:
            raise
        except Refused as fault:
            if fault.reason_code in ("denied", "not_found", "gone", "http_4xx"):
                return 404, b""
            raise
        return answer.status, answer.body

    def _retrying(self) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self._manners.tries),
            wait=self._wait,
            retry=retry_if_exception_type(Failed),
            reraise=True,
        )

    def _wait(self, state: RetryCallState) -> float:
        """Wait as long as the server asked for, or else ever longer, by chance so that many clients do not meet."""
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Failed) and fault.wait_seconds:
            return fault.wait_seconds
        return wait_random_exponential(multiplier=self._manners.pause_seconds, max=LONGEST_WAIT_SECONDS)(state)

    def _follow(self, url: str, conditions: Mapping[str, str], *, ask: bool) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            check_address(url, allow_private=self._manners.allow_private)
            if ask:
                self._robots.check(url)
            answer = self._once(url, conditions)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return _checked(answer)
            url = _joined(url, answer.headers["location"])
        raise Refused("too_many_redirects", f"more than {MOST_REDIRECTS} redirects, the last to {url[:200]}")

    def _once(self, url: str, conditions: Mapping[str, str]) -> Answer:
        self._pause(url)
        with _faults_named(), self._http.stream("GET", url, headers=dict(conditions)) as response:
            self._check_peer(url, response)
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = self._body(response) if response.status_code == 200 else b""
            return Answer(url, response.status_code, headers, body)

    def _pause(self, url: str) -> None:
        """Leave the host alone for a moment after the last request."""
        host = urlsplit(url).netloc
        delay = max(self._manners.pause_seconds, self._robots.delay_seconds(url))
        time.sleep(max(0.0, self._asked_at.get(host, -delay) + delay - time.monotonic()))
        self._asked_at[host] = time.monotonic()

    def _check_peer(self, url: str, response: httpx.Response) -> None:
        """Check who answers: a name may lead elsewhere by the time of the request."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer and not self._manners.allow_private and not is_proxied(url):
            check_ip(str(peer[0]))

    def _body(self, response: httpx.Response) -> bytes:
        """Read the body, decompressed, as far as size and time allow."""
        until, body = time.monotonic() + PATIENCE * self._manners.timeout_seconds, bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._manners.max_bytes:
                raise Refused("too_large", f"more than {self._manners.max_bytes:,} bytes")
            if time.monotonic() > until:
                raise Failed("timeout", f"not complete after {PATIENCE * self._manners.timeout_seconds:.0f} seconds")
        return bytes(body)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Refused("forbidden_address", f"{location[:200]}: {error}") from error


def _checked(answer: Answer) -> Answer:
    status = answer.status
    if status in (200, 304):
        return answer
    if status in BUSY:
        wait = _retry_after(answer.headers.get("retry-after"))
        kind = Failed if wait <= LONGEST_WAIT_SECONDS else Refused
        raise kind("busy" if status == 429 else "server_error", f"the server answered {status}", wait)
    reason = REASONS.get(status, "http_4xx" if 400 <= status < 500 else f"http_{status}")
    raise Refused(reason, f"the server answered {status}")


def _retry_after(value: str | None) -> float:
    """Read the header: seconds, or a date; 0 where it is missing or unreadable."""
    try:
        wait = float(value) if value and value.strip().isdecimal() else _seconds_until(value or "")
    except (ValueError, OverflowError):
        return 0.0
    return min(max(0.0, wait), LONGEST_PAUSE_SECONDS)


def _seconds_until(date: str) -> float:
    until = parsedate_to_datetime(date)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return (until - datetime.now(UTC)).total_seconds()


@contextmanager
def _faults_named() -> Iterator[None]:
    """Say in our own terms what went wrong on the way."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Failed("timeout", f"no answer in time ({type(error).__name__})") from error
    except httpx.DecodingError as error:
        raise Failed("truncated", f"the compressed body is broken: {error}") from error
    except httpx.RemoteProtocolError as error:
        if "location header" in str(error):  # httpx reads where a redirect leads even if it does not follow
            raise Refused("forbidden_address", str(error)) from error
        raise Failed("truncated", str(error) or "the connection was closed in the middle") from error
    except httpx.TransportError as error:
        raise Failed("unreachable", str(error) or type(error).__name__) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Refused("forbidden_address", str(error)) from error
