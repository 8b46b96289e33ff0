"""What the models have for a person is told once; what is logged is for its owner alone."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from assistant.commands.alone import only_one
from assistant.log import PrivateHandler, Told, log_file


def test_each_warning_is_taken_once_and_information_never() -> None:
    logger, told = logging.Logger("models"), Told()
    logger.addHandler(told)
    logger.warning("%s fell.", "CUDA")
    logger.info("loaded")
    logger.warning("CUDA fell.")
    assert told.take() == ("CUDA fell.",) and told.take() == ()
    logger.warning("CUDA fell.")
    assert told.take() == ()


def test_nobody_else_of_the_machine_may_read_the_log_or_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    monkeypatch.setenv("OWLISH_DATA", str(folder))
    handler = PrivateHandler(log_file(), maxBytes=40, backupCount=2)
    for _ in range(3):
        handler.emit(logging.makeLogRecord({"msg": "what was done and when"}))
    handler.close()
    with only_one():
        modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert modes == dict.fromkeys(("owlish.log", "owlish.log.1", "owlish.log.2", "run.lock"), 0o600)


def test_a_log_from_before_is_its_owners_alone_from_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    log_file().write_text("")
    log_file().chmod(0o644)
    PrivateHandler(log_file()).close()
    assert log_file().stat().st_mode & 0o777 == 0o600
