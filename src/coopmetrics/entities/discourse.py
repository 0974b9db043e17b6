"""What a reader of an article has in mind at a point of it: who was named, who is speaking, which pair it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Set
from functools import cache, cached_property, lru_cache
from math import exp
from typing import Final

from coopmetrics.document import Attribution, Document, Mention
from coopmetrics.entities.authors import authors, speaks_itself
from coopmetrics.entities.clauses import Clauses
from coopmetrics.entities.joint import is_joint
from coopmetrics.entities.lists import (
    SUBJECTS,
    holds_office,
    is_subject,
    official_of,
    root_of_list,
    sends_subject,
    serves_as_subject,
)
from coopmetrics.entities.mention_index import characters
from coopmetrics.entities.titles import after_portfolio, is_office
from coopmetrics.entities.turns import Exchange
from coopmetrics.reference import read_table
from coopmetrics.reference.names import country_names, igo_names

#: mentions looked back at, at most
_MAX_BACK: Final = 60
#: characters back to an antecedent: of a pronoun, of a description, of a pair
NEAR: Final = 400
MEDIUM: Final = 1_500
FAR: Final = 6_000
#: characters over which a country that was named fades
_FADING: Final = 700.0
#: what a mention anywhere in the article weighs against one just made
_OVERALL: Final = 0.2
#: characters of a long sentence
_LAST_SENTENCE: Final = 700
_MEETING: Final = re.compile(
    r"\b(?:met|meets?|meeting|spoke|speaks|talked|call|called|talks|conversation|discussions?|hosted|hosts|received"
    r"|receives|welcomed|welcomes|convened|convenes|joined by)\b"
)
#: right behind all who met: "the envoys of Peru and Chile met"
_MEET: Final = re.compile(r"[^.;\n]{0,40}?\b(?:met|meet|spoke|talked|held talks|conferred)\b")
_ATTENDING: Final = re.compile(
    r"\b(?:[Pp]articipants?|participat(?:ed|es|ing)|attend(?:ed|ees)|joined|convened"
    r"|(?:meeting|talks|call|summit|conference|gathering|session)\b[^.]{0,40}\binclude[ds]?)\b"
)
_DELEGATION: Final = re.compile(r"(?:['’]s)?\s(?:[\w-]+\s){0,2}delegation\b")
_FORCES: Final = re.compile(r"(?:['’]s)?\s(?:army|military|armed forces|navy|air force)\b")
#: what armed groups do
_ATTACKING: Final = frozenset(
    "abduct ambush attack bomb capture fire kidnap kill raid seize shell storm strike".split()
)
_ASSEMBLY: Final = re.compile(r"\b(?:Conference|Meeting|Assembly) of $")
_ASSEMBLY_REACH: Final = 20
_OF_NAME: Final = re.compile(r"['’]?\sof\s(?:the\s)?[A-Z]")
_OF_COUNTRY: Final = re.compile(r"\sof\s(?:the\s)?(?:\w+\sof\s)?(?=[A-Z])")
_WHO: Final = re.compile(r"\s?[,—–-]+\s?[Tt]he\s[A-Z]")
_NUMBERS: Final = frozenset({"two", "both", "three"})
#: what stands for a country as "it" does, unlike its envoy
_OWN_BODIES: Final = frozenset({"side", "government", "ministry", "parliament", "delegation", "administration"})
_DETERMINERS: Final = frozenset({"a", "an", "the", "his", "her", "its", "their", "our", "some", "many", "several"})
_THANK: Final = re.compile(r"\bthank\s$", re.IGNORECASE)
_FOR: Final = re.compile(r"(?:,?\s\w+){0,4}\s(?:for|that)\b")
#: sentences in which a release says who acts, and those in which it says who met
_LEAD: Final = 2
_LEAD_OF_REPORT: Final = 3
_ADMINISTRATION: Final = " administration"
_COUNTING: Final = frozenset({"nummod", "det", "cc:preconj"})


class Discourse:
    """The state of an article's references; grows as references are resolved."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._exchange = Exchange(document)
        self._mentions = sorted(filter(_is_known, document.mentions), key=lambda m: (m.start, -m.end))
        self._starts = [mention.start for mention in self._mentions]
        self.clauses = Clauses(document, self._mentions, self._starts)
        self._named = characters(self._mentions)
        self._counts = Counter(m.country_code for m in self._mentions if m.country_code and m.kind != "place")
        self.authors = self._authors()

    def add(self, mention: Mention) -> None:
        """Take a resolved reference into account for the ones after it."""
        at = bisect_right(self._starts, mention.start)
        self._mentions.insert(at, mention)
        self._starts.insert(at, mention.start)

    def is_named(self, start: int, end: int) -> bool:
        """Whether a name stands within `start:end`."""
        return any(offset in self._named for offset in range(start, end))

    def before(self, offset: int, reach: int, wanted: Callable[[Mention], bool]) -> list[Mention]:
        """The wanted mentions of the last `reach` characters, in order."""
        last = bisect_left(self._starts, offset)
        first = max(bisect_left(self._starts, offset - reach), last - _MAX_BACK)
        return [mention for mention in self._mentions[first:last] if mention.end <= offset and wanted(mention)]

    def acts(self, mention: Mention) -> bool:
        """Whether a mention is a subject, or a body of it is: "the Peruvian side confirmed"."""
        word = self.clauses.head(mention)
        body = official_of(word) if serves_as_subject(word) else None
        return is_subject(word) or (body is not None and body.lemma_.lower() in _OWN_BODIES)

    def is_one(self, mention: Mention) -> bool:
        """Whether a mention stands for one only, unlike a member of "they" or "the leaders"."""
        at = bisect_left(self._starts, mention.start)
        return not mention.is_pronoun or self._starts[at + 1 : at + 2] != [mention.start]

    def are_people_before(self, offset: int) -> bool:
        """Whether people who are no party stand nearest before a character: "urged migrants to keep their"."""
        sentence = self._document.sentences[self.sentence_at(offset)]
        named = self.before(offset, offset - sentence.start_char, lambda m: m.country_code is not None)
        start = max(sentence.start_char, named[-1].end if named else 0)
        between = (t for t in sentence if start <= t.idx < offset and t.tag_ == "NNS")
        return any(token.lemma_.lower() in _people() for token in between)

    def says_of_whom(self, end: int) -> bool:
        """Whether a description that ends at `end` is of somebody named right behind it: "the presidents of Peru"."""
        return _OF_NAME.match(self._document.text, end) is not None

    def country_behind(self, end: int) -> str | None:
        """The country of which a description that ends at `end` is: "the ambassador of Peru"."""
        text = self._document.text
        name = _OF_COUNTRY.match(text, end) or _OF_COUNTRY.match(text, after_portfolio(text, end))
        at = bisect_left(self._starts, name.end()) if name else len(self._starts)
        is_next = name is not None and self._starts[at : at + 1] == [name.end()]
        return self._mentions[at].country_code if is_next and self._mentions[at].kind == "country" else None

    def are_listed_behind(self, end: int) -> bool:
        """Whether "we" that ends at `end` is followed by who that is: "We, the ministers of Peru and Chile, met"."""
        return _WHO.match(self._document.text, end) is not None

    def sends_delegation(self, mention: Mention) -> bool:
        """Whether a mention says whose a delegation is: "a Kenyan trade delegation"."""
        return mention.kind in ("country", "igo") and bool(_DELEGATION.match(self._document.text, mention.end))

    def has_forces(self, mention: Mention) -> bool:
        """Whether a mention says whose forces are meant: "the Chadian army"."""
        return mention.kind == "country" and bool(_FORCES.match(self._document.text, mention.end))

    def forces_before(self, offset: int) -> list[Mention]:
        """Whose forces, or what group, acted in the sentence before: "Chadian troops opened fire. They ..."."""
        return [m for m in self._before_sentence(offset) if self._attacks(m)][:1]

    def _before_sentence(self, offset: int) -> list[Mention]:
        """The mentions of the sentence before the one at a character."""
        here = self.sentence_at(offset)
        return self._mentions_of(here - 1) if here else []

    def _attacks(self, mention: Mention) -> bool:
        if mention.country_code is None or mention.is_pronoun:
            return False
        word = self.clauses.head(mention)
        is_group = mention.kind == "organization" and is_subject(word)
        noun = word.head if word.dep_ in ("amod", "compound", "nmod:poss") else word
        is_armed = noun.i != word.i and noun.lemma_.lower() in _armed() and noun.dep_ in SUBJECTS
        return (is_group and word.head.lemma_ in _ATTACKING) or is_armed

    def official_before(self, offset: int) -> list[Mention]:
        """Whose official, who is not named, acted in the sentence before: "Peru's envoy met the premier. She ..."."""
        before = self._before_sentence(offset)
        if any(m.kind == "person" and not m.is_pronoun for m in before):
            return []
        found = [m for m in before if m.country_code and serves_as_subject(self.clauses.head(m))]
        return [m for m in found[:1] if not sends_subject(self.clauses.head(m))]

    def has_official(self, mention: Mention, office: Set[str]) -> bool:
        """Whether a country is named as whose an official is: "Peru's envoy", "the Minister of Defence of Ghana"."""
        if mention.kind != "country" or mention.is_pronoun:
            return False
        official = official_of(self.clauses.head(mention))
        return official is not None and holds_office(official, office)

    def is_administration(self, mention: Mention) -> bool:
        """Whether an administration is named by who leads it: "the Lund administration"."""
        name = self._document.text[mention.start : mention.end + len(_ADMINISTRATION)]
        return mention.kind in ("person", "organization") and _ADMINISTRATION in name.lower()

    def counts(self, start: int, end: int) -> bool:
        """Whether the last word of `start:end` only counts or points at a noun behind it."""
        last = self._document.span(start, end)[-1]
        return last.dep_ in _COUNTING and last.head.i > last.i

    def is_in_name(self, start: int) -> bool:
        """Whether a phrase ends the name of an assembly: "the Conference of the Parties"."""
        return _ASSEMBLY.search(self._document.text, max(start - _ASSEMBLY_REACH, 0), start) is not None

    def describes(self, start: int, end: int) -> bool:
        """Whether the last word of `start:end` only says which one a noun behind it is."""
        return self._document.span(start, end)[-1].dep_ == "amod"

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at a character."""
        return self._document.sentence_at(offset)

    def in_quotation(self, offset: int) -> bool:
        """Whether a character is within quotation marks."""
        return self._document.quotation_at(offset) is not None

    def speaker_at(self, offset: int) -> Mention | None:
        """Whose words a character is part of: of the quotation around it, else of the sentence."""
        quotation = self._document.quotation_at(offset)
        speaker = quotation.speaker if quotation is not None else None
        return speaker if speaker is not None else self._attribution_at(offset).speaker

    def own_countries(self, offset: int) -> list[str]:
        """The countries and IGOs that "we" and "our" stand for: the speaker's, or the authors'."""
        speaker = self.speaker_at(offset)
        if speaker is not None:
            return [speaker.country_code] if speaker.country_code else []
        return [] if self.in_quotation(offset) else self.authors

    def own_country(self, offset: int) -> str | None:
        """The only one of `own_countries`."""
        own = self.own_countries(offset)
        return own[0] if len(own) == 1 else None

    def salient(self, offset: int, reach: int) -> list[str]:
        """The countries and IGOs in mind at a character, the foremost first."""
        total = max(sum(self._counts.values()), 1)
        weights: dict[str, float] = {}
        for mention in self.before(offset, reach, lambda m: m.kind != "place"):
            if code := mention.country_code:
                overall = _OVERALL * self._counts[code] / total
                weights[code] = weights.get(code, overall) + exp((mention.end - offset) / _FADING)
        return sorted(weights, key=weights.__getitem__, reverse=True)

    @cached_property
    def opening_pair(self) -> list[str]:
        """The two countries that the article opens with: all that the first sentence names that names several."""
        for number in range(min(_LEAD, len(self._document.sentences))):
            named = (m.country_code for m in self._mentions_of(number) if m.kind != "place")
            codes = [code for code in dict.fromkeys(named) if code]
            if len(codes) > 1:
                return codes if len(codes) == 2 else []
        return []

    def states_of_sentence_before(self, offset: int) -> list[str]:
        """The countries that the sentence before names, by themselves or by places, in order."""
        mentions = self._mentions_of(max(self.sentence_at(offset) - 1, 0))
        return list(dict.fromkeys(m.country_code for m in mentions if m.country_code in country_names()))

    def country(self, code: str) -> Mention:
        """A country or IGO as an antecedent that need not be named in the article."""
        return _actor(code)

    def last_group(self, offset: int, reach: int) -> list[Mention]:
        """The actors that were last named together ("A and B said"), or referred to as a group, if any."""
        recent = self.before(offset, reach, lambda m: m.kind != "place")
        while recent:
            last = recent[-1]
            members = [m for m in recent if m.start == last.start] if last.is_pronoun else self._joined(last, recent)
            if len({m.entity_key for m in members}) > 1:
                return members
            recent = recent[:-1]
        return []

    def last_meeting(self, offset: int) -> list[Mention]:
        """Those who met, or spoke with each other, in the same sentence or the one before: "A met with B. They ...".

        One more sentence may lie between, on what one of them did: "A met B. A condemned an attack on C. The two ...".
        """
        here = self.sentence_at(offset)
        return self._met(here, offset) or self._met(here - 1, offset) or self._met_before_that(here, offset)

    def _met_before_that(self, here: int, offset: int) -> list[Mention]:
        met = self._met(here - 2, offset) if here > 1 else []
        acting = {m.country_code for m in self._mentions_of(here - 1) if self._doer(m) is not None} if met else set()
        return met if len(acting) == 1 and acting < {m.country_code for m in met} else []

    def meeting_reported(self, offset: int) -> list[Mention]:
        """Those whose meeting a release reports from its lead on, or of whom the sentence before tells, both."""
        met = next(filter(None, (self._met(number, offset) for number in range(_LEAD_OF_REPORT))), [])
        before = self.before(offset, _LAST_SENTENCE, lambda m: m.sentence_no == self.sentence_at(offset) - 1)
        is_told = {m.country_code for m in met} <= {m.country_code for m in before}
        return met if self.authors or is_told else []

    def _met(self, sentence_no: int, offset: int) -> list[Mention]:
        """The subject of a sentence and whom it meets there, as far as they are named before a character."""
        following = self._document.sentences[sentence_no + 1 : sentence_no + 2]
        reach = min([offset, *(sentence.start_char for sentence in following)])
        named = [m for m in self.before(reach, _LAST_SENTENCE, _acts) if m.sentence_no == sentence_no]
        subject = next((m for m in named if self._doer(m) is not None), None)
        joined = [m for m in named if subject and self._doer(m) == self._doer(subject)]
        if len({m.country_code for m in joined}) > 1 and _MEET.match(self._document.text, joined[-1].end):
            return joined
        others = [m for m in named if subject and m.start > subject.end and m.country_code != subject.country_code]
        for other in sorted(others, key=lambda m: m.kind != "person"):
            if subject and _MEETING.search(self._document.text, subject.end, other.start):
                return [subject, other, *self._listed_with(other, [m for m in others if m.start >= other.start])]
        return []

    def _listed_with(self, first: Mention, further: list[Mention]) -> list[Mention]:
        """Those of further countries who stand in a list behind a first one: "President A of X and Premier B of Y"."""
        root, codes, found = self._list_root(first), {first.country_code}, []
        for mention in further:
            if mention.country_code not in codes and self._list_root(mention) == root:
                codes.add(mention.country_code)
                found.append(mention)
        return found

    def _list_root(self, mention: Mention) -> int:
        """The first word of the list that a mention stands in, or describes somebody of."""
        return root_of_list(self.clauses.head(mention)).i

    def listed(self, offset: int) -> list[Mention]:
        """Those who were last named in one list of three or more, in the same sentence or the one before.

        Whoever is named between two of them is in it, however the list is parsed.
        """
        here = self.sentence_at(offset)
        for number in (here, max(here - 1, 0)):
            named = [m for m in self._mentions_of(number) if m.end <= offset and m.country_code and _acts(m)]
            lists: dict[int, dict[str | None, Mention]] = {}
            for mention in named:
                lists.setdefault(self._list_root(mention), {}).setdefault(mention.country_code, mention)
            if long := [members for members in lists.values() if len(members) > 2]:
                members = long[-1]
                starts = [mention.start for mention in members.values()]
                for mention in named:
                    if mention.kind == "person" and min(starts) < mention.start < max(starts):
                        members.setdefault(mention.country_code, mention)
                return sorted(members.values(), key=lambda mention: mention.start)
        return []

    def attending(self, offset: int) -> list[Mention]:
        """Those of such a list who are told to take part, and whoever is named before: "Besides Lund, the talks"."""
        found = self.listed(offset)
        if not found:
            return []
        here = self.sentence_at(found[0].start)
        if not _ATTENDING.search(self._document.text, self._document.sentences[here].start_char, found[0].start):
            return []
        codes = {mention.country_code for mention in found}
        before = (m for m in self._mentions_of(here) if m.start < found[0].start and m.kind == "person")
        others = {m.country_code: m for m in before if m.country_code and m.country_code not in codes}
        return [*others.values(), *found]

    def is_courtesy(self, start: int, end: int) -> bool:
        """Whether "you" at `start:end` is thanked without a word what for."""
        text = self._document.text
        return bool(_THANK.search(text, max(start - 10, 0), start)) and not _FOR.match(text, end)

    def addressee(self, offset: int) -> Mention | None:
        """Whom "you" means: in a transcript who spoke before, else who speaks next, if of another country.

        In a letter it is the one whom its head names besides the writer.
        """
        own, here = self.own_country(offset), self.sentence_at(offset)
        said = self._document.attributions
        if own is None or self.in_quotation(offset) or said[here].kind != "direct":
            return None
        other = self._exchange.other_speaker(here)
        if other is None and (code := self._exchange.addressed(own)):
            return self.country(code)
        return other if other is not None and other.country_code not in (None, own) else None

    def partners(self, start: int, end: int) -> list[str]:
        """Whom "we" at `start:end` takes in besides the speaker, if it does and the sentence names nobody else."""
        own, here = self.own_country(start), self.sentence_at(start)
        if own not in country_names() or not is_joint(self._document.head(start, end)):
            return []
        named = {m.country_code for m in self._mentions_of(here) if m.kind != "place"}
        return [] if named - {own, None} else self.counterparts(start, own)

    def _mentions_of(self, sentence_no: int) -> list[Mention]:
        """The mentions of a sentence."""
        sentence = self._document.sentences[sentence_no]
        first, last = (bisect_left(self._starts, at) for at in (sentence.start_char, sentence.end_char))
        return self._mentions[first:last]

    def counterparts(self, offset: int, own: str | None) -> list[str]:
        """The other side to a speaker: whom he talks to, those in a meeting of many, or the foremost other one."""
        spoken_to = self.addressee(offset)
        if spoken_to is not None and spoken_to.country_code:
            return [spoken_to.country_code]
        met = [m.country_code for m in self.meeting_reported(offset) if m.country_code]
        if len(met) > 2 and own in met:
            return [code for code in met if code != own]
        return [code for code in self.salient(offset, FAR) if code != own][:1]

    def _joined(self, last: Mention, recent: list[Mention]) -> list[Mention]:
        """`last` and what it is joined to by "and", as those who act."""
        first = self.clauses.head(last)
        if first.dep_ != "conj" or not (is_subject(first) or sends_subject(first)):
            return []
        of_list = {first.head.i, *(child.i for child in first.head.children if child.dep_ == "conj")}
        return [m for m in recent if self.clauses.head(m).i in of_list]

    def _authors(self) -> list[str]:
        """In whose name the article speaks: as its head states, else of a release that says "we" who acts first.

        A release or transcript on a government's site is its own, unless several sign it. Whoever acts first in a
        transcript need not speak in it.
        """
        head = self._document.turns[0].start if self._document.turns else len(self._document.text)
        stated = authors(self._document.text, [m for m in self._mentions if m.start < head])
        issuer = self._document.issuer
        if self._document.turns and issuer and len(stated) < 2:
            return [issuer]
        if stated or not speaks_itself(self._document.text, self._is_spoken):
            return stated
        acting = self._first_to_act()
        return [issuer] if issuer and len(acting) < 2 else acting

    def _first_to_act(self) -> list[str]:
        """The first, or all joined with it, that act in the article's lead."""
        lead = [m for m in self._mentions if m.sentence_no < _LEAD and m.kind in ("country", "person")]
        doers = [(self._doer(m), m.country_code) for m in lead if m.country_code]
        first = next((doer for doer, _ in doers if doer is not None), None)
        return [] if first is None else list(dict.fromkeys(code for doer, code in doers if code and doer == first))

    def _doer(self, mention: Mention) -> int | None:
        """The first word of the list of subjects that somebody is in, or whose official is."""
        word = self.clauses.head(mention)
        if is_subject(word):
            return root_of_list(word).i
        return root_of_list(root_of_list(word).head).i if serves_as_subject(word) else None

    def _is_spoken(self, offset: int) -> bool:
        return self.in_quotation(offset) or self._attribution_at(offset).kind != "none"

    def _attribution_at(self, offset: int) -> Attribution:
        return self._document.attributions[self.sentence_at(offset)] if self._document.sentences else Attribution()


@cache
def _people() -> frozenset[str]:
    """What many are called who act for no country, or are led by others."""
    return frozenset(
        row["noun"] for row in read_table("group_nouns") if row["kind"] in ("people", "press", "society", "armed")
    )


@cache
def _armed() -> frozenset[str]:
    """What forces are called."""
    return frozenset(row["noun"] for row in read_table("group_nouns") if row["kind"] == "armed")


def _acts(mention: Mention) -> bool:
    return mention.country_code is not None and mention.kind in ("person", "country", "igo")


def _is_known(mention: Mention) -> bool:
    """Unlike a speaker of whom no more is known than the word for him ("observers", "two Presidents", "Minister")."""
    if mention.is_pronoun or mention.country_code is not None:
        return True
    first, _, others = mention.text.partition(" ")
    is_counted = first.lower() in _NUMBERS
    name = others if first.lower() in _DETERMINERS else mention.text  # "His government"
    return any(map(str.isupper, name)) and not (is_counted or is_office(mention.text))


@lru_cache(maxsize=500)
def _actor(code: str) -> Mention:
    if code in igo_names():
        return Mention(0, 0, "", "igo", 0, igo_names()[code], f"igo:{code}", code)
    return Mention(0, 0, "", "country", 0, country_names().get(code, code), f"country:{code}", code)
