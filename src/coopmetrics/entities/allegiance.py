"""Whom a person acts for where no words say so: "Foreign Minister Wang", "the opposition leader".

The country is that of the person whose minister he is ("Duterte's finance secretary"), of the colleague he is listed
with, of the delegation he leads, of the government that issues the article, or the one that it is about where he is
named; for the leader of a movement of some name ("Nazi leader") only where it is about that one alone. An envoy is not
of the country he is sent to, nor is somebody likely to be of the country that already has a president, or of the one
that his visitor comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.entities.context import Context
from coopmetrics.entities.lists import holds_office, official_of
from coopmetrics.entities.ministries import country_of_ministry
from coopmetrics.entities.pairing import countries_in_turn
from coopmetrics.entities.people import GOVERNMENT, Person
from coopmetrics.entities.roles import Role

_STATED: Final = 0.9
_INFERRED: Final = 0.6
_ASSUMED: Final = 0.5
#: a country holds one person in these offices at a time
_UNIQUE: Final = frozenset({"president", "prime minister", "premier", "chancellor", "foreign minister", "king"})
#: a country has a head of state of one kind
_HEADS_OF_STATE: Final = frozenset({"president", "king", "queen", "emperor", "empress", "emir", "sultan"})
#: whose ministers are called secretaries
_WITHOUT_MINISTERS: Final = ("USA",)
#: offices of parties and movements, which act for their country
_OF_PARTIES: Final = re.compile(
    r"\b(?:party|opposition|rebel|militant|separatist) |\bleader\b|\bcandidate\b|\bgeneral secretary\b", re.IGNORECASE
)
#: ... unlike those of a movement that bears a name: "the Nazi leader", not "the Green Party leader"
_OF_MOVEMENT: Final = re.compile(r"(?:(?:former|late|then) )?(?:(?!Party)[A-Z][\w-]* )+leader")
_OPENS_SENTENCE: Final = re.compile(r"(?:^|[.!?:\n]['\"”’]?)\s*(?:The )?$")
#: an officeholder is listed behind a colleague
_LISTED: Final = re.compile(r"\s?[,;]\s(?:and )?(?:as well as )?(?:the |with )?")
#: one of those who come along: "accompanied by the foreign minister", on a list or not
_COMPANION: Final = re.compile(
    r"\b(?:accompanied by|joined by|flanked by|in the company of) (?:[^.;\n]{1,100}(?:,| and) )?(?:the |his |her )?$"
)
_COMPANION_REACH: Final = 200
_UNDER: Final = re.compile(r" under (?:(?:the )?(?:former |then |late )?president )?", re.IGNORECASE)
_ITS: Final = re.compile(r"\b(?:[Ii]ts|[Tt]heir) (?:own |new |former )?$")
_HIS: Final = re.compile(r"['’]s? (?:former |own |then |new )?")
_MET: Final = re.compile(
    r"\b(?:met|meets?|meeting|talks|spoke|speaks|call|called on|calls on|hosted|hosts|hosting|received|receives"
    r"|welcomed|counterpart)\b(?: (?!and\b)\w+){0,8} $"
)
_MEETING_REACH: Final = 70
#: before a country whose official somebody met, and from there to who did
_AFTER_MEETING: Final = re.compile(
    r"\b(?:[Aa]fter|[Bb]efore|[Hh]aving|[Ff]ollowing|[Dd]uring|[Aa]t)\b[^.;\n]{0,30}\b(?:met|meeting|talks|hosting|hosted"
    r"|receiving|received|visiting|visited|visit|summit|call)\b[^.;\n]{0,40}$"
)
_LEADS_UP: Final = re.compile(r"(?:['’]s)?[^.;,\n]{0,60}, (?:the )?")
_ON_LIST: Final = re.compile(r",? and\b|, (?!who\b)")
_LEADING_REACH: Final = 100
#: between somebody and whom he meets, or where he goes
_MEETS: Final = re.compile(
    r"(?:, [^.;\n]{1,60},)?(?: \w+){0,3}? (?:met|meets?|spoke|speaks?|talked|talks|hosted|hosts?|received|receives"
    r"|welcomed|welcomes|called|calls|visited|visits?|travell?ed|travels?|arrived|arrives?|flew|flies)(?: \w+){0,6} "
)
#: between somebody and where he goes, and what may follow that
_TRAVELS: Final = re.compile(
    r"(?:, [^.;\n]{1,60},)?(?: \w+){0,3}? (?:visit(?:ed|s)?|arrive[ds]? in|left for|leaves for"
    r"|(?:travel(?:led|ed|s)?|fl(?:ew|y|ies)|go|goes|went|head(?:ed|s)?) to) (?:the )?"
    r"|(?: \w+){0,2}? (?:pa(?:id|ys?)|ma(?:de|kes?)) (?:[\w-]+ ){0,5}?(?:visit|trip|journey|tour)s? (?:to|of|in)"
    r" (?:the )?"
    r"|['’]s? (?:[\w-]+ ){0,3}?(?:visit|trip|journey|tour|stay|arrival) (?:to|of|in) (?:the )?"
)
_GOES_ON: Final = re.compile(
    r"[.,;)]|\s(?:o[nf]|for|in|to|from|this|last|next|and|with|at|as|where|when|late|early|after|before|by|between|during"
    r"|today|yesterday|tomorrow)\b"
)
#: between somebody and whose officials he meets
_TALKS: Final = re.compile(
    r"(?:, [^.;\n]{1,60},)?(?: \w+){0,2}? (?:met|meets?|(?:held|holds?|had|has) (?:\w+ ){0,2}(?:talks|meetings?)"
    r"|thanked|invited|urged|congratulated|hosted|received|welcomed) (?:with )?(?:the )?"
)
_OFFICIALS: Final = re.compile(
    r"(?:['’]s)? (?:\w+ ){0,2}?(?:officials|leaders|counterparts?|ministers?|president|ambassador|envoys?)\b"
)
#: between somebody and a state that is not his own, unless what follows is in it: "condemned Fiji's opposition"
_SPEAKS: Final = re.compile(
    r"(?:, [^.;\n]{1,60},)?(?: \w+){0,2}? (?:accused|blamed|condemned|congratulated|criticised|criticized|denounced"
    r"|praised|thanked|threatened|warned|apologi[sz]ed to) (?:the )?"
)
_ITSELF: Final = re.compile(r"[.,;]| (?:for|of|over|on|that|about|against|with|after|and|in)\b")
#: between somebody and the country of whose envoy or head he meets: "received the ambassador of"
_RECEIVES: Final = re.compile(
    r"(?:, [^.;\n]{1,60},)?(?: \w+){0,2}? (?:met|meets?|(?:held|holds?|had|has) (?:\w+ ){0,2}(?:talks|meetings?)"
    r"|accused|congratulated|criticised|criticized|hosted|invited|praised|received|summoned|thanked|urged|welcomed)"
    r" (?:with )?(?:(?:an?|the|new|newly|visiting|outgoing|appointed|elected|prime|foreign|defen[cs]e|trade|deputy) )"
    r"{0,4}"
    r"(?:ambassador|chancellor|consul|delegation|delegates|envoy|king|leaders?|minister|officials|parliamentarians"
    r"|lawmakers|premier|president|queen|speaker)(?: of [\w ]{4,24})? (?:of|from) (?:the )?"
)
#: from somebody to the country of his counterpart, and behind it: "and his Polish counterpart"
_OF_HIS: Final = re.compile(r"[^.;\n]{0,80}\b(?:his|her) (?:[a-z]\w+ )?")
_COUNTERPART: Final = re.compile(r" (?:counterpart|colleague|opposite number|host|guest)\b")
#: right before the name of a counterpart, and from his country to it
_AS_COUNTERPART: Final = re.compile(r"\b(?:counterpart|opposite number),? (?:(?:Mr|Ms)\.? )?$")
_HIS_WORDS: Final = re.compile(r"(?: (?!and\b|or\b)[\w-]+){0,3},? (?:(?:Mr|Ms)\.? )?")
_COUNTERPART_REACH: Final = 60
#: between a country and whose it is, or the other way round, and before that of a counterpart
_POSSESSED: Final = re.compile(r"['’]s? ")
_OF: Final = re.compile(
    r" of (?:the )?|,?(?: who)? (?:ha[sd] )?(?:(?:head|lead|chair|represent|serve|run)(?:s|ed|d)?|led|ran|took over"
    r"|worked for|speaks for) (?:the )?"
)
_FROM: Final = re.compile(r"\bcounterpart (?:from|of) (?:the )?$")
_POSSESSIVE_REACH: Final = 30
#: who is sent to another country
_ENVOYS: Final = frozenset({"ambassador", "high commissioner", "consul general", "envoy"})
#: between the country of a delegation and its head: "Kenya's trade delegation was led by"
_LEADS_DELEGATION: Final = re.compile(
    r"(?:['’]s)?\s(?:[\w-]+\s){0,2}(?:delegation|side|team)(?:\s(?:was|is))?,?\s(?:led|headed)\sby\s"
    r"(?:(?:the|its|their)\s)?"
)
#: "the Kenyan delegation also included" some, and behind them
_OF_DELEGATION: Final = re.compile(
    r"(?:['’]s)?\s(?:[\w-]+\s){0,2}(?:delegation|side|team)\s(?:(?:also|further|was|were|is|are)\s){0,2}"
    r"(?:includ|compris|consist|made up|composed)\w*\s[^\n]*"
)
#: "said her country would not return until" Chile apologised
_HIS_OWN: Final = re.compile(r"\s(?:\w+\s){1,3}(?:his|her)\s(?:own\s)?(?:country|nation|government)\b[^.!?\n]{0,120}")
_DELEGATION_REACH: Final = 90
_AND: Final = re.compile(r" and (?:the )?")
#: characters between a title and the name of who bears it
_NAME_REACH: Final = 4
#: characters in which a report says where it is from
_OPENING: Final = 20
#: an outlet's name behind its place, as a speaker's label
_OUTLET: Final = re.compile(r"(?: [A-Z][\w'’-]+){1,3}:\s")
#: how likely a country is where it has that office filled, sends the envoy there, is the visitor's, or is visited
_FILLED, _HOST, _VISITOR, _ABROAD = 0.1, 0.05, 0.15, 0.01


def infer_countries(document: Document, people: list[Person]) -> None:
    """Fill in the countries of those whose office names none; what is stated must be filled in already."""
    allegiance = _Allegiance(document, people)
    for person in sorted(people, key=lambda person: _first(person).start):
        if person.mentions[0].country_code is None:
            code, confidence = allegiance.of(person)
            for mention in person.mentions if code else ():
                mention.country_code, mention.confidence = code, confidence
            allegiance.note(person)


class _Allegiance:
    """What an article says about who belongs where; grows as countries are inferred."""

    def __init__(self, document: Document, people: list[Person]) -> None:
        self._document, self._text, self._issuer = document, document.text, document.issuer
        self._context = Context(document)
        self._organizations = [m for m in document.mentions if m.kind == "organization"]
        self._in_turn = countries_in_turn(document.text, document.mentions)
        self._persons = sorted((m for person in people for m in person.mentions), key=lambda m: m.start)
        self._starts = [mention.start for mention in self._persons]
        self._holders: dict[str, dict[str, int]] = defaultdict(dict)
        self._heads: dict[str, str] = {}
        for person in people:
            self.note(person)
            office, code = _unique_office(person.role), person.mentions[0].country_code
            if office and code:
                self._holders[office][code] = id(person)
        self._sole = sole = self._context.sole_country()
        officials = (p for p in people if p.mentions[0].level in GOVERNMENT)
        places = (m for m in document.mentions if m.kind == "place")
        #: the country that a report is from, by its dateline, the name of the outlet that asks, or the outlet's address
        scene = next((m.country_code for m in places if m.start < _OPENING or self._asks(m)), None)
        self._scene = scene or document.outlet_country
        is_home = self._issuer in (None, sole) and any(p.mentions[0].country_code == sole for p in officials)
        #: the country of its own article on its politics, which people without an office are of, too
        self._home = sole if is_home else None

    def _asks(self, place: Mention) -> bool:
        """Whether a line begins with a place that an outlet is called after, and a colon."""
        return self._text[place.start - 1] == "\n" and _OUTLET.match(self._text, place.end) is not None

    def note(self, person: Person) -> None:
        """Remember by what title a country calls its head of state."""
        code, role = person.mentions[0].country_code, person.role
        if code and role and role.head in _HEADS_OF_STATE and role.level in ("head_of_state", "royal"):
            self._heads.setdefault(code, role.head)

    def of(self, person: Person) -> tuple[str | None, float]:
        """The country of a person and how sure it is."""
        role = person.role
        first = _first(person)
        if _AS_COUNTERPART.search(self._text, max(first.start - _COUNTERPART_REACH, 0), first.start):
            return self._of_counterpart(first), _STATED
        if stated := self._in_turn.get(first.entity_key) or (self._whose(first) if role is None else None):
            return stated, _STATED
        if role is None:
            return self._home, _ASSUMED
        if role.level not in GOVERNMENT and not (role.level == "other" and _OF_PARTIES.search(role.text)):
            return None, _ASSUMED
        of_others = (
            self._superior,
            self._own,
            self._colleague,
            self._accompanied,
            self._delegation,
            self._ministry,
            self._told_before,
        )
        stated = role.usual_country or self._of_home(first) or next(filter(None, (of(role) for of in of_others)), None)
        unlikely = self._unlikely(person, role)
        # its own head is known by name, and others' are met; nor are those it has already, or has none of, its own
        is_of_issuer = role.head not in _UNIQUE | _HEADS_OF_STATE and self._issuer not in unlikely
        abroad = self._dealt_with(first)
        if abroad:
            unlikely[abroad] = _ABROAD
        near = self._context.country_near(role.start, unlikely, scene=self._scene, is_of_issuer=is_of_issuer)
        if self._is_of_movement(role) and near != self._sole:
            near = None
        if abroad and near and (near == abroad or not self._context.is_known_by(role.start, near)):
            near = None
        return stated or near, _INFERRED

    def _of_counterpart(self, person: Mention) -> str | None:
        """The country of "her Polish counterpart, Jan Wrona", if it is told."""
        before = self._context.last_country(person.start - _COUNTERPART_REACH, person.start)
        is_his = before is not None and _HIS_WORDS.fullmatch(self._text, before.end, person.start)
        return before.country_code if before and is_his else None

    def _whose(self, person: Mention) -> str | None:
        """The country of "Peru's Ana Quispe", "Quispe of Peru", "Quispe, who heads Peru's office in Oslo".

        Or of "his counterpart from Peru, Ana Quispe".
        """
        before = self._context.last_country(person.start - _POSSESSIVE_REACH, person.start)
        if before is not None and _POSSESSED.fullmatch(self._text, before.end, person.start):
            return before.country_code
        if before is not None and _FROM.search(self._text, max(before.start - _POSSESSIVE_REACH, 0), before.start):
            return before.country_code if self._text[before.end : person.start] == ", " else None
        behind = self._context.next_mention(person.end)
        is_of = behind is not None and behind.kind == "country" and _OF.fullmatch(self._text, person.end, behind.start)
        return behind.country_code if behind and is_of else None

    def _of_home(self, person: Mention) -> str | None:
        """The country of a town or state that an officeholder is "of": "Senator Ana Ruiz of Texas"."""
        behind = self._context.next_mention(person.end)
        is_of = behind is not None and behind.kind == "place" and _OF.fullmatch(self._text, person.end, behind.start)
        return behind.country_code if behind and is_of else None

    def _is_of_movement(self, role: Role) -> bool:
        """Whether somebody leads a movement of which only the name is told, and not whose it is."""
        opens = _OPENS_SENTENCE.search(self._text, max(role.start - _OPENING, 0), role.start)
        return not opens and _OF_MOVEMENT.fullmatch(role.text) is not None

    def _before(self, offset: int) -> Mention | None:
        at = bisect_left(self._starts, offset) - 1
        return self._persons[at] if at >= 0 and self._persons[at].end <= offset else None

    def _superior(self, role: Role) -> str | None:
        """The country of "the finance secretary under Duterte", "Duterte's finance secretary"."""
        at = bisect_left(self._starts, role.end)
        behind = self._persons[at] if at < len(self._persons) else None
        if behind is not None and _UNDER.fullmatch(self._text, role.end, behind.start):
            return behind.country_code
        before = self._before(role.start)
        return before.country_code if before and _HIS.fullmatch(self._text, before.end, role.start) else None

    def _own(self, role: Role) -> str | None:
        """The country whose minister is "its minister": the last subject before it."""
        is_its = _ITS.search(self._text, max(role.start - _OPENING, 0), role.start) is not None
        return self._context.acting_country(role.start) if is_its else None

    def _colleague(self, role: Role) -> str | None:
        """The country of an officeholder whom another one is listed right behind."""
        before = self._before(role.start)
        is_listed = (
            before is not None and before.level in GOVERNMENT and _LISTED.fullmatch(self._text, before.end, role.start)
        )
        at = bisect_left(self._starts, role.end)
        is_title = at < len(self._starts) and self._starts[at] - role.end < 6
        if not (before and is_listed and is_title) or self._led_up_to(role.start, self._persons[at].end):
            return None
        return before.country_code

    def _accompanied(self, role: Role) -> str | None:
        """The country of somebody whom an officeholder comes along with."""
        company = _COMPANION.search(self._text, max(role.start - _COMPANION_REACH, 0), role.start)
        visitor = self._before(company.start()) if company else None
        is_near = visitor is not None and role.start - visitor.end < _COMPANION_REACH
        return visitor.country_code if visitor and is_near else None

    def _delegation(self, role: Role) -> str | None:
        """The country of "the Kenyan delegation led by", or "... delegation also included"."""
        before = self._context.last_country(role.start - _DELEGATION_REACH, role.start)
        if before is not None and _LEADS_DELEGATION.fullmatch(self._text, before.end, role.start):
            return before.country_code
        named = self._context.first_country_of_sentence(role.start)
        is_member = named is not None and _OF_DELEGATION.fullmatch(self._text, named.end, role.start)
        return named.country_code if named and is_member else None

    def _ministry(self, role: Role) -> str | None:
        """The country whose ministry of that field is named before."""
        is_minister = role.head.endswith("minister") and role.level == "minister"
        before = (m for m in self._organizations if m.end <= role.start)
        return country_of_ministry(role.text, before) if is_minister else None

    def _told_before(self, role: Role) -> str | None:
        """The country whose official in that office was told of without a name: "Peru's premier ... Premier Vula"."""
        filled, office = self._holders.get(_unique_office(role) or "", {}), set(role.text.lower().split())
        for country in reversed(self._context.countries_before(role.start)):
            official = official_of(self._document.head(country.start, country.end))
            if official is not None and holds_office(official, office) and country.country_code not in filled:
                return None if self._is_name_behind(official.idx + len(official)) else country.country_code
        return None

    def _is_name_behind(self, end: int) -> bool:
        """Whether somebody is named right behind a title."""
        at = bisect_left(self._starts, end)
        return at < len(self._starts) and self._starts[at] - end < _NAME_REACH

    def _unlikely(self, person: Person, role: Role) -> dict[str, float]:
        """How much less likely than by its mentions it is that the office is of some countries."""
        unlikely = {}
        if _MET.search(self._text, max(role.start - _MEETING_REACH, 0), role.start):
            before = self._before(role.start)
            if before is not None and before.country_code and role.start - before.end < _MEETING_REACH:
                unlikely[before.country_code] = _VISITOR
        if (met := self._led_up_to(role.start, _first(person).end)) is not None:
            unlikely[met.country_code or ""] = _ABROAD
        counterpart = self._context.next_mention(_first(person).end)
        if counterpart and self._deals_with(_first(person), counterpart):
            unlikely[counterpart.country_code or ""] = _VISITOR
        for code, holder in self._holders.get(_unique_office(role) or "", {}).items():
            if holder != id(person):
                unlikely[code] = _FILLED
        if role.head.endswith("minister"):
            unlikely |= dict.fromkeys(_WITHOUT_MINISTERS, _FILLED)
        if role.head in _HEADS_OF_STATE:
            unlikely |= {code: _FILLED for code, head in self._heads.items() if head != role.head}
        return unlikely | dict.fromkeys(self._hosts(person, role), _HOST)

    def _led_up_to(self, start: int, end: int) -> Mention | None:
        """The country that a meeting led up from: "After talks with Fiji's president, Minister Vula said".

        Whoever is listed with others there ("Minister Vula and ...") is one of those met.
        """
        met = self._context.last_country(max(start - _LEADING_REACH, 0), start)
        if met is None or _LEADS_UP.fullmatch(self._text, met.end, start) is None or _ON_LIST.match(self._text, end):
            return None
        return met if _AFTER_MEETING.search(self._text, max(met.start - _LEADING_REACH, 0), met.start) else None

    def _deals_with(self, person: Mention, other: Mention) -> bool:
        """Whether somebody meets another or stands beside his counterpart, or tells his own country from another."""
        is_met = _MEETS.fullmatch(self._text, person.end, other.start) is not None
        is_told_apart = _HIS_OWN.fullmatch(self._text, person.end, other.start) is not None
        return is_met or is_told_apart or self._is_of_counterpart(person, other)

    def _is_of_counterpart(self, person: Mention, other: Mention) -> bool:
        """Whether a country is that of somebody's counterpart: "Minister Vula and her Fijian counterpart"."""
        is_his = _OF_HIS.fullmatch(self._text, person.end, other.start) is not None
        return is_his and _COUNTERPART.match(self._text, other.end) is not None

    def _dealt_with(self, person: Mention) -> str | None:
        """A country that is not somebody's own: "Minister Vula arrived in Fiji", "... met her Fijian counterpart"."""
        other = self._context.next_mention(person.end)
        if other is None:
            return None
        if other.kind == "person":
            is_envoy = any(office in (other.role or "").lower() for office in _ENVOYS)
            return other.country_code if is_envoy and _MEETS.fullmatch(self._text, person.end, other.start) else None
        goes = _TRAVELS.fullmatch(self._text, person.end, other.start) and _GOES_ON.match(self._text, other.end)
        meets = _TALKS.fullmatch(self._text, person.end, other.start) and _OFFICIALS.match(self._text, other.end)
        speaks = _SPEAKS.fullmatch(self._text, person.end, other.start) and _ITSELF.match(self._text, other.end)
        meets = meets or speaks or _RECEIVES.fullmatch(self._text, person.end, other.start)
        return other.country_code if goes or meets or self._is_of_counterpart(person, other) else None

    def _hosts(self, person: Person, role: Role) -> Iterator[str]:
        """Where an envoy is sent: as stated, else where the report is from, or of whom he is joined with."""
        if role.host:
            yield role.host
        elif role.head in _ENVOYS:
            beside = self._context.next_mention(_first(person).end)
            is_joined = beside is not None and _AND.fullmatch(self._text, _first(person).end, beside.start)
            yield from filter(None, (self._scene, beside.country_code if beside and is_joined else None))


def _first(person: Person) -> Mention:
    return min(person.mentions, key=lambda mention: mention.start)


def _unique_office(role: Role | None) -> str | None:
    """The office, if a country has only one of it and the role is that of its present holder."""
    if role is None or role.is_former or role.head not in _UNIQUE:
        return None
    return role.head if role.level in GOVERNMENT else None
