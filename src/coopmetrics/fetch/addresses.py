"""Where requests may go: web addresses in the public internet, unless the settings allow private ones."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from coopmetrics.fetch.faults import Refused


def check_address(url: str, *, allow_private: bool) -> None:
    """Raise `Refused` for another scheme than http and https, or a host with an address in a private network.

    A redirect may lead anywhere, into the network that this machine stands in, too; so each hop is checked.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("forbidden_address", f"not a web address: {url[:200]}")
    if allow_private or is_proxied(url):
        return
    for address in _addresses(parts.hostname):
        check_ip(address)


def check_ip(address: str) -> None:
    """Raise `Refused` for an address that is not of the public internet: loopback, private, link-local, reserved."""
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast:
        raise Refused("forbidden_address", f"{address} is in a private network; COOPMETRICS_FETCH_PRIVATE allows it")


def is_proxied(url: str) -> bool:
    """Tell whether a proxy makes the connection, and so decides where it may lead."""
    parts = urlsplit(url)
    proxies = getproxies()
    return bool(proxies.get(parts.scheme) or proxies.get("all")) and not proxy_bypass(parts.hostname or "")


def _addresses(host: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()  # the request will tell what is wrong
