# `make run` starts the assistant, `make test` tests it; both install what they need first. `make help` lists the rest.

VENV := .venv
ST_VENV := .venv-st
SBOM_VENV := .venv-sbom
BIN := $(VENV)/bin
# The first Python on this machine that is new enough; another one: make PYTHON=/path/to/python3
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p $(NEW_ENOUGH) 2>/dev/null && echo $$p && break; done)
INSTALL := -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt
# Nothing is compiled against one folder: the packages are installed "editable", so a changed file counts at once.
DECLARED := pyproject.toml constraints.txt
# How long `make fuzz` goes on.
SECONDS ?= 600

.DEFAULT_GOAL := help
.PHONY: help install run test test-llm test-sentence-transformers lint audit bench load soak soak-short faults faults-short upgrade-files fuzz \
	ocr-report scorecard sbom lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 30

install: $(VENV)/.installed  ## create .venv and install the assistant (.venv/bin/python runs it)

run: install  ## start the assistant; the first start reads the starter documents
	@exec $(BIN)/python bot.py

test: $(VENV)/.installed-test  ## run all tests, on every core; `make test ARGS="-k tones"` runs some
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(VENV)/.installed-lint  ## ruff, mypy, .ci/audit (dangerous calls, secrets, licences), and what knows the files of deploy/
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	.ci/audit $(BIN)
	$(BIN)/yamllint --strict -c .yamllint.yaml deploy
	$(BIN)/hadolint deploy/Dockerfile
	$(BIN)/kubernetes-validate --strict --quiet deploy/kubernetes/*.yaml

bench: $(VENV)/.installed-test  ## measure speed, memory and retrieval (ALQAC alone takes ten minutes)
	$(BIN)/python -m pytest -q -s -m bench -o timeout=3600 tests/bench $(ARGS)

test-llm: $(VENV)/.installed-test $(VENV)/.installed-llm-test  ## fifty questions with a real small language model (ten minutes and more)
	$(BIN)/python -m pytest -q -s -m llm $(ARGS)

soak: $(VENV)/.installed-test  ## half an hour of load on a real service: nothing may grow
	$(BIN)/python -m tests.load soak --minutes 30

soak-short: $(VENV)/.installed-test  ## the same for two minutes and four questions a second
	$(BIN)/python -m tests.load soak --minutes 2 --per-second 4

load: $(VENV)/.installed-test  ## capacity, delays at 70 % of it, and five minutes of twice as much
	$(BIN)/python -m tests.load capacity
	$(BIN)/python -m tests.load overload

test-sentence-transformers: $(ST_VENV)/.installed  ## what needs a sentence-transformers model, in an environment of its own
	HF_HUB_OFFLINE=1 $(ST_VENV)/bin/python -m pytest tests/knowledge/test_sentence_transformers.py tests/assistant/evaluation/test_scorecard.py $(ARGS)

audit: $(VENV)/.installed-audit  ## compare the pinned packages with known vulnerabilities (pip-audit; needs a network)
	$(BIN)/pip-audit -r constraints.txt --no-deps --disable-pip

faults: $(VENV)/.installed-test  ## do harm to real processes: kills, full disks, damaged files (some minutes)
	$(BIN)/python -m pytest -q -s -m faults -o timeout=900 tests/faults $(ARGS)

faults-short: $(VENV)/.installed-test  ## the same with five kills instead of twenty (two minutes)
	FAULTS_KILLS=5 $(BIN)/python -m pytest -q -s -m faults -o timeout=300 tests/faults $(ARGS)

upgrade-files: $(VENV)/.installed-test  ## keep a database of every schema that has no file in tests/upgrades yet
	$(BIN)/python -m tests.upgrades

fuzz: $(VENV)/.installed-test $(VENV)/.installed-fuzz  ## feed damaged files to the readers for ten minutes; `make fuzz SECONDS=60` for one
	$(BIN)/python -m tests.fuzz.readers --seconds $(SECONDS) --out data/fuzz

ocr-report: $(VENV)/.installed-test  ## measure how well scans are read, beside each reader alone, and write docs/ocr.md (half an hour)
	$(BIN)/python -m tests.ocr_report

scorecard: $(ST_VENV)/.installed  ## measure the golden cases beside what is usually built, and write docs/scorecard.md
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && DATA_DIR=$$data HF_HUB_OFFLINE=1 HF_HUB_DISABLE_PROGRESS_BARS=1 \
		$(ST_VENV)/bin/python bot.py evaluate --baseline --scorecard docs/scorecard.md

sbom: $(VENV)/.installed-lint $(SBOM_VENV)/.installed  ## write dist/sbom.cdx.json, the software bill of materials (CycloneDX), and docs/licences.md
	@mkdir -p dist
	$(SBOM_VENV)/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json
	.ci/licences $(BIN) > docs/licences.md

lock:  ## write constraints.txt anew, with the newest versions that pyproject.toml admits
	./.ci/lock "$(PYTHON)"

clean:  ## remove the environments and caches; data stay
	rm -rf $(VENV) $(ST_VENV) $(SBOM_VENV) *.egg-info build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: $(DECLARED) | $(BIN)/python
	@echo "Installing the assistant into $(VENV) (the first time takes a minute or two) ..."
	@$(BIN)/python $(INSTALL) -e .
	@touch $@

$(VENV)/.installed-test $(VENV)/.installed-lint $(VENV)/.installed-audit $(VENV)/.installed-fuzz $(VENV)/.installed-llm-test: $(VENV)/.installed-%: $(VENV)/.installed
	@echo "Installing what '$*' needs ..."
	@$(BIN)/python $(INSTALL) -e '.[$*]'
	@touch $@

$(ST_VENV)/.installed: $(DECLARED) | $(ST_VENV)/bin/python
	@echo "Installing sentence-transformers, a small model and what the scorecard needs into $(ST_VENV) ..."
	@$(ST_VENV)/bin/python $(INSTALL) -e '.[sentence-transformers,baseline,test]'
	@touch $@

# Apart from the rest: it brings a library whose import takes seconds, and Chroma imports that wherever it finds it.
$(SBOM_VENV)/.installed: $(DECLARED) | $(SBOM_VENV)/bin/python
	@$(SBOM_VENV)/bin/python $(INSTALL) cyclonedx-bom
	@touch $@

%/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt install python3 python3-venv, or make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) $(NEW_ENOUGH) || { echo "$(PYTHON) is too old or missing: Python 3.11 or newer is needed, as in make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: apt install python3-venv" >&2; exit 1; }
	@rm -rf $* && $(PYTHON) -m venv $* && echo '*' > $*/.gitignore
