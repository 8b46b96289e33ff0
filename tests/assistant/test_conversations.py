"""Whole conversations: every script of tests/conversations, in virtual time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.script import FOLDER, Then, faults, load, play

SCRIPTS = sorted(FOLDER.glob("*.toml"))
pytestmark = pytest.mark.usefixtures("default_models")


def test_there_are_at_least_thirty() -> None:
    assert len(SCRIPTS) >= 30


def test_what_never_came_is_a_fault() -> None:
    assert faults(Then(when=[(0, 0.0, 1.0)], cut_by=3.0), []) == ["reply 0 never came", "the end of what was cut off never came"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_conversation(path: Path) -> None:
    parts = load(path)
    for part, events in zip(parts, play(parts), strict=True):
        assert not (found := faults(part.then, events)), "\n".join(found)
