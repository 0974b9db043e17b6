"""Who is meant: countries, IGOs, people, organisations and places, and what refers to them within one article."""

from coopmetrics.entities.countries import count_actors

__all__ = ["count_actors"]
