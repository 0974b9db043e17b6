"""Persons: what office they hold, and whom they represent.

The office comes from the title before a name, the description behind it, or a post that somebody is named to; the
country from the office's words or from the table of leaders, else as `allegiance` infers it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.entities.allegiance import infer_countries
from coopmetrics.entities.genders import tell_genders
from coopmetrics.entities.leaders import Leader, leader_named, leader_titled
from coopmetrics.entities.mention_index import MentionIndex
from coopmetrics.entities.people import GOVERNMENT, Person, group
from coopmetrics.entities.roles import Role, find_roles
from coopmetrics.entities.scanner import fold

_STATED: Final = 0.95
_HONORIFICS: Final = (
    r"(?:(?:the )?(?:Mr|Mrs|Ms|Dr|H\.? ?E|Sir|Hon|Honou?rable|(?:His|Her) (?:Excellency|(?:Royal )?Highness|Majesty)"
    r"|Gen|Lt|Prof|Sheikha?|Shaikh|Sayyid|Prince|Princess|Datuk|Dato|Tan Sri|Haji|Alhaji|Ambassador|Shri)\.? )*"
)
#: between a title and a name, perhaps behind the initials of the body in it: "chief of the Coast Guard (CG), Ana Ruiz"
_TITLE_GAP: Final = re.compile(rf"(?:\s?\([A-Z][A-Za-z.&-]{{1,9}}\))?(?:,?\s(?:Mr )?{_HONORIFICS}|,\s)")
_BEHIND: Final = re.compile(
    r"\s?[,(–—-]\s?(?:who (?:is|was|serves as|heads|leads|also serves as) )?"
    r"(?:(?:the|a|an|its|his|her|their|then|once|now|formerly|currently|also) )*"
    r"| (?:is|was|became|serves as|served as|as|, who is|has been) (?:(?:the|a|an|also|now|currently) )*"
)
#: what may stand between a person who is named to a post and the post: ", a former judge, as "
_NAMED_TO: Final = re.compile(r"(?:,[^.;\n]{2,90},)? as (?:(?:the|its|his|her|their|a|an|new|next|country['’]s) )*")
_NAMING: Final = re.compile(
    r"\b(?:appoint|nominat|nam|elect|pick|choos|chose|install|confirm|swor[en]|designat)\w*(?: in)?[\s\w.,]{0,20}$"
)
#: "once an envoy and now the director", where the person is named before the first of them
_AND_NOW: Final = re.compile(r"(?:,| and|, and) (?:is )?(?:now|currently) (?:(?:the|a|an) )?")
_OF: Final = re.compile(r"\s(?:of|from)\s(?:the\s)?(?:Republic\sof\s)?")
#: characters of "of the Republic of" and a country's name
_OF_REACH: Final = 60
_NAMING_REACH: Final = 40
#: characters of "Secretary of State"
_LONGEST_TITLE: Final = 30
#: sentences after an office at the head of a report in which its holder is named
_DELAY: Final = 3
_HEAD_SENTENCES: Final = 3
_SPEAKS: Final = re.compile(
    r"(?:,[^,.\n]{2,60},)? (?:also |has |had )?(?:said|says|told|added|noted|stressed|announced)\b"
)
#: ends what stands before the first word of a sentence or a question
_OPENING: Final = re.compile(r"(?:^|[.!?]\s+|\n|\bQ )$")
#: between a name and its office in a list
_LISTED: Final = re.compile(r",\s(?:the\s)?")
#: closes a description, perhaps behind what it is of
_CLOSED: Final = re.compile(r"(?: (?:of|for|in|to|at|since|until|from|between|who|and)\b[^.;\n—–]{1,80}?)?[,)]")
_SAID_BY: Final = re.compile(r"\b(?:said|says|told) $")


def describe_persons(document: Document) -> None:
    """Give each person's mentions the fullest name, the role with its level, and the country represented."""
    index = MentionIndex(document.mentions)
    people = group(index.persons, lambda surname, name: _may_be(document, surname, name))
    by_mention = {id(mention): person for person in people for mention in person.mentions}
    free: list[Role] = []
    last: tuple[Role, Mention] | None = None
    for role in find_roles(document, index):
        served = last[1] if last else None
        holder = _holder(document.text, role, index.persons, served) or _goes_on(document.text, role, last)
        if holder is None:
            free.append(role)
            continue
        last = role, holder
        if free and _is_first_of_two(document.text, free[-1], role, holder):
            by_mention[id(holder)].roles.append(free.pop())
        behind = _country_behind(document.text, holder, index)
        role.affiliation = behind if behind and not _is_stated(role) else role.affiliation
        by_mention[id(holder)].roles.append(role)
    _name_later(document, people, free)
    for person in people:
        _describe(person, document.published_on)
    tell_genders(document, people)
    infer_countries(document, people)


def _may_be(document: Document, surname: Mention, name: str) -> bool:
    """Whether a surname may be that of a name: not "Biden" in "President Biden" that of Jill Biden.

    A leader may be written in other ways than the table has it, with one given name that begins alike.
    """
    leader, on = _leader_before(document, surname), document.published_on
    if leader is None or leader_named(name, on) == leader:
        return True
    own, given = ({word[:2] for word in fold(full).split()} - {fold(surname.text)[:2]} for full in (name, leader.name))
    return not own or bool(own & given)


def _leader_before(document: Document, surname: Mention) -> Leader | None:
    """The leader whom the title right before a surname means: "President Biden"."""
    before = document.text[max(surname.start - _LONGEST_TITLE, 0) : surname.start].split()
    titles = (" ".join(before[-words:]) for words in (3, 2, 1))
    return next(filter(None, (leader_titled(title, surname.text, document.published_on) for title in titles)), None)


def _holder(text: str, role: Role, persons: list[Mention], last: Mention | None) -> Mention | None:
    """Who holds a role: the name right behind it, or else the name that it describes.

    Of "Kofi Addo, president of Ghana, Ana Rojas" it is the first, unless he is the `last` whose role was told before.
    """
    behind = bisect_left(persons, role.end, key=lambda person: person.start)
    before = bisect_right(persons, role.start, key=lambda person: person.end) - 1
    if behind < len(persons) and _TITLE_GAP.fullmatch(text, role.end, persons[behind].start):
        is_free = before >= 0 and persons[before] is not last and text.startswith(",", role.end)
        is_of_first = is_free and _LISTED.fullmatch(text, persons[before].end, role.start)
        return persons[before if is_of_first else behind]
    if before < 0:
        return None
    if _NAMED_TO.fullmatch(text, persons[before].end, role.start):
        start = persons[before].start
        if _NAMING.search(text, max(start - _NAMING_REACH, 0), start):
            role.is_new = True
            return persons[before]
    is_of_another = text.startswith(("'s ", "’s "), role.end) or _is_called(text, persons[before], role)
    is_described = not is_of_another and _BEHIND.fullmatch(text, persons[before].end, role.start)
    return persons[before] if is_described else None


def _is_called(text: str, person: Mention, role: Role) -> bool:
    """Whether somebody is spoken to ("Jen, the president of Angola has ..."): no comma closes what would describe."""
    is_opening = " " not in person.text and _OPENING.search(text, max(person.start - 3, 0), person.start)
    return bool(is_opening) and text[person.end : person.end + 1] == "," and not _CLOSED.match(text, role.end)


def _is_first_of_two(text: str, first: Role, second: Role, holder: Mention) -> bool:
    """Whether a name has two offices before it: "Deputy Prime Minister and party leader Asha Rao".

    The second may be but a rank between commas: "the army chief of Kenya, General Paul Ndege, came", unlike "having met
    the president of Kenya, General Paul Ndege said".
    """
    if second.start <= first.start < first.end < second.end and text.startswith(" and ", first.end):
        return True
    is_closed = text[first.end : second.start] == ", " and text[holder.end : holder.end + 1] in (",", ".", ";", ")")
    return is_closed and second.level == "military" and second.country_code is None


def _goes_on(text: str, role: Role, last: tuple[Role, Mention] | None) -> Mention | None:
    """The holder of the role before, where this one is what he is now."""
    if last is None or not _AND_NOW.fullmatch(text, last[0].end, role.start):
        return None
    last[0].is_former = role.is_new = True
    return last[1]


def _name_later(document: Document, people: list[Person], free: list[Role]) -> None:
    """Give an office at the head of a report to whoever is named soon after it and speaks.

    "Norway's fisheries minister on Monday warned ... . Kari Lund said in Bergen that ...".
    """
    offices = [role for role in free if role.country_code and role.level in GOVERNMENT]
    starts = [sentence.start_char for sentence in document.sentences]
    for person in sorted(people, key=lambda person: person.mentions[0].start):
        mention = min(person.mentions, key=lambda m: m.start)
        is_soon = mention.sentence_no < _HEAD_SENTENCES + _DELAY
        if not is_soon or person.roles or " " not in mention.text or leader_named(person.name, document.published_on):
            continue
        before = [role for role in offices if role.end < mention.start]
        if not before or not _is_speaking(document.text, mention):
            continue
        sentence = bisect_right(starts, before[-1].start) - 1
        if sentence < _HEAD_SENTENCES and 0 < mention.sentence_no - sentence <= _DELAY:
            person.roles.append(before[-1])
            offices.remove(before[-1])


def _is_speaking(text: str, mention: Mention) -> bool:
    return bool(_SPEAKS.match(text, mention.end) or _SAID_BY.search(text, max(mention.start - 8, 0), mention.start))


def _is_stated(role: Role) -> bool:
    """Whether an office says whom it is for, and not by an organisation whose country is inferred."""
    return role.country_code is not None and (role.affiliation is None or role.affiliation.confidence >= _STATED)


def _country_behind(text: str, holder: Mention, index: MentionIndex) -> Mention | None:
    """The country of "Prime Minister Jonas Vik of Norway"."""
    following = index.actors(holder.end, holder.end + _OF_REACH)[:1]
    return next((m for m in following if m.kind == "country" and _OF.fullmatch(text, holder.end, m.start)), None)


def _describe(person: Person, on: date | None) -> None:
    """Name, office and country as far as the article or the table of leaders states them."""
    role, leader = person.role, _leader(person, on)
    for mention in person.mentions:
        mention.name = person.name
        mention.entity_key = f"person:{person.name.lower()}"
        mention.role = role.text if role else leader.role if leader else None
        mention.level = _level(role, leader, person.stated_country)
        mention.country_code = person.stated_country or (leader.country_code if leader else None)
        mention.confidence = _STATED


def _leader(person: Person, on: date | None) -> Leader | None:
    """The leader of the table that a person is, by name, or by office and surname, whatever other names are told."""
    if (leader := leader_named(person.name, on)) or not person.role:
        return leader
    names = fold(person.name).split()
    titled = leader_titled(person.role.head, names[-1], on) if names else None
    return titled if titled and set(names) <= set(fold(titled.name).split()) else None


def _level(role: Role | None, leader: Leader | None, country: str | None) -> str:
    """The level of the office that the article states, unless it states none of a government and the table does."""
    stated = role.level if role else "other"
    if leader is not None and (stated == "other" or (country is None and leader.level == "igo_official")):
        return leader.level
    return stated
