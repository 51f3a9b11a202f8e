# make book    build the site            make test    what must hold of the course
# make serve   build, show, rebuild      make pairs   write each .ipynb from its .md
# make lab     JupyterLab on the lectures; a save writes both files of a pair
# make claims  the claims in full        make bench   the speed figures: trainings, builds, tests
# make faults  the slow tests: a slip in each lecture, which its claims must notice; a build broken, killed, served
# make lighthouse          the scores of three pages (needs node)
# make offline, make pdf   the course as a zip, as a PDF (into _build/html/downloads)
# make lecture N=50 TITLE="…"   adds a lecture        make handout   lectures without solutions
# make lint    style, spelling, workflows     make links   asks every outside link for an answer
# make needs   writes what a student needs for each lecture (appendix/teach.md), as the last runs measured it
# make lock    pins the versions of requirements*.in; make lock RAISE="torch numpy" raises these two
# make newest  the tests on the newest versions     make audit   known holes in the pinned versions
# On Linux torch comes as the build without CUDA; make book TORCH=cuda installs the one with it (2.7 GB more).
.DEFAULT_GOAL := book
.PHONY: book test lint serve pairs lab claims bench faults lighthouse lecture handout offline pdf publish links needs lock newest audit clean

PYTHON ?= python3
TORCH ?= cpu
PINS ?= txt
BIN := .venv/bin
INSTALLED := .venv/installed-$(TORCH)
TESTED := .venv/installed-tests
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# On Linux a plain torch brings CUDA. PyTorch's own index has the build without it: one short try, because there are
# networks that do not reach it, and a torch of either kind fits the pin.
$(INSTALLED): requirements.$(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The book needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@echo "Installing into .venv (a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(PIP) --upgrade "pip>=23.2"
ifeq ($(TORCH),cuda)
	@$(BIN)/python -m pip uninstall --quiet --yes torch
else ifeq ($(shell uname -s),Linux)
	@$(PIP) --no-deps --retries 0 --timeout 5 --index-url https://download.pytorch.org/whl/cpu \
	  "$$(grep --only-matching '^torch[=0-9.]*' $<)" 2>/dev/null || \
	  echo "PyTorch's index does not answer; torch comes from the usual one, with CUDA (2.7 GB)"
endif
	@$(PIP) --requirement $<
	@rm -f .venv/installed-*
	@touch $@

$(TESTED): requirements-tests.$(PINS) $(INSTALLED)
	@$(PIP) --requirement $<
	@touch $@

book: $(INSTALLED)
	@$(BIN)/python -m tools.build

serve: $(INSTALLED)
	@$(BIN)/python -m tools.serve

pairs: $(INSTALLED)
	@$(BIN)/python -m tools.pairs

lab: $(TESTED)
	@$(BIN)/python -m tools.lab

test: $(TESTED) lint
	@$(BIN)/python -m tools.build
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests chapters studies --nbmake -m "not slow" --numprocesses auto --durations 20

lint: $(TESTED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/codespell
	@$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	@$(BIN)/zizmor --offline --persona pedantic --quiet --no-progress .github
	@$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

faults: $(TESTED)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests -m slow --numprocesses auto

# The only thing that comes from npm, in the versions of its lock, and without running the packages' own scripts.
.ci/lighthouse/node_modules: .ci/lighthouse/package-lock.json
	@npm ci --prefix $(@D) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

lighthouse: $(TESTED) .ci/lighthouse/node_modules
	@$(BIN)/python -m benchmarks.lighthouse

lecture: $(INSTALLED)
	@$(BIN)/python -m tools.new_lecture $(N) "$(TITLE)"

handout: $(INSTALLED)
	@$(BIN)/python -m tools.handout

offline: $(INSTALLED)
	@$(BIN)/python -m tools.offline

pdf: $(TESTED)
	@$(BIN)/python -m tools.pdf

publish: book offline pdf

# For every platform and every Python from 3.11.0 on. What is pinned stays pinned, but for what RAISE names.
lock: $(TESTED)
	@for name in requirements requirements-tests; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate \
	    $(foreach package,$(RAISE),--upgrade-package $(package)) $$name.in --output-file $$name.txt || exit; \
	done

# The tests with the newest version of everything, in a clone: the book's own environment and cache stay as they are.
newest:
	@rm -rf _build/newest && git clone --quiet . _build/newest
	@$(MAKE) -C _build/newest lint PINS=in
	@cd _build/newest && .venv/bin/python -m pip freeze
	@$(MAKE) -C _build/newest test PINS=in

# In an environment of its own too: what it brings along is not needed to build or test.
audit:
	@$(PYTHON) -m venv _build/audit
	@_build/audit/bin/python -m pip install --quiet pip-audit
	@_build/audit/bin/pip-audit --requirement requirements.txt --requirement requirements-tests.txt --no-deps --disable-pip

needs: book
	@$(BIN)/python -m tools.needs

links: book
	@$(BIN)/python -m tools.links

claims: $(TESTED)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/lectures/claims --full --numprocesses auto --verbose

bench: $(TESTED)
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.builds

clean:
	@rm -rf _build
