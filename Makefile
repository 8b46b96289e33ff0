# make run    sets up what is missing and starts the assistant
# make test   sets up all that the tests need and runs them
# make test-bundle    installs a bundle without a network into an empty home, and asks it something
# make test-aarch64   asks it on an emulated aarch64, and resolves a Jetson's wheels; needs root, and some minutes
# make test-jetson-like    installs a Jetson's bundle where OpenCV is the system's, with GStreamer; needs root, and some minutes
# make bench  measures this machine
# make docs   writes the pages that are made from the code
# make clean  removes the environment and what was built; models and settings stay

PYTHON ?= python3
VENV := .venv
OWLISH := $(VENV)/bin/python -m assistant

TEST_SYSTEM := pulseaudio pulseaudio-utils libasound2-plugins pocketsphinx-testdata tmux strace shellcheck

.PHONY: run test test-bundle test-aarch64 test-jetson-like lint bench docs clean system

run: system $(VENV)/runs
	@$(OWLISH) models pull
	@$(OWLISH) run

test: system $(VENV)/tests lint
	@sh .ci/need $(TEST_SYSTEM)
	@command -v npm >/dev/null || sh .ci/need npm
	@$(OWLISH) models pull
	@$(VENV)/bin/python -m pytest --numprocesses 2 -m ''  # all of them, the slow ones too

test-bundle: $(VENV)/runs
	@$(OWLISH) models pull
	@sh .ci/bundle

test-aarch64: $(VENV)/runs
	@sh .ci/need qemu-user-static debootstrap
	@$(OWLISH) models pull
	@sh .ci/aarch64

test-jetson-like: $(VENV)/runs
	@sh .ci/need debootstrap
	@$(OWLISH) models pull
	@sh .ci/jetson-like

lint: $(VENV)/tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/lint-imports --no-cache --no-logo
	@$(VENV)/bin/mypy --no-error-summary assistant skills models edge bench

bench: system $(VENV)/runs
	@$(OWLISH) models pull
	@$(OWLISH) bench

docs: $(VENV)/runs
	@$(VENV)/bin/python -m assistant.commands.reference > docs/configuration.md
	@$(VENV)/bin/python -m assistant.commands.skill_table docs/skills.md

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@sh .ci/need libportaudio2 espeak-ng

# The two stamps: the environment is made anew only when pyproject.toml has changed since.
$(VENV)/runs: pyproject.toml
	@sh .ci/python $(PYTHON) $(VENV)
	@$(VENV)/bin/python -m pip install --disable-pip-version-check --only-binary=:all: --no-binary=owlish --editable .
	@touch $@

$(VENV)/tests: pyproject.toml $(VENV)/runs
	@$(VENV)/bin/python -m pip install --disable-pip-version-check --quiet --editable '.[dev,train]'
	@touch $@
