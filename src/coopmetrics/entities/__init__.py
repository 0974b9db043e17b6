"""Who is meant: countries, IGOs, people, organisations and places, and what refers to them within one article."""

from coopmetrics.entities.annotation import annotate
from coopmetrics.entities.countries import count_actors

__all__ = ["annotate", "count_actors"]
