PYTHON ?= python3

.PHONY: venv
venv:
	@$(PYTHON) -I nahtlos/foundation/ground/environment.py --development
