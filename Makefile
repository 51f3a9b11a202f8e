# make book    build the site            make test    everything that must hold
# make serve   build, show, rebuild      make pairs   write each .ipynb from its .md
# make lab     JupyterLab on the lectures; a save writes both files of a pair
# make claims  the claims in full        make bench   the speed figures: trainings, builds, tests
# make faults  the slow tests of the build: killed, damaged, cut off
# make lighthouse          the scores of three pages (needs node)
# make offline, make pdf   the course as a zip, as a PDF (into _build/html/downloads)
# make lecture N=50 TITLE="…"   adds a lecture        make handout   lectures without solutions
# make lint    style, spelling, workflows     make links   asks every outside link for an answer
# make needs   measures what a student needs for each lecture (appendix/teach.md)
# make lock    pins what requirements.txt brings along
# make newest  the tests on the newest versions     make audit   known holes in the pinned versions
.DEFAULT_GOAL := book
.PHONY: book test lint serve pairs lab claims bench faults lighthouse lecture handout offline pdf publish links needs lock newest audit clean

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

$(INSTALLED): requirements.txt requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The book needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	@echo "Installing into .venv (a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=23.2"
	@$(BIN)/python -m pip install --quiet --requirement requirements.txt --constraint requirements.lock
	@touch $@

book: $(INSTALLED)
	@$(BIN)/python -m tools.build

serve: $(INSTALLED)
	@$(BIN)/python -m tools.serve

pairs: $(INSTALLED)
	@$(BIN)/python -m tools.pairs

# Not among the requirements: nothing else needs it. Their versions stay.
JUPYTERLAB := jupyterlab==4.6.6
lab: $(INSTALLED)
	@$(BIN)/python -c "import jupyterlab" 2>/dev/null || \
	  $(BIN)/python -m pip install --quiet $(JUPYTERLAB) --constraint requirements.txt
	@$(BIN)/python -m tools.lab

test: $(INSTALLED) lint
	@$(BIN)/python -m tools.build
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests --numprocesses auto
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbmake chapters --numprocesses auto

lint: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/codespell
	@$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	@$(BIN)/zizmor --offline --persona pedantic --quiet --no-progress .github
	@$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

faults: $(INSTALLED)
	@$(BIN)/python -m pytest tests/build/faults_slow.py --numprocesses auto

lighthouse: $(INSTALLED)
	@$(BIN)/python -m benchmarks.lighthouse

lecture: $(INSTALLED)
	@$(BIN)/python -m tools.new_lecture $(N) "$(TITLE)"

handout: $(INSTALLED)
	@$(BIN)/python -m tools.handout

offline: $(INSTALLED)
	@$(BIN)/python -m tools.offline

pdf: $(INSTALLED)
	@$(BIN)/python -m tools.pdf

publish: book offline pdf

# The versions of everything that requirements.txt brings along, from a fresh environment.
lock:
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --requirement requirements.txt
	@.venv-lock/bin/python -m tools.lock
	@rm -rf .venv-lock

# The tests with the newest version of everything, in an environment of its own.
newest:
	@rm -rf _build/newest && mkdir -p _build && $(PYTHON) -m venv _build/newest
	@$(PYTHON) -m tools.newest > _build/newest/requirements.txt
	@_build/newest/bin/python -m pip install --quiet --requirement _build/newest/requirements.txt
	@_build/newest/bin/python -m pip freeze
	@touch _build/newest/installed
	@$(MAKE) test BIN=_build/newest/bin INSTALLED=_build/newest/installed

# In an environment of its own too: what it brings along is not needed to build or test.
audit:
	@$(PYTHON) -m venv _build/audit
	@_build/audit/bin/python -m pip install --quiet pip-audit
	@_build/audit/bin/pip-audit --requirement requirements.txt --requirement requirements.lock --no-deps --disable-pip

needs: $(INSTALLED)
	@OMP_NUM_THREADS=1 $(BIN)/python -m tools.needs

links: book
	@$(BIN)/python -m tools.links

claims: $(INSTALLED)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/lectures/claims --full --numprocesses auto --verbose

bench: $(INSTALLED)
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.builds

clean:
	@rm -rf _build
