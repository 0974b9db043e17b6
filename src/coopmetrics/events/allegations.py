"""Hostile deeds, and help for enemies, that are only told by whom they harm, which accuses the doer."""

from __future__ import annotations

from typing import Final

from coopmetrics.events import syntax, telling
from coopmetrics.events.actors import is_press
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.features import Setting
from coopmetrics.events.roles import Place
from coopmetrics.events.saying import CLAIMS

#: hostile deeds, which the words of the other side only allege
_FORCE: Final = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
#: relations of who does a deed, or whose it is called: "Libyan strikes"
_DOING: Final = frozenset({"subj", "subj^", "agent", "poss", "mod"})
#: words that tell what may not be so
_DOUBTED: Final = CLAIMS | {"accuse", "allege"}
#: whom nobody is said to help without blame
_ENEMIES: Final = frozenset(
    "rebel militant insurgent terrorist separatist guerrilla jihadist extremist mercenary saboteur gunman militia gang"
    " cartel coup terrorism insurgency plotter bandit pirate smuggler".split()
)
_HELP: Final = frozenset({"SUPPORT", "AID", "COOPERATE", "AGREE", "CONSULT"})


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
    if told.speaker is not None and is_press(setting.document, told.speaker):
        return False
    teller = told.speaker.country_code if told.speaker else None
    return target.says or target.actor.mention.country_code == teller


def accuser(candidate: Candidate, event_type: str, setting: Setting) -> Place | None:
    """Who of two says that the other helps their enemies: "Chad said Sudan was arming the rebels" is no support."""
    if event_type not in _HELP or candidate.target is None:
        return None
    if not any(noun.lemma_.lower() in _ENEMIES for noun in syntax.governed(candidate.predicate)):
        return None
    told = telling.of(setting.document, candidate.predicate, candidate.source.actor.mention, is_speech_act=False)
    teller = told.speaker.country_code if told.speaker else None
    for side, other in ((candidate.source, candidate.target), (candidate.target, candidate.source)):
        if other.is_subject and not other.says and (side.says or side.actor.mention.country_code == teller):
            return side
    return None
