"""Where the dates of an article stand beside one event, as `dates` asks for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nsmallest
from itertools import islice, takewhile
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import captions
from coopmetrics.events.saying import SPEECH_ACTS
from coopmetrics.events.time_expressions import TimeExpression, find, tense
from coopmetrics.events.timeline import month_end
from coopmetrics.language import vector_of

Floats = NDArray[np.float32]

#: expressions looked at: nearest ones of the sentence, last ones before, those of the lead, next ones after
_OWN, _BEFORE, _LEAD, _AFTER = 12, 6, 4, 3
_LEAD_SENTENCES: Final = 2
#: types and stages whose date is that of the words
_SPOKEN_STAGES = frozenset({"proposed", "under_way", "agreed", "discussed"})
_SPOKEN_TYPES = SPEECH_ACTS | {"AGREE", "SUPPORT"}
_CONTACTS = frozenset(
    "meet meeting visit travel trip tour talk talks summit host receive speak call session conference forum hold "
    "attend arrive convene reconvene sign negotiate consultation dialogue discuss welcome".split()
)
_CLAUSE_HEADS = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "csubj", "ROOT"})
#: verbs of saying whose clause is dated apart from them
_SAYING = frozenset(
    {"say", "tell", "add", "note", "announce", "state", "report", "declare", "claim", "warn", "confirm"}
)
#: verbs of a clause that only tells when something is ("the summit, which takes place in June")
_TAKING_PLACE = frozenset(
    {"be", "happen", "hold", "take", "start", "begin", "open", "schedule", "plan", "occur", "run"}
)
#: words above a date among which a contact is dated by it
_NEAR_ANCESTORS = 3
_OWN_VOICE = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|I)\b(?![.-])|\b(?:[Rr]eadout|[Jj]oint [Ss]tatement|[Ff]act [Ss]heet|[Ss]pokesperson)\b"
)
#: no word of the sentence
_FAR = 9.0
#: characters of what leads to a date that is compared with, and its words: "up from about $2.4 billion in",
#: "the first visit since"
_COMPARISON = 60
_AMOUNT = r"(?:\w+\s){0,2}[$€£¥]?\d[\d.,]*\s?%?(?:\s\w+){0,3}"
_COMPARED = re.compile(
    rf"\b(?:(?:against|versus|(?:up|down)\sfrom)\s{_AMOUNT}|compared\s(?:with|to)(?:\s{_AMOUNT})?"
    r"|(?:up|down)\sfrom|(?<!later\s)(?<!sooner\s)(?<!rather\s)than"
    r"|\b(?:first|only|most|least|best|worst|(?!interest|forest|request|west|protest|arrest|test|rest)\w+est)"
    r"\b[^.,;:]{0,40}\ssince)"
    r"\s(?:(?:in|at|for|during|on)\s)?(?:the\s)?$",
    re.IGNORECASE,
)
#: adverbs that tell what is past, or of the day
_WHEN = frozenset(
    "already previously recently earlier once long ever still now again also later then currently never just first so "
    "today always repeatedly initially formerly originally".split()
)


@dataclass(frozen=True)
class Setting:
    """One event among the dates of its article: its sentence, predicate, stage and type."""

    document: Document
    sentence: Span
    predicate: Token
    stage: str
    event_type: str
    own: list[TimeExpression]
    before: list[TimeExpression]
    after: list[TimeExpression]

    @classmethod
    def of(cls, document: Document, sentence: Span, predicate: Token, stage: str, event_type: str) -> Setting:
        """An event's setting, with the dates that it may have by where they stand."""
        expressions = time_expressions(document)
        ends = (sentence.start_char, sentence.end_char, _end_of_lead(document))
        first, last, of_lead = (bisect_left(expressions, end, key=lambda e: e.start) for end in ends)
        own = nsmallest(_OWN, expressions[first:last], key=lambda e: abs(e.start - predicate.idx))
        lead = expressions[: min(first, of_lead, _LEAD)]
        before = lead + expressions[max(first - _BEFORE, len(lead)) : first]
        after = expressions[last : last + _AFTER]
        before, after = (_beside(document, sentence, told) for told in (before, after))
        return cls(document, sentence, predicate, stage, event_type, own, before, after)

    @cached_property
    def telling(self) -> dict[str, Any]:
        """How the event is told, and which dates are at hand, as values by name."""
        return {"stage": self.stage, "type": self.event_type} | self._wording | self._surroundings | self._dates_at_hand

    @property
    def _wording(self) -> dict[str, Any]:
        """The predicate and its finite verb."""
        predicate, verb = self.predicate, _finite(self.predicate)
        return {
            "tense": tense(verb),
            "own tense": tense(predicate),
            "perfect": _has(verb, "has", "have", "had"),
            "pluperfect": _has(verb, "had"),
            "tag": verb.tag_,
            "own tag": predicate.tag_,
            "part": predicate.pos_,
            "relation": verb.dep_,
            "own relation": predicate.dep_,
            "finite": predicate == verb,
            "mark": next((child.lower_ for child in verb.children if child.dep_ == "mark"), ""),
            "adverb": _adverb(predicate, verb),
            "determiner": _determiner(predicate),
        }

    @property
    def _surroundings(self) -> dict[str, Any]:
        """Where in the article the event is told, and in whose words."""
        document, place = self.document, self.document.sentence_at(self.sentence.start_char)
        return {
            "release": is_release(document),
            "attribution": document.attributions[place].kind if place < len(document.attributions) else "none",
            "quoted": document.quotation_at(self.predicate.idx) is not None,
            "sentence": _grade(place, (0, 1, 2, 4, 9)),
            "place": _grade(self.sentence.start_char, (0, 150, 300, 600)),
        }

    @property
    def _dates_at_hand(self) -> dict[str, Any]:
        """How near the dates of the sentence are, and what the article tells of others."""
        document = self.document
        days = [e for e in self.before if e.precision == "day"]
        lead = [e for e in (*self.before, *self.own) if e.precision == "day" and e.start < _end_of_lead(document)]
        return {
            "nearest": _grade(self._nearest, (0, 0.5, 1, 1.5, 2.5)),
            "own dates": min(len(self.own), 3),
            "dates before": min(len(days), 3),
            "contact before": any(is_contact(document, e) for e in days),
            "lead": self._recency(lead),
            "latest": latest(document),
            "vague": any(e.on is None for e in _within(all_expressions(document), self.sentence)),
        }

    @cached_property
    def told(self) -> list[str]:
        """Features of `telling`, alone and together."""
        told, stage = self.telling, self.stage
        tense = f"{told['tense']}|{told['perfect']}"
        return [
            *(f"{name}={value}" for name, value in told.items()),
            f"{stage}|{self.event_type}",
            f"{stage}|{tense}",
            f"{stage}|{tense}|release={told['release']}",
            f"{tense}|sentence={told['sentence']}",
            f"{stage}|lead={told['lead']}|own={told['nearest']}",
        ]

    def fits(self, expression: TimeExpression) -> bool:
        """Whether what is planned would lie ahead, and what is completed would not."""
        published_on = self.document.published_on
        if published_on is None or expression.on is None:
            return True
        if self.stage == "planned":
            return _last_day(expression) >= published_on
        return self.stage not in {"completed", "discussed"} or expression.on <= published_on

    def ago(self, expression: TimeExpression) -> int | None:
        """How long before publication or after it, graded."""
        if self.document.published_on is None or expression.on is None:
            return None
        days = (expression.on - self.document.published_on).days
        return _grade(days, (-3650, -700, -90, -31, -7, -3, -1, 0, 1, 7, 90))

    def vectors(self, expression: TimeExpression | None) -> list[Floats]:
        """The engine's vectors of the predicate, of the expression's words, and of the word that these belong to."""
        if expression is None:
            return [self._told, np.zeros_like(self._told), np.zeros_like(self._told)]
        span, head = self.document.span(expression.start, expression.end), _topmost(self.document, expression).head
        return [self._told, vector_of(span), vector_of(_alone(head))]

    @cached_property
    def _told(self) -> Floats:
        return vector_of(_alone(self.predicate))

    def grammar(self, expression: TimeExpression) -> Iterator[str]:
        """How the expression hangs together with its sentence."""
        token = _topmost(self.document, expression)
        yield f"case={next((c.lower_ for c in token.children if c.dep_ == 'case'), '')}"
        yield f"relation={token.dep_}"
        yield f"head={token.head.pos_}"
        yield f"head relation={token.head.dep_}"

    def nearness(self, expression: TimeExpression) -> Iterator[str]:
        """How near an expression of the event's own sentence is to the predicate."""
        cost, token = self._cost(expression), _topmost(self.document, expression)
        yield f"cost={_grade(cost, (0, 0.5, 1, 1.5, 2, 3))}"
        yield f"best={cost <= self._nearest}"
        yield f"distance={_grade(abs(token.i - self.predicate.i), (0, 2, 4, 8, 16))}"
        yield f"ahead={token.i < self.predicate.i}"
        yield f"opens={_opens_sentence(token)}"

    def order(self, expression: TimeExpression) -> Iterator[str]:
        """How far before or after the event's sentence an expression stands, and how many stand between."""
        sentences = self.document.sentence_at(expression.start) - self.document.sentence_at(self.sentence.start_char)
        yield f"sentences={_grade(abs(sentences), (1, 2, 4, 8))}"
        if sentences >= 0:
            return
        days = [e for e in reversed(self.before) if e.precision == "day"]
        contacts = [e for e in days if is_contact(self.document, e)]
        yield f"order={min(days.index(expression), 4) if expression in days else 5}"
        yield f"in lead={expression.start < _end_of_lead(self.document)}"
        yield f"first={expression == self.before[0]}"
        yield f"last contact={bool(contacts) and contacts[0] == expression}"

    @cached_property
    def _nearest(self) -> float:
        return min((self._cost(e) for e in self.own if self.fits(e)), default=_FAR)

    def _cost(self, expression: TimeExpression) -> float:
        """How far an expression is from the predicate: clauses between, and other nouns that it would modify."""
        return _distance(_topmost(self.document, expression), self.predicate, of_words=self._is_of_words)

    @property
    def _is_of_words(self) -> bool:
        return self.event_type in _SPOKEN_TYPES and self.stage in _SPOKEN_STAGES

    def _recency(self, lead: Sequence[TimeExpression]) -> str:
        """Whether the lead tells of a day, and of one that is news."""
        published_on = self.document.published_on
        if not lead:
            return "none"
        on = lead[0].on
        return "news" if published_on and on and abs((published_on - on).days) <= 2 else "day"


def all_expressions(document: Document) -> list[TimeExpression]:
    """The article's time expressions, read once; some stand for no known day ("recently")."""
    return document.once("all time expressions", lambda: find(document.doc, document.published_on))


def time_expressions(document: Document) -> list[TimeExpression]:
    """Those of them that stand for known days, other than when a picture was taken."""
    return document.once("time expressions", lambda: [e for e in all_expressions(document) if _is_told(document, e)])


def _is_told(document: Document, expression: TimeExpression) -> bool:
    is_aside = captions.is_credit(document, expression.start) or _is_compared(document, expression)
    return expression.on is not None and not is_aside


def _is_compared(document: Document, expression: TimeExpression) -> bool:
    """Whether an expression dates what a figure is compared with: "9,000 last year, against 7,000 in 2019"."""
    return _COMPARED.search(document.text, max(expression.start - _COMPARISON, 0), expression.start) is not None


def _beside(document: Document, sentence: Span, expressions: list[TimeExpression]) -> list[TimeExpression]:
    """Those that may date what a sentence tells; what a caption tells is of its picture alone."""
    of_picture = (None, captions.caption_at(document, sentence.start_char))
    return [e for e in expressions if captions.caption_at(document, e.start) in of_picture]


def latest(document: Document) -> int | None:
    """How long before publication the last day that the article tells of lies, graded.

    A page may bear the day on which it was fetched; its articles tell of no day near it.
    """
    return document.once("latest day told", lambda: _latest(document))


def _latest(document: Document) -> int | None:
    published_on = document.published_on
    told = (e.on for e in time_expressions(document) if e.precision == "day" and e.on is not None)
    ago = [(published_on - on).days for on in told if on <= published_on] if published_on else []
    return _grade(min(ago), (0, 1, 3, 7, 31, 365)) if ago else None


def is_contact(document: Document, expression: TimeExpression) -> bool:
    """Whether the expression dates a meeting, a visit or a call."""
    above = islice(_ancestors(_topmost(document, expression)), _NEAR_ANCESTORS)
    return any(word.lemma_.lower() in _CONTACTS for word in above)


def is_release(document: Document) -> bool:
    """Whether the text is issued by one of the actors: its own voice says "we", or it calls itself a statement."""
    return document.once("is a release", lambda: _speaks_itself(document))


def _speaks_itself(document: Document) -> bool:
    return any(document.quotation_at(match.start()) is None for match in _OWN_VOICE.finditer(document.text))


def _grade(value: float, steps: Sequence[float]) -> int:
    """Number of steps that a value lies above."""
    return sum(value > step for step in steps)


def _within(expressions: list[TimeExpression], sentence: Span) -> list[TimeExpression]:
    first, last = (
        bisect_left(expressions, end, key=lambda e: e.start) for end in (sentence.start_char, sentence.end_char)
    )
    return expressions[first:last]


def _adverb(predicate: Token, verb: Token) -> str:
    """The adverb that tells when, if there is one; else whether there is any other."""
    adverbs = [child.lower_ for word in (predicate, verb) for child in word.children if child.dep_ == "advmod"]
    return next((adverb for adverb in adverbs if adverb in _WHEN), "other" if adverbs else "")


def _determiner(predicate: Token) -> str:
    """That of a noun ("the talks", "its visit")."""
    if predicate.pos_ not in {"NOUN", "PROPN"}:
        return "verb"
    return next((child.lower_ for child in predicate.children if child.dep_ in {"det", "nmod:poss"}), "")


def _end_of_lead(document: Document) -> int:
    return document.sentences[:_LEAD_SENTENCES][-1].end_char


def _topmost(document: Document, expression: TimeExpression) -> Token:
    """The expression's topmost word in the parse."""
    return document.head(expression.start, expression.end)


def _alone(word: Token) -> Span:
    return word.doc[word.i : word.i + 1]


def _last_day(expression: TimeExpression) -> date:
    if expression.on is None or expression.end_on is not None or expression.precision == "day":
        return expression.end_on or expression.on or date.max
    return expression.on.replace(month=12, day=31) if expression.precision == "year" else month_end(expression.on)


def _distance(token: Token, predicate: Token, *, of_words: bool) -> float:
    """Clauses and nouns between a date's word and a predicate; the date of a saying is that of words only."""
    if token.i == predicate.i:
        return 0.0
    upward = [token, token.sent.root] if _opens_sentence(token) else [token, *_ancestors(token)]
    above = [predicate, *_ancestors(predicate)]
    shared = next((t for t in upward if t in above), None)
    if shared is None:
        return _FAR
    down = list(takewhile(lambda t: t != shared, upward))
    up = list(takewhile(lambda t: t != shared, above))
    cost = (0.5 if _tells_when(down, predicate) else _between(down[1:])) + 0.5 * sum(
        t.dep_ in _CLAUSE_HEADS for t in up
    )
    if shared != predicate and shared.lemma_ in _SAYING and not of_words:
        cost += 2
    if down and down[0].dep_ in {"compound", "nmod:poss", "nummod"} and down[0].head != predicate:
        cost += 1.5
    return cost


def _opens_sentence(token: Token) -> bool:
    """ "On Monday, ...": the date is the whole sentence's, whichever word the parse gives it to."""
    sentence, edge = token.sent, token.i + 1
    if token.left_edge.i - sentence.start > 1:
        return False
    comma = next((t for t in sentence.doc[edge : min(edge + 3, sentence.end)] if t.text == ","), None)
    return comma is not None and token.pos_ not in {"VERB", "AUX"}


def _tells_when(down: list[Token], predicate: Token) -> bool:
    """Whether a date's words belong to a relative clause that tells when the predicate's own object takes place."""
    clause = next((t for t in down if t.dep_ == "acl:relcl"), None)
    return clause is not None and clause.lemma_ in _TAKING_PLACE and predicate in islice(_ancestors(clause.head), 2)


def _between(tokens: list[Token]) -> float:
    """Cost of what lies between a date and the word it shares with the predicate."""
    is_clause = [t.pos_ in {"VERB", "AUX"} and t.dep_ in _CLAUSE_HEADS for t in tokens]
    return sum(
        1.5 if clause else 0.5 if t.dep_ in {"obj", "obl"} else 1.0 for t, clause in zip(tokens, is_clause, strict=True)
    )


def _ancestors(token: Token) -> Iterator[Token]:
    for _ in range(40):
        if token.head == token:
            return
        token = token.head
        yield token


def _has(verb: Token, *auxiliaries: str) -> bool:
    return any(child.lower_ in auxiliaries for child in verb.children if child.dep_.startswith("aux"))


def _finite(predicate: Token) -> Token:
    """The verb whose tense a predicate shares: its own, or that of the verb over a noun or an infinitive."""
    for token in (predicate, *predicate.ancestors):
        is_infinitive = any(child.lower_ == "to" and child.dep_ == "mark" for child in token.children)
        if token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG" and not is_infinitive:
            return token
    return predicate
