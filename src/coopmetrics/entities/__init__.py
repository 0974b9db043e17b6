"""Who is meant: countries, IGOs, people, organisations and places, and what refers to them within one article."""

from coopmetrics.entities.annotation import annotate
from coopmetrics.entities.countries import count_actors
from coopmetrics.entities.issuers import country_of_outlet, issuer_of
from coopmetrics.entities.references import resolve_references

__all__ = ["annotate", "count_actors", "country_of_outlet", "issuer_of", "resolve_references"]
