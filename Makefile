# The words of the house; docs/operations.md explains them. The same words stand in .ci/run.
PYTHON ?= python3
GROUND := nahtlos.foundation.ground
ENVIRONMENT := $(PYTHON) -I nahtlos/foundation/ground/environment.py
RUN := .venv/bin/python
# a command with a database for tests and throw-away keys around it
WITHIN := $(RUN) -m $(GROUND).within
TESTS ?=

.PHONY: demo test check check-style check-types check-templates check-directions check-migrations
.PHONY: story bench drill conformance evidence assets venv runtime

demo: runtime
	@$(RUN) -m $(GROUND).assets
	@exec $(RUN) -m $(GROUND).supervisor

test: venv assets
	@$(RUN) -m $(GROUND).browser
	@$(RUN) -m pytest $(TESTS)

# `make -k check` goes on after a failure and shows all of them
check: check-style check-types check-templates check-directions check-migrations
	@echo "Alles in Ordnung."

check-style: venv
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

check-types: venv
	@.venv/bin/mypy nahtlos

check-templates: venv
	@.venv/bin/djlint nahtlos --lint --quiet

check-directions: venv
	@.venv/bin/lint-imports

check-migrations: venv
	@$(WITHIN) manage.py makemigrations --check --dry-run

story: venv assets
	@$(RUN) -m $(GROUND).browser
	@$(RUN) -m tests.story

bench: venv assets
	@$(RUN) -m bench

drill: venv assets
	@$(RUN) -m pytest -n 0 -s tests/drills

conformance: venv assets
	@$(RUN) -m pytest tests/conformance

evidence: venv assets
	@$(WITHIN) manage.py evidence

assets: runtime
	@$(RUN) -m $(GROUND).assets

venv:
	@$(ENVIRONMENT) --development

runtime:
	@$(ENVIRONMENT)
