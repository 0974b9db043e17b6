"""The language engine: texts in, parsed spaCy Docs out.

`load_engine("builtin")` gives the engine whose weights this project trained and ships; any installed spaCy pipeline
with a parser and an entity recognizer can be named instead.
"""

from coopmetrics.language.engine import Engine, load_engine

__all__ = ["Engine", "load_engine"]
