# What a person types. Each target brings what it needs; a second run fetches nothing.

SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python here that is new enough; of those too old, or none, the targets say so.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PREPARE = $(PYTHON) -m hotline.stack.prepare

# Tools are the locked ones, not the machine's. Node.js lies in .venv only where the machine has none.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Modules are compiled once, and not by each of the processes that the tests start.
unexport PYTHONDONTWRITEBYTECODE
JS_TOOLS := tests/js/node_modules/.bin

.PHONY: help
help: ## Show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: up
up: needs-python ## Start a hotline on this machine with a made-up organization (Ctrl-C stops it)
	@$(PREPARE) up
	@exec hotline up --sample

.PHONY: install
install: needs-python ## Bring what a server runs with, and start nothing
	@$(PREPARE) up

.PHONY: cards
cards: needs-python ## Bring what `hotline cards` prints with
	@$(PREPARE) cards
	@echo "Now print: .venv/bin/hotline cards --out cards.pdf (--help says what else)"

.PHONY: packs
packs: needs-python ## Bring what `hotline pack check` reads with
	@$(PREPARE) packs
	@echo "Now check: .venv/bin/hotline pack check"

.PHONY: test
test: needs-python ## Check and test everything
	@$(PREPARE) programs tools
	@beside=$$(mktemp); failed=0; \
	$(MAKE) --keep-going check-only test-js > $$beside 2>&1 & \
	pytest -n 3 --dist worksteal || failed=1; \
	wait $$! || failed=1; \
	cat $$beside; rm $$beside; exit $$failed

# Beside the tests in Python, and told of after them: the type checker has one processor at work.
.PHONY: test-js
test-js:
	@node --test --test-reporter=spec $$(find tests/js -name '*.test.js' -not -path '*/node_modules/*')

.PHONY: drill
drill: needs-python ## Search a marked hotline, crash, flood and fuzz it, take every defence out (DISK=1: on a disk image too)
	@$(PREPARE) programs tools drill
	@failed=0; \
	hotline drill --long || failed=1; \
	pytest -q -s $(ALONE) || failed=1; \
	pytest -q -n 2 --dist worksteal -m drill || failed=1; \
	DEATHS_APART=1 HYPOTHESIS_CASES=200 pytest -q -n 2 --dist worksteal -m "" $(FOR_LONGER) || failed=1; \
	HYPOTHESIS_CASES=1000 pytest -q -rP -n 2 --dist worksteal $(SIDE_BY_SIDE) || failed=1; \
	if [ -n "$(DISK)" ]; then pytest -q -s tests/durability/long_disk.py || failed=1; \
	else echo "Not asked for: a disk image of its own (make drill DISK=1, as root where mount is allowed)"; fi; \
	exit $$failed

# What promises seconds, or a share of a machine that is flooded, has the machine to itself.
ALONE := tests/durability/long_shred.py tests/abuse/long_network.py tests/abuse/long_abuse.py tests/abuse/long_behind_proxy.py
SIDE_BY_SIDE := tests/defences/long_defences.py tests/drill/long_rehearse.py tests/durability/long_fire.py \
	tests/durability/long_clock.py tests/abuse/long_parsers.py tests/abuse/test_wrong_requests.py tests/abuse/test_behind_proxy.py \
	tests/web/long_*.py

# Of which `make test` tries a part.
FOR_LONGER := tests/client/test_killed.py tests/triage/test_danger.py tests/triage/test_rows.py tests/handouts/long_printed.py

.PHONY: bench
bench: needs-python ## Measure how fast it is, against the most that the machine allows, into docs/benchmarks.md
	@$(PREPARE) programs tools load
	@python -m tests.bench

.PHONY: bench-growth
bench-growth: needs-python ## Measure what each thing costs as more is kept, as curves; to 10^7 keys, or MOST=5 for 10^5
	@$(PREPARE) programs tools load
	@python -m tests.bench.growth $(MOST)

.PHONY: check
check: needs-python ## Lint, format and types, without running anything
	@$(PREPARE) tools
	@$(MAKE) check-only

.PHONY: fmt
fmt: needs-python ## Put every file into the one format
	@$(PREPARE) tools
	ruff check --fix-only --quiet .
	ruff format .
	$(JS_TOOLS)/biome check --write

.PHONY: screens
screens: needs-python ## Draw every screen of every page into .hotline/screens
	@$(PREPARE) programs tools
	@python -m tests.screens

.PHONY: lock
lock: ## Pin the newest Python packages, by their hashes (needs uv)
	uv pip compile $(PIN) --group build -o requirements.lock
	uv pip compile $(PIN) --extra cards -c requirements.lock -o hotline/handouts/requirements.lock
	uv pip compile $(PIN) --extra packs -c requirements.lock -o hotline/triage/check/requirements.lock
	uv pip compile $(PIN) --extra cards --extra packs --group build --group test -c requirements.lock \
		-c hotline/handouts/requirements.lock -c hotline/triage/check/requirements.lock -o tests/requirements.lock
	uv pip compile $(PIN:pyproject.toml=) --group drill -c tests/requirements.lock -o tests/drill/requirements.lock
	uv pip compile $(PIN:pyproject.toml=) --group node -o hotline/web/node.lock

PIN := --no-config --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header pyproject.toml

.PHONY: clean
clean: ## Remove what was installed and built; the data in .hotline stays
	rm -rf .venv dist hotline/web/built hotline/web/node_modules tests/js/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find crypto hotline workers tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: check-only
check-only:
	@failed=0; for check in \
		"ruff check --quiet ." \
		"ruff format --check --quiet ." \
		"mypy" \
		"$(JS_TOOLS)/tsc -p tests/js" \
		"$(JS_TOOLS)/biome check"; \
	do echo "$$check"; $$check || failed=1; done; exit $$failed

.PHONY: needs-python
needs-python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing. Install it with: sudo apt-get install python3 python3-venv" >&2; exit 1; }
