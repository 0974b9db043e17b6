"""The language engine: texts in, parsed spaCy Docs out.

`load_engine("builtin")` gives the engine whose weights this project trained and ships; any installed spaCy pipeline
with a parser and an entity recognizer can be named instead. `read_pairs` says what pairs of actors do to each other in
a sentence that the built-in engine has parsed, `read_all` in several at once, `vector_of` what words look like to it.
"""

from coopmetrics.language.engine import Engine, load_engine, read_all, read_pairs, vector_of
from coopmetrics.language.pairs import ACTS, STAGES, TYPES, Asked, Reading

__all__ = [
    "ACTS",
    "STAGES",
    "TYPES",
    "Asked",
    "Engine",
    "Reading",
    "load_engine",
    "read_all",
    "read_pairs",
    "vector_of",
]
