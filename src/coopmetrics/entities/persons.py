"""Persons."""

from __future__ import annotations

from coopmetrics.document import Document


def describe_persons(document: Document) -> None:
    """x"""
