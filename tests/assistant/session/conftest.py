from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.conversation import Room
from tests.assistant.session.made import record


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory, default_models) -> Path:
    """A timer that rings, spoken words that cut a reply off, dice, a look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWLISH_DATA", str(tmp_path_factory.mktemp("data")))
        folder = tmp_path_factory.mktemp("session") / "bundle"
        room = Room(
            speech=[(3.5, "Roll three dice."), (5.2, "What do you see?")],
            typed=[(0.2, "set a tea timer for ten seconds"), (8.5, "when is my timer done")],
            length=14.0,
        )
        record(room, folder)
    return folder
