# Everything one does with OpenTribe. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run demo test check bench build migrate format clean install install-dev lint
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
FAST_TESTS := $(wildcard tests/house tests/kit tests/domain)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: install ## start OpenTribe on http://localhost:3000 (PORT=8080 make run for another port)
	@exec $(PY) -m opentribe run

demo: install ## the same with a demo community in a database of its own
	@exec $(PY) -m opentribe demo

test: lint ## everything: lint, types, contracts, all tests on SQLite and PostgreSQL, journeys in a browser
	@$(PY) -m tests.browser
	@$(PY) -m pytest -n 2 --dist loadgroup --databases=sqlite,postgresql tests

check: lint ## the fast part of test: lint, types, contracts, house and domain tests on SQLite
	@$(PY) -m pytest -n 2 --dist loadgroup -q $(FAST_TESTS)

bench: install-dev ## measure, and print the figures
	@for file in bench/bench_*.py; do echo "== $$file"; $(PY) -m "bench.$$(basename "$$file" .py)" || exit 1; done
	@$(PY) -m bench.report

build: install ## build the pages now instead of at the next start
	@$(PY) -m opentribe build

migrate: install ## bring the database up to this version's tables
	@$(PY) -m opentribe migrate

format: install-dev ## format the code and mend what lint can mend
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

clean: ## remove what was built and cached; data and .venv stay
	@rm -rf .web .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

lint: install-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -c "from importlinter.cli import lint_imports_command as run; run()" --no-logo

install:
	@bin/install

install-dev: install
	@bin/install dev
