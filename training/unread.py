"""What the coder gets right in the annotated articles that nothing has learned from.

    uv run --group training python -m training.unread --corpora DIR

They are there to develop rules on, beside the hand-coded articles: `annotations/unread.jsonl`, nearly all releases of
the White House and the State Department, coded by language models after the codebook, without sectors and speakers.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks.accuracy.events import Tally, figures, match
from coopmetrics.normalize import Article, Coded, code_articles
from coopmetrics.settings import Settings
from training.events import unread

#: what these articles are not coded for
UNCODED = "attribution"


def main() -> None:
    """Code, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m training.unread", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("COOPMETRICS_CORPORA"), help="folder of corpora")
    corpora = parser.parse_args().corpora
    if not corpora:
        parser.error("name the data with --corpora")
    known = unread(Path(corpora))
    tally = Tally()
    items = [Article(article.name, article.text, None, article.published_on) for article in known]
    for article, coded in zip(known, code_articles(items, Settings()), strict=True):
        assert isinstance(coded, Coded), coded.error
        rows = [{"sectors": None, "attribution": None, "event_date": None, **row} for row in article.rows]
        match(tally, rows, coded.document, coded.events)
    for figure in figures(tally):
        if not figure.what.startswith(UNCODED):
            print(f"{figure.what}: {figure.value:.3f} of {figure.n}")


if __name__ == "__main__":
    main()
