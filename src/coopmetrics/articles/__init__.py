"""From raw items to articles: clean text, metadata, language, identity.

plan(settings, units, version)      which raw files are new, in batches
ingest(files, raw, settings, known) those files' articles and rejects, as rows of the lake's tables
Known                               the articles met so far, and whose statement of date, title, source counts
ingest_named(place, settings)       the same of one file that was named itself, each article with its raw item
below_headline(row)                 an article's text without its headline
superseded(units)                   rejects of files that have changed since
similarity(one, other)              how alike two articles' signatures are
"""

from coopmetrics.articles.known import Known
from coopmetrics.articles.plan import IngestBatch, InputFile, plan, superseded
from coopmetrics.articles.rows import Ingested, below_headline, ingest, ingest_named
from coopmetrics.articles.signature import PERMUTATIONS, similarity

__all__ = [
    "PERMUTATIONS",
    "IngestBatch",
    "Ingested",
    "InputFile",
    "Known",
    "below_headline",
    "ingest",
    "ingest_named",
    "plan",
    "similarity",
    "superseded",
]
