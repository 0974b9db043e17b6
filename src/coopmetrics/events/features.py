"""What the linear models see of a candidate: sets of short named features.

`keep` asks whether the candidate is an event at all, `type_` which PLOVER type, `stage` how far the thing has come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Span, Token

from coopmetrics.document import Document
from coopmetrics.events import syntax
from coopmetrics.events.candidates import Candidate
from coopmetrics.events.parties import Cast
from coopmetrics.events.roles import Place

#: sentences that make a text an article, in which the foremost parties stand out
ARTICLE: Final = 4
_CONTENT: Final = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX"})
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
#: characters of an address above a headline; a text is not looked through for each of its sentences
_LONGEST_ADDRESS: Final = 2_000
#: steps in the parse that count as any number of them
_FAR: Final = 99
#: what ends a sentence that is no headline
_STOPS: Final = (".", "!", "?", "…", ":", ";", ".”", '."', ".’", ".'")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all candidates of one sentence."""

    document: Document
    sentence_no: int
    cast: Cast
    words: list[str]
    common: list[str]
    #: predicate token → the predicate above it and those below
    nesting: dict[int, list[str]]
    #: the shortest way from any predicate to both of a pair of codes
    nearest: dict[tuple[str, str], int]
    #: predicate token → the codes of all who take part in it by the tree
    parties: dict[int, set[str]]
    #: codes of whoever says the sentence
    speaker: str
    #: no article around the sentence says whom it is about
    is_alone: bool
    #: it stands above an article, which will tell the same
    is_headline: bool


def setting(
    document: Document,
    sentence_no: int,
    cast: Cast,
    candidates: list[Candidate],
    *,
    alone: bool | None = None,
) -> Setting:
    """Describe a sentence once; `alone` says whether to leave out what an article around it tells."""
    sentence, speaker = document.sentences[sentence_no], document.attributions[sentence_no].speaker
    is_alone = len(document.sentences) < ARTICLE if alone is None else alone
    return Setting(
        document,
        sentence_no,
        cast,
        words=[t.lemma_.lower() for t in sentence if t.pos_ in _CONTENT and not t.is_punct],
        common=_common(document, sentence_no, candidates, is_alone),
        nesting=_nestings(candidates),
        nearest=_nearest(candidates),
        parties=_parties(candidates),
        speaker=(speaker.country_code if speaker else None) or "none",
        is_alone=is_alone,
        is_headline=not is_alone and _is_headline(document.text, sentence),
    )


def _common(document: Document, sentence_no: int, candidates: Collection[Candidate], is_alone: bool) -> list[str]:
    """Features of the sentence itself."""
    return [
        f"attribution={document.attributions[sentence_no].kind}",
        f"codes={min(len({code for c in candidates for code in c.codes}), 5)}",
        f"length={min(len(document.sentences[sentence_no]) // 8, 6)}",
        f"position={'alone' if is_alone else min(sentence_no, 3)}",
    ]


def _nestings(candidates: Collection[Candidate]) -> dict[int, list[str]]:
    """The predicate above each predicate and those below, by the types that their senses state."""
    predicates = {c.predicate.i: c.predicate for c in candidates}
    types = {c.predicate.i: c.sense.frame.type for c in candidates if c.sense}
    return {i: _nesting(predicate, types) for i, predicate in predicates.items()}


def _nearest(candidates: Iterable[Candidate]) -> dict[tuple[str, str], int]:
    """The shortest way of each pair of codes."""
    nearest: dict[tuple[str, str], int] = {}
    for candidate in candidates:
        nearest[candidate.codes] = min(_span(candidate), nearest.get(candidate.codes, _FAR))
    return nearest


def _parties(candidates: Iterable[Candidate]) -> dict[int, set[str]]:
    """The codes of all who take part in each predicate, other than who only says so."""
    parties: dict[int, set[str]] = defaultdict(set)
    for candidate in candidates:
        for side in (candidate.source, candidate.target):
            if side is not None and side.actor.mention.country_code and not (side.is_apart or side.says):
                parties[candidate.predicate.i].add(side.actor.mention.country_code)
    return parties


def _is_headline(text: str, sentence: Span) -> bool:
    """Whether a sentence stands first, at most behind an address, and has no full stop."""
    is_first = sentence.start_char < _LONGEST_ADDRESS and len(text[: sentence.start_char].split()) <= 1
    return is_first and not sentence.text.rstrip().endswith(_STOPS)


def _span(candidate: Candidate) -> int:
    """Steps from a predicate to both of its actors."""
    return candidate.source.distance + (candidate.target.distance if candidate.target else 9)


def keep(candidate: Candidate, setting: Setting) -> list[str]:
    """Features for: is it an event between these two?"""
    meaning = _meaning(candidate)
    roles = _roles(candidate)
    source, target = _relations(candidate)
    sense = meaning[0]
    nesting = setting.nesting[candidate.predicate.i]
    return [
        *meaning,
        *roles,
        *_clause(candidate),
        *_standing(candidate, setting),
        *nesting,
        *setting.common,
        f"{sense}|{source}-{target}",
        f"{sense}|{candidate.clause.tense}",
        f"{meaning[1]}|{source}-{target}",
        f"{meaning[1]}|{source}",
        f"{sense}|{target}",
        *_rivalry(candidate, setting),
        *(f"{sense}|{n}" for n in nesting),
        *(f"{source}-{target}|{n}" for n in nesting),
    ]


def type_(candidate: Candidate, setting: Setting) -> list[str]:
    """Features for: which type of event?"""
    meaning, nesting = _meaning(candidate), setting.nesting[candidate.predicate.i]
    source, target = _relations(candidate)
    return [
        *meaning,
        *_arguments(candidate.predicate),
        *_clause(candidate)[:3],
        f"{meaning[1]}|target={target}",
        f"target={target}",
        f"source={source}",
        f"{meaning[0]}|{candidate.clause.tense}",
        f"tense={candidate.clause.tense}|{source}",
        f"{meaning[0]}|governor={candidate.clause.governor}",
        *nesting,
        *(f"{meaning[0]}|{n}" for n in nesting),
        *(f"word={w}" for w in setting.words),
    ]


def stage(candidate: Candidate, setting: Setting, event_type: str) -> list[str]:
    """Features for: how far has it come, given the type?"""
    clause = candidate.clause
    default = (candidate.sense.frame.stage if candidate.sense else None) or "none"
    return [
        f"type={event_type}",
        f"default={default}",
        f"{event_type}|{default}",
        f"{event_type}|{clause.tense}",
        f"{event_type}|{default}|{clause.tense}",
        f"{event_type}|governor={clause.governor}",
        f"{event_type}|{clause.tense}|{clause.outer}",
        f"{default}|{clause.tense}|{clause.outer}",
        *_clause(candidate),
        *_meaning(candidate),
        *_arguments(candidate.predicate),
        *setting.nesting[candidate.predicate.i],
    ]


def _meaning(candidate: Candidate) -> list[str]:
    sense, predicate = candidate.sense, candidate.predicate
    lemma = f"lemma={predicate.lemma_.lower()}/{predicate.pos_}"
    if sense is None:
        return ["sense=none", lemma]
    frame = sense.frame
    found = [
        f"sense={frame.type}",
        lemma,
        f"cameo={frame.cameo}",
        f"conditions={frame.conditions}",
        f"pos={predicate.pos_}",
    ]
    if sense.object is not None:
        found += [f"object={sense.object.lemma_.lower()}", f"{lemma}|object={sense.object.lemma_.lower()}"]
    if frame.symmetric:
        found.append("symmetric")
    return found


def _relations(candidate: Candidate) -> tuple[str, str]:
    return candidate.source.relation, candidate.target.relation if candidate.target else "nobody"


def _roles(candidate: Candidate) -> list[str]:
    """Who the two are, and how each stands to the predicate."""
    source, target = _relations(candidate)
    rank = f"rank={min(candidate.rank, 3)}"
    return [
        f"source={source}",
        f"target={target}",
        f"roles={source}-{target}",
        *_side("source", candidate.source),
        rank,
        f"{rank}|{source}-{target}",
        f"pos={candidate.predicate.pos_}|{source}-{target}",
        *(_second_side(candidate.source, candidate.target) if candidate.target else ()),
    ]


def _side(name: str, place: Place) -> list[str]:
    mention = place.actor.mention
    return [
        f"{name}path={place.path}",
        f"{name}last={place.path.rpartition('>')[2]}",
        f"{name}kind={mention.kind}",
        f"{name}far={min(place.distance, 6)}",
        f"{name}pronoun={mention.is_pronoun}",
        f"{name}level={mention.level}",
    ]


def _second_side(source: Place, target: Place) -> list[str]:
    """The target, and what it has in common with the source."""
    one, other = source.actor.mention, target.actor.mention
    return [
        *_side("target", target),
        f"oneword={one.start == other.start}",
        f"kinds={one.kind}-{other.kind}",
        f"conjoined={source.path == target.path}",
    ]


def _clause(candidate: Candidate) -> list[str]:
    clause = candidate.clause
    return [
        f"tense={clause.tense}",
        f"negated={clause.is_negated}",
        f"dep={candidate.predicate.dep_}",
        f"conditional={clause.is_conditional}",
        f"governor={clause.governor}",
        f"outer={clause.outer}",
    ]


def _standing(candidate: Candidate, setting: Setting) -> list[str]:
    """How central the two are to the article."""
    if setting.is_alone:
        return [f"implicit={candidate.is_implicit}"]
    cast = setting.cast
    ranks = sorted(min(cast.ranks.get(code, 9), 4) for code in candidate.codes if code)
    often = cast.together[candidate.codes]
    place = sum(count > often for count in cast.highest)
    found = [
        f"ranks={'-'.join(map(str, ranks))}",
        f"together={min(often, 5)}",
        f"pair={place}",
        f"pair={place}|{'-'.join(_relations(candidate))}",
        f"foremost={place == 0 and often > 1}",
    ]
    if candidate.target is not None:
        found.append(f"implicit={candidate.is_implicit}")
        if candidate.is_implicit:
            recent = setting.sentence_no - candidate.target.actor.mention.sentence_no
            found.append(f"implicit|{_meaning(candidate)[0]}|{candidate.source.relation}")
            found.append(f"implicit|recent={recent in (1, 2)}|ranks={'-'.join(map(str, ranks))}")
    return found


def _rivalry(candidate: Candidate, setting: Setting) -> list[str]:
    """Whether another predicate stands nearer to the pair, and whether one of the two only says the sentence."""
    source = candidate.source_code
    target = candidate.target.actor.mention.country_code if candidate.target else None
    farther = _span(candidate) - setting.nearest[candidate.codes]
    said = "source" if source == setting.speaker else "target" if target == setting.speaker else "neither"
    return [
        f"farther={min(farther, 4)}",
        f"farther={min(farther, 4)}|known={candidate.sense is not None}",
        f"said={said}",
        f"said={said}|{_relations(candidate)}",
        f"domestic={source == target}",
    ]


def _nesting(predicate: Token, types: dict[int, str]) -> list[str]:
    """The predicate above and the predicates below: "agreed to expand cooperation"."""
    above = next((types[token.i] for token in syntax.climb(predicate)[1:8] if token.i in types), "none")
    below = dict.fromkeys(types[t.i] for t in predicate.subtree if t.i in types and t.i != predicate.i)
    found = [f"above={above}", f"root={predicate.dep_ == 'ROOT'}"]
    return [*found, *(f"below={name}" for name in below or ("none",))]


def _arguments(predicate: Token) -> list[str]:
    """Words beside the predicate, with their relation."""
    found = [f"{child.dep_}={child.lemma_.lower()}" for child in predicate.children if child.pos_ != "PUNCT"]
    found += [f"near={noun.lemma_.lower()}" for noun in syntax.governed(predicate) if noun.pos_ in _NOUNS]
    found.append(f"head={predicate.head.lemma_.lower()}")
    found += [f"prep={prep}" for prep in syntax.prepositions(predicate)]
    return found
