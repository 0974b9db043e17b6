"""The language engine: texts in, parsed spaCy Docs out.

`load_engine("builtin")` gives the engine whose weights this project trained and ships; any installed spaCy pipeline
with a parser and an entity recognizer can be named instead. `read_pairs` says what pairs of actors do to each other in
a sentence that the built-in engine has parsed, `read_all` in several at once, `read_in_context` what each pair does as
the article tells it; `vector_of` is what words look like to it.
"""

from coopmetrics.language.context import Around, Mark, Pair
from coopmetrics.language.engine import Engine, load_engine, read_all, read_in_context, read_pairs, vector_of
from coopmetrics.language.pairs import ACTS, STAGES, TYPES, Asked, Reading

__all__ = [
    "ACTS",
    "STAGES",
    "TYPES",
    "Around",
    "Asked",
    "Engine",
    "Mark",
    "Pair",
    "Reading",
    "load_engine",
    "read_all",
    "read_in_context",
    "read_pairs",
    "vector_of",
]
