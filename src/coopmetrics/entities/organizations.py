"""Organisations: their fullest name in the article, and the country they belong to."""

from __future__ import annotations

from coopmetrics.document import Document


def describe_organizations(document: Document) -> None:
    """Give organisations without a country the one whose name or nationality is part of their name."""
    countries = [mention for mention in document.mentions if mention.kind in ("country", "igo")]
    for mention in document.mentions:
        if mention.kind == "organization" and mention.country_code is None:
            inside = [c for c in countries if mention.start <= c.start and c.end <= mention.end + 1]
            if len({c.country_code for c in inside}) == 1:
                mention.country_code = inside[0].country_code
