# Everything one does here, by name. Needs Python 3.11 or newer with its venv module, and make; uses uv when it is there.
#   make demo    the fictional programme, served            make test    the whole suite
#   make serve   the same platform on one's own data        make check   lint, types, contracts, house tests
#   make bench   ratios against the peers                   make docs    the documentation, warnings as errors
#   make faults  killed processes, bad servers, lost phones: full counts, on SQLite and PostgreSQL (ARGS="F6 F7")

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test check lint types contracts migrations house faults bench docs wheel lock format clean

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv)
EXPORT := uv export --quiet --format requirements.txt --no-emit-project --no-header --no-annotate
export PORT

help:
	@sed -n 's/^#   //p' Makefile

# --- Environment -----------------------------------------------------------------------------------
# Two lists of pinned packages with their hashes: what the platform runs on, and everything.
$(VENV)/runs: requirements.lock
	$(call install,$<)
	@touch $@

$(VENV)/develops: requirements-dev.lock
	$(call install,$<)
	@touch $@ $(VENV)/runs

# Our own sources come last, in place, with the pinned build backend: nothing is downloaded then.
define install
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (found: $$(python3 --version 2>/dev/null || echo none))."; exit 2; }
	@$(PY) $(if $(UV),--version,-m pip --version) >/dev/null 2>&1 || { echo "Making $(VENV)…"; $(if $(UV),uv venv --quiet --allow-existing --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV)); }
	@echo "Installing the packages of $(1)…"
	@$(if $(UV),VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install --quiet --require-hashes -r $(1),$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1))
	@$(if $(UV),VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip,$(PY) -m pip --disable-pip-version-check) install --quiet --no-deps --no-build-isolation -e .
endef

lock:
	$(EXPORT) --no-default-groups --group build --extra postgres -o requirements.lock
	$(EXPORT) --all-groups --all-extras -o requirements-dev.lock

# --- Running ---------------------------------------------------------------------------------------
demo: export MAILLAGE_DATA ?= var/demo
demo: export MAILLAGE_DEMO = 1
demo: $(VENV)/runs
	@$(PY) -m maillage demo

serve: export MAILLAGE_DATA ?= var/donnees
serve: $(VENV)/runs
	@$(PY) -m maillage serve

# --- Verifying -------------------------------------------------------------------------------------
test: $(VENV)/develops
	$(PY) -m pytest -n 2 $(ARGS)

check: $(VENV)/develops
	@$(MAKE) --no-print-directory -j2 -Otarget lint types contracts migrations house

lint: $(VENV)/develops
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/ruff format --quiet --check .

types: $(VENV)/develops
	$(VENV)/bin/mypy

contracts: $(VENV)/develops
	$(VENV)/bin/lint-imports --no-logo

migrations: export MAILLAGE_DATA = var/check
migrations: $(VENV)/develops
	$(PY) -m maillage makemigrations --check --dry-run

house: $(VENV)/develops
	$(PY) -m pytest tests/house -q

faults: $(VENV)/develops
	$(PY) -m tests.faults $(ARGS)

format: $(VENV)/develops
	$(VENV)/bin/ruff check --quiet --fix .
	$(VENV)/bin/ruff format --quiet .

bench: $(VENV)/develops
	$(PY) -m bench $(ARGS)

docs: export MAILLAGE_DATA = var/docs
docs: $(VENV)/develops
	$(PY) -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

wheel: $(VENV)/develops
	@rm -rf dist
	@$(if $(UV),uv build --quiet --wheel --out-dir dist,$(PY) -m pip wheel --quiet --no-deps --wheel-dir dist .)
	@ls dist/*.whl

clean:
	rm -rf dist docs/_build var/check var/docs .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
