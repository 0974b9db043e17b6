"""Initiatives: what one pair of countries cooperates on, followed over time from event to event.

Events of a dyad belong to one initiative if the things they are about share most of their telling words and their
sectors agree; what merely says that there is cooperation ("joint projects", "an agreement") tells nothing. One word
alone ("the plant") is followed within its story, where it means a fuller thing if it can mean no other. Events that
name no thing belong to the only one that is told of in their sentence, or next to it, in their sector, or to none: how
far a whole sector has come is told by `dyad_sector`. Refusals and sanctions join what others have begun:

    2024-01  KAZ–UZB  construction of a railway bridge   proposed  ┐
    2024-03  KAZ–UZB  the joint railway bridge project   agreed    ┴→ "construction of a railway bridge"
    2024-03  KAZ–UZB  closer ties             (tourism)  agreed    → none
    2024-04  KAZ–UZB  the railway bridge                 halted     → "construction of a railway bridge"
    2024-04  KAZ–UZB  a dispute over smuggled fuel       halted     → none

How far an initiative has come is computed from its events in SQL.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final, TypeAlias

from coopmetrics.lake import key_of
from coopmetrics.reference import read_table
from coopmetrics.reference.names import country_names

#: what advances a thing, or halts it
TYPES: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REJECT", "SANCTION"})
#: types that halt what others have begun, and begin nothing: a quarrel is no cooperation
HALTING: Final = frozenset({"REJECT", "SANCTION"})
#: types that are about a thing only where they name it well: a meeting on a sector is no initiative yet
NAMED_ONLY: Final = HALTING | {"CONSULT"}
#: praise of what goes on, which is about a thing only where it names one
PRAISE: Final = ("SUPPORT", "under_way")
#: what says nothing of how far a thing has come: praise, and a meeting that is yet to be held
NO_PROGRESS: Final = frozenset(
    {("SUPPORT", "completed"), ("CONSULT", "proposed"), ("CONSULT", "agreed"), ("CONSULT", "planned")}
)
#: says that no narrower sector is known
GENERAL_SECTOR: Final = "diplomacy"
#: share of the telling words of the shorter thing that the longer one has too
OVERLAP: Final = 0.6
#: an event in more sectors than these is a listing, not one thing
MOST_SECTORS: Final = 2
STEM_LETTERS: Final = 7

#: what events of a dyad are looked up by
Key: TypeAlias = tuple[Hashable, ...]

_LETTERS = re.compile(r"[^\W\d_]{3,}")
#: where something is: "in Osh", "near the Amu Darya"
_WHERE = re.compile(r"\b(?:in|at|near|on)(?: [^\W\d_a-z][\w.'’-]*)+")


@cache
def _tells_nothing() -> frozenset[str]:
    """Words that say that there is cooperation, who with, when or how, but not on what."""
    parties = [name for row in read_table("demonyms") for name in row["forms"].split("|")]
    words = [row["word"] for row in read_table("initiative_words")]
    words += [row["word"] for row in read_table("thing_words") if row["role"] not in ("figurative", "gathering")]
    told = [word.lower() for word in (*words, *parties, *country_names().values())]
    return frozenset((*told, *map(_singular, told)))


@cache
def _forms() -> frozenset[str]:
    """What a thing is put into: "peace treaty" is one thing, where "peace" may be any."""
    return frozenset(row["word"] for row in read_table("initiative_words") if row["form"])


def _is_form(thing: str) -> bool:
    """Whether a thing is told by what it is put into: "memorandum on the railway bridge"."""
    return _singular(thing.partition(" ")[0].lower()) in _forms()


@cache
def _acts() -> frozenset[str]:
    """What is done to a thing: it is the same when it is planned, built or closed."""
    return frozenset(row["noun"] for row in read_table("act_nouns") if row["of"])


@dataclass(frozen=True, slots=True)
class Event:
    """What of an event row says which initiative it belongs to; `country_a` < `country_b`."""

    event_id: str
    article_id: str
    story_id: str
    sentence_no: int
    country_a: str
    country_b: str
    event_type: str
    stage: str
    thing: str | None
    sectors: Collection[str]
    published_on: date | None
    #: stated by the newest version of its article
    is_current: bool = True

    @property
    def words(self) -> frozenset[str]:
        """The telling words of its thing, without the codes of the two: "ASEAN" says nothing of what ASEAN does."""
        return telling_words(self.thing) - {code.lower()[:STEM_LETTERS] for code in (self.country_a, self.country_b)}


@dataclass(slots=True)
class Initiative:
    """One thing of one dyad, with its events, in the end in order of publication."""

    initiative_id: str
    events: list[Event] = field(default_factory=list)
    things: set[frozenset[str]] = field(default_factory=set)
    sectors: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """The thing as told most often, rather itself than what it is put into, and the fullest of these."""
        things = [event.thing for event in self._counted if event.thing and event.words]
        told = Counter(map(str.lower, things))
        return max(things, key=lambda thing: (told[thing.lower()], not _is_form(thing), len(thing), thing))

    @property
    def seen_on(self) -> tuple[date | None, date | None]:
        """First and last publication date."""
        days = [event.published_on for event in self._counted if event.published_on]
        return (min(days), max(days)) if days else (None, None)

    @property
    def has_begun(self) -> bool:
        """Whether what counts of it is more than refusals."""
        return any(event.event_type not in HALTING for event in self._counted)

    @property
    def _counted(self) -> list[Event]:
        """The events of current articles; all, if older versions alone told of it."""
        return [event for event in self.events if event.is_current] or self.events

    def add(self, event: Event) -> None:
        """Take an event in; one that names no thing adds nothing to the things named."""
        self.events.append(event)
        if words := event.words:
            self.things.add(words)
        self.sectors |= _narrow(event.sectors)


def resolve_initiatives(events: Iterable[Event], known: Mapping[str, str]) -> list[Initiative]:
    """Put the events that advance or halt a thing into initiatives.

    `known` gives the initiative of events resolved before; it stands, but for those that name no thing, which follow
    those that do. The others join with the fullest thing first, so neither the order of `events` nor their dates decide
    what belongs together. What halts a thing comes last; like what names one by a single word and no sector, it is left
    out where nothing has begun.
    """
    register = Register()
    for event in sorted(filter(is_about_a_thing, events), key=lambda event: _turn(event, known)):
        begins, before = _can_begin(event), known.get(event.event_id) if event.words else None
        if before and (begins or before in register.initiatives):
            register.add(before, event)
        elif initiative_id := register.find(event) or (event.event_id if begins else None):
            register.add(initiative_id, event)
    named = _named(register.initiatives.values(), frozenset(known.values()))
    return [initiative for initiative in named if initiative.has_begun]


def _turn(event: Event, known: Mapping[str, str]) -> tuple[bool, bool, bool, int, list[str], int, list[str], str, str]:
    """Give an event's place in the order they are taken up in."""
    words, sectors = sorted(event.words), sorted(_narrow(event.sectors))
    what = (-len(words), words, -len(sectors), sectors)
    is_new = not words or event.event_id not in known
    return event.event_type in HALTING, is_new, not _can_begin(event), *what, event.article_id, event.event_id


def _named(initiatives: Iterable[Initiative], known: Collection[str]) -> list[Initiative]:
    """Give new initiatives the id of their thing as first seen; two of one id are one."""
    named: dict[str, Initiative] = {}
    for each in initiatives:
        if each.initiative_id not in known:
            each.initiative_id = _new_id(min(each.events, key=_order))
        one = named.setdefault(each.initiative_id, each)
        for event in each.events if one is not each else ():
            one.add(event)
    for each in named.values():
        each.events.sort(key=_order)
    return list(named.values())


def _order(event: Event) -> tuple[date, str, bool, str]:
    return event.published_on or date.max, event.article_id, not event.words, event.event_id


class Register:
    """The initiatives found so far, looked up within a dyad by what an event of it says.

    That is a word of a thing that can be known again anywhere, a word in its story, and the sentence it stands in.
    """

    def __init__(self) -> None:
        self.initiatives: dict[str, Initiative] = {}
        self._by: dict[Key, dict[str, None]] = defaultdict(dict)

    def add(self, initiative_id: str, event: Event) -> None:
        """Let an event belong to the initiative of this id, a new one if there is none."""
        initiative = self.initiatives.setdefault(initiative_id, Initiative(initiative_id))
        initiative.add(event)
        for key in _keys(event):
            self._by[key][initiative_id] = None

    def find(self, event: Event) -> str | None:
        """Find the initiative an event belongs to, if it is one of those seen."""
        return self._most_like(event) if event.words else self._told_nearby(event)

    def _told_nearby(self, event: Event) -> str | None:
        """Find the only initiative in the event's sectors that its sentence names, or else the sentences next to it."""
        for steps in ((0,), (-1, 1)):
            found = self._under(_sentence(event, step) for step in steps)
            if agreeing := [each for each in found if _narrow(event.sectors) & self.initiatives[each].sectors]:
                return agreeing[0] if len(agreeing) == 1 else None
        return None

    def _most_like(self, event: Event) -> str | None:
        """Find the initiative whose things are most like the event's, or the only one its story can mean by a word."""
        words, near = event.words, self._near(event, *_anywhere(event), *_in_story(event))
        alike = {each: max(_likeness(words, thing) for thing in self.initiatives[each].things) for each in near}
        best = max(near, key=lambda each: alike[each], default=None)
        if best is None or alike[best][0] >= OVERLAP:
            return best
        meant = self._near(event, *_in_story(event))
        is_lone = len(words) == 1 or all(len(thing) == 1 for each in meant for thing in self.initiatives[each].things)
        return meant[0] if len(meant) == 1 and is_lone else None

    def _near(self, event: Event, *keys: Key) -> list[str]:
        """List the initiatives that have one of these keys, and the event's sectors or nearly all its words."""
        return [each for each in self._under(keys) if _agree(event, self.initiatives[each])]

    def _under(self, keys: Iterable[Key]) -> dict[str, None]:
        return dict.fromkeys(each for key in keys for each in self._by.get(key, ()))


def is_about_a_thing(event: Event) -> bool:
    """Tell whether an event can be followed over time: it names a thing, or acts in one or two narrow sectors."""
    if event.event_type not in TYPES or (event.event_type, event.stage) in NO_PROGRESS or _is_listing(event):
        return False
    if event.event_type in NAMED_ONLY:
        return bool(event.words) and (len(_naming_words(event.thing)) > 1 or bool(_narrow(event.sectors)))
    return bool(event.words) or (bool(_narrow(event.sectors)) and (event.event_type, event.stage) != PRAISE)


def _is_listing(event: Event) -> bool:
    """Tell whether an event is on many things: in many sectors, it names none, or several."""
    is_of_one = event.words and "," not in (event.thing or "")
    return not is_of_one and len(_narrow(event.sectors)) > MOST_SECTORS


def _can_begin(event: Event) -> bool:
    """Tell whether an event, if none is like it, is the first of an initiative."""
    is_clear = len(_naming_words(event.thing)) > 1 or bool(_narrow(event.sectors))
    return event.event_type not in HALTING and bool(event.words) and is_clear


def telling_words(thing: str | None) -> frozenset[str]:
    """Give the words of a thing that say which one it is, whatever is done to it, cut to their stems.

    A sector's name alone says no more than the sector does, and a place alone no more than where.
    """
    words, what = _stems(thing), _stems(_WHERE.sub("", thing or ""))
    return words if what and (len(words) > 1 or not words <= _sector_words()) else frozenset()


def _stems(thing: str | None) -> frozenset[str]:
    return frozenset(word[:STEM_LETTERS] for word in _naming_words(thing) - _acts())


@cache
def _sector_words() -> frozenset[str]:
    """Stems of the words that name sectors."""
    words = (word for row in read_table("sectors") for word in _LETTERS.findall(row["name"].lower()))
    return frozenset(_singular(word)[:STEM_LETTERS] for word in words)


def _naming_words(thing: str | None) -> frozenset[str]:
    words = (_singular(word) for word in _LETTERS.findall((thing or "").lower()))
    return frozenset(word for word in words if word not in _tells_nothing() and len(word) > 3)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _anywhere(event: Event) -> list[Key]:
    """Give the words under which events of any story meet: those of a thing that is told well."""
    words = sorted(event.words) if _is_told_well(event) else ()
    return [(event.country_a, event.country_b, word) for word in words]


def _in_story(event: Event) -> list[Key]:
    """Give the words under which events of one story meet."""
    return [(event.country_a, event.country_b, event.story_id, word) for word in sorted(event.words)]


def _sentence(event: Event, step: int = 0) -> Key:
    """Give the event's sentence, or one that is some steps before or after it."""
    return event.country_a, event.country_b, event.article_id, event.sentence_no + step


def _keys(event: Event) -> list[Key]:
    """Give all that others meet an event under; a thing that is but talked about takes in no other act."""
    sentence = [_sentence(event)] if event.words and event.event_type != "CONSULT" else []
    return [*_anywhere(event), *_in_story(event), *sentence]


def _is_told_well(event: Event) -> bool:
    """Tell whether a thing is known again in other stories: by two words, an act or a paper included, or by a name."""
    words = _LETTERS.findall(event.thing or "")
    of_thing = [word for word in words if telling_words(word) & event.words]
    known_by = len(_naming_words(event.thing)) + sum(_singular(word.lower()) in _forms() for word in words)
    # in a headline everything may have a capital
    return known_by > 1 or (event.sentence_no > 0 and any(word[0].isupper() for word in of_thing))


def _narrow(sectors: Iterable[str]) -> frozenset[str]:
    return frozenset(sectors) - {GENERAL_SECTOR}


def _likeness(words: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    """Give what two things share of the shorter and of the longer one; a lone word, or none, is like its equal only."""
    if min(len(words), len(other)) < 2:
        return (1.0, 1.0) if words == other else (0.0, 0.0)
    shared = len(words & other)
    return shared / min(len(words), len(other)), shared / max(len(words), len(other))


def _agree(event: Event, initiative: Initiative) -> bool:
    """Tell whether their sectors agree, or their words so well that sectors, which are guessed, do not matter."""
    narrow, words = _narrow(event.sectors), event.words
    if not narrow or not initiative.sectors or narrow & initiative.sectors:
        return True
    return any(
        min(map(len, (words, thing))) > 1 and _likeness(words, thing)[1] >= OVERLAP for thing in initiative.things
    )


def _new_id(event: Event) -> str:
    story = () if _is_told_well(event) else (event.story_id,)
    about = (*sorted(event.words), "", *sorted(_narrow(event.sectors)), *story)
    return key_of("initiative", event.country_a, event.country_b, *about)
