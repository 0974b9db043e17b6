"""Descriptions of countries and organisations that stand for a name: "the Baltic state", "the bloc", "the army".

Each function finds whom a phrase of `descriptions` means, with how sure that is, none where that would be a guess.
"""

from __future__ import annotations

from functools import cache

from coopmetrics.document import Document, Mention
from coopmetrics.entities.discourse import FAR, MEDIUM, NEAR, Discourse
from coopmetrics.entities.name_heads import organization_kind
from coopmetrics.entities.organizations import OF_STATE, enterprises
from coopmetrics.entities.scanner import Match
from coopmetrics.reference import read_table
from coopmetrics.reference.names import country_names


def know_bodies(document: Document) -> None:
    """A body that is called by one word is of the organisation named before that has one: "the Commission".

    Where another body was named in full, such as a county's council, it may be that one, and is nobody's.
    """
    named: list[Mention] = []
    for mention in document.mentions:
        if mention.kind not in ("organization", "igo"):
            continue
        word = mention.text.lower()
        is_open = word in _bodies() and mention.country_code is None
        if is_open and not any(m.text.lower().endswith(f" {word}") for m in named if m.kind == "organization"):
            owner = next((m for m in reversed(named) if m.country_code in _bodies()[word]), None)
            if owner is not None:
                mention.kind, mention.country_code = owner.kind, owner.country_code
                mention.name, mention.entity_key = owner.name, owner.entity_key
        named.append(mention)


@cache
def _bodies() -> dict[str, list[str]]:
    """Codes of the organisations that have a body, by the word it is called by."""
    rows = (row for row in read_table("references") if row["refers_to"].startswith("organization:"))
    return {row["phrase"].split()[-1].lower(): row["refers_to"].partition(":")[2].split("|") for row in rows}


def states(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The Baltic states, the two Koreas: all of a region that has few."""
    return [(discourse.country(code), 0.95) for code in match.value.partition(":")[2].split("|")]


def country(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The country: the speaker's own in reported speech, else the one the sentences before are about."""
    if codes := match.value.partition(":")[2]:
        return _described_country(discourse, match, codes.split("|"))
    own = discourse.own_country(match.start)
    if own in country_names():
        return [(discourse.country(own), 0.75)]
    recent = discourse.before(match.start, NEAR, lambda m: m.kind == "country")
    chosen = ([m for m in recent if discourse.clauses.is_subject(m)] or recent)[-1:]
    rivals = {m.country_code for m in recent}
    return [(m, 0.8 if len(rivals) == 1 else 0.55) for m in chosen]


def _described_country(discourse: Discourse, match: Match[str], codes: list[str]) -> list[tuple[Mention, float]]:
    """The Baltic state, the territory: the last subject, or name, that may be meant.

    None if another place was named since: "Malta hosted ministers. The ferry left Sicily, and the island was calm".
    """
    named = discourse.before(match.start, MEDIUM, lambda m: m.kind in ("country", "place"))
    fitting = [m for m in named if m.country_code in codes]
    recent = [m for m in fitting if m.start >= match.start - NEAR] or fitting[-1:]
    chosen = ([m for m in recent if discourse.clauses.is_subject(m)] or recent)[-1:]
    elsewhere = (m for m in named if m.kind == "place" and m.country_code not in codes)
    if not chosen or any(m.start > fitting[-1].start for m in elsewhere):
        return []
    sure = 0.8 if len({m.country_code for m in fitting}) == 1 else 0.6
    return [(discourse.country(m.country_code), sure) for m in chosen if m.country_code]


def other_country(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The regime, the administration: the country spoken of, not the one that speaks."""
    own = discourse.own_countries(match.start)
    if match.text.lower().endswith("administration") and (found := _administration(discourse, match, own)):
        return found
    others = [code for code in discourse.salient(match.start, FAR) if code not in own and code in country_names()]
    return [(discourse.country(code), 0.7) for code in others[:1]]


def _administration(discourse: Discourse, match: Match[str], own: list[str]) -> list[tuple[Mention, float]]:
    """The Administration: the one that was named in full, or that of the author or speaker."""
    full = discourse.before(match.start, FAR, discourse.is_administration)
    is_own = match.text.endswith("Administration")
    codes = [m.country_code for m in full[-1:] if m.country_code] or (own if is_own else [])
    return [(discourse.country(code), 0.7) for code in codes if len(codes) == 1]


def igo(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The bloc, the Fund: the last organisation of states, of those that may be meant."""
    codes = match.value.partition(":")[2].split("|")
    named = discourse.before(match.start, MEDIUM, lambda m: m.kind == "igo")
    return [(m, 0.8) for m in named if not codes[0] or m.country_code in codes][-1:]


def organization(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The company, the ministry: the last organisation called so, or that has one, else the last one in reach."""
    head = match.text.lower().split()[-1]
    organizations = discourse.before(match.start, MEDIUM, lambda m: m.kind in ("organization", "igo"))
    if head in enterprises():
        organizations = [m for m in organizations if organization_kind(m.name) not in OF_STATE]
    called = [m for m in organizations if head in m.name.lower()]
    owners = match.value.partition(":")[2].split("|")
    called = called or discourse.before(match.start, MEDIUM, lambda m: m.country_code in owners)
    near = [m for m in organizations if m.start >= match.start - NEAR]
    if head in enterprises():
        near = [m for m in near if m.kind != "igo"]
        near = [m for m in near if discourse.acts(m)] or near  # the company that bought, not the one it bought from
    return [(m, 0.85) for m in called[-1:]] or [(m, 0.5) for m in near[-1:]]


def delegation(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The delegation: the last one that was named with its country."""
    return [(m, 0.75) for m in discourse.before(match.start, FAR, discourse.sends_delegation)[-1:]]


def forces(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The army: the last forces that were named with their country."""
    named = discourse.before(match.start, FAR, discourse.has_forces)[-1:]
    return [(discourse.country(m.country_code), 0.75) for m in named if m.country_code]
