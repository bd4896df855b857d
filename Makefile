# make run, make run DEMO=1, make test: each sets up what it needs first; a second run starts in seconds.

PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin
WEB := src/milepost/entrypoints/web/static/built
DOCUMENT := src/milepost/entrypoints/api/openapi.json
SOURCES := $(shell find src/milepost -name '*.py' -not -path '*/node_modules/*')
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*')
# A Node of 20 or later with npm builds the pages; where there is none, the one from the lock file does.
NODE_GROUP := $(shell node --version 2>/dev/null | grep -qE '^v(2[0-9]|[3-9][0-9])\.' && command -v npm >/dev/null || echo --group node)

.PHONY: run test prove lint catalogue bench clean

run: .venv/run.stamp $(WEB)/.stamp $(DOCUMENT)
	$(if $(DEMO),$(BIN)/milepost demo --if-empty)
	$(BIN)/milepost serve

test: .venv/dev.stamp $(WEB)/.stamp $(DOCUMENT)
	$(BIN)/python -m tests.run

prove: .venv/dev.stamp $(WEB)/.stamp $(DOCUMENT)
	$(BIN)/pytest -m prove tests

lint: .venv/dev.stamp $(WEB)/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python frontend/build.py --check
	$(BIN)/python frontend/catalogue.py --check

catalogue: .venv/dev.stamp $(WEB)/.stamp
	$(BIN)/python frontend/catalogue.py

bench: .venv/dev.stamp $(WEB)/.stamp $(DOCUMENT)
	$(BIN)/python -m benchmarks

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/run.stamp: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen --inexact --no-dev $(NODE_GROUP) --compile-bytecode --python $(PYTHON)
	@touch $@

.venv/dev.stamp: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen $(NODE_GROUP) --compile-bytecode --python $(PYTHON)
	@touch $@ .venv/run.stamp

$(WEB)/.stamp: $(FRONTEND) | .venv/run.stamp
	$(BIN)/python frontend/build.py
	@touch $@

$(DOCUMENT): $(SOURCES) | .venv/run.stamp
	$(BIN)/milepost openapi > $@.new
	@mv $@.new $@

clean:
	rm -rf .venv .tools frontend/node_modules $(WEB) $(DOCUMENT)
