# make demo   articles become a graph and answer questions (sets up .venv first)
# make test   what to run before each commit, in minutes; CI runs make test-thorough as well
# make help   the rest

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)  # tests wait for other processes now and then
QUIET := --quiet --disable-pip-version-check
STAMP := $(VENV)/.installed
# Images of containers often set it; every process would then compile every module it imports, and the tests start hundreds.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-thorough test-slow test-faults lint types layers unit audit docs screenshots dist bench requirements clean

help:  ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 16

$(STAMP): requirements/dev.txt requirements/uv.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: no Python found. Install Python 3.11 or later, or say make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: $(PYTHON) is older than Python 3.11. Say make PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(PYTHON) -m venv --clear $(VENV) && $(BIN)/python -m pip --version >/dev/null; } || \
	  { rm -rf $(VENV); echo "error: $(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip $(QUIET) install --require-hashes -r requirements/uv.txt >/dev/null 2>&1; \
	if test -x $(BIN)/uv && echo "installing with uv" && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt; then :; \
	else \
	  echo "installing with pip, which takes a minute or two"; \
	  $(BIN)/python -m pip $(QUIET) install --require-hashes -r requirements/dev.txt || \
	  { echo "error: the requirements could not be installed. They come from your package index; behind a proxy set HTTPS_PROXY, for a mirror set PIP_INDEX_URL. Then run make again."; exit 1; }; \
	fi
	@$(BIN)/python -m pip $(QUIET) install --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP)  ## make .venv from hash-pinned requirements

demo: $(STAMP)  ## add the bundled articles and show what came out
	@$(BIN)/kb demo

test: $(STAMP)  ## style, types, layers and most tests, side by side, in minutes
	@$(MAKE) --no-print-directory -j4 lint types layers unit

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

unit: $(STAMP)
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not slow and not thorough"

audit: $(STAMP)  ## look at what is depended on: versions, licences, and with ADVISORIES=all.zip (of OSV) known holes
	$(BIN)/python -m tools.audit $(if $(ADVISORIES),--advisories $(ADVISORIES))

test-thorough: $(STAMP)  ## the other half: what takes seconds each, in browsers and processes; CI runs it after the rest
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "thorough and not slow"

test-slow: $(STAMP)  ## the slower checks: fuzzing, wheel, load
	$(BIN)/pytest -m slow

test-faults: $(STAMP)  ## a thousand crash points on each backend: kill, torn write, power cut, full disk, failing fsync (an hour)
	KB_FAULT_POINTS=$${KB_FAULT_POINTS:-1000} $(BIN)/pytest -m slow -s tests/faults

docs: $(STAMP)  ## write the generated pages, and what the commands in the others print
	$(BIN)/python -m tools.docs

screenshots: $(STAMP)  ## take the pictures of the pages in docs/screenshots, with Chromium
	$(BIN)/python -m tools.screenshots

dist: $(STAMP)  ## build the wheel and the source archive into dist/
	$(BIN)/python -m build --no-isolation --outdir dist

bench: $(STAMP)  ## run the benchmarks, peers side by side, print ratios
	@for b in benchmarks/*.py; do case $$b in */_*) ;; *) m=$${b%.py}; echo "== $$m"; $(BIN)/python -m benchmarks.$${m#benchmarks/} || exit 1;; esac; done

requirements: $(STAMP)  ## pin the requirements anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --all-extras pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --all-extras pyproject.toml requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements/peers.in -o requirements/peers.txt
	echo uv==0.13.9 | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 - -o requirements/uv.txt

train: $(STAMP)  ## train the reader anew (two cores: about two hours; needs the corpora, see training/README.md)
	test -x training/.venv/bin/python || $(PYTHON) -m venv training/.venv
	training/.venv/bin/pip install --quiet --disable-pip-version-check -r training/requirements-training.txt
	PYTHONPATH=. training/.venv/bin/python -m training.prepare
	PYTHONPATH=. training/.venv/bin/python -m training.train --minutes 100 --out training/checkpoints/final.pt
	PYTHONPATH=. training/.venv/bin/python -m training.export training/checkpoints/final.pt kb/data/reader --version 1
	PYTHONPATH=. training/.venv/bin/python -m training.words kb/data/reader
	$(BIN)/python -m training.calibrate kb/data/reader
	PYTHONPATH=. training/.venv/bin/python -m training.evaluate kb/data/reader

clean:  ## throw .venv and caches away
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
