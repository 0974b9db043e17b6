"""Amounts in a sentence: money and physical quantities, what each is of, and which act it belongs to.

How they are written is in `amount_expressions`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType

from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import amount_expressions as written
from coopmetrics.events import saying
from coopmetrics.events.amount_expressions import Modifier, Unit
from coopmetrics.language.labels import TIMES


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount, with its character offsets in the document's text."""

    start: int
    end: int
    #: scale resolved; the middle of a range
    value: float
    low: float | None
    high: float | None
    #: a unit of `reference/units.csv`, or the currency's code
    unit: str
    currency_code: str | None
    #: what the amount is of, as written
    measured: str | None
    modifier: Modifier
    #: it gives the amount before it in another currency or unit: "$12bn (£9bn)"
    is_conversion: bool = False


#: words that end a noun phrase read to the right
_STOPS = frozenset({"ADP", "VERB", "AUX", "PUNCT", "SCONJ", "PRON", "CCONJ", "ADV"})
#: kinds of units that are no measure of who the sentence is about
_OF_NOBODY = frozenset({"length", "time"})
_MAX_MEASURED_WORDS = 8
_MAX_MODIFIERS = 5
#: units of how long something lasts, and what lasts without being an amount of anything
_TIMES = frozenset({"hours", "days", "weeks"})
_HELD = frozenset("visit tour trip stay stop stopover meeting talks summit conversation call session forum".split())


def own_currencies(document: Document) -> dict[str, str]:
    """The currency that an article means by "$", "rupees" and the like, by name.

    It is its author's, else its issuer's, else, but for dollars, that of whom it mentions most.
    """
    speakers = [*(document.authors if len(document.authors) == 1 else ()), document.issuer]
    mentioned = Counter(mention.country_code for mention in document.mentions)
    found = {}
    for name, of_countries in written.shared_currencies().items():
        others = [] if name == written.DOLLAR else [code for code, _ in mentioned.most_common()]
        code = next((code for code in (*speakers, *others) if code in of_countries), None)
        if code is not None:
            found[name] = of_countries[code]
    return found


def find(sentence: Span, own: written.Currencies = MappingProxyType({})) -> list[Quantity]:
    """The amounts of a sentence, in order, given which currencies it means by name; a number without a unit is none."""
    matches, found = written.find(sentence.text), list[Quantity]()
    # what follows "€35 billion ($39 billion) loan" is told of both, so it is read from the last one on
    for before, match in reversed([*zip([None, *matches], matches, strict=False)]):
        quantity = _quantity(sentence, match, before, own)
        if quantity.measured is None and found and found[-1].is_conversion:
            quantity = replace(quantity, measured=found[-1].measured)
        found.append(quantity)
    return [quantity for quantity in reversed(found) if isfinite(quantity.value)]


def _quantity(sentence: Span, match: re.Match[str], before: re.Match[str] | None, own: written.Currencies) -> Quantity:
    """Work out an amount, given the one before it."""
    unit, offset = written.unit_of(match, own), sentence.start_char
    ends = sorted(end * unit.factor for end in written.values(match))
    low, high = ends if len(ends) > 1 else (None, None)
    return Quantity(
        start=offset + match.start("amount"),
        end=offset + match.end("amount"),
        value=sum(ends) / len(ends),
        low=low,
        high=high,
        unit=unit.code,
        currency_code=unit.currency_code,
        measured=_measured(sentence, match, offset, unit),
        modifier=written.hedge(match.string[: match.start("amount")])[0],
        is_conversion=before is not None and written.converts(before, match, own),
    )


def belonging(quantities: Iterable[Quantity], predicate: Token, others: Iterable[Token]) -> list[Quantity]:
    """The amounts of an act: those from which the way to it in the tree leads past no other act."""
    rivals = {other.i for other in others} - {predicate.i}
    found, belongs = [], False
    for quantity in quantities:
        # the same amount in another unit goes with it, wherever the tree hangs what stands in brackets
        if not quantity.is_conversion:
            span = predicate.doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
            belongs = span is None or not (rivals & _way(span.root, predicate) or _says(span.root, predicate))
        if belongs and not _is_length(quantity):
            found.append(quantity)
    return found


def _is_length(quantity: Quantity) -> bool:
    """Whether it says how long somebody meets or travels: "an 11-day tour"."""
    return quantity.unit in _TIMES and not _HELD.isdisjoint((quantity.measured or "").lower().split())


def _says(counted: Token, predicate: Token) -> bool:
    """Whether those who are counted only say it: "two officials told reporters"."""
    verb = counted.head
    return counted.dep_ == "nsubj" and verb.i != predicate.i and verb.lemma_.lower() in saying.verbs()


def _way(word: Token, other: Token) -> set[int]:
    """Indices of the words on the way from one word to another in the tree."""
    ups, downs = ([token.i for token in (start, *start.ancestors)] for start in (word, other))
    shared = next((i for i in ups if i in downs), None)
    return set() if shared is None else {*ups[: ups.index(shared) + 1], *downs[: downs.index(shared)]}


def measures(sentence: Span, quantities: Iterable[Quantity]) -> set[int]:
    """The indices of the words that say how much: all of "4 billion kWh", of "40 electric buses" the number alone."""
    spans = (sentence.doc.char_span(q.start, q.end, alignment_mode="expand") for q in quantities)
    counted = written.counted()
    return {word.i for span in spans if span for word in span if word.like_num or span[-1].lower_ not in counted}


def _measured(sentence: Span, match: re.Match[str], offset: int, unit: Unit) -> str | None:
    """What the amount is of: the counted noun, "of ...", the noun it modifies, or what is worth it."""
    start, end = offset + match.start("amount"), offset + match.end("amount")
    if unit.kind == "count":
        return sentence.text[match.start("between") if match["between"] else match.start("unit") : match.end("amount")]
    amount = sentence.doc.char_span(start, end, alignment_mode="expand")
    if amount is None or (amount.end >= sentence.end and amount.start <= sentence.start):
        return None
    told = _after(amount, sentence) or _before(amount, sentence)
    return told if told or unit.kind in _OF_NOBODY else _governor(amount, sentence)


def _after(amount: Span, sentence: Span) -> str | None:
    """ "5 tonnes of oil", "$1 billion loan", "$5m in aid", "$10 million (€9 million) for schools"."""
    closed = amount.end + (amount.end < sentence.end and sentence.doc[amount.end].text == ")")
    following = sentence.doc[closed : min(sentence.end, closed + _MAX_MEASURED_WORDS)]
    if not len(following):
        return None
    if following[0].lower_ in {"of", "in", "for", "worth"}:
        worth = 1 + (len(following) > 1 and following[1].lower_ == "of")
        return _noun_phrase(following[worth if following[0].lower_ == "worth" else 1 :])
    return _noun_phrase(following) if following[0].pos_ in {"NOUN", "ADJ", "PROPN"} else None


def _before(amount: Span, sentence: Span) -> str | None:
    """ "a loan of $1 billion", "aid worth $5 million"."""
    lead = sentence.doc[sentence.start : amount.start]
    end = lead.start_char + written.hedge(lead.text_with_ws)[1]
    words = [token for token in lead if token.idx < end and token.pos_ != "DET"]
    if len(words) < 2 or words[-1].lower_ not in {"of", "worth", "totaling", "totalling"}:
        return None
    noun = words[-2]
    return _phrase_up_to(noun) if noun.pos_ in {"NOUN", "PROPN"} else None


def _governor(amount: Span, sentence: Span) -> str | None:
    """The subject of the verb the amount belongs to ("turnover reached $1 billion")."""
    verb = amount.root.head
    for _ in range(3):
        if verb.pos_ == "VERB" or verb.head == verb:
            break
        verb = verb.head
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubj:pass"} and child.pos_ == "NOUN"]
    return _phrase_up_to(subjects[0]) if subjects and subjects[0].i >= sentence.start else None


def _noun_phrase(tokens: Span) -> str | None:
    """The noun phrase that begins at the first token, without its article; a span of time is none."""
    kept: list[Token] = []
    for token in tokens:
        goes_on = kept and (token.lower_ == "of" or _is_hyphenated(token.doc[token.i - 1 : token.i + 1]))
        is_time = token.ent_type_ in TIMES or _is_when(token) or _is_when(token.head)
        if (token.pos_ in _STOPS and not goes_on) or is_time:
            break
        kept.append(token)
    while kept and (kept[0].pos_ == "DET" or kept[0].is_space):
        kept.pop(0)
    while kept and kept[-1].pos_ not in {"NOUN", "PROPN"}:
        kept.pop()
    return kept[0].doc[kept[0].i : kept[-1].i + 1].text if kept else None


def _is_when(token: Token) -> bool:
    """Whether a noun says when, without a preposition: "$80 billion last year"."""
    return token.dep_.endswith((":unmarked", ":tmod"))


def _is_hyphenated(pair: Span) -> bool:
    """Whether two tokens are parts of one word, of which a hyphen is one: "two-", "-way"."""
    return not pair[0].whitespace_ and "-" in (pair[0].text, pair[1].text)


def _phrase_up_to(noun: Token) -> str:
    """A noun with the words before it that belong to it, without its article."""
    start, doc = noun.i, noun.doc
    while start > noun.sent.start and noun.i - start < _MAX_MODIFIERS:
        if doc[start - 1].pos_ not in {"ADJ", "NOUN", "PROPN"} and not _is_hyphenated(doc[start - 1 : start + 1]):
            break
        start -= 1
    return noun.doc[start : noun.i + 1].text
