# Everything a newcomer types. Each target installs what it needs into .venv, once: the stamps in
# .venv are older than pyproject.toml or constraints.txt only when these have changed since.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
PYTEST_ARGS ?= -n 2 --dist worksteal

.PHONY: help demo test lint types check bench quality constraints clean
help:
	@echo "make demo    what the library makes of the articles in seeds/"
	@echo "make test    all tests"
	@echo "make lint    ruff: rules and format"
	@echo "make types   mypy, strict"
	@echo "make check   lint, types and test"
	@echo "make bench   how long import and start-up take"
	@echo "make quality TRUTH=FOLDER  whether quality is still above its floors, on labelled news"
	@echo "make constraints  pin the newest versions that pyproject.toml allows"
	@echo "make clean   remove .venv and all caches"
	@echo "With another interpreter: make PYTHON=/path/to/python3.12 demo"

demo: $(VENV)/.base
	@$(BIN)/dedupe run seeds/

test: $(VENV)/.test
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.test
	@$(BIN)/mypy

check: lint types test

bench: $(VENV)/.base
	@$(BIN)/python benchmarks/speed/startup.py

quality: $(VENV)/.base
	@test -n "$(TRUTH)" || { \
	  echo "Name a truth folder: make quality TRUTH=FOLDER (docs/explanation/measurements.md)" >&2; exit 2; }
	@$(BIN)/python benchmarks/quality/gate.py "$(TRUTH)"

# What pip resolves in a new environment, and nothing that a used one has gathered beside it.
constraints:
	@rm -rf build/resolved && $(PYTHON) -m venv build/resolved
	@build/resolved/bin/python -m pip -qq --disable-pip-version-check install '.[test]'
	@{ grep '^#' constraints.txt; \
	   build/resolved/bin/python -m pip freeze --exclude news-provenance; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt

clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "provenance needs Python 3.11 or newer; $(PYTHON): $$($(PYTHON) --version 2>/dev/null || echo "there is no $(PYTHON)")." >&2; \
	  echo "Name a newer one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.base: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (once) ..." >&2
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing with the test tools into $(VENV) (once) ..." >&2
	@$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.base
