# Everything a fresh machine needs: Python 3.11 or later, git, make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test soak lint types docs bench bench-large clean

demo: $(VENV)/.installed            ## draw the graph of the demo vault into exports/graph.html
	$(BIN)/dlvault graph
	$(BIN)/dlvault lint

test: $(VENV)/.test                 ## run the whole test suite
	$(BIN)/python -m pytest

soak: $(VENV)/.test                 ## thousands of random edits, with the cache and without it
	$(BIN)/python -m pytest -m soak

lint: $(VENV)/.dev                  ## ruff, as CI runs it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev                 ## mypy, as CI runs it
	$(BIN)/mypy

docs: $(VENV)/.installed            ## write the pages of docs/ that follow from the code
	$(BIN)/python docs/generate.py

bench: $(VENV)/.test                ## measure speed as ratios, vaults of 1k and 10k notes, and write docs/speed.md
	$(BIN)/python benchmarks/report.py

bench-large: $(VENV)/.test          ## the same with 100k notes, which takes half an hour
	$(BIN)/python benchmarks/report.py --large

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build dist

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
