# demo: the tour, from nothing · test: the test suite · check: what CI runs · live: against real servers on this machine
# golden: rewrite expected outputs (then read the diff)
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PYTHONUTF8 = 1

.PHONY: demo test check lint types docs live golden bench clean

$(VENV)/.user: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable .
	@$(BIN)/cstool schema --write .cstool/schema 2>/dev/null
	@touch $@

$(VENV)/.dev: setup.cfg pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.user

demo: $(VENV)/.user
	@$(BIN)/cstool demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/python -m cstool.dev docs

check: lint types test
	$(BIN)/python -m cstool.dev docs --check

live: $(VENV)/.dev
	$(BIN)/python -m pytest -s tests/live

golden: $(VENV)/.dev
	CSTOOL_GOLDEN=write $(BIN)/python -m pytest -n auto tests/test_golden.py tests/test_docs.py tests/test_compile_golden.py

bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet check-jsonschema yamllint zen-engine common-expression-language rule-engine duckdb polars workclock businesstimedelta pytz
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .cstool build *.egg-info
