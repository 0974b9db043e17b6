"""The coding scheme as tables: PLOVER types, CAMEO codes with Goldstein scores, stages.

Read from `reference/event_types.csv`, `cameo.csv` and `stages.csv`. Types after the PLOVER manual (Open Event Data
Alliance, 2018), codes after the CAMEO codebook (Schrodt, 2012), scores after Goldstein (1992) as extended for CAMEO.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

from coopmetrics.reference import read_table

REFERENCE: Final = resources.files("coopmetrics.reference")


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER type with the code and stage that hold where the sentence says nothing narrower."""

    name: str
    quad: str
    cameo_code: str
    stage: str


@dataclass(frozen=True, slots=True)
class Cameo:
    """One CAMEO code; `goldstein` runs from -10 (conflict) to 10 (cooperation)."""

    code: str
    goldstein: float
    event_type: str
    mode: str | None


EVENT_TYPES: Final = {
    row["event_type"]: EventType(row["event_type"], row["quad"], row["cameo_code"], row["stage"])
    for row in read_table("event_types")
}
#: cooperative types
COOPERATIVE: Final = frozenset(name for name, kind in EVENT_TYPES.items() if kind.quad.endswith("cooperation"))
#: ... and hostile ones
HOSTILE: Final = frozenset(EVENT_TYPES) - COOPERATIVE
#: types whose acts are words
SPOKEN: Final = frozenset(name for name, kind in EVENT_TYPES.items() if kind.quad.startswith("verbal"))
#: types whose acts two can do to each other at once; help and hostility have a direction, unless a word says otherwise
MUTUAL: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
CAMEO: Final = {
    row["cameo_code"]: Cameo(row["cameo_code"], float(row["goldstein"]), row["event_type"], row["event_mode"] or None)
    for row in read_table("cameo")
}
#: code of visits: visitor → host
VISIT: Final = "042"
#: stage → rank, 0 (halted) to 6 (completed)
STAGES: Final = {row["stage"]: int(row["rank"]) for row in read_table("stages")}


def cameo_for(event_type: str, suggested: str | None) -> Cameo:
    """The suggested code if it belongs to the type, else the type's own."""
    cameo = CAMEO.get(suggested or "")
    if cameo and cameo.event_type == event_type:
        return cameo
    return CAMEO[EVENT_TYPES[event_type].cameo_code]
