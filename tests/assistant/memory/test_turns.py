from __future__ import annotations

from contextlib import closing
from pathlib import Path

import anyio
import pytest

from assistant.errors import StoreError
from assistant.events import Candidate
from assistant.memory.database import Database
from assistant.memory.turns import Trace, Turns, newest_turn, one_turn
from tests.inline import InlineWorker


def test_only_the_last_turns_are_kept_newest_first() -> None:
    async def live() -> None:
        database = Database(None)
        turns = Turns(database, InlineWorker("memory"), keep=3)
        for number in range(5):
            await turns.add(Trace(100.0 + number, "text", f"wish {number}", chosen=Candidate("clock", "time", 0.9, "template")))
        assert newest_turn(database) == 5
        found = one_turn(database, 5)
        assert found is not None and (found["turn"], found["skill"], found["text"]) == (5, "clock", "wish 4")
        assert [one_turn(database, number) is not None for number in range(1, 5)] == [False, False, True, True]

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


@pytest.mark.parametrize("trace", ['{"time": 1', "[]", "{}", "5", b"\xff"])
def test_a_record_that_is_damaged_is_told_with_its_number(trace: str | bytes) -> None:
    database = Database(None)
    anyio.run(Turns(database, InlineWorker("memory"), keep=3).add, Trace(100.0, "text", "hello"))
    database.write("UPDATE turns SET trace = ?", (trace,))
    with pytest.raises(StoreError, match=r"^The record of turn 1 in .* is damaged; ask for another one: owlish why NUMBER\.$"):
        one_turn(database, 1)
