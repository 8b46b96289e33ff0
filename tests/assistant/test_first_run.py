"""A device that has not been measured is measured while the assistant runs, and by nothing that outlives it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.commands.first_run import choosing, is_wanted
from assistant.config import Config
from models.choice import Choices, keep
from models.runtime import device_of
from tests.pulse import wait_until

LONG = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"


@pytest.fixture(autouse=True)
def choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OWLISH_CHOICES", str(tmp_path / "choices.json"))
    return tmp_path / "choices.json"


def test_it_begins_after_a_while_and_ends_with_the_assistant(tmp_path: Path) -> None:
    sign = tmp_path / "began"
    with choosing(Config(), 0.0, (sys.executable, "-c", LONG, str(sign))):
        wait_until(lambda: sign.exists() and bool(sign.read_text()), 20)
        process = Path(f"/proc/{sign.read_text()}")
        assert process.exists()
    assert not process.exists()


def test_it_does_not_begin_in_a_run_that_is_over_before(tmp_path: Path) -> None:
    with choosing(Config(), 60.0, (sys.executable, "-c", LONG, str(tmp_path / "began"))):
        pass
    assert not (tmp_path / "began").exists()


@pytest.mark.parametrize("models", [{"choose": "never"}, {"memory": "1GB"}])
def test_it_is_not_wanted_where_the_settings_say_so(models: dict[str, str]) -> None:
    assert is_wanted(Config()) and not is_wanted(Config.model_validate({"models": models}))


def test_it_is_not_wanted_where_everything_has_been_measured(choices: Path) -> None:
    keep(Choices(device_of()), choices)
    assert is_wanted(Config())
    keep(Choices(device_of(), whole=True), choices)
    assert not is_wanted(Config())
