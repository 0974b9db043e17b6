"""What sites allow: robots.txt after RFC 9309, read once a site and run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from coopmetrics.fetch.faults import Refused

#: the standard has crawlers read at least so much
MOST_BYTES: Final = 512 * 1024
#: who wants to be asked more rarely than that is asked once a run anyway
LONGEST_DELAY_SECONDS: Final = 30.0


class Robots:
    """The rules of the sites visited in one run."""

    def __init__(self, user_agent: str, get: Callable[[str], tuple[int, bytes]]) -> None:
        """`get` gives the status and body of an address; it raises `Refused` where there is no answer."""
        self._user_agent = user_agent
        self._get = get
        self._rules: dict[str, Protego | Refused] = {}

    def check(self, url: str) -> None:
        """Raise `Refused` if the site does not want the address to be fetched, or its rules cannot be had."""
        rules = self._of(url)
        if isinstance(rules, Refused):
            raise Refused("robots_unreachable", f"robots.txt cannot be had: {rules.detail}", rules.wait_seconds)
        if not rules.can_fetch(url, self._user_agent):
            raise Refused("robots", f"robots.txt does not allow {self._user_agent} to fetch it")

    def delay_seconds(self, url: str) -> float:
        """Give the seconds that the site wants between two requests, as far as is known."""
        rules = self._rules.get(_site(url))
        stated = rules.crawl_delay(self._user_agent) if isinstance(rules, Protego) else None
        return min(float(stated or 0), LONGEST_DELAY_SECONDS)

    def _of(self, url: str) -> Protego | Refused:
        site = _site(url)
        if site not in self._rules:
            try:
                status, body = self._get(f"{site}/robots.txt")
                # no rules are no prohibition
                text = body[:MOST_BYTES].decode("utf-8", "replace") if status == 200 else ""
                self._rules[site] = Protego.parse(text)
            except Refused as fault:
                self._rules[site] = fault
        return self._rules[site]


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
