# The verbs of this house. `make` alone explains them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What no wheel brings: Chrome draws, Pango lays out, a dictionary of British English,
# and for the tests poppler and openssl, which read back, and what drives a browser.
PACKAGES := chromium-headless-shell libpango-1.0-0 libpangoft2-1.0-0 \
	libharfbuzz-subset0 hunspell-en-gb poppler-utils openssl libatomic1

.DEFAULT_GOAL := help
.PHONY: help report proof example released test lint types tests fix gold picture bench lock clean packages

help: ## Explain the verbs
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' \
		$(MAKEFILE_LIST)

##@ Reports

report: $(VENV)/ready ## Set up what is missing, build both real reports as drafts, and a sealed example
	$(BIN)/reportgen build 2024-05 2024-10
	@$(MAKE) --no-print-directory example

proof: $(VENV)/ready ## Freeze both real reports as proofs, without a watermark
	$(BIN)/reportgen proof 2024-05 2024-10

# The fictional workspace, with a pack that was signed off and released: once, and then
# it stands. An edition is a record: no verb of this file removes it.
EXAMPLE := example
PACK := 2026-05/outcomes
PROOFS = $(foreach audience,public partners,--proof \
	$(EXAMPLE)/out/$(PACK)/$(audience)/exampleton-outcomes-2026-05-$(audience)-proof.pdf)
OURS = $(BIN)/reportgen --workspace $(EXAMPLE)

example: $(VENV)/ready ## Lay out the fictional workspace, and release its pack, in example/
	@if [ -d $(EXAMPLE)/out/record/$(PACK)/editions/1 ]; then \
		$(OURS) verify $(EXAMPLE)/out/record/$(PACK)/editions/1; \
	else \
		$(MAKE) --no-print-directory released; \
	fi

released:
	@if [ ! -d $(EXAMPLE) ]; then $(BIN)/reportgen init --quiet $(EXAMPLE); fi
	$(OURS) proof $(PACK)
	$(OURS) sign $(PACK) --as "Data Lead" $(PROOFS) --recorded-by "make, as an example"
	$(OURS) sign $(PACK) --as "Senior Responsible Owner" $(PROOFS) \
		--recorded-by "make, as an example"
	$(OURS) release $(PACK) --recorded-by "make, as an example"

##@ Quality

test: lint types tests ## Set up what is missing, then lint, check types and run all tests

lint: $(VENV)/ready ## Check style and form
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready ## Check types, strictly
	$(BIN)/mypy

tests: $(VENV)/ready ## Run all tests on all cores
	$(BIN)/pytest -q -n auto

fix: $(VENV)/ready ## Mend what lint can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

picture: $(VENV)/ready ## Make the picture in the README anew, from Exampleton's pack
	$(BIN)/python tests/picture.py

gold: $(VENV)/ready ## Accept what the pages are now as gold, after looking at tests/actual
	REPORTGEN_GOLD=accept $(BIN)/pytest -q tests/test_gold.py
	git diff --stat -- tests/gold

bench: $(VENV)/ready ## Measure speed and memory against a plain baseline (half an hour)
	PYTHONPATH=tests $(BIN)/python -m bench $(BENCH)

##@ House

lock: $(VENV)/ready ## Write requirements.lock anew, with hashes and without addresses
	$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --extra dev --upgrade \
		pyproject.toml -o requirements.lock

clean: ## Remove caches, drafts and proofs under out/; never out/record
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage dist tests/actual
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	if [ -d out ]; then find out -mindepth 1 -maxdepth 1 -not -name record \
		-exec rm -rf {} +; fi

# One file says that the environment is whole; it is as new as what it was made from.
# What Python compiles is kept here and now: where it may not write, as in many
# containers, every command would compile all modules anew.
$(VENV)/ready: requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation -e .
	$(BIN)/python -m compileall -q reportgen
	touch $@

# Installs only what is missing, and says so where it cannot.
packages:
	@missing=""; \
	for package in $(PACKAGES); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null \
			| grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
		echo "this is not Debian: install the equals of$$missing by hand" >&2; exit 1; \
	fi; \
	if [ "$$(id -u)" != 0 ]; then \
		echo "as root: apt-get install$$missing" >&2; exit 1; \
	fi; \
	echo "installing$$missing"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $$missing >/dev/null
