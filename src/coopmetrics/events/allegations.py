"""Hostile deeds that are only told by whom they are done to, which accuses their doer."""

from __future__ import annotations

from typing import Final

from coopmetrics.events import telling
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.features import Setting
from coopmetrics.events.saying import CLAIMS

#: hostile deeds, which the words of the other side only allege
_FORCE: Final = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
#: relations of who does a deed, or whose it is called: "Libyan strikes"
_DOING: Final = frozenset({"subj", "subj^", "agent", "poss", "mod"})
#: words that tell what may not be so
_DOUBTED: Final = CLAIMS | {"accuse", "allege"}


def is_alleged(candidate: Candidate, event_type: str, setting: Setting) -> bool:
    """Whether a deed is told by the one it is done to: "Oman shelled Qatar, the Qatari army said" accuses Oman.

    An article tells of a war by the words of both sides, and states it by itself; only what they claim it does not.
    """
    source, target, countries = candidate.source, candidate.target, candidate.countries
    is_told_of = event_type in _FORCE and len(countries) == 2 and None not in countries
    if target is None or not is_told_of or source.relation not in _DOING:
        return False
    report = telling.report_of(setting.document, candidate.predicate)
    is_doubted = report is not None and report.word.lemma_.lower() in _DOUBTED
    if not (setting.is_alone or is_doubted):
        return False
    told = telling.of(setting.document, candidate.predicate, source.actor.mention, is_speech_act=False)
    teller = told.speaker.country_code if told.speaker else None
    return target.says or target.actor.mention.country_code == teller
