# Everything one does with this project. `make help` prints the targets.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= demo
CORPUS ?= ../shared/bench/corpus.py
# Another port than 8000 is part of every address that the mirrors contain.
ifneq ($(PORT),8000)
export PUBLIC_BASE_URL_PATTERN ?= http://{host}:$(PORT)
export DESK_URL ?= http://desk.localhost:$(PORT)
export ADMIN_URL ?= http://cms.localhost:$(PORT)
endif
# What tests write does not have to outlast them: it is kept in memory where that has 6 GiB to spare.
ROOMY := $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 6291456 ] 2>/dev/null && \
	awk '/^MemAvailable/ && $$2 > 12582912 { print "/dev/shm" }' /proc/meminfo)
test test-quick soak: export TMPDIR := $(or $(ROOMY),$(TMPDIR),/tmp)
# Without compiled tests every process of a run would compile all of them.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help install install-dev migrate seed demo build test test-quick check bench verifier drill soak

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "需要 Python 3.11 或更高版本；$(PYTHON) 是 $$($(PYTHON) -V 2>&1)。"; \
		echo "请安装后运行，例如：make $(or $(firstword $(MAKECMDGOALS)),install) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "无法建立虚拟环境；在 Debian、Ubuntu 上请先安装 python3-venv。"; exit 1; }
	@touch $@

# The stamps say which requirements are installed, so that the second time takes no time.
$(VENV)/installed: $(VENV)/python requirements.txt constraints.txt
	@echo "正在安装依赖……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "正在安装测试工具……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

install: $(VENV)/installed ## Make .venv and install what the product needs
install-dev: $(VENV)/installed-dev ## The same with what checks and tests need

migrate: install
	@$(MANAGE) migrate --verbosity 0

seed: migrate ## Fill an empty cluster with the demo's content (SIZE=tiny|demo|city)
	@$(MANAGE) seed --size $(SIZE)

build: seed ## Install, migrate, seed, build the nine mirrors into var/mirrors/, and index them
	@$(MANAGE) publish

demo: build ## The same, then serve everything on http://localhost:8000 (PORT=…)
	@$(MANAGE) serve_demo --port $(PORT)

test: install-dev ## Run every test; says which it skipped, and why
	@$(BIN)/python -m pytest -rs -n auto --dist loadscope --no-loadscope-reorder

test-quick: install-dev ## The tests that need no server, no browser and little time
	@$(BIN)/python -m pytest -rs -n auto --dist loadscope --no-loadscope-reorder -m "not server and not browser and not long"

check: install-dev ## Lint, types, import direction, migrations, settings: the one gate
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --fail-level WARNING

soak: install-dev ## Edit at random for hours (SOAK=20 times as many steps as the tests do)
	@SOAK=$(or $(SOAK),20) $(BIN)/python -m pytest -rs -s tests/edits/test_cms_edits.py tests/site_builder/test_incremental.py \
		tests/services/test_postgresql.py

bench: install-dev ## Measure the builder beside its peers (SIZE=10k|100k)
	@$(BIN)/python -m tests.benchmarks.run --disk $(if $(filter 10k 100k,$(SIZE)),--size $(SIZE)) \
		$(if $(wildcard $(CORPUS)),--corpus $(CORPUS))
	@$(BIN)/python -m tests.benchmarks.verifying $(if $(filter 10k 100k,$(SIZE)),--size $(SIZE)) \
		$(if $(wildcard $(CORPUS)),--corpus $(CORPUS))
	@$(BIN)/python -m tests.benchmarks.s3
	@$(BIN)/python -m tests.benchmarks.latency --sizes 1k 100k $(if $(wildcard $(CORPUS)),--corpus $(CORPUS))
	@$(BIN)/python -m tests.benchmarks.searching --size 100k $(if $(wildcard $(CORPUS)),--corpus $(CORPUS))

verifier: ## Pack the verifier for auditors into one file, var/verifier.pyz
	@$(PYTHON) -m site_builder.verifier.pack var/verifier.pyz && echo "已生成 var/verifier.pyz"

drill: install ## Back up, restore into an empty installation, build there, compare the mirrors (BACKUP=… KEYS=…)
	@BACKUP=$(BACKUP) KEYS=$(KEYS) .ci/drill $(BIN)/python
