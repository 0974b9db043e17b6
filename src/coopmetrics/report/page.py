"""The page: figures into templates, with a policy that lets a browser load nothing and run nothing."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coopmetrics.report import chart, evidence, wording
from coopmetrics.report.figures import Figures, Row

#: sections by how many sides a report has, in order; each is a template in `templates/sections`
SECTIONS: Final = {
    0: tuple("months dyads sectors stages calendar said pledges initiatives read evidence guide".split()),
    1: tuple("months dyads sectors stages initiatives said contacts calendar pledges evidence guide".split()),
    2: tuple("months sectors stages initiatives said contacts pledges calendar evidence guide".split()),
}
TITLES: Final = {
    "months": "Month by month",
    "dyads": "Pairs of countries",
    "sectors": "Sectors",
    "stages": "How far things have come",
    "initiatives": "Initiatives",
    "contacts": "Contacts",
    "calendar": "Ahead",
    "said": "Only said so far",
    "pledges": "Money and other amounts",
    "read": "What was read",
    "evidence": "Evidence",
    "guide": "How to read this",
}
#: rows of a list that stand open; the others can be unfolded
OPEN: Final = 15


def render(figures: Figures) -> str:
    """Lay out a report as one HTML document."""
    return _templates().get_template("page.html").render(_context(figures))


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=wording.shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "amount": wording.amount,
        "counted": wording.counted,
        "day": wording.day,
        "link": wording.link,
        "month": wording.month,
        "percent": wording.percent,
        "plain": str,
        "when": wording.when,
        "parts": evidence.parts,
    }
    return templates


def _context(figures: Figures) -> dict[str, Any]:
    titles = TITLES | ({"dyads": "Partners"} if figures.sides else {})
    return {
        **figures.one,
        **figures.lists,
        "sides": figures.sides,
        "since": figures.since,
        "names": figures.names,
        "sections": [(name, titles[name]) for name in SECTIONS[len(figures.sides)]],
        "open": OPEN,
        "chart": chart.chart(figures.lists["months"]),
        "ranks": {row["stage"]: row["stage_rank"] for row in figures.lists["stages"]},
        "graphs": _graphs(figures.lists["dyad_months"]),
        "number_of": evidence.numbers(figures.evidence),
        "evidence": evidence.by_month(figures.evidence),
        "shown": sum(row["is_counted"] for row in figures.evidence),
        "listed_initiatives": {row["initiative_id"] for row in figures.lists["initiatives"]},
        "version": version("coopmetrics"),
        **_style(),
    }


def _graphs(rows: list[Row]) -> dict[str, chart.Small]:
    """Lay out the small graphs of all dyads, by dyad."""
    of_dyad: dict[str, list[Row]] = {}
    for row in rows:
        of_dyad.setdefault(row["dyad"], []).append(row)
    return {dyad: chart.small(months) for dyad, months in of_dyad.items()}


def _style() -> dict[str, Any]:
    """Give the style sheet, and the policy that allows it by its hash and everything else not at all."""
    style = files(__package__).joinpath("templates", "style.css").read_text(encoding="utf-8")
    known = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    return {"style": Markup(style), "policy": policy}  # noqa: S704 - our own file
