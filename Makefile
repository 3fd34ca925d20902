# crmclean: `make help` lists what there is.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

# uv installs from the lock file; where it is not on the machine, pip puts it into the virtual environment first.
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)
SYNC := UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --frozen --compile-bytecode --quiet

.PHONY: help setup setup-dev demo test check fix format lint types layers licences docs reference cases weights
.PHONY: audit dist fuzz planted trials bench bench-files bench-peers bench-scale clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "missing: $(PYTHON) (Python 3.11 or newer)"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "missing: Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version)"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "missing: Python's venv module (Debian: apt install python3-venv)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@test "$(UV)" != "$(BIN)/uv" || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# The stamps make a second call free; a changed lock file or pyproject.toml sets up again.
$(VENV)/.demo: $(BIN)/python pyproject.toml uv.lock
	@$(SYNC) --inexact
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml uv.lock
	@$(SYNC) --inexact --all-extras --group dev --group docs
	@touch $@ $(VENV)/.demo

$(VENV)/.release: $(VENV)/.dev
	@$(SYNC) --inexact --all-extras --group dev --group docs --group release
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev
	@$(SYNC) --inexact --all-extras --group dev --group docs --group fuzz
	@touch $@

setup: $(VENV)/.demo ## Set up .venv with what users need
setup-dev: $(VENV)/.dev ## Set up .venv with what developers need

demo: $(VENV)/.demo ## Set up, and run the main job on examples/contacts.csv
	@$(BIN)/crmclean demo --out out/demo

test: $(VENV)/.dev ## Set up, and run the tests
	@$(RUN) pytest -n auto

check: format lint types layers test docs ## All that CI runs

fix: $(VENV)/.dev ## Format and repair what can be repaired
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

format: $(VENV)/.dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

layers: $(VENV)/.dev
	@$(BIN)/lint-imports

licences: $(VENV)/.dev ## Check the licences of core, extras and tables; `make test` does, too
	@$(RUN) pytest tests/test_supply.py

docs: $(VENV)/.dev ## Check the reference pages and build the docs, strictly
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/zensical build --strict --clean

reference: $(VENV)/.dev ## Write the reference pages, and the outputs that pages show, anew
	@$(BIN)/python docs/generate.py

cases: $(VENV)/.dev ## Write what the cases in tests/cases expect anew; read the diff
	@$(BIN)/python tests/test_cases.py

weights: $(VENV)/.dev ## Learn the shipped weights from generated data, without labels
	@$(BIN)/python benchmarks/weights.py

audit: $(VENV)/.release ## Ask the package index for known vulnerabilities of core, extras and development tools
	@mkdir -p build
	@$(UV) export --quiet --frozen --no-emit-project --all-extras --group dev --group docs --group release \
		--group fuzz --no-annotate --no-header > build/audited.txt
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement build/audited.txt || \
		{ echo "audit: NOT PASSED. Above is a vulnerability, or why nothing could be audited; nothing is proven"; exit 1; }

dist: $(VENV)/.release ## Build sdist, wheel and list of components twice, compare, and print their checksums
	@BIN=$(BIN) UV=$(UV) .ci/dist

fuzz: $(VENV)/.fuzz ## Fuzz the readers of tables, rule files and models, a minute in all
	@$(BIN)/python benchmarks/fuzz.py

planted: $(VENV)/.dev ## Plant twelve bugs, one at a time, and see whether the tests notice
	@$(BIN)/python benchmarks/planted.py

trials: $(VENV)/.fuzz ## Trials of durability and damage, whole: kills, full disks, polluted files, fuzzing, planted bugs
	@$(BIN)/python benchmarks/trials.py
	@$(BIN)/python benchmarks/files.py
	@$(BIN)/python benchmarks/fuzz.py
	@$(BIN)/python benchmarks/planted.py

bench: $(VENV)/.dev ## Measure the whole way and its accuracy on generated data
	@$(BIN)/python benchmarks/whole_way.py
	@$(BIN)/python benchmarks/accuracy.py

bench-files: $(VENV)/.dev ## Measure reading: speed beside polars, every kind of input, damaged files beside other readers, patterns
	@$(SYNC) --inexact --all-extras --group dev --group docs --group bench
	@$(BIN)/python benchmarks/reading.py
	@$(BIN)/python benchmarks/inputs.py
	@$(BIN)/python benchmarks/files.py
	@$(BIN)/python benchmarks/patterns.py

bench-peers: $(VENV)/.dev ## Measure other tools beside ours: duplicates found, seconds, memory (each in its own environment)
	@$(BIN)/python benchmarks/peers.py

bench-scale: $(VENV)/.dev ## Measure finding duplicates as files grow, beside Splink, and on degenerate files
	@$(BIN)/python benchmarks/scale.py
	@$(BIN)/python benchmarks/degenerate.py

clean: ## Remove what was built
	@rm -rf $(VENV) build dist site out .mypy_cache .ruff_cache .pytest_cache .hypothesis
