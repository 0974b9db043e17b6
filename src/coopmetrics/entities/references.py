"""What refers to an actor without naming it: "the ambassador", "he", "both sides", "our countries".

References are read in text order, each against the names and references before it, the quotations, and the speaker of
the sentence. Which phrases refer, and to what, is in `descriptions`; countries and organisations are found by `bodies`.
A reference to several actors is a mention a member over the same span. What would be a guess gets no mention; the rest
has a confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Final

from coopmetrics.document import Document, Mention
from coopmetrics.entities import bodies, descriptions
from coopmetrics.entities.discourse import FAR, MEDIUM, NEAR, Discourse
from coopmetrics.entities.groups import reference, with_groups
from coopmetrics.entities.leaders import leader_titled
from coopmetrics.entities.scanner import Match, Scanner
from coopmetrics.reference.names import country_names

#: parties of a joint statement that it calls "they"
_FEW: Final = 3

#: what only countries are, and no organisations of them
_STATES: Final = re.compile(
    r"\b(?:countries|nations|states|governments|peoples|neighbou?rs|neighbou?ring|republics|capitals|economies)\b", re.I
)
_TWO: Final = frozenset({"two", "both", "duo", "pair"})
#: what "of" behind it may say of whom it is: "the presidents of", "the government of"
_OF_SOMEBODY: Final = frozenset({"pair", "pair_of_persons", "trio", "country"})
_BODIES: Final = frozenset({"country", "igo", "organization"})
#: what "the two presidents" has before the office
_COUNTED: Final = re.compile(r"^(?:the|both)\s(?:two\s)?")
_WORD: Final = re.compile(r"\w+")
_SMALL: Final = frozenset({"of", "for", "the"})

Resolver = Callable[[Discourse, Match[str]], list[tuple[Mention, float]]]


def resolve_references(document: Document) -> None:
    """Add to `document.mentions` what its pronouns and descriptions refer to; needs quotations and speakers."""
    document.mentions = with_groups(document)
    _know_leaders(document)
    bodies.know_bodies(document)
    discourse = Discourse(document)
    document.authors = discourse.authors
    _speak_for(document)
    _serve_speakers(document, discourse)
    added = []
    for match in _scanner().find(document.text):
        if discourse.is_named(match.start, match.end) or not _refers(discourse, match):
            continue
        sentence_no = document.sentence_at(match.start)
        for antecedent, confidence in _resolve(discourse, match):
            mention = reference(match, antecedent, confidence, sentence_no)
            discourse.add(mention)
            added.append(mention)
    document.mentions = sorted([*document.mentions, *added], key=lambda m: (m.start, -m.end))


def _know_leaders(document: Document) -> None:
    """Leaders who are only spoken of by office and surname, as the title of a transcript does, by name and country."""
    for speaker in {id(turn.speaker): turn.speaker for turn in document.turns if turn.speaker}.values():
        if speaker.role and speaker.country_code is None:
            found = (leader_titled(speaker.role, word, document.published_on) for word in speaker.name.split())
            if leader := next(filter(None, found), None):
                speaker.name, speaker.entity_key = leader.name, f"person:{leader.name.lower()}"
                speaker.country_code, speaker.level = leader.country_code, leader.level


def _speak_for(document: Document) -> None:
    """Officials of a transcript who are not named speak for those whose release it is, else for who has guests there.

    So does whoever mostly answers on a government's site; others may be guests.
    """
    own = document.authors or _hosts(document)
    if len(own) != 1:
        return
    answering = [turn.speaker for turn in document.turns if turn.speaker is not None and not turn.is_question]
    often = Counter(speaker.entity_key for speaker in answering)
    mostly = {key for key, turns in often.items() if document.issuer and 2 * turns > len(answering)}
    unnamed = {speaker.entity_key for speaker in answering if speaker.is_pronoun}
    for mention in document.mentions:
        if mention.country_code is None and mention.entity_key in mostly | unnamed:
            mention.country_code = own[0]


def _serve_speakers(document: Document, discourse: Discourse) -> None:
    """Whoever is only described as the speaker's, such as "our minister of trade", is of the speaker's country."""
    for mention in document.mentions:
        if mention.country_code is None and mention.text.lower().startswith("our "):
            mention.country_code = discourse.own_country(mention.start)


def _hosts(document: Document) -> list[str]:
    """The countries that the head of a transcript names, by a place too, and that no speaker is known to be of."""
    guests = document.answering()
    if not guests:
        return []
    head = (m.country_code for m in document.mentions if m.start < document.turns[0].start)
    return [code for code in dict.fromkeys(head) if code in country_names() and code not in guests]


def _refers(discourse: Discourse, match: Match[str]) -> bool:
    """Whether a phrase stands by itself: not "US" for "us", nor in "the two rules", "the leaders of Peru"."""
    is_shouted = match.text.isupper() and len(match.text) > 1
    is_nobody = match.text.lower() == "it" and discourse.clauses.is_of_nobody(match.start, match.end)
    is_of_another = match.value.partition(":")[0] in _OF_SOMEBODY and discourse.says_of_whom(match.end)
    is_named = discourse.counts(match.start, match.end) or discourse.is_in_name(match.start)
    return not (is_shouted or is_nobody or is_of_another or is_named)


@cache
def _scanner() -> Scanner[str]:
    return Scanner(descriptions.references())


def _resolve(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    kind, _, argument = match.value.partition(":")
    if kind == "level":
        return _of_level(discourse, match, frozenset(argument.split("|")))
    return _RESOLVERS[kind](discourse, match)


def _person(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """He, she: the subject or speaker of what was said before, rather than who was named last."""
    quoted_speaker = discourse.speaker_at(match.start) if discourse.in_quotation(match.start) else None
    people = discourse.before(match.start, MEDIUM, lambda m: m.kind == "person" and discourse.is_one(m))
    people = [m for m in people if m.may_be(match.text.lower())]
    people = [m for m in people if quoted_speaker is None or m.entity_key != quoted_speaker.entity_key]
    doers = discourse.clauses.doers(match.start, match.end)
    people = [m for m in people if m.entity_key not in {doer.entity_key for doer in doers}]
    others = [m for m in people if m.country_code not in {doer.country_code for doer in doers}]
    people = others or people  # "the Peruvian envoy thanked him" tells of no Peruvian
    ahead = [m for m in discourse.clauses.subject_behind(match.start, match.end) if m.kind == "person"]
    if ahead:
        return [(ahead[0], 0.9)]
    if not people:
        is_doer = match.text.lower() in ("he", "she")
        return [(m, 0.6) for m in discourse.official_before(match.start)] if is_doer else []
    recent = [m for m in people if m.start >= match.start - NEAR] or people[-1:]
    subjects = [m for m in recent if discourse.clauses.is_subject(m)]
    chosen = (subjects or recent)[-1]
    rivals = {m.entity_key for m in recent} - {chosen.entity_key}
    return [(chosen, 0.9 if not rivals else 0.7 if subjects else 0.5)]


def _speaker(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """I: whoever speaks in a quotation, or else the author of an official text."""
    speaker = discourse.speaker_at(match.start) if discourse.in_quotation(match.start) else None
    if speaker is not None:
        return [(speaker, 0.95)]
    own = discourse.own_country(match.start)
    return [(discourse.country(own), 0.8)] if own else []


def _own_country(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """We, our: the country or organisation that the speaker of a quotation, or the authors, act for; or both sides."""
    if discourse.are_listed_behind(match.end):
        return []
    own = discourse.own_countries(match.start)
    others = discourse.partners(match.start, match.end) if len(own) == 1 else []
    return [(discourse.country(code), 0.8) for code in own] + [(discourse.country(code), 0.7) for code in others]


def _own_pair(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """Our countries: the speaker's, and the other one that the article is about."""
    several = discourse.own_countries(match.start)
    if len(several) > 1:
        return [(discourse.country(code), 0.8) for code in several]
    own = discourse.own_country(match.start)
    if own is None:
        return _pair(discourse, match)
    others = discourse.counterparts(match.start, own)[: 1 if _is_two(match.text) else None]
    return [(discourse.country(own), 0.85), *((discourse.country(code), 0.75) for code in others)] if others else []


def _pair(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    if met := _met_by_many(discourse, match):
        return [(m, 0.75) for m in met]
    return _two_states(discourse, match) or _several(discourse, match, 2)


def _two_states(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """Both nations: two that met or were named side by side in the same sentence or the one before."""
    if not _STATES.search(match.text) or discourse.in_quotation(match.start):
        return []
    here = discourse.sentence_at(match.start)
    for pair in (discourse.last_meeting(match.start), discourse.last_group(match.start, NEAR)):
        codes = [code for code in dict.fromkeys(m.country_code for m in pair) if code in country_names()]
        is_near = all(here - discourse.sentence_at(m.start) <= 1 for m in pair)
        if is_near and len(codes) == 2:
            return [(discourse.country(code), 0.8) for code in codes if code]
    return []


def _two(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The two: those who met, or were named together, in the same sentence or the one before, else as both sides."""
    pairs = [discourse.last_meeting(match.start), discourse.last_group(match.start, NEAR)]
    last = next((pair for pair in pairs if len({m.country_code for m in pair} - {None}) == len(pair) == 2), [])
    return [(m, 0.8) for m in last] or _pair(discourse, match)


def _former(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    return _of_two(discourse, match, 0)


def _latter(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    return _of_two(discourse, match, 1)


def _of_two(discourse: Discourse, match: Match[str], number: int) -> list[tuple[Mention, float]]:
    """The former, the latter: one of two who were named together, where no noun follows ("the former president")."""
    pair = discourse.last_group(match.start, NEAR)
    is_two = len({m.country_code for m in pair} - {None}) == len(pair) == 2
    return [(pair[number], 0.8)] if is_two and not discourse.describes(match.start, match.end) else []


def _trio(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    return _several(discourse, match, 3)


def _several(discourse: Discourse, match: Match[str], number: int) -> list[tuple[Mention, float]]:
    listed = discourse.listed(match.start)
    if number == len(listed):
        return [(m, 0.8) for m in listed]
    just_named = discourse.states_of_sentence_before(match.start)
    if number == len(just_named) > 2:
        return [(discourse.country(code), 0.75) for code in just_named]
    codes = discourse.salient(match.start, FAR)
    are_states = _STATES.search(match.text) is not None
    if are_states:
        codes = [code for code in codes if code in country_names()]
    if len(codes) < number:
        return []
    if number == len(discourse.opening_pair) and _is_mixed(discourse, match, codes[:number]):
        codes = discourse.opening_pair
    elif (
        are_states
        and number == len({codes[0], *just_named}) > len(just_named)
        and not discourse.in_quotation(match.start)
    ):
        codes = [codes[0], *just_named]  # the one just told of, and the one the article is about
    return [(discourse.country(code), 0.8 if len(codes) == number else 0.7) for code in codes[:number]]


def _is_mixed(discourse: Discourse, match: Match[str], codes: list[str]) -> bool:
    """Whether two are one of the pair that the article opens with and a third, and the other of the pair came last."""
    missing, strange = {*discourse.opening_pair} - {*codes}, {*codes} - {*discourse.opening_pair}
    if len(missing) != 1 or len(strange) != 1:
        return False
    here = discourse.sentence_at(match.start)
    together = (discourse.last_meeting(match.start), discourse.last_group(match.start, NEAR))
    near = [{m.country_code for m in pair if here - discourse.sentence_at(m.start) <= 1} for pair in together]
    last = discourse.before(match.start, FAR, lambda m: m.country_code in missing | strange)[-1:]
    return set[str | None](codes) not in near and all(m.country_code in missing for m in last)


def _pair_of_persons(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The two leaders: the last two people of different countries, or else the countries; the leaders: all who met."""
    if met := _met_by_many(discourse, match):
        return [(m, 0.75) for m in met]
    people = discourse.before(match.start, MEDIUM, lambda m: m.kind == "person" and m.country_code is not None)
    people = _in_office(people, match.text) or people
    last = people[-1:]
    others = [m for m in people if last and m.country_code != last[0].country_code and m.level == last[0].level]
    others = others or [m for m in people if last and m.country_code != last[0].country_code]
    if others:
        return [(others[-1], 0.75), (last[0], 0.75)]
    return [(m, 0.75) for m in discourse.last_group(match.start, NEAR)] or _pair(discourse, match)


def _in_office(people: list[Mention], phrase: str) -> list[Mention]:
    """Those of people who hold the office that a phrase names, if they are of several countries: "the presidents"."""
    office = _COUNTED.sub("", phrase.lower()).removesuffix("s")
    found = [m for m in people if (m.role or "").lower() == office]
    return found if len({m.country_code for m in found}) > 1 else []


def _met_by_many(discourse: Discourse, match: Match[str]) -> list[Mention]:
    """Those who met, where they are more than two and the phrase ("the leaders") does not say two."""
    if _is_two(match.text):
        return []
    several = (discourse.meeting_reported, discourse.listed, lambda start: discourse.last_group(start, NEAR))
    found = next((met for find in several if len(met := find(match.start)) > 2), [])
    # organisations are what leaders meet in: "their cooperation in the UN, the WTO and the G7"
    return found if any(mention.kind != "igo" for mention in found) else []


def _participants(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The participants: those who met, two or more."""
    return [(m, 0.7) for m in discourse.meeting_reported(match.start) or discourse.listed(match.start)]


def _is_two(phrase: str) -> bool:
    return any(word in _TWO for word in phrase.lower().split())


def _thing(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """It: the country or organisation that is the subject before it in the sentence, or of the sentence before.

    What somebody acts on is the last one beside himself: "Lima banned the airline, accusing it of delays".
    """
    clauses = discourse.clauses
    if clauses.is_handled(match.start, match.end):
        return []  # "Laos returned it"
    finders = (clauses.subject_behind, clauses.told_to, clauses.judged, clauses.told_of)
    sure = next(filter(None, (find(match.start, match.end) for find in finders)), [])
    if told := [m for m in sure if m.kind in _BODIES]:
        return [(told[0], 0.75)]
    if capital := [m.country_code for m in sure if m.kind == "place" and m.country_code]:
        return [(discourse.country(capital[0]), 0.75)]  # "called on Hanoi to open its market"
    doers = {m.entity_key for m in discourse.clauses.doers(match.start, match.end)}
    actors = discourse.before(match.start, NEAR, lambda m: m.kind in _BODIES and m.entity_key not in doers)
    subjects = [m for m in actors if discourse.acts(m) and discourse.is_one(m)]
    is_told_of = doers or not discourse.clauses.has_subject_before(match.start)  # "- called on its rulers to ..."
    same_sentence = [
        m
        for m in (actors if is_told_of else subjects)
        if discourse.sentence_at(m.start) == discourse.sentence_at(match.start)
    ]
    chosen = [(m, 0.75) for m in same_sentence[-1:]] or [(m, 0.5) for m in subjects[-1:]]
    return [(m, sure) for m, sure in chosen if doers or not discourse.clauses.is_listed(m)]


def _neighbour(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """Its neighbour: of the two that the article opens with the one that is not "its"."""
    own = {m.country_code for m, _ in _thing(discourse, match)}
    others = [code for code in discourse.opening_pair if code not in own and code in country_names()]
    return [(discourse.country(code), 0.7) for code in others if len(others) == 1]


def _group(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """They: the last group, or those who have just met; else the joint authors, or those whose meeting is reported."""
    ahead = [m for m in discourse.clauses.subject_behind(match.start, match.end) if m.country_code]
    together = ahead if len(ahead) > 1 else discourse.clauses.joint_subject(match.start, match.end)
    if theirs := discourse.clauses.judged(match.start, match.end) or together:
        return [(m, 0.75) for m in theirs]
    if discourse.are_people_before(match.start):
        return []
    if match.text.lower() == "they" and (forces := discourse.forces_before(match.start)):
        return [(m, 0.7) for m in forces]
    if attending := discourse.attending(match.start):
        return [(m, 0.65) for m in attending]
    group, meeting = discourse.last_group(match.start, NEAR), discourse.last_meeting(match.start)
    if group or meeting:
        met, grouped = ({m.country_code for m in found} for found in (meeting, group))
        is_later = meeting and (not group or group[-1].start < meeting[0].start or met > grouped)
        return [(m, 0.65) for m in (meeting if is_later else group)]
    if 1 < len(discourse.authors) <= _FEW:
        return [(discourse.country(code), 0.6) for code in discourse.authors]
    return [(m, 0.6) for m in discourse.meeting_reported(match.start)]


def _addressee(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """You: whom a speaker in a transcript turns to, unless he thanks for nothing."""
    is_polite = discourse.is_courtesy(match.start, match.end)
    addressee = None if is_polite else discourse.addressee(match.start)
    return [(addressee, 0.7)] if addressee else []


def _role(discourse: Discourse, match: Match[str]) -> list[tuple[Mention, float]]:
    """The ambassador: the last person in that office, in whatever order its words stand ("Minister of Defence").

    "The ambassador of Peru" is nobody else's. "The secretary" is not the secretary general, nor "the president" a vice
    president, where there is another. A minister whom a government's release does not name is its own.
    """
    office, whose = _WORD.findall(match.text.lower())[1:], discourse.country_behind(match.end)
    people = discourse.before(match.start, FAR, lambda m: m.kind == "person" and m.role is not None)
    people = [m for m in people if whose in (None, m.country_code)]
    roles = [(m, (m.role or "").lower()) for m in people]
    exactly = re.compile(rf"(?<!vice )\b{'[ -]'.join(map(re.escape, office))}\b(?![ -]general)")
    literal = [m for m, role in roles if exactly.search(role)]
    found = literal or [m for m, role in roles if {*office} - _SMALL <= {*_WORD.findall(role)}]
    return _last(found or ([] if whose else _unnamed(discourse, match, office)))


def _unnamed(discourse: Discourse, match: Match[str], office: list[str]) -> list[Mention]:
    """The country whose unnamed official in that office was told of last, else whose release it is, of a minister."""
    told = discourse.before(match.start, FAR, lambda m: discourse.has_official(m, {*office} - _SMALL))
    is_own = "minister" in office and len(discourse.authors) == 1 and not discourse.in_quotation(match.start)
    return told or [discourse.country(code) for code in discourse.authors if is_own]


def _of_level(discourse: Discourse, match: Match[str], levels: frozenset[str]) -> list[tuple[Mention, float]]:
    return _last(discourse.before(match.start, MEDIUM, lambda m: m.kind == "person" and m.level in levels))


def _last(people: list[Mention]) -> list[tuple[Mention, float]]:
    rivals = {m.entity_key for m in people}
    return [(m, 0.95 if len(rivals) == 1 else 0.7) for m in people[-1:]]


_RESOLVERS: Final[dict[str, Resolver]] = {
    "person": _person,
    "speaker": _speaker,
    "own_country": _own_country,
    "own_pair": _own_pair,
    "pair": _pair,
    "two": _two,
    "former": _former,
    "latter": _latter,
    "trio": _trio,
    "pair_of_persons": _pair_of_persons,
    "met": _participants,
    "states": bodies.states,
    "country": bodies.country,
    "delegation": bodies.delegation,
    "forces": bodies.forces,
    "other_country": bodies.other_country,
    "igo": bodies.igo,
    "organization": bodies.organization,
    "thing": _thing,
    "neighbour": _neighbour,
    "group": _group,
    "addressee": _addressee,
    "role": _role,
}
