# Each target does its own set-up: Python 3.11 or later and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --disable-pip-version-check
LOCKED := $(PIP) --quiet --no-deps --require-hashes -r
ARGS ?=

# The first target: what `make` alone says.
help:
	@echo "make talk    talk with the guide; ARGS=--help lists what it takes"
	@echo "make test    the whole test suite, some ten minutes; ARGS=tests/skill for a part"
	@echo "make check   formatting, lint and types, half a minute"
	@echo "make bench   how fast it is, and how well it hears, half an hour; ARGS=names lists the parts"
	@echo "make soak    hostile requests, fuzzing and kills, some eight minutes"
	@echo "make test-home-assistant  a real Home Assistant core, by Python 3.13, some minutes"
	@echo "make audit   weaknesses and licences of what it depends on, by network"
	@echo "make setup   what the others do first, a minute; make lock pins new versions"

.PHONY: help setup talk test test-home-assistant check bench soak audit lock

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

# Home Assistant pins a Python and packages of its own, so it gets an environment of its own.
PYTHON313 ?= python3.13
HOME_ASSISTANT := .venv-home-assistant

test-home-assistant: setup $(HOME_ASSISTANT)/.installed
	cd tests/home_assistant && ../../$(HOME_ASSISTANT)/bin/pytest -c pytest.ini --rootdir . $(ARGS)

$(HOME_ASSISTANT)/.installed: tests/home_assistant/requirements.lock
	$(PYTHON313) -m venv $(HOME_ASSISTANT)
	$(HOME_ASSISTANT)/bin/pip install --disable-pip-version-check --quiet --no-deps \
	  --require-hashes -r tests/home_assistant/requirements.lock
	@touch $@

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
	$(BIN)/uv pip compile --quiet --python-version 3.13 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  --output-file tests/home_assistant/requirements.lock tests/home_assistant/requirements.in
