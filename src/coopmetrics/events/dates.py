"""When an event happens: which of the dates told belongs to it.

A date belongs to the predicate that it modifies in the parse; a date of the verb of saying holds for words, not for
deeds; a sentence without a date goes on with the meeting told before, or with the news of the lead; words and
standing relations otherwise take the publication date, and past acts without a date have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile

from spacy.tokens import Doc, Span, Token

from coopmetrics.document import Document
from coopmetrics.events.time_expressions import TimeExpression, find, tense
from coopmetrics.events.time_values import Basis, Precision

__all__ = ["EventDate", "TimeExpression", "find", "resolve"]


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last day of an event; `on` is None where it is unknown, `end_on` unless it is a range."""

    on: date | None
    end_on: date | None
    precision: Precision
    basis: Basis


#: stages and types whose date is that of the words
_SPOKEN_STAGES = frozenset({"proposed", "under_way", "agreed", "discussed"})
_SPOKEN_TYPES = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
_CONTACTS = frozenset(
    "meet meeting visit travel trip tour talk talks summit host receive speak call session conference forum hold "
    "attend arrive convene reconvene sign visit negotiate consultation dialogue discuss welcome".split()
)
_CLAUSE_HEADS = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "csubj", "ROOT"})
_SAYING = frozenset(
    {"say", "tell", "add", "note", "announce", "state", "report", "declare", "claim", "warn", "confirm"}
)
#: words above a date among which a contact is dated by it
_NEAR_ANCESTORS = 3
#: a date farther away than this belongs to something else
_MAX_COST = 1.5
_CACHE = "coopmetrics.time_expressions"
_RELEASE = "coopmetrics.is_release"
_OWN_VOICE = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|I)\b(?![.-])|\b(?:[Rr]eadout|[Jj]oint [Ss]tatement|[Ff]act [Ss]heet|[Ss]pokesperson)\b"
)
#: types that are words whatever their tense
_STANDING_TYPES = frozenset({"ACCUSE", "SUPPORT"})
#: verbs of a clause that only tells when something is ("the summit, which takes place in June")
_TAKING_PLACE = frozenset(
    {"be", "happen", "hold", "take", "start", "begin", "open", "schedule", "plan", "occur", "run"}
)
#: stages that the day of the lead's news is carried to: in a release, and in the news
_CARRIED = frozenset({"completed", "planned"})
_CARRIED_BY_NEWS = _CARRIED | {"proposed", "agreed", "discussed", "halted"}
_LEAD_SENTENCES = 2
_RECENT_DAYS = 7
#: what the lead tells is new
_LEAD_CHARS = 300


def resolve(document: Document, sentence: Span, predicate: Token | None, stage: str, event_type: str) -> EventDate:
    """The date of an event: told in its sentence, with the meeting before, or by publication."""
    predicate = predicate if predicate is not None else sentence.root
    expressions = time_expressions(document)
    own = _own(expressions, sentence, predicate, document.published_on, stage, event_type)
    if own is not None:
        return EventDate(own.on, own.end_on, own.precision, own.basis)
    told = _meeting(document, expressions, sentence, predicate, stage) or _news(
        document, expressions, sentence, predicate, stage
    )
    if told is not None:
        return EventDate(told.on, told.end_on, told.precision, told.basis)
    if document.published_on is not None and _is_of_the_day(document, sentence, predicate, stage, event_type):
        return EventDate(document.published_on, None, "day", "publication")
    return EventDate(None, None, "unknown", "publication")


def time_expressions(document: Document) -> list[TimeExpression]:
    """The article's time expressions, read once."""
    cache = document.doc.user_data
    if _CACHE not in cache:
        cache[_CACHE] = find(document.doc, document.published_on)
    found: list[TimeExpression] = cache[_CACHE]
    return found


# ---- the sentence's own dates


def _own(
    expressions: list[TimeExpression],
    sentence: Span,
    predicate: Token,
    published_on: date | None,
    stage: str,
    kind: str,
) -> TimeExpression | None:
    """The expression of the sentence that is nearest to the predicate in the parse, if any is near enough."""
    best: tuple[float, int, TimeExpression] | None = None
    for expression in expressions:
        if not sentence.start_char <= expression.start < sentence.end_char:
            continue
        token = _attachment(sentence.doc, expression)
        if token is None or not _fits_stage(expression, published_on, stage):
            continue
        cost = _cost(token, predicate, stage, kind)
        candidate = (cost, abs(token.i - predicate.i), expression)
        if cost <= _MAX_COST and (best is None or candidate[:2] < best[:2]):
            best = candidate
    return best[2] if best else None


def _attachment(doc: Doc, expression: TimeExpression) -> Token | None:
    """The expression's topmost word in the parse."""
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    return span.root if span is not None else None


def _fits_stage(expression: TimeExpression, published_on: date | None, stage: str) -> bool:
    """What is planned lies ahead, what is completed does not."""
    if published_on is None or expression.on is None:
        return True
    if stage == "planned":
        return _last_day(expression) >= published_on
    return stage not in {"completed", "discussed"} or expression.on <= published_on


def _last_day(expression: TimeExpression) -> date:
    if expression.on is None or expression.end_on is not None or expression.precision == "day":
        return expression.end_on or expression.on or date.max
    return expression.on.replace(month=12, day=31) if expression.precision == "year" else expression.on.replace(day=28)


def _cost(token: Token, predicate: Token, stage: str, kind: str) -> float:
    """How far a date's word is from the predicate: clauses between them, and other nouns that it would modify."""
    if token.i == predicate.i:
        return 0.0
    upward = [token, token.sent.root] if _opens_sentence(token) else [token, *_ancestors(token)]
    above = [predicate, *_ancestors(predicate)]
    shared = next((t for t in upward if t in above), None)
    if shared is None:
        return _MAX_COST + 1
    down = list(takewhile(lambda t: t != shared, upward))
    up = list(takewhile(lambda t: t != shared, above))
    cost = (0.5 if _tells_when(down, predicate) else _between(down[1:])) + 0.5 * sum(
        t.dep_ in _CLAUSE_HEADS for t in up
    )
    if shared != predicate and shared.lemma_ in _SAYING:
        cost += 0 if kind in _SPOKEN_TYPES and stage in _SPOKEN_STAGES else 2
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


# ---- the meeting told before


def _meeting(
    document: Document, expressions: list[TimeExpression], sentence: Span, predicate: Token, stage: str
) -> TimeExpression | None:
    """The date of the last contact dated before, for sentences that go on about it."""
    if (
        stage in {"under_way", "halted"}
        or _is_perfect(_finite(predicate))
        or (tense(predicate) == "future" and stage != "planned")
    ):
        return None
    dated = [
        e for e in expressions if e.end <= sentence.start_char and e.precision == "day" and _is_contact(document, e)
    ]
    if not dated or not _fits_stage(dated[-1], document.published_on, stage):
        return None
    return dated[-1]


def _news(
    document: Document, expressions: list[TimeExpression], sentence: Span, predicate: Token, stage: str
) -> TimeExpression | None:
    """The day of what the lead tells, for the sentences that go on about it; words in a release are of its own day."""
    goes_on = stage in (_CARRIED if _is_release(document) else _CARRIED_BY_NEWS)
    if not goes_on or _is_perfect(_finite(predicate)) or (tense(predicate) == "future" and stage != "planned"):
        return None
    opening = document.sentences[:_LEAD_SENTENCES]
    end = opening[-1].end_char
    told = (e for e in expressions if e.end <= end and e.precision == "day" and e.on is not None)
    lead = next((e for e in told if e.end <= sentence.start_char or e.start >= sentence.end_char), None)
    if (
        lead is None
        or not _is_recent(lead, document.published_on)
        or not _fits_stage(lead, document.published_on, stage)
    ):
        return None
    return lead


def _is_recent(expression: TimeExpression, published_on: date | None) -> bool:
    return published_on is None or expression.on is None or (published_on - expression.on).days <= _RECENT_DAYS


def _is_contact(document: Document, expression: TimeExpression) -> bool:
    """Whether the expression dates a meeting, a visit or a call."""
    token = _attachment(document.doc, expression)
    above = islice(_ancestors(token), _NEAR_ANCESTORS) if token is not None else ()
    return any(word.lemma_.lower() in _CONTACTS for word in above)


# ---- no date told


def _is_release(document: Document) -> bool:
    """Whether the text is issued by one of the actors: its own voice says "we", or it calls itself a statement."""
    cache = document.doc.user_data
    if _RELEASE not in cache:
        quoted = [(quotation.start, quotation.end) for quotation in document.quotations]
        words = (match.start() for match in _OWN_VOICE.finditer(document.text))
        cache[_RELEASE] = any(not any(start <= word < end for start, end in quoted) for word in words)
    return bool(cache[_RELEASE])


def _is_of_the_day(document: Document, sentence: Span, predicate: Token, stage: str, event_type: str) -> bool:
    """Words and standing relations are of the day they are printed; past acts told without a date are not."""
    verb = _finite(predicate)
    is_perfect = _is_perfect(verb)
    if _is_release(document):
        return not (is_perfect and stage == "completed")
    is_told_of_the_past = predicate == verb and predicate.dep_ != "ccomp" and tense(verb) == "past"
    if stage == "under_way" or (stage == "proposed" and not is_told_of_the_past):
        return True
    if sentence.start_char < _LEAD_CHARS:
        return True
    return not is_perfect and (event_type in _STANDING_TYPES or tense(verb) != "past")


def _is_perfect(verb: Token) -> bool:
    return any(child.lower_ in {"has", "have", "had"} for child in verb.children if child.dep_.startswith("aux"))


def _finite(predicate: Token) -> Token:
    """The verb whose tense a predicate shares: its own, or that of the verb over a noun or an infinitive."""
    for token in (predicate, *predicate.ancestors):
        is_infinitive = any(child.lower_ == "to" and child.dep_ == "mark" for child in token.children)
        if token.pos_ in {"VERB", "AUX"} and token.tag_ != "VBG" and not is_infinitive:
            return token
    return predicate
