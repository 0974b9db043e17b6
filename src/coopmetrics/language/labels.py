"""The labels of other spaCy pipelines in the words of the built-in one, where one label says the same.

The English pipelines that spaCy publishes have OntoNotes entities and ClearNLP dependencies. Prepositions head their
phrases there, which no renaming undoes, so a pipeline trained on Universal Dependencies serves better.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

ENTITIES: Final = {
    "GPE": "LOC",
    "PER": "PERSON",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
}
#: of what tells when
TIMES: Final = frozenset({"DATE", "TIME"})
#: tags of verbs that a clause of its own has
FINITE: Final = frozenset({"VBD", "VBP", "VBZ", "MD"})
DEPENDENCIES: Final = {
    "root": "ROOT",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "npadvmod": "obl:unmarked",
}


@Language.component("coopmetrics_labels")
def rename_labels(doc: Doc) -> Doc:
    """Rename the entities and dependencies of a Doc in place."""
    doc.set_ents([Span(doc, ent.start, ent.end, ENTITIES.get(ent.label_, ent.label_)) for ent in doc.ents])
    for token in doc:
        token.dep_ = DEPENDENCIES.get(token.dep_, token.dep_)
    return doc
