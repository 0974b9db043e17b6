"""Why a feed could not be fetched: a code, as rejected items have it, and words."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - what is no error of the program
    """Not to be had, now or ever; asking again at once would not help.

    `wait_seconds` is how long the server wants to be left alone, if it said so.
    """

    def __init__(self, reason_code: str, detail: str, wait_seconds: float = 0) -> None:
        super().__init__(detail)
        self.reason_code = reason_code
        self.detail = detail
        self.wait_seconds = wait_seconds


class Failed(Refused):
    """Not to be had this time: the connection broke, or the server was busy. Asking again may help."""
