PYTHON ?= python3
GROUND := nahtlos/foundation/ground
RUN := .venv/bin/python

.PHONY: venv assets

venv:
	@$(PYTHON) -I $(GROUND)/environment.py --development

assets: venv
	@$(RUN) -m nahtlos.foundation.ground.assets
