# Everything starts here. On a fresh machine: `make run`, `make test`.
SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: setup run test unit clients kep lint bench lock messages

setup: $(READY)

$(READY): requirements.lock requirements-dev.lock scripts/setup.sh
	@sh scripts/setup.sh

run: $(READY)
	@$(VENV)/bin/entraide run --demo

# Every test: units, real browser, faults.
test: $(READY)
	@sh scripts/browser.sh
	@$(PYTHON) -m pytest -n auto -m "not browser and not fault and not client"
	@$(PYTHON) -m pytest -n 3 --dist loadfile -m browser
	@$(PYTHON) -m pytest -n 2 --dist loadfile -m fault

# The quick ones, in a minute.
unit: $(READY)
	@$(PYTHON) -m pytest -n auto -m "not browser and not fault and not client and not slow"

# Other programs of the field open our files; about 330 MB in .clients.
clients: $(READY)
	@sh scripts/clients.sh
	@$(PYTHON) -m pytest -m client

# Another solver of the same problem beside ours; about 200 MB in .clients.
kep: $(READY)
	@sh scripts/clients.sh kep
	@$(PYTHON) -m bench.loops --parts kep

lint: $(READY)
	@sh scripts/lint.sh

bench: $(READY)
	@$(PYTHON) -m bench.web
	@$(PYTHON) -m bench.compose
	@$(PYTHON) -m bench.papers
	@$(PYTHON) -m bench.day

lock: $(READY)
	@sh scripts/lock.sh

messages: $(READY)
	@$(PYTHON) scripts/messages.py
