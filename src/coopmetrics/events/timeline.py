"""What relative and yearless time expressions are read from: the publication date and the dates told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "year", "unknown"]
Basis = Literal["explicit", "relative", "publication"]
Direction = Literal["past", "future"]
#: first day, last day (None unless a range), precision, basis
Interval = tuple[date | None, date | None, Precision, Basis]

#: determiners that go on from the date told last, not from the publication
ANAPHORIC = {
    *("that", "same", "following", "previous", "preceding", "before", "after", "later", "late", "earlier", "early"),
    *("end", "middle", "beginning", "start", "latter part", "rest", "remainder"),
}
#: those that point at the date just before, even one that the telling did not go on to
POINTING = {"that", "same"}


@dataclass(slots=True)
class Timeline:
    """What relative expressions are read from, while the text is read in order."""

    anchor: date | None
    #: the date told last, and how exactly it is known
    reference: date | None = None
    precision: Precision = "unknown"
    #: the text tells of the past, so that yearless dates continue from the reference
    is_narrative: bool = False
    #: tense of the verb that the expression belongs to
    direction: Direction | None = None
    #: what the expression before stands for, and the character where it ends
    told: Interval | None = None
    told_to: int = 0

    @property
    def base(self) -> date | None:
        """The day from which a date without a year is read; in news of no known day, a year alone is none."""
        if self.is_narrative and self.reference:
            return self.reference
        return self.anchor or (self.reference if self.precision in {"day", "month"} else None)

    def origin(self, which: str | None) -> date | None:
        """The day from which "that", "next" or "last" is counted: the date told last, or the anchor."""
        if (which or "").lower() in POINTING and self.told and self.told[0]:
            return self.told[0]
        if self.is_narrative or (which or "").lower() in ANAPHORIC:
            return self.reference or self.anchor
        return self.anchor
