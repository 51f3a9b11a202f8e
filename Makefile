# make book    build the site            make test    everything that must hold
# make serve   build, show, rebuild      make pairs   write each .ipynb from its .md
# make claims  the claims in full        make bench   the speed figures
# make faults  the slow tests of the build: killed, damaged, cut off
# make lighthouse          the scores of three pages (needs node)
# make offline, make pdf   the course as a zip, as a PDF (into _build/html/downloads)
# make lecture N=50 TITLE="…"   adds a lecture        make handout   lectures without solutions
# make lock    pins what requirements.txt brings along
.DEFAULT_GOAL := book
.PHONY: book test serve pairs claims bench faults lighthouse lecture handout offline pdf publish lock clean

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

test: $(INSTALLED)
	@$(BIN)/python -m tools.build
	@$(BIN)/ruff check .
	@$(BIN)/codespell
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests --numprocesses auto
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --nbmake chapters --numprocesses auto

faults: $(INSTALLED)
	@$(BIN)/python -m pytest tests/faults_slow.py --numprocesses auto

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

claims: $(INSTALLED)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/claims --full --numprocesses auto --verbose

bench: $(INSTALLED)
	@$(BIN)/python -m benchmarks.speed

clean:
	@rm -rf _build
