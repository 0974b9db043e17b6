"""The mentions of one article: names found, made consistent over the document, and told apart by entity."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from coopmetrics.document import Document, Mention
from coopmetrics.entities.capitals import acts
from coopmetrics.entities.component import names_of
from coopmetrics.entities.countries import names_another
from coopmetrics.entities.organizations import describe_organizations
from coopmetrics.entities.persons import describe_persons
from coopmetrics.entities.places import country_of_place, name_and_wider
from coopmetrics.entities.spans import NamedSpan
from coopmetrics.entities.vocabulary import Name, acts_for
from coopmetrics.reference.names import country_names, igo_names

_CAPITAL_CONFIDENCE = 0.75
_PLACE_CONFIDENCE = 0.8
#: capitals that act for an organisation rather than for their country
_SEATS = {"Brussels": "EU"}
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")


def annotate(document: Document) -> None:
    """Fill `document.mentions` with every named country, IGO, person, organisation and place, in text order."""
    spans = _outside_addresses(document.text, names_of(document.doc, document.text))
    about = frozenset(_codes(spans))
    document.mentions = [_mention(document, span, about) for span in spans]
    _seat_organizations(document)
    describe_organizations(document)
    describe_persons(document)


def _seat_organizations(document: Document) -> None:
    """Have the capital of a country that is not named itself act for the organisation that sits there: "Brussels"."""
    capitals = [m for m in document.mentions if m.kind == "country" and m.text in _SEATS]
    named = {m.country_code for m in document.mentions if m.kind == "country" and m.text not in _SEATS}
    for mention in capitals:
        code = _SEATS[mention.text]
        if mention.country_code not in named:
            mention.kind, mention.country_code = "igo", code
            mention.name, mention.entity_key = igo_names()[code], f"igo:{code}"


def _outside_addresses(text: str, spans: list[NamedSpan]) -> list[NamedSpan]:
    borders = [border for match in _ADDRESS.finditer(text) for border in match.span()]
    return [span for span in spans if bisect_right(borders, span.start) % 2 == 0]


def _codes(spans: list[NamedSpan]) -> list[str]:
    counts = Counter(span.name.code for span in spans if span.name and span.name.code)
    return [code for code, _ in counts.most_common(5)]


def _mention(document: Document, span: NamedSpan, about: frozenset[str]) -> Mention:
    if span.name is not None:
        return _known(document, span, span.name)
    text, sentence_no = document.text[span.start : span.end], document.sentence_at(span.start)
    plain = " ".join(text.split())
    mention = Mention(span.start, span.end, text, "person", sentence_no, plain, f"{span.label}:{plain.lower()}")
    if span.label == "place":
        mention.kind = "place"
        mention.name, _ = name_and_wider(plain)
        mention.entity_key = f"place:{mention.name.lower()}"
        mention.country_code = None if names_another(document.text, span.end) else country_of_place(plain, about)
        mention.confidence = _PLACE_CONFIDENCE
    elif span.label == "organization":
        mention.kind = "organization"
        mention.name = plain.removeprefix("The ")
        mention.entity_key = f"organization:{mention.name.lower()}"
    return mention


def _known(document: Document, span: NamedSpan, name: Name) -> Mention:
    """A mention of something that the vocabulary knows."""
    text, sentence_no = document.text[span.start : span.end], document.sentence_at(span.start)
    plain = " ".join(text.split())
    code = name.code and acts_for(name.code)
    mention = Mention(span.start, span.end, text, "place", sentence_no, plain, f"place:{plain.lower()}", code)
    if name.form == "agency":
        mention.kind, mention.entity_key = "organization", f"organization:{plain.lower()}"
    elif name.form == "igo" and name.code:
        mention.kind, mention.entity_key, mention.name = "igo", f"igo:{name.code}", igo_names()[name.code]
    elif name.form in ("name", "demonym", "combining") or (name.form == "capital" and acts(document, span)):
        mention.kind, mention.entity_key = "country", f"country:{name.code}"
        mention.name = country_names()[name.code] if name.code else plain
        mention.confidence = _CAPITAL_CONFIDENCE if name.form == "capital" else 1.0
    return mention
