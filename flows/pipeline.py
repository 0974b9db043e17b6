"""The whole job, as scheduled and as `coopmetrics run` runs it: raw articles → published warehouse.

python flows/pipeline.py
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from prefect import flow
from prefect.artifacts import create_table_artifact

from coopmetrics.lake import RUN, Lake, key_of
from coopmetrics.settings import Settings
from coopmetrics.sources import absolute
from coopmetrics.version import coder_version
from coopmetrics.warehouse import Published
from flows.ingest import ingest
from flows.normalize import normalize
from flows.warehouse import warehouse


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did, and what the warehouse holds after it."""

    #: rows written by this run, and articles left uncoded by reason
    counts: dict[str, int]
    published: Published


@flow(name="pipeline")
def pipeline(settings: Settings | None = None) -> Summary:
    """Do what is new since the last run; nothing is done twice, and a killed run goes on where it stood.

    A run that is already going on is waited for.
    """
    settings = settings or Settings()
    lake = Lake(settings.lake)
    with lake.alone():
        started = datetime.now(UTC)
        inputs = (str(absolute(settings.raw)),)
        with lake.unit(RUN, key_of(started.isoformat()), coder_version(settings), inputs=inputs) as run:
            # both reject
            run.counts = dict(Counter(ingest(settings)) + Counter(normalize(settings)))
            published = warehouse(settings)
        lake.sweep()
    summary = Summary(run.counts, published)
    create_table_artifact(
        [{"what": what, "count": count} for what, count in _counts(summary).items()],
        key="run-summary",
        description=f"Published {published.database}",
    )
    return summary


def _counts(summary: Summary) -> dict[str, int]:
    held = {what: count for what, count in asdict(summary.published).items() if what != "database"}
    return {f"new {what}": count for what, count in summary.counts.items()} | held


if __name__ == "__main__":
    pipeline()
