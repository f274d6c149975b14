# Driehoek. `make run` starts the demo, `make test` runs every test; both make what they need.

PORT ?= 8000
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; break; fi; done)
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11

.PHONY: help run venv dev test chromium check bench stories frontend messages docs lock

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | sed 's/$$(PORT)/$(PORT)/' | expand -t 14

run: venv ## the demo municipality at http://127.0.0.1:$(PORT)/, in the foreground
	@exec $(BIN)/driehoek serve --demo --port $(PORT)

venv: ## only the environment, in .venv/
	@$(if $(PYTHON),,$(error Python 3.11 or later is not on this machine))$(PYTHON) requirements/install.py run

dev: venv ## the environment with what tests and checks need
	@$(PYTHON) requirements/install.py dev

# The second step runs also when the first fails, and each failure counts. Three workers on two cores: what waits
# for servers to fall and come back leaves its core to the others, and tests/conftest.py begins with that.
test: dev chromium ## the whole suite
	@status=0; \
	$(BIN)/python -m pytest -m "not browser" -n 3 --dist loadfile --no-loadscope-reorder || status=1; \
	$(BIN)/python -m pytest -m browser || status=1; \
	exit $$status

# Playwright's own browser is not used: Debian's is kept up to date by the machine.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	else sudo -n apt-get install -y -qq chromium >/dev/null; fi; } 2>/dev/null || \
	echo "chromium is not here and cannot be installed: the browser tests are skipped (apt-get install chromium)"

check: dev ## style, types, layers, licences, migrations, translations
	@$(BIN)/python .ci/check.py

bench: dev ## the measurements, as tables
	@$(BIN)/python -m bench

stories: dev ## user story -> tests -> result, also into docs/stories.md
	@$(BIN)/python -m tests.stories

docs: stories ## what is generated in docs/

frontend: ## build the design-system files anew (needs Node)
	cd frontend && npm ci && npm run build

messages: dev ## gather and compile the English texts (needs gettext)
	cd src/driehoek && ../../$(BIN)/driehoek manage makemessages --locale en --no-location
	sed -i '/^"POT-Creation-Date:/d' src/driehoek/locale/en/LC_MESSAGES/django.po
	cd src/driehoek && ../../$(BIN)/driehoek manage compilemessages --locale en

lock: dev ## pin every package anew, with hashes
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements/run.txt -o requirements/dev.txt
