# Each target does its own set-up: Python 3.11 or later and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --disable-pip-version-check
LOCKED := $(PIP) --quiet --no-deps --require-hashes -r
ARGS ?=

.PHONY: setup talk test check bench soak audit lock

setup: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@echo "Setting up, once: this takes about a minute."
	@$(PYTHON) -m venv $(VENV)
	@printf "The packages: "
	@{ $(PIP) --progress-bar off --no-deps --require-hashes -r requirements.lock; echo done $$?; } | \
	  while read -r word status; do \
	    case $$word in Collecting|Processing) printf .;; done) echo; exit $$status;; esac; \
	  done
	@echo "The guide, and what it compiles at its first use."
	@$(PIP) --quiet --no-build-isolation --no-deps -e .
	@$(BIN)/back-spasm-guide ask help >/dev/null
	@touch $@

talk: setup
	@$(BIN)/back-spasm-guide talk $(ARGS)

test: setup
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: setup
	@$(LOCKED) tests/bench.lock
	$(BIN)/python -m tests.bench $(ARGS)

soak: setup
	@$(LOCKED) tests/soak.lock
	$(BIN)/python -m tests.soak $(ARGS)

audit: setup
	@$(LOCKED) tests/audit.lock
	@$(BIN)/python -m tests.support.audit

# After a change of dependencies: pins every version with its hashes.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file requirements.lock pyproject.toml
	for group in bench soak audit; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	    --constraints requirements.lock --group pyproject.toml:$$group \
	    --output-file tests/$$group.lock || exit; \
	done
