# Xueshi: `make run` is all a visitor needs, `make test` all a contributor needs. `make help` lists the rest.

PYTHON := .venv/bin/python
SECRET = $$(head -c 60 /dev/urandom | base64 -w 0)
AES_KEY = $$(head -c 32 /dev/urandom | base64 -w 0)
# Four processes on two cores, since many tests wait for processes of theirs; file by file, the longest first.
# tests/conftest.py says which, and sees to it that tests which time real processes run while the others wait.
IN_PARALLEL := --numprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup run test thorough check messages screenshots bench pins clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## Install what is missing, and nothing else
	@deploy/setup.sh run --retry

run: ## Start everything and print where it is (HOST, PORT, DATABASE_URL, REDIS_URL; .env is read)
	@deploy/setup.sh run
	@$(PYTHON) manage.py serve

test: ## Run the whole suite, or a part of it: make test ARGS="tests/jobs -k lease"
	@deploy/setup.sh test
	@$(PYTHON) -m pytest $(or $(ARGS),$(IN_PARALLEL))

thorough: ## The same with the full counts of faults, races and random acts (tests/counts.py)
	@deploy/setup.sh test
	@XUESHI_THOROUGH=1 $(PYTHON) -m pytest --timeout 3600 $(or $(ARGS),$(IN_PARALLEL))

check: ## Lint, check types, migrations, translations, production settings and the order of imports
	@deploy/setup.sh test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check --quiet .
	$(PYTHON) -m djlint --lint --quiet templates
	$(PYTHON) -m mypy .
	DJANGO_SETTINGS_MODULE=tests.settings $(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check_translations
	XUESHI_MODE=production DEBUG=false ALLOWED_HOSTS=xueshi.example SECRET_KEY=$(SECRET) AUDIT_KEY=$(SECRET) CERTIFICATE_KEY=$(SECRET) \
		IDENTITY_INDEX_KEY=$(SECRET) IDENTITY_KEYS=aes-1:$(AES_KEY) \
		$(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) -m pytest tests/test_imports.py

messages: ## Take new strings into the Chinese catalog, and name those without a translation
	@deploy/setup.sh test
	$(PYTHON) manage.py check_translations --write

screenshots: ## Write pictures of the demo world to docs/screenshots/
	@deploy/setup.sh test
	$(PYTHON) -m tests.browser.screenshots

bench: ## Run all benchmarks, each beside the limit measured in the same run
	@deploy/setup.sh test
	$(PYTHON) -m benchmarks

pins: ## Resolve requirements*.in anew into requirements*.txt, with hashes
	@deploy/setup.sh test
	$(PYTHON) -m pip install --quiet uv
	.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --python-version 3.11 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## Remove what can be made again; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache var/test var/static var/metrics var/cache
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm {} +
