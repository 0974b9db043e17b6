"""Events: who does what to or with whom, how far it has come, in which sector, when, where and who says so."""

from coopmetrics.events.attribution import annotate as attribute
from coopmetrics.events.coder import Event, Hearing, hear, in_order
from coopmetrics.events.explanation import explain

__all__ = ["Event", "Hearing", "attribute", "explain", "hear", "in_order"]
