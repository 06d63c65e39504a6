# Everything is set up by the targets themselves; nothing is needed but python3 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO_HOME ?= var/demo
SERVE ?= 1

.PHONY: openapi demo test check lint bench serve lock clean

# The environment: made once, made anew when the locked requirements change.
$(STAMP): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Ставлю зависимости…"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP)
	@rm -rf $(DEMO_HOME)
	@MCU_HOME=$(DEMO_HOME) $(BIN)/mcu demo

test: $(STAMP)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMP)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lint: check

lock:
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate pyproject.toml -o requirements/runtime.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate --group dev pyproject.toml -o requirements/dev.txt

clean:
	@rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What the API promises to machines; a test holds the file equal to the app.
openapi: $(STAMP)
	@$(BIN)/python -c "import json; from api import create_app; open('docs/openapi.json', 'w').write(json.dumps(create_app(None).openapi(), ensure_ascii=False, indent=1) + '\n')"
