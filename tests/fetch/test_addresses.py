"""Where requests may go."""

import pytest

from coopmetrics.fetch.addresses import check_address, check_ip
from coopmetrics.fetch.faults import Refused


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/feed",
        "http://localhost:8080/feed",
        "http://10.0.0.7/feed",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/feed",
        "http://[fd00::1]/feed",
        "http://[::ffff:192.168.1.1]/feed",
        "http://0.0.0.0/feed",
        "http://2130706433/feed",
        "https:///feed",
    ],
)
def test_private_addresses_are_refused(url):
    with pytest.raises(Refused):
        check_address(url, allow_private=False)


def test_unless_they_are_allowed():
    check_address("http://127.0.0.1/feed", allow_private=True)


def test_public_addresses_are_not():
    check_ip("8.8.8.8")
    check_ip("2001:4860:4860::8888")
