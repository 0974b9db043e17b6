"""Cues of speech: reporting verbs with whoever speaks, "according to X", and "X's claim that".

The verbs and their kinds are those of `saying`. What stands right beside the verb is trusted before the parse, as
quotation marks and long names mislead parsers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from spacy.tokens import Span, Token

from coopmetrics.document import Mention
from coopmetrics.events import saying
from coopmetrics.events.speakers import Speakers, is_paper
from coopmetrics.events.syntax import case_of, subjects
from coopmetrics.language.labels import FINITE, TIMES

#: words between a speaker and the verb
_LIGHT = frozenset({"ADV", "AUX", "SPACE"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "would", "should", "could", "might", "if", "to"})
#: verbs that pass on the words of their object
_QUOTING = frozenset({"quote", "cite"})
#: how the article calls itself
_OWN = frozenset({"i", "we"})
#: those who say something together
_SEVERAL = frozenset({"they", "both"})
#: ways from a claim to whose it is, and prepositions of these
_WHOSE = frozenset({"nmod:poss", "amod", "compound"})
_CLAIMED = frozenset({"by", "from"})
#: verbs after which a clause follows whatever the parse says
_ALWAYS_SAYING = frozenset({"say"})
_CLOSING = frozenset({",", '"', "”", "’", "'", "''", "?", "!"})
_NOMINAL = frozenset({"nmod", "compound", "flat", "appos"})
_NOUN_PHRASE = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM"})
#: tagged as "adding" is, but never said by whoever spoke before
_ACCORDING = "according"
_REACH = 6
#: words that are climbed in the tree at most
_MAX_DEPTH = 20
#: words that may tell the time between a speaker and the verb, where the language model finds no date in them
_TIMES = frozenset(
    "yesterday today tomorrow tonight week month year monday tuesday wednesday thursday friday saturday sunday".split()
)


@dataclass(slots=True)
class Cue:
    """A word that tells who speaks."""

    token: Token
    kind: str
    speaker: Mention | None
    #: what is said is told in the sentence, not only named
    tells: bool
    #: what is said is a statement of its own, which later sentences may go on with
    states: bool


def find(sentence: Span, sentence_no: int, speakers: Speakers, spoken: list[tuple[int, int]]) -> list[Cue]:
    """The cues of a sentence in order; pronouns in later ones may refer to earlier speakers.

    Verbs within `spoken`, the stretches of direct speech in order, are not the article's own. Who speaks only within
    what another says is not heard.
    """
    found: list[Cue] = []
    for token in sentence:
        if not _may_tell(token.lemma_, token.lower_) or _is_within(token.idx, spoken):
            continue
        cue = (
            _according_to(token, sentence_no, speakers)
            or _claim(token, sentence_no, speakers)
            or _verb(token, sentence_no, speakers)
        )
        if cue is not None:
            if found and cue.token.tag_ == "VBG" and cue.token.lower_ != _ACCORDING:
                above = {word.i for word in token.ancestors}
                cue.speaker = next((c for c in reversed(found) if c.token.i in above), found[-1]).speaker
            if not any(_is_told_by(earlier.token, token) for earlier in found if earlier.tells):
                speakers.heard(cue.speaker, token.idx)
            found.append(cue)
    return found


@lru_cache(maxsize=50_000)
def _may_tell(lemma: str, form: str) -> bool:
    """Whether a word can be a cue: few can, and all are asked."""
    return form == _ACCORDING or lemma.lower() in saying.CLAIMS or _kind(lemma, form) is not None


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]


def _is_told_by(verb: Token, token: Token) -> bool:
    """Whether the token stands in the clause that a verb of saying takes."""
    for _ in range(_MAX_DEPTH):
        if token.head in (verb, token):
            break
        token = token.head
    return token.head == verb and token.dep_ == "ccomp"


def _according_to(token: Token, sentence_no: int, speakers: Speakers) -> Cue | None:
    """ "according to the ministry": the noun that the preposition belongs to speaks."""
    if token.lower_ != _ACCORDING or token.i + 2 >= len(token.doc) or token.nbor().lower_ != "to":
        return None
    speaker = _right_speaker(token.nbor(), sentence_no, speakers)
    return Cue(token, "say", speaker, True, True)


def _claim(token: Token, sentence_no: int, speakers: Speakers) -> Cue | None:
    """ "Peru's claim that ...", "allegations by Peru that ...": whose it is speaks, or somebody unknown."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in saying.CLAIMS or not any(map(_is_content, token.rights)):
        return None
    whose = (child for child in token.children if child.dep_ in _WHOSE or case_of(child) in _CLAIMED)
    found = (speakers.resolve(child, sentence_no) for child in whose)
    return Cue(token, "say", next(filter(None, found), None), tells=True, states=False)


def _is_content(clause: Token) -> bool:
    """Whether a clause tells what a noun says: "that ..." with a subject of its own."""
    is_that = any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.lefts)
    return clause.dep_ in {"acl", "ccomp"} and is_that and bool(subjects(clause))


def _verb(token: Token, sentence_no: int, speakers: Speakers) -> Cue | None:
    kind = _kind(token.lemma_, token.lower_)
    if kind is None or not (token.pos_ == "VERB" or _is_tag(token)) or _is_denied(token) or _is_own(token):
        return None
    subject = _subject(token)
    if kind == "show":
        if subject is None or not is_paper(subject):
            return None
        kind = "say"
    speaker = _speaker(token, sentence_no, speakers)
    if speaker is None and not _has_pronoun(token) and not (kind == "say" and subject is not None):
        return None
    return Cue(token, kind, speaker, _tells(token, kind, speaker), kind in {"say", "stress"} and _states(token))


def _kind(lemma: str, form: str) -> str | None:
    """The kind of a verb of saying; the tagger may have taken "reports" for a noun."""
    return saying.verbs().get(lemma.lower()) or saying.verbs().get(form.removesuffix("s"))


def _is_tag(token: Token) -> bool:
    """'..., reports UNB': a verb that the tagger takes for a noun."""
    return token.i > 0 and token.nbor(-1).text in _CLOSING and token.lower_.endswith("s")


def _speaker(verb: Token, sentence_no: int, speakers: Speakers) -> Mention | None:
    """Who stands beside the verb, else its subject in the parse, else the person named before it."""
    quoted = _quoted(verb)
    if quoted is not None:
        return speakers.resolve(quoted, sentence_no)
    if _is_passive(verb):
        agent = next((t for t in _right(verb) if t.lower_ == "by"), None)
        return _right_speaker(agent, sentence_no, speakers) if agent is not None else None
    beside = _left_speaker(verb, sentence_no, speakers)
    if beside is None and _may_be_inverted(verb):
        beside = _right_speaker(verb, sentence_no, speakers, is_last=True)
    if beside is not None:
        return beside
    subject = _subject(verb)
    return speakers.resolve(subject, sentence_no) if subject is not None else speakers.person_before(verb)


def _quoted(verb: Token) -> Token | None:
    """Whose words are passed on: "quoted the minister as saying", "was quoted as saying"."""
    if verb.lemma_.lower() not in _QUOTING or not any(t.lower_ == "as" for t in verb.subtree if t.i > verb.i):
        return None
    return next((child for child in verb.children if child.dep_ in {"obj", "nsubj:pass"}), None)


def _may_be_inverted(verb: Token) -> bool:
    """ "..., said Pang": after a comma or a quotation; never "..., told Pang", "..., adding" or "..., called it"."""
    follows = verb.i > 0 and verb.nbor(-1).text in _CLOSING
    has_object = any(child.dep_ in {"obj", "iobj"} and child.i == verb.i + 1 for child in verb.children)
    return follows and not has_object and verb.lemma_.lower() != "tell" and verb.tag_ != "VBG"


def _left_speaker(verb: Token, sentence_no: int, speakers: Speakers) -> Mention | None:
    """Whoever is named right before the verb, or the head of the noun phrase that ends there."""
    left = (verb.doc[i] for i in range(verb.i - 1, max(verb.i - _REACH, verb.sent.start - 1), -1))
    word = next((t for t in left if t.pos_ not in _LIGHT and not _tells_time(t)), None)
    if word is not None and word.text == ",":
        return _between_commas(word, speakers)
    if word is None or word.pos_ not in {"PRON", "NOUN", "PROPN"}:
        return None
    named = speakers.named_at(word, is_free=True)
    if named is not None:
        return named
    head = word
    while head.dep_ in _NOMINAL and head.head.i < head.i:
        head = head.head
    is_governed = any(child.dep_ == "case" for child in head.children)
    return None if is_governed else speakers.resolve(head, sentence_no)


def _between_commas(comma: Token, speakers: Speakers) -> Mention | None:
    """ "Kenya's envoy to Japan, Grace Mwangi, said": the person named between two commas before the verb."""
    named = speakers.named_at(comma.nbor(-1)) if comma.i > comma.sent.start else None
    if named is None or named.kind != "person":
        return None
    before = (comma.doc[i] for i in range(comma.i - 1, max(comma.i - _REACH, comma.sent.start - 1), -1))
    first = next((word for word in before if speakers.named_at(word) is not named), None)
    return named if first is not None and first.text == "," else None


def _tells_time(word: Token) -> bool:
    """ "yesterday", "last week", "on Sunday" between the speaker and the verb."""
    return word.ent_type_ in TIMES or word.lower_ in _TIMES or (word.nbor().lower_ in _TIMES and word.pos_ != "PROPN")


def _right_speaker(token: Token, sentence_no: int, speakers: Speakers, *, is_last: bool = False) -> Mention | None:
    """Whoever is named or described right after the token; with `is_last`, no verb may follow the words."""
    noun, named, stop = None, None, None
    for word in _right(token):
        if word.pos_ not in _NOUN_PHRASE and word.text not in {"-", "."} and word.tag_ != "POS":
            stop = word
            break
        noun = word if word.pos_ in {"NOUN", "PROPN", "PRON"} else noun
        named = named or (None if _is_owner(word) else speakers.named_at(word))
    if noun is None or (is_last and stop is not None and stop.pos_ in {"VERB", "AUX", "CCONJ"}):
        return None
    return named if named is not None and named.kind != "country" else speakers.resolve(noun, sentence_no)


def _is_owner(word: Token) -> bool:
    """ "Novak" and "Peter" of "Peter Novak's critics", who say it rather than he."""
    while word.dep_ in _NOMINAL and word.dep_ != "nmod":
        word = word.head
    return word.dep_ == "nmod:poss"


def _right(token: Token) -> Iterator[Token]:
    return islice((token.doc[i] for i in range(token.i + 1, token.sent.end)), _REACH)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb: its own, or that of the verb it is coordinated with or depends on ("..., adding that")."""
    token = verb
    for _ in range(4):
        if found := subjects(token):
            return found[0]
        if token.dep_ not in {"conj", "advcl", "xcomp", "parataxis"}:
            break
        token = token.head
    return None


def _has_pronoun(verb: Token) -> bool:
    subject = _subject(verb)
    return subject is not None and subject.pos_ == "PRON"


def _is_passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(child.dep_ == "aux:pass" for child in verb.children)


def _is_denied(verb: Token) -> bool:
    # "went on to say" tells, unlike "refused to say"
    return verb.head.lemma_ != "go" and any(child.lower_ in _NEGATIONS for child in verb.children if child.i < verb.i)


def _tells(verb: Token, kind: str, speaker: Mention | None) -> bool:
    """Whether what is said is told, or is what one person stresses.

    What both sides stress together is theirs, not a claim.
    """
    if kind == "stress":
        return speaker is not None and speaker.kind == "person" and not _is_said_by_several(verb)
    return kind == "say" and _states(verb)


def _is_own(verb: Token) -> bool:
    """Whether the article speaks itself: "we announced that ..."."""
    subject = _subject(verb)
    return subject is not None and subject.lower_ in _OWN


def _is_said_by_several(verb: Token) -> bool:
    subject = _subject(verb)
    if subject is None:
        return False
    return subject.lower_ in _SEVERAL or any(child.dep_ == "conj" for child in subject.children)


def _states(verb: Token) -> bool:
    """Whether what is said follows as a clause, or comes first and the verb frames it (", X said")."""
    if verb.lemma_.lower() in _ALWAYS_SAYING or verb.dep_ == "parataxis":
        return True
    has_clause = any(c.dep_ == "ccomp" or (c.dep_ == "parataxis" and c.i > verb.i) for c in verb.children)
    return has_clause or _frames(verb) or any(t.lower_ == "that" and t.pos_ == "SCONJ" for t in _right(verb))


def _frames(verb: Token) -> bool:
    """ "Trade is growing, the envoy told reporters": a sentence comes first, then a comma and the speaker."""
    subject = next(iter(subjects(verb)), None)
    if subject is None or subject.i > verb.i or subject.left_edge.i <= verb.sent.start:
        return False
    comma = subject.left_edge.nbor(-1)
    ahead = verb.doc[verb.sent.start : comma.i]
    return comma.text == "," and any(t.tag_ in FINITE and t.dep_ not in {"advcl", "aux"} for t in ahead)
