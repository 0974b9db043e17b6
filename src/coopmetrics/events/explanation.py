"""Why a sentence was coded as it was, in words: its actors, its events with what decided on them, and what was dropped.

All figures but chances are log-odds: what a voice or a feature adds, or by how much it puts what was chosen ahead of
the next likeliest. A feature is written as the models name it (see `features`): `object=memorandum`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from spacy.tokens import Token

from coopmetrics.document import Document, Mention
from coopmetrics.events import direction, evidence, features, model, reciprocity
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.coder import Event, Hearing
from coopmetrics.events.dates import KNOWN_SIGNS
from coopmetrics.events.evidence import Evidence
from coopmetrics.events.lexicon import Sense
from coopmetrics.events.roles import Place
from coopmetrics.events.verdicts import Decision, Dropped, Rule, Verdict, Weighing

#: rules that give the type and who acts, whatever the weighing says of them
_WHOLLY_BY_RULE: Final = frozenset({Rule.DEMAND, Rule.ALLEGED})
_TYPED_BY_RULE: Final = _WHOLLY_BY_RULE | {Rule.WORDS, Rule.POLITE, Rule.LEFT_OPEN, Rule.JOINTLY}
#: the numbers of `Evidence` and of `reciprocity`, in words
WORDS: Final = {
    "intercept": "to start with",
    "linear": "words and paths",
    "named": "reader, told the predicate",
    "found": "reader, of the whole sentence",
    "whole": "reader, of the whole phrases of the two",
    "context": "reader, in context",
    "all": "least sure voice",
    "lexicon": "lexicon",
    "rivalled": "another pair is likelier",
    "behind": "another predicate is likelier",
    "elsewhere": "the two in other sentences",
    "outward": "both act toward a third",
    "couple": "one word for just the two",
    "crowd": "one word for many",
    "headline": "a headline",
    "implicit": "a side is unsaid here",
    "unsaid": "a side is unsaid wherever it may happen",
    "nobody": "no second side",
    "unknown": "not in the lexicon",
    "alone": "a short item",
    "mutual": "reader",
    "grammar": "grammar",
}
#: voices and features that are told, at most, and how much they must add
_TOLD: Final = 4
_LEAST: Final = 0.05
#: predicates of a dropped pair that are told, at most
_PREDICATES: Final = 8


def explain(document: Document, hearing: Hearing) -> Iterator[str]:
    """Explain one sentence, line by line; nothing for one without actors and candidates."""
    if not (hearing.actors or hearing.verdicts or hearing.events):
        return
    sentence = document.sentences[hearing.sentence_no]
    yield f"[{hearing.sentence_no}] {' '.join(sentence.text.split())}"
    yield f"  actors: {', '.join(map(_named, _appearing(hearing))) or 'none named'}"
    by_outcome = {id(verdict.outcome): verdict for verdict in hearing.verdicts}
    for decision, event in hearing.events:
        yield from _event(decision, event, by_outcome.get(id(decision)))
    chosen = {id(decision) for decision, _ in hearing.events}
    dropped = [verdict for verdict in hearing.verdicts if id(verdict.outcome) not in chosen]
    if dropped:
        yield "  dropped:"
        yield from _dropped(document, dropped)


def _event(decision: Decision, event: Event, verdict: Verdict | None) -> Iterator[str]:
    joined = "with" if event.is_reciprocal else "to"
    target = _named(event.target) if event.target else "nobody named"
    yield f'  {event.event_type}, {event.stage}: {_named(event.source)} {joined} {target}, "{event.predicate}"'
    yield f"    row: {', '.join(_details(event))}"
    yield f"    roles: {_role(decision.candidate.source)}, {_role(decision.candidate.target)}"
    if decision.rule is not None:
        yield f"    rule: {decision.rule}"
    if sense := decision.candidate.sense:
        yield f"    lexicon: {_frame(decision.candidate.predicate, sense)}"
    if verdict is not None and verdict.weighing is not None:
        yield from _weighed(verdict.candidate, verdict.weighing, decision)
        if not event.is_reciprocal and decision.rule not in _WHOLLY_BY_RULE:
            yield from _direction(decision, verdict.weighing.known)
    if shares := reciprocity.shares(decision, event.cameo_code):
        yield f"    {'to each other' if event.is_reciprocal else 'one to the other'}: {_shares(shares)}"


def _details(event: Event) -> Iterator[str]:
    days = dict.fromkeys(_cut(day, event.date_precision) for day in (event.event_on, event.event_end_on) if day)
    yield f"{' to '.join(days)} ({event.date_basis})" if days else "no date"
    yield "+".join(event.sectors)
    if event.attribution != "none":
        yield f"{event.attribution} speech of {_named(event.speaker)}"
    yield from (word for word in ("negated", "hypothetical") if getattr(event, f"is_{word}"))
    yield f"confidence {event.confidence:.2f}"


def _cut(day: date, precision: str) -> str:
    """A day, or the month or year that is all that is known."""
    return day.isoformat()[: KNOWN_SIGNS.get(precision, 10)]


def _weighed(candidate: Candidate, weighing: Weighing, decision: Decision) -> Iterator[str]:
    known = weighing.known
    yield f"    event: {_chance(weighing)}: {_shares(_added(candidate, weighing))}"
    yield f"      strongest features: {_keep(candidate, known)}"
    if decision.rule in _TYPED_BY_RULE:
        return
    yield from _choice("type", decision.event_type, known.types(candidate), features.type_(candidate, known.setting))
    if decision.rule is None:
        found = features.stage(candidate, known.setting, decision.event_type)
        yield from _choice("stage", decision.stage, known.stages(candidate, decision.event_type), found)


def _direction(decision: Decision, known: Evidence) -> Iterator[str]:
    """What has the one act, and not the other."""
    candidate = decision.candidate
    if shares := direction.shares(candidate, decision.event_type, known.setting):
        acts, other = (_named(place.actor.mention) for place in (candidate.source, candidate.target) if place)
        strongest = sorted(shares.items(), key=lambda pair: -abs(pair[1]))
        yield f"    direction: {acts} before {other}: {_features(strongest)}"


def _choice(kind: str, chosen: str, voices: dict[str, evidence.Floats], found: list[str]) -> Iterator[str]:
    second, leads = evidence.lead(kind, voices, chosen)
    yield f"    {kind}: {chosen} before {second}: {_shares(leads)}"
    yield f"      strongest features: {_features(model.load(kind).strongest(found, chosen, second))}"


def _dropped(document: Document, verdicts: list[Verdict]) -> Iterator[str]:
    """Tell the candidates of each pair that share a reason together."""
    told = sorted(verdicts, key=lambda v: (v.candidate.codes, _reason(v), -(v.weighing.chance if v.weighing else 0.0)))
    for (_, reason), alike in groupby(told, key=lambda v: (v.candidate.codes, _reason(v))):
        of_reason = list(alike)
        first = of_reason[0]
        phrases = list(dict.fromkeys(f'"{document.text[slice(*v.candidate.span)]}"' for v in of_reason))
        more = f" and {len(phrases) - _PREDICATES} more" if len(phrases) > _PREDICATES else ""
        yield f"    {_sides(first.candidate)}, {', '.join(phrases[:_PREDICATES])}{more}: {reason}"
        if first.weighing is not None:
            best = f'"{document.text[slice(*first.candidate.span)]}", ' if len(phrases) > 1 else ""
            yield f"      {best}{_chance(first.weighing)}: {_shares(_added(first.candidate, first.weighing))}"


def _reason(verdict: Verdict) -> str:
    """Why it is no event; one that was, at first, gave way to a gathering."""
    return str(verdict.outcome if isinstance(verdict.outcome, Dropped) else Dropped.TOLD)


def _added(candidate: Candidate, weighing: Weighing) -> dict[str, float]:
    known = weighing.known
    numbers = known.pair(candidate.codes) if weighing.kind == "pair" else known.keep(candidate)
    return evidence.shares(weighing.kind, numbers)


def _keep(candidate: Candidate, known: Evidence) -> str:
    return _features(model.load_binary("keep").strongest(features.keep(candidate, known.setting)))


def _chance(weighing: Weighing) -> str:
    what = "that anything happens between the two" if weighing.kind == "pair" else "by itself"
    return f"chance {weighing.chance:.2f} {what}, asked {weighing.bar:.2f}"


def _shares(shares: dict[str, float]) -> str:
    return _features(sorted(((WORDS[name], value) for name, value in shares.items()), key=lambda pair: -abs(pair[1])))


def _features(ranked: list[tuple[str, float]]) -> str:
    told = [f"{name} {value:+.1f}" for name, value in ranked[:_TOLD] if abs(value) >= _LEAST]
    return ", ".join(told) or "nothing"


def _frame(predicate: Token, sense: Sense) -> str:
    words = " + ".join(token.lemma_ for token in (predicate, sense.object) if token is not None)
    stage = f", {sense.frame.stage}" if sense.frame.stage else ""
    return f'"{words}" states {sense.frame.type}{stage}, CAMEO {sense.frame.cameo}'


def _role(place: Place | None) -> str:
    return f"{_named(place.actor.mention)} as {place.relation} ({place.path})" if place else "nobody"


def _named(mention: Mention | None) -> str:
    if mention is None:
        return "nobody"
    words = " ".join(mention.text.split())
    return f"{words} ({mention.country_code})" if mention.country_code else words


def _sides(candidate: Candidate) -> str:
    mentions = [place.actor.mention for place in (candidate.source, candidate.target) if place]
    told = sorted(mention.country_code or mention.text for mention in mentions)
    return " and ".join(told if candidate.target else [*told, "nobody named"])


def _appearing(hearing: Hearing) -> list[Mention]:
    """Who appears in a sentence: those of a state, and whoever else is a side of an event."""
    sides = [side for _, event in hearing.events for side in (event.source, event.target) if side]
    mentions = [actor.mention for actor in hearing.actors]
    mentions += [side for side in sides if side.sentence_no == hearing.sentence_no]
    return list({(mention.start, mention.country_code): mention for mention in mentions}.values())
