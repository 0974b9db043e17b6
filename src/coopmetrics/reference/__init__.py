"""Vocabularies and weights as data: one CSV or YAML file each, with comments for who edits them."""

import csv
from importlib.resources import files
from typing import Any

import yaml


def read_table(name: str) -> list[dict[str, str]]:
    """Read `reference/<name>.csv`: one dict a row, by column."""
    return list(csv.DictReader(_text(f"{name}.csv").splitlines()))


def read_yaml(name: str) -> Any:
    """Read `reference/<name>.yaml` as plain dicts, lists and texts."""
    return yaml.safe_load(_text(f"{name}.yaml"))


def _text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
