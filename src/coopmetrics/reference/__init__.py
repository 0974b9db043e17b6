"""Vocabularies and weights as data: one CSV or YAML file each, with comments for who edits them."""

import csv
from importlib.resources import files


def read_table(name: str) -> list[dict[str, str]]:
    """Read `reference/<name>.csv`: one dict a row, by column."""
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
