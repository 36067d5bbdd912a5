# make run · make test · make serve: see README.md

SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
# The lock is whole: resolved again, an extra (coverage[toml]) would make pip look past it for the newest release.
PIP := $(PYTHON) -m pip -qq --disable-pip-version-check --no-input install --require-hashes --no-deps

.DEFAULT_GOAL := help
.PHONY: help run test serve bench check format clean

help: ## What can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/.installed ## The product with demonstration data, at http://127.0.0.1:8000
	@$(PYTHON) scripts/run.py demo

serve: $(VENV)/.installed ## The product production style: your database, no demonstration data
	@$(PYTHON) scripts/run.py serve

test: $(VENV)/.installed-dev ## The whole suite, on SQLite and PostgreSQL
	@$(PYTHON) scripts/test.py $(ARGS)

bench: $(VENV)/.installed ## What it costs at a million customers, on PostgreSQL; ROWS=10000 for every day
	@$(PYTHON) -m bench

check: $(VENV)/.installed-dev ## Lint, types, import contract, migrations, settings, API schema
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" sh scripts/check.sh

format: $(VENV)/.installed-dev ## Lay the code out
	@$(VENV)/bin/ruff check --fix . && $(VENV)/bin/ruff format .

clean: ## Take away what was built, the environment included; the data stays
	@rm -rf build $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@sh scripts/make-venv.sh $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.txt
	@echo "Installing the locked requirements ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what tests and checks need ..."
	@$(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@
