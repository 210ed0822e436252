# Two commands do all: `make demo` scans the samples, `make test` runs the tests. Only Python 3.11+, git and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet
JOBS ?= 2

.PHONY: demo test lint bench samples locks clean

demo: $(VENV)/.base
	rm -rf build/demo && mkdir -p build/demo
	$(BIN)/evidencescan scan samples/documents -d build/demo/evidence.db
	$(BIN)/evidencescan evidence list -d build/demo/evidence.db --limit 10

test: $(VENV)/.dev
	$(BIN)/pytest -n $(JOBS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	for area in plugins/*/ src/evidencescan/analysis/components/; do $(BIN)/evidencescan indicators lint $$area || exit 1; done

# BENCH=--quick for minutes instead of an hour or two; BENCH="--parts start,evidence" for some parts. Documents: the PDF
# files below CORPUS, or generated ones where there is no such folder.
CORPUS ?= ../shared/corpus
BENCH ?=

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/speed --corpus $(CORPUS) $(BENCH)

samples: $(VENV)/.dev
	$(BIN)/python samples/render.py

locks: $(VENV)/.dev
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --no-annotate -o requirements/base.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --strip-extras --allow-unsafe --no-annotate -o requirements/dev.txt requirements/dev.in

clean:
	rm -rf $(VENV) build dist

$(VENV)/.base: pyproject.toml requirements/base.txt requirements/build.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/base.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@
