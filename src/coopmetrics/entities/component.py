"""The spaCy component that sharpens the names of a parsed text: what the coder takes for names are its entities.

    nlp.add_pipe("coopmetrics_names")  # in other pipelines than the built-in one behind "coopmetrics_labels"

The rules and the vocabulary of `spans` and `consistency` run once; the spans that they find stay in `doc.user_data`,
where `names_of` reads them, and `doc.ents` is made of them and of what the engine found besides: dates, amounts,
works, events. A span in `doc.ents` is a run of tokens and holds no other, so of two the longer stays. A day with a part
of it ("Tuesday night") is a TIME, as in OntoNotes, and no DATE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from coopmetrics.entities.consistency import consistent
from coopmetrics.entities.spans import NamedSpan, named_spans
from coopmetrics.entities.vocabulary import Form, Name
from coopmetrics.language.tokens import text_of

#: the component's factory, and the key of its spans in `doc.user_data`: the text's length, and rows of start, end and
#: label, and of what is known by heart also code and form, since spaCy can write nothing else to disk
NAME: Final = "coopmetrics_names"
#: the engine's labels that the spans take the place of
_RENEWED: Final = frozenset({"PERSON", "ORG", "LOC"})
#: what a day with one of these behind it is no date but a time of
_PARTS_OF_DAY: Final = frozenset({"morning", "noon", "afternoon", "evening", "night", "midnight"})
_LABELS: Final = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_FORMS: Final[dict[Form, str]] = {
    "name": "LOC",
    "capital": "LOC",
    "region": "LOC",
    "place": "LOC",
    "demonym": "NORP",
    "combining": "NORP",
    "igo": "ORG",
    "agency": "ORG",
}


@Language.component(NAME, assigns=["doc.ents"])
def sharpen_names(doc: Doc) -> Doc:
    """Find a Doc's names and make them its entities, in place."""
    text = text_of(doc)
    spans = consistent(text, named_spans(doc, text))
    doc.user_data[NAME] = [len(text), [[span.start, span.end, span.label, *_known(span)] for span in spans]]
    kept = [_timed(entity) for entity in doc.ents if entity.label_ not in _RENEWED]
    facilities = [entity for entity in kept if entity.label_ == "FAC"]
    # of spans of one length the first stays: to the coder a facility is just a place or an organisation
    doc.set_ents(filter_spans([*facilities, *_entities(doc, spans), *kept]))
    return doc


def _timed(entity: Span) -> Span:
    """A date as a time of day, where it ends in a part of the day or one follows; any other entity as it is."""
    doc, end = entity.doc, entity.end
    if end < len(doc) and doc[end].lower_ in _PARTS_OF_DAY:
        end += 1
    if entity.label_ != "DATE" or doc[end - 1].lower_ not in _PARTS_OF_DAY:
        return entity
    return Span(doc, entity.start, end, "TIME")


def names_of(doc: Doc, text: str) -> list[NamedSpan]:
    """The named spans of a parsed text: those that the component has left, else they are found now."""
    length, rows = doc.user_data.get(NAME, (None, ()))
    if length != len(text):  # a part of a Doc may carry the whole one's spans
        return consistent(text, named_spans(doc, text))
    return [NamedSpan(start, end, label, Name(*known) if known else None) for start, end, label, *known in rows]


def _known(span: NamedSpan) -> tuple[str | None, ...]:
    return (span.name.code, span.name.form) if span.name else ()


def _entities(doc: Doc, spans: Iterable[NamedSpan]) -> Iterator[Span]:
    """The spans that begin and end with tokens, as entities."""
    for span in spans:
        label = _FORMS[span.name.form] if span.name else _LABELS[span.label]
        entity = doc.char_span(span.start, span.end, label)
        if entity is not None:
            yield entity
