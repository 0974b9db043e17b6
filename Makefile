# One way to run each habit. `make run` and `make test` need Python 3.11, git and make, and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
UV := $(or $(shell command -v uv),$(CURDIR)/.uv/bin/uv)
RUN := $(UV) run --no-sync

.PHONY: help run test test-fast check fix eval bench clean
help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.synced  ## code the articles in data/raw and publish data/warehouse/cooperation.duckdb
	$(RUN) coopmetrics run

test: .venv/.synced  ## all tests
	$(RUN) pytest --numprocesses auto --maxprocesses 4 --dist loadfile

test-fast: .venv/.synced  ## the tests that take no Prefect server, dbt build or whole run
	$(RUN) pytest -m "not slow"

check: .venv/.synced  ## lint and format check, types, SQL lint
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) sqlfluff lint sql/models sql/tests
	$(RUN) sqlfluff lint --templater placeholder src/coopmetrics/report/queries

fix: .venv/.synced  ## mend what the linters can mend
	$(RUN) ruff check --fix
	$(RUN) ruff format
	$(RUN) sqlfluff fix --quiet sql/models sql/tests
	$(RUN) sqlfluff fix --quiet --templater placeholder src/coopmetrics/report/queries

eval: .venv/.synced  ## accuracy on hand-coded articles and raw files: make eval GOLD=DIR CORPORA=DIR
	$(RUN) python -m benchmarks.accuracy $(if $(GOLD),--gold $(GOLD)) $(if $(CORPORA),--corpora $(CORPORA))

bench: .venv/.synced  ## speed and memory; ARTICLES=1000000 for the join of a million
	$(RUN) python -m benchmarks.speed $(if $(TEXTS),--texts $(TEXTS))
	$(RUN) python -m benchmarks.stories $(if $(ARTICLES),--articles $(ARTICLES))

clean:  ## remove what the targets above build
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	find data/warehouse -mindepth 1 ! -name .gitkeep -delete

# Compiled once: where Python may write no bytecode, as in many containers, each command would compile all anew.
.venv/.synced: $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --compile-bytecode
	@touch $@

# Only where no uv is installed: one of our own, in an environment of its own (some systems guard their Python against
# pip, some ship it without ensurepip).
$(CURDIR)/.uv/bin/uv:
	$(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet uv==$(UV_VERSION) \
	|| $(PYTHON) -m pip install --quiet --target .uv uv==$(UV_VERSION)
