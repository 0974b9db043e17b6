"""Events as short lines, to compare them with."""

from __future__ import annotations

from collections.abc import Iterable

from coopmetrics.document import Mention
from coopmetrics.events import Event


def row(event: Event) -> str:
    """ "KEN = ETH AGREE agreed": `=` stands between two who do it to each other."""
    between = "=" if event.is_reciprocal else ">"
    flags = "".join([" negated" * event.is_negated, " hypothetical" * event.is_hypothetical])
    return f"{_code(event.source)} {between} {_code(event.target)} {event.event_type} {event.stage}{flags}"


def rows(events: Iterable[Event]) -> list[str]:
    """All of them in alphabetical order."""
    return sorted(map(row, events))


def _code(side: Mention | None) -> str:
    return "" if side is None else side.country_code or side.text
