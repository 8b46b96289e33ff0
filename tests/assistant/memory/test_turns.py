from __future__ import annotations

from contextlib import closing
from pathlib import Path

import anyio

from assistant.events import Candidate
from assistant.memory.database import Database
from assistant.memory.turns import Trace, Turns, last_turns, one_turn
from assistant.worker import InlineWorker


def test_only_the_last_turns_are_kept_newest_first() -> None:
    async def live() -> None:
        database = Database(None)
        turns = Turns(database, InlineWorker("memory"), keep=3)
        for number in range(5):
            await turns.add(Trace(100.0 + number, "text", f"wish {number}", chosen=Candidate("clock", "time", 0.9, "template")))
        assert [turn["text"] for turn in last_turns(database, 10)] == ["wish 4", "wish 3", "wish 2"]
        found = one_turn(database, last_turns(database)[0]["turn"])
        assert found is not None and found["skill"] == "clock"
        assert one_turn(database, 1) is None

    anyio.run(live)


def test_what_is_forgotten_or_never_to_be_kept_is_not_in_the_file(tmp_path: Path) -> None:
    async def live(keep: int, *wishes: str) -> bytes:
        with closing(Database(tmp_path / "owlish.db")) as database:
            turns = Turns(database, InlineWorker("memory"), keep)
            for wish in wishes:
                await turns.add(Trace(100.0, "text", wish))
                written = b"".join(path.read_bytes() for path in tmp_path.iterdir())  # with what waits beside the file
        return written + (tmp_path / "owlish.db").read_bytes()

    assert b"first" in anyio.run(live, 1, "first")
    assert b"second" not in anyio.run(live, 0, "second")
    assert b"first" not in (tmp_path / "owlish.db").read_bytes()
