# Everything is set up by the targets themselves; nothing is needed but python3 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO_HOME ?= var/demo
SERVE ?= 1
# Where a machine forbids it, each process that a test starts compiles all libraries anew: more than half of its time.
export PYTHONDONTWRITEBYTECODE =
HOST ?= 127.0.0.1
PORT ?= 8000
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate --no-header

.PHONY: demo test test-postgresql check lint fix bench bench-import bench-nlp bench-kill bench-faults bench-masking bench-collect bench-duplicates bench-gazetteer bench-grouping bench-exchange bench-rescore bench-workers bench-load bench-plans budget audit fuzz serve pictures samples openapi lock browser clean

# The environment: made once, made anew when the locked requirements change.
$(STAMP): requirements/dev.txt requirements/uv.txt pyproject.toml package-lock.json
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@echo "Ставлю зависимости (один раз)…"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python api/web/vendor.py
	@touch $(STAMP)

# A browser for the pages' tests: Debian's chromium, where apt-get may bring it. Without one the tests say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Ставлю chromium для проверки страниц…" && \
	  { apt-get install -y -qq chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1; }; } || \
	  echo "Браузера нет, и поставить его нельзя: проверки страниц в браузере будут пропущены (нужен пакет chromium)"

demo: $(STAMP)
	@MCU_HOME=$(DEMO_HOME) $(BIN)/mcu demo $(if $(filter 0,$(SERVE)),--no-serve) --host $(HOST) --port $(PORT)

serve: $(STAMP)
	@$(BIN)/mcu serve --host $(HOST) --port $(PORT)

test: $(STAMP) check browser
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q

# The same on PostgreSQL, as the role that owns nothing: what is about SQLite alone is left out, and a test that opens it
# unseen has failed.
test-postgresql: $(STAMP) browser
	@MCU_TEST_ENGINE=postgresql $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q

check lint: $(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

fix: $(STAMP)
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

# All that is bounded, half an hour at most; its tables go into docs/benchmarks.md. `ONLY=flow` runs one of them.
bench: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.tables $(if $(ONLY),--only $(ONLY))

bench-import: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.importing

bench-nlp: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.nlp $(if $(RIVALS),--rivals $(RIVALS))

bench-duplicates: $(STAMP)
	@$(BIN)/python -m bench.duplicates

bench-gazetteer: $(STAMP)
	@$(BIN)/python -m bench.gazetteer

# Requests, speed and memory of the collectors; then a long run of the machine that kills them at random.
bench-collect: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.collecting
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.collect_model

bench-grouping: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.grouping

# 100,000 rows of «Инцидент менеджмент» and of ПОС, beside bare reading by openpyxl.
bench-exchange: $(STAMP)
	@$(BIN)/python -m bench.exchanging

# The archive judged anew by one and by two workers.
bench-rescore: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.rescoring

# Four workers on PostgreSQL, two of them killed -9, 100,000 posts; POSTS=2000 tries it.
bench-workers: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.workers --posts $(or $(POSTS),100000)

# The plans of the hot lists on PostgreSQL over as many posts as are asked for, ten minutes at most.
bench-plans: $(STAMP)
	@PLANS_POSTS=$(or $(POSTS),300000) timeout 600 $(BIN)/python -m pytest -q -s -p no:cacheprovider tests/store/test_plans.py

# From publication to card at 1, 10 and 50 posts a second; 50 people at the pages of 10,000 and 100,000 posts.
bench-load: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.load.flow
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.load.pages $(if $(MILLION),--million)

# What assess, import, the queue and the overview may cost, in counted steps; `AGREE=1` makes the figures of now the budget.
budget: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.budget $(if $(AGREE),--agree)

# A hundred seeds of kill -9; `make test` runs a few.
bench-kill: $(STAMP)
	@$(BIN)/python -m bench.kill --seeds 100

# Faults by seeds: full disks, cut migrations, broken connections, poisoned posts; then kill -9 of server and worker.
bench-faults: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.faults --seeds 100
	@$(BIN)/python -m bench.kill --seeds 100

# What the masker finds, and what it takes without need.
bench-masking: $(STAMP)
	@$(BIN)/python -m bench.masking -v

# Requests made up from the API's own description: a few an operation in `make test`, many here.
fuzz: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.fuzz --examples $(or $(EXAMPLES),100)

# What is locked against known advisories: of the index that pip, and of the registry that npm is set to.
audit: $(STAMP)
	@$(BIN)/python -m bench.advisories

# The pictures of the README and of the guide, taken from the demo.
pictures: $(STAMP) browser
	@$(BIN)/python -m bench.pictures

# A sample of every document, made from the demo.
samples: $(STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.samples

# What the API promises to machines; a test holds the file equal to the app.
openapi: $(STAMP)
	@$(BIN)/python -c "import json; from api import create_app; open('docs/openapi.json', 'w').write(json.dumps(create_app(None).openapi(), ensure_ascii=False, indent=1) + '\n')"

# Pin the newest versions that fit pyproject.toml.
lock: requirements/uv.txt
	@$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) --group dev pyproject.toml -o requirements/dev.txt

clean:
	@rm -rf $(VENV) var dist node_modules api/web/assets/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
