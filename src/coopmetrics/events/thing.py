"""What a cooperation is about, as a normalised noun phrase: "supply of crude oil", "joint textile ventures".

The phrase is the key by which an initiative is followed over time, so what varies between tellings is left out:
determiners, praise, quotation marks, who does it (names of the two parties), when, how much, and relative clauses.
Names keep their capitals. People, places and days are no things, but people and places may tell which one it is: "port
at Akkum". What says as little as "cooperation" is one only where nothing tells more; and an act that is done to nothing
but its target is the thing itself: "visit".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Final

from spacy.tokens import Token

from coopmetrics.events import supposition, syntax
from coopmetrics.events.actors import is_group
from coopmetrics.language.labels import TIMES
from coopmetrics.reference import read_table

MAX_WORDS: Final = 10
_NAMES: Final = TIMES | {"PERSON", "LOC", "NORP"}
#: names that are told whole
_WHOLES: Final = frozenset({"ORG", "EVENT", "FAC", "MISC", "PRODUCT"})
_DROPPED: Final = frozenset(
    "det acl:relcl acl punct cc:preconj nummod appos advcl parataxis cop aux nsubj mark discourse".split()
)
_OBJECTS: Final = frozenset({"obj", "nsubj:pass"})
_LINKS: Final = frozenset({"nmod", "obl"})
_WITHIN: Final = frozenset({"of", "on", "for", "in", "to", "against", "about", "into", "over", "regarding"})
#: verbs of what is done to people
_HANDLING: Final = frozenset(
    "arrest deport detain evacuate expel extradite free imprison jail release repatriate rescue summon train".split()
)
#: what may stand between a dateline and the sentence
_DASHES: Final = frozenset({"-", "–", "—", "--"})
#: what is done to a paper
SIGNING: Final = frozenset("sign initial conclude ink ratify exchange".split())
_WHERE: Final = frozenset({"of", "in", "at", "near", "on"})
_ABOUT: Final = frozenset({"of", "in", "on", "for", "about", "regarding", "concerning", "to", "over", "into"})
_ON: Final = frozenset({"on", "for", "about", "regarding", "concerning"})
#: lead to whom something is done
_TO_WHOM: Final = frozenset({"to", "for"})
#: name what a carrier stands for: "issues such as visas"
_SUCH_AS: Final = frozenset({"including", "such", "like"})
#: what these verbs are about stands behind "with"
_GIVING: Final = frozenset("provide supply furnish equip present help assist entrust arm deal cope".split())
#: what is done to a feast that others are greeted on
_KEEPING: Final = frozenset("celebrate mark observe commemorate".split())
#: words that neither begin nor end a thing
_LOOSE: Final = _ABOUT | frozenset("worth including and or with between the from by at as both well".split())
_HYPHENS: Final = frozenset({"-", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}", "/"})
#: parts of speech of words that say what a thing is
_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM"})


def describe(predicate: Token, names: Set[int], measures: Set[int] = frozenset()) -> str | None:
    """The thing a predicate is about, or None.

    `names` are the indices of words that name the actors, `measures` of those that say how much.
    """
    reader, bare = _Reader(names, measures), None
    for noun in reader.complements(predicate):
        words = reader.told(noun)
        tell = _denied if _is_denied(noun, predicate) else _done_to
        told = tell(noun, words) if words else None
        if told and not _is_bare(words):
            is_aim = tell is _done_to and noun.head.i != predicate.i
            return ", ".join([told, *map(_written, reader.beside(noun, len(words)))]) if is_aim else told
        bare = bare or told
    return bare or _act(predicate)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the thing from the tree, passing over what names the actors and what measures."""

    names: Set[int]
    measures: Set[int]

    def complements(self, predicate: Token) -> Iterator[Token]:
        """Nouns that may be the thing, likeliest first; carriers and measures are looked through."""
        # what a noun is "to" do is a clause of its own, and is governed by the noun: it is looked through once
        nouns = {noun.i: noun for start in _clauses(predicate) for noun in _governed(start)}
        nouns = dict(sorted(nouns.items(), key=lambda each: _is_fronted(each[1])))
        if predicate.pos_ == "NOUN":  # "supply of oil" is told whole, "cooperation on visas" by what it is on
            own = {predicate.i: predicate}
            nouns = own | nouns if self._is_of_something(predicate) else nouns | own
        for noun in (noun for noun in nouns.values() if noun.i not in self.names):
            is_own = noun.i == predicate.i
            if noun.i in self.measures or _carries(noun):
                yield from () if is_own else self._carried(noun)
            elif _may_be_thing(noun) and not (is_own and _is_alone(noun)):
                yield noun
                yield from self.complements(noun) if _is(noun, "bare") and not is_own else ()

    def _carried(self, noun: Token) -> Iterator[Token]:
        """What a noun carries or measures; a carrier that is told by another noun, or has nothing to carry, itself."""
        if self._is_told_apart(noun):
            yield noun
        is_part = noun.lemma_ == "part"  # "took part in the talks"
        if is_part:
            yield from _adjoined(noun)
        yield from self.complements(noun)
        is_given = noun.dep_ == "obj" or syntax.case_of(noun) == "for"  # "thanked Lagos for its support"
        if is_given and not is_part and noun.i not in self.measures and not _is(noun, "amount"):
            yield noun

    def _is_of_something(self, noun: Token) -> bool:
        links = (child for child in noun.children if child.dep_ == "nmod" and child.i not in self.names)
        return any(syntax.case_of(child) == "of" for child in links)

    def _is_told_apart(self, noun: Token) -> bool:
        """Whether a noun before another tells which it is: "migration efforts"."""
        before = (child for child in noun.lefts if child.dep_ == "compound" and child.i not in self.names)
        return any(child.ent_type_ not in _NAMES for child in before)

    def phrase(self, noun: Token, *, is_short: bool = False) -> list[Token]:
        """The noun with its modifiers and complements, in text order.

        What makes it too long is told without its places and persons, or left out whole.
        """
        is_measure = noun.i in self.measures
        kept = [] if is_measure else [noun]
        below = [*noun.children, *_adjoined(noun)]
        for child in sorted(below, key=lambda c: (c.dep_ in ("nmod", "obl", "conj"), c.i)):
            is_whose = is_short and child.dep_ in _LINKS and child.ent_type_ in _NAMES
            if self._is_part(child) and not is_whose and not (is_measure and child.dep_ == "case"):
                part = self.phrase(child, is_short=is_short)
                if len(kept) + len(part) > MAX_WORDS:
                    part = self.phrase(child, is_short=True)
                kept += part if len(kept) + len(part) <= MAX_WORDS else []
        return sorted(kept, key=lambda token: token.i)

    def told(self, noun: Token) -> Sequence[Token]:
        """The phrase of a noun, with all of the name it is in, however that is parsed."""
        name = [token for token in _name_of(noun) if token.i not in self.names and token.dep_ != "det"]
        words = {*self.phrase(noun), *(token for token in name if not (token.is_punct or token.is_space))}
        return _trimmed(sorted(words, key=lambda token: token.i))

    def beside(self, noun: Token, size: int) -> Iterator[Sequence[Token]]:
        """What verbs beside the noun's are done to, while there is room: "to fight hunger, protect forests"."""
        verbs = noun.head.conjuncts if noun.dep_ in _OBJECTS and noun.head.pos_ == "VERB" else ()
        for other in (child for verb in verbs if verb.i > noun.i for child in verb.children if child.dep_ == "obj"):
            is_thing = _may_be_thing(other) and other.i not in self.names and not _carries(other)
            words = self.told(other) if is_thing else ()
            size += len(words)
            if words and size <= MAX_WORDS and not _is_bare(words):
                yield words

    def _is_part(self, token: Token) -> bool:
        """Whether a word below a noun belongs to the thing."""
        is_mark = token.is_punct and token.dep_ != "case"  # "technicians' school"
        if is_mark or token.is_space or "$" in token.text or (token.i in self.names and not _is_in_name(token)):
            return False
        if token.dep_ == "case":
            return token.head.dep_ not in _OBJECTS
        if _is_joined(token) and token.nbor(-2).i in self.names and token.pos_ in ("ADJ", "VERB"):
            return token.text == "made"  # "a Peru-based company", but "Peru-made buses"
        is_misread = token.dep_ == "compound" and token.i > token.head.i  # "the wind farm, the Ministry of Trade said"
        is_inner = token.dep_ == "nummod" and token.head.dep_ in ("amod", "compound")  # "two-way trade"
        is_free = token.dep_ == "advmod" and token.head.pos_ != "ADJ" and not _is_glued(token)
        is_adverb = is_free and token.head.dep_ != "amod"  # "strongly worded note"
        is_measured = token.dep_ == "amod" and any(c.dep_ == "obl:unmarked" for c in token.lefts)  # "two-year-old pact"
        is_said = token.dep_ == "conj" and any(c.dep_ in ("aux", "aux:pass") for c in token.lefts)  # a clause, misread
        is_dropped = token.dep_ in _DROPPED or is_adverb or is_measured or is_said
        return not is_misread and (is_inner or not is_dropped) and not _is_praise(token) and not _is_aside(token)


def _clauses(predicate: Token, depth: int = 3) -> Iterator[Token]:
    """A predicate and what it agrees, wants, offers or is thanked to do."""
    yield predicate
    for child in predicate.children if depth else ():
        is_purpose = child.dep_ in ("advcl", "acl") and any(c.lower_ in _ABOUT for c in child.lefts)
        is_asked = child.dep_ == "advcl" and supposition.is_polite_request(predicate)
        is_feast = child.dep_ == "advcl" and child.i > predicate.i and child.lemma_.lower() in _KEEPING
        if child.dep_ in ("xcomp", "ccomp") or is_purpose or is_asked or is_feast:
            yield from _clauses(child, depth - 1)


def _governed(start: Token) -> Iterator[Token]:
    """The nouns that tell what a predicate or carrier is about; what it is done by comes last."""
    if _is_done_to_head(start):
        yield start.head
    lemma = start.lemma_.lower()
    about = _ABOUT | ({"with"} if lemma in _GIVING else set()) | (_SUCH_AS if _carries(start) else set())
    for child in sorted([*start.children, *_adjoined(start)], key=lambda c: (c.dep_ not in _OBJECTS, c.i)):
        if child.dep_ in _OBJECTS or (child.dep_ in _LINKS and syntax.case_of(child) in about):
            yield child
            is_party = child.dep_ in _OBJECTS and child.ent_type_ in ("ORG", "LOC")
            yield from child.conjuncts if is_party else ()  # "condemned the group and its acts"
        elif child.dep_ == "acl" and start.pos_ == "NOUN":
            yield from _governed(child)
    if not any(child.dep_ in _OBJECTS for child in start.children):  # "flights resumed"
        yield from (child for child in start.children if child.dep_ == "nsubj" and child.ent_type_ != "ORG")


def _is_fronted(noun: Token) -> bool:
    """Whether words lead on to what is told: "In a separate development, they agreed to ..."."""
    return noun.dep_ == "obl" and any(noun.i < subject.i < noun.head.i for subject in syntax.subjects(noun.head))


def _adjoined(noun: Token) -> Sequence[Token]:
    """What an object is on, parsed as the verb's: "imposed a tariff on steel"; "for" what, if it says little itself."""
    if noun.dep_ not in _OBJECTS:
        return ()
    cases = _ON if _carries(noun) or _is(noun, "bare") else _ON - {"for"}
    cases |= {"in"} if noun.lemma_ == "part" else set()  # "took part in an exercise"
    links = (child for child in noun.head.rights if child.dep_ == "obl" and child.ent_type_ not in _NAMES)
    behind = [link for link in links if link.left_edge.i == noun.right_edge.i + 1 and syntax.case_of(link) in cases]
    return [link for link in behind if not (_is_nobody(link) or _is_bare([link]))]


def _is_done_to_head(verb: Token) -> bool:
    """Whether a verb is done to the noun it stands behind: "the plan agreed on", "a plant that was opened"."""
    if verb.dep_ == "acl":
        return verb.tag_ == "VBN"
    relatives = {child.dep_ for child in verb.children if child.tag_ in ("WDT", "WP")}
    return verb.dep_ == "acl:relcl" and not relatives.isdisjoint(_OBJECTS)


def _may_be_thing(noun: Token) -> bool:
    """People, places and days are no things, nor is what is said by the way or where it is told.

    But those are who are expelled or trained; who acts is none, whatever he is called.
    """
    is_handled = noun.dep_ in ("obj", "nsubj:pass") and noun.head.lemma_ in _HANDLING
    is_doer = noun.dep_ == "nsubj" and is_group(noun)
    is_named = noun.pos_ in ("NOUN", "PROPN") and noun.ent_type_ not in _NAMES
    is_thing = is_named and not is_doer and (is_handled or not _is_nobody(noun))
    is_scene = noun.ent_type_ == "FAC" and syntax.case_of(noun) in ("in", "into", "to")
    is_where = is_scene or (noun.dep_ == "obl" and _is(noun, "telling"))
    return is_thing and not _is_in_passing(noun) and not is_where


def _name_of(token: Token) -> Sequence[Token]:
    """The words of the organisation, event or work that a word names a part of, none if it names no part of one."""
    if token.ent_type_ not in _WHOLES:
        return ()
    first, last, doc = token.i, token.i + 1, token.doc
    while doc[first].ent_iob_ == "I":
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    return list(doc[first:last])


def _is_alone(noun: Token) -> bool:
    return not any(child.dep_ in ("compound", "amod", "nmod") for child in noun.children)


def _is_in_name(token: Token) -> bool:
    """Whether a party's name is part of more: "ASEAN" of "ASEAN Outlook", "Japan" of "Japan-made"."""
    is_joined = _is_glued(token) or _is_joined(token)
    is_name = token.pos_ == token.head.pos_ == "PROPN" and token.dep_ == "compound" and token.i < token.head.i
    return is_joined or is_name


def _is_in_passing(token: Token) -> bool:
    """Whether something is said by the way: "of course", "in principle", "in the near future"."""
    below = {child.dep_ for child in token.children}
    return _is(token, "passing") and (not below or ("case" in below and below <= {"case", "det", "amod", "punct"}))


def _is_aside(token: Token) -> bool:
    """What names a person, a place or a day, carries nothing, or leads on ("with participation from ...")."""
    if _is_in_passing(token) or token.dep_.endswith((":tmod", ":unmarked")):
        return True
    if token.dep_ == "nmod:poss":
        return token.pos_ in ("PRON", "DET") or token.ent_type_ == "PERSON" or _is(token, "side")
    if token.dep_ in _LINKS:
        return _leads_away(token)
    return token.ent_type_ in TIMES or (token.dep_ == "conj" and _carries(token) and _is_alone(token))


def _leads_away(link: Token) -> bool:
    """Whether what hangs on a noun says who, where or when: "aid to families", "ties of the region in coming years"."""
    case = syntax.case_of(link)
    if not _tells_which(link, case) and (link.ent_type_ in _NAMES or case not in _WITHIN):
        return True
    is_whom = link.pos_ == "PRON" or _is(link, "side") or (case in _TO_WHOM and _is(link, "none"))
    is_whose = case == "on" and link.lemma_ == "part"  # "a duty on the part of all"
    is_when = case in ("in", "over") and _is(link, "amount")
    is_state = case == "into" and _is_bare([link]) and _is_alone(link)  # "put a line into operation"
    return (is_whom and not _is_joined(link)) or is_whose or is_when or is_state


def _tells_which(name: Token, case: str) -> bool:
    """Whether a name tells which one it is: "release of Ana Ruiz", "port at Akkum".

    A meeting is the same anywhere, and a paper wherever it is signed.
    """
    noun = name.head
    is_held = _is(noun, "telling") or _is(noun, "gathering")
    is_signed = noun.dep_ in _OBJECTS and noun.head.lemma_.lower() in SIGNING
    is_place = name.ent_type_ == "LOC" and case in _WHERE and not (is_held or is_signed)
    return is_place or (name.ent_type_ == "PERSON" and case == "of")


def _is_praise(token: Token) -> bool:
    """Whether a word says how good, new or large, unless it is part of another: "next" of "next-generation"."""
    return token.lower_ in _words("empty") and token.ent_type_ not in _WHOLES and not _is_glued(token)


def _is_glued(token: Token) -> bool:
    """Whether a hyphen joins a word to the next."""
    return token.i + 1 < len(token.doc) and not token.whitespace_ and token.nbor().text in _HYPHENS


def _is_joined(token: Token) -> bool:
    """Whether a hyphen joins a word to the one before."""
    return token.i > 1 and _is_glued(token.nbor(-2))


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    """Cut what leads on to nothing: links and numbers at the ends, and carriers behind a link ("in need")."""
    while words and (words[-1].lower_ in _LOOSE or words[-1].pos_ == "NUM" or _is_idle(words)):
        words = words[:-1]
    while words and (words[0].lower_ in _LOOSE or words[0].dep_ == "case") and not _is_glued(words[0]):
        words = words[1:]
    return words


def _is_idle(words: Sequence[Token]) -> bool:
    return len(words) > 2 and _carries(words[-1]) and words[-2].pos_ == "ADP"


def _is_bare(words: Sequence[Token]) -> bool:
    """Whether words say that there is something, but not what."""
    return all(_is(word, "bare") or _carries(word) for word in words if word.pos_ in _CONTENT)


def _written(words: Sequence[Token]) -> str:
    """The words as written, but for the capital that a sentence begins with; commas stay between those of a row."""
    pairs = zip(words, [*words[1:], None], strict=True)
    return "".join(_lowered(word) + (_gap(word, other) if other is not None else "") for word, other in pairs)


def _lowered(word: Token) -> str:
    is_capital = _opens(word) and word.pos_ != "PROPN" and not word.ent_type_
    return word.lower_ if is_capital else word.text


def _opens(word: Token) -> bool:
    """Whether a word opens a sentence, perhaps behind a dateline: "LIMA, May 3 - Direct flights resumed"."""
    before = word.nbor(-1) if word.i else word
    return word.is_sent_start or (before.text in _DASHES and bool(before.whitespace_))


def _gap(word: Token, other: Token) -> str:
    between = [token.text for token in word.doc[word.i + 1 : other.i]]
    if not word.whitespace_ and all(text in _HYPHENS for text in between):
        return "".join(between)
    is_row = "," in between and other.dep_ not in ("cc", "case") and word.head.i != other.i
    return ", " if is_row else " "


def _done_to(noun: Token, words: Sequence[Token]) -> str:
    """The thing with what is done to it, if it says little without ("withdrawal of troops")."""
    verb, thing = noun.head, _written(words)
    row = _acts().get(verb.lemma_.lower(), {}) if verb.pos_ == "VERB" else {}
    is_phrasal = any(child.dep_ == "compound:prt" for child in verb.children)
    if row and noun.dep_ == "obj" and _is_blamed(verb):
        return f"{row['noun']} of {thing}"
    tells = noun.dep_ in _OBJECTS if row.get("of") in ("object", "work") else row.get("of") == "both"
    if not tells or is_phrasal or (row["of"] == "work" and (_is_bare([noun]) or _is(noun, "figurative"))):
        return thing
    return f"{row['noun']} of {thing}"


def _is_blamed(verb: Token) -> bool:
    """Whether it is what somebody is accused "of" or blamed "for"."""
    is_clause = verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl")
    return is_clause and any(child.dep_ == "mark" and child.lower_ in ("of", "for") for child in verb.lefts)


def _is_denied(noun: Token, predicate: Token) -> bool:
    """Whether the thing is what is agreed, wanted or offered not to be: "a commitment not to test missiles"."""
    between = list(takewhile(lambda token: token.i != predicate.i, noun.ancestors))
    is_below = bool(between) and between[-1].head.i == predicate.i
    return is_below and any(
        # "borders do not stop it" tells of borders, and "not only to build" of what is built
        not syntax.NEGATIVE.isdisjoint(words) and words.isdisjoint({"do", "only", "just", "merely", "simply"})
        for words in ({child.lemma_.lower() for child in token.lefts} for token in between)
    )


def _denied(noun: Token, words: Sequence[Token]) -> str:
    verb = noun.head
    led = ["not to", verb.lemma_.lower(), syntax.case_of(noun)] if verb.pos_ == "VERB" else ["no"]
    return " ".join(filter(None, [*led, _written(words)]))


def _act(predicate: Token) -> str | None:
    """What is done, as a noun: the innermost of what is agreed, wanted or offered."""
    for word in reversed([*_clauses(predicate)]):
        lemma = word.lemma_.lower()
        row = _acts().get(lemma)
        if lemma == "fly" and any(map(_is_somebody, syntax.subjects(word))):
            return "visit"  # an airline has flights
        if row and (row["of"] != "guest" or any(map(_is_guest, word.children))):
            return row["noun"]
        if word.i == predicate.i and word.pos_ in ("NOUN", "PROPN"):
            return lemma
    return None


def _is_guest(token: Token) -> bool:
    """Whether it is somebody who is welcomed, and not what they have done."""
    return token.dep_ in _OBJECTS and _is_somebody(token)


def _is_somebody(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or token.pos_ == "PRON" or token.lemma_.lower() in _guests()


def _is_nobody(token: Token) -> bool:
    """Whether a word names no thing but people, or who acts: "citizens", "the government"."""
    return _is(token, "none") or _is(token, "side")


def _carries(token: Token) -> bool:
    """Whether a word only leads to what it is about or counts: "issues of", "a range of"."""
    return _is(token, "carrier") or _is(token, "amount")


def _is(token: Token, role: str) -> bool:
    return token.lemma_.lower() in _words(role)


@cache
def _words(role: str) -> frozenset[str]:
    """Words by what they do to a thing, see `reference/thing_words.csv`."""
    return frozenset(row["word"] for row in read_table("thing_words") if row["role"] == role)


@cache
def _guests() -> frozenset[str]:
    """Nouns for those who come on a visit."""
    offices = (row["role"].lower().partition(" of ")[0].split()[-1] for row in read_table("roles"))
    return frozenset({"counterpart", "delegation", "guest", *offices})


@cache
def _acts() -> dict[str, dict[str, str]]:
    """Nouns of verbs, see `reference/act_nouns.csv`."""
    return {row["verb"]: row for row in read_table("act_nouns")}
