# `make run` and `make test` set up all they need in .venv; nothing else on the machine is touched.
BIN := .venv/bin
STORE ?= dateline.gpkg
PORT ?= 8000
LOCKS := requirements.lock requirements-dev.lock package-lock.json pyproject.toml hatch_build.py

.PHONY: help run test lint fmt bench docs site lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

.venv/.run: $(LOCKS)
	scripts/bootstrap
	@touch $@

.venv/.dev: $(LOCKS)
	scripts/bootstrap dev
	@touch .venv/.run $@

run: .venv/.run ## ingest seeds/ and serve the map and the API on http://127.0.0.1:8000
	$(BIN)/dateline ingest seeds --store $(STORE)
	$(BIN)/dateline serve --store $(STORE) --port $(PORT)

test: .venv/.dev ## run the tests
	$(BIN)/pytest -n auto

lint: .venv/.dev ## check style, types and the walls between packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fmt: .venv/.dev ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## print figures of speed; of accuracy too where DATELINE_CORPORA names the corpora's folder
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/dispatches.py
	$(BIN)/python bench/accuracy.py

docs: .venv/.dev ## bring the list of modules up to date and check that the documents say what the code does
	$(BIN)/python scripts/list_modules.py
	$(BIN)/pytest tests/test_docs.py

site: .venv/.dev ## make the user guide, docs/, into pages in site/; a link that leads nowhere is an error
	$(BIN)/mkdocs build --strict

lock: .venv/.dev ## renew the lock files from pyproject.toml
	scripts/lock

clean: ## remove what was installed here
	rm -rf .venv maps/static/vendor
