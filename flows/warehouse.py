"""Resolve → load → SQL models → audit → publish: the parts that look at all articles together."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from coopmetrics import warehouse as database
from coopmetrics.resolve import resolve
from coopmetrics.settings import Settings
from coopmetrics.warehouse import Published


@task(task_run_name="resolve", cache_policy=NO_CACHE)
def resolve_all(settings: Settings) -> None:
    """Put articles into stories, mentions to actors, events to initiatives."""
    resolve(settings)


@task(task_run_name="build and publish", cache_policy=NO_CACHE)
def build(settings: Settings) -> Published:
    """Build the database from the lake, audit it and put it in the place of the last one."""
    return database.build(settings)


@flow(name="warehouse")
def warehouse(settings: Settings) -> Published:
    """Bring the published warehouse up to the lake; where nothing is new it stays as it is."""
    resolve_all(settings)
    if database.is_current(settings):
        return database.published(settings)
    return build(settings)
