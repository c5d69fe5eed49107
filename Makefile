# The README's commands, and CI's. Each sets itself up in .venv from a fresh clone:
# all it takes is Python 3.11 or newer, and make.
# Another interpreter: make test PYTHON=/path/to/python3
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run teams test coverage check format e2e faults bench system agents constraints clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?=
# One test process per core, four at most: each starts a PostgreSQL of its own.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest
SPREAD := -n $(WORKERS) --maxprocesses 4 --dist worksteal
# Throw-away databases go into memory where it has room for them (MB): nobody waits for a disk.
MEMORY := $(shell free=$$(df --output=avail -m /dev/shm 2>/dev/null | tail -1); \
  [ "$${free:-0}" -gt 1000 ] && [ -w /dev/shm ] && echo TMPDIR=/dev/shm)
# What needs a browser or several processes, and what breaks: `make e2e`
WHOLE := tests/faults tests/many tests/e2e
# What bot/ must keep, in percent of its lines and branches.
COVERED := 95

help: ## Say what there is to type
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Set up .venv with everything Muster needs, as every command below does first

run: $(READY) ## Start Muster with the sample company in the playground and print its page's address
	$(BIN)/python -m bot playground

teams: $(READY) agents ## As run, with Microsoft's Agents Playground beside it: the same task force in Teams
	$(BIN)/python -m bot playground --teams

test: $(READY) ## Run every test that needs no browser, and report what they cover of bot/
	$(MEMORY) $(PYTEST) $(WHOLE:%=--ignore=%) $(SPREAD) --cov=bot --cov-report=
	$(BIN)/coverage report --fail-under=$(COVERED)

coverage: $(READY) ## As test, at half the pace: reports what all tests cover of everything
	$(MEMORY) $(PYTEST) $(WHOLE:%=--ignore=%) $(SPREAD) --cov --cov-report=
	$(BIN)/coverage report

check: $(READY) ## Check format, lint, types and who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## Format the code and mend what can be mended by machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# By file: one browser for each, and all that breaks breaks side by side in one process.
e2e: $(READY) system agents ## Run the tests that need a browser or several processes
	MUSTER_REQUIRE_POSTGRES=1 MUSTER_REQUIRE_CHROMIUM=1 MUSTER_REQUIRE_AGENTSPLAYGROUND=1 \
	  $(PYTEST) $(WHOLE) -n 2 --dist loadfile

faults: $(READY) system ## Break everything at full length (20 minutes); the table goes into docs/reliability.md
	MUSTER_REQUIRE_POSTGRES=1 MUSTER_FAULT_KILLS=200 MUSTER_FAULT_MESSAGES=2000 \
	  MUSTER_FAULT_TABLE=docs/reliability.md $(PYTEST) tests/faults

# make bench ONLY="fanout cards" measures these groups; QUICK=1 less of everything.
bench: $(READY) ## Measure Muster beside its floors
	$(BIN)/python -m bench $(ONLY) --scale $(if $(QUICK),quick,whole)

system: $(READY) ## Install Chromium and PostgreSQL by apt where they are missing
	@.ci/system $(BIN)/python

agents: ## Install Microsoft's Agents Playground and app schemas by npm where they are missing
	@.ci/agentsplayground

# Every package anew in the newest version that pyproject.toml allows, written down without addresses.
constraints: ## Remake constraints.txt from pyproject.toml, with the newest versions
	@set -eu; python=$$(.ci/python $(PYTHON)); room=$$(mktemp -d); trap 'rm -rf "$$room"' EXIT; \
	"$$python" -m venv "$$room"; \
	"$$room/bin/python" -m pip install --quiet --upgrade pip; \
	"$$room/bin/python" -m pip install --quiet --group dev; \
	{ echo "# The exact version of every package Muster runs, tests and is checked with."; \
	  echo "# Made by \`make constraints\`; edit pyproject.toml instead."; \
	  "$$room/bin/python" -m pip freeze --all | grep -v -i '^setuptools=='; } > constraints.txt
	@echo "constraints.txt is made; now: make check test e2e"

$(READY): pyproject.toml constraints.txt .ci/python
	@python=$$(.ci/python $(PYTHON)) || exit 1; \
	if ! [ -x $(BIN)/python ]; then \
	  echo "Setting up $(VENV) with $$("$$python" --version)"; "$$python" -m venv $(VENV) || exit 1; fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	@touch $@

clean: ## Remove what these commands made: .venv, caches, reports (never a database)
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis .coverage .coverage.*
	find bot handlers storage tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
