from __future__ import annotations

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
            await turns.add(Trace(number, 100.0 + number, "text", f"wish {number}", chosen=Candidate("clock", "time", 0.9, "template")))
        assert [turn["text"] for turn in last_turns(database, 10)] == ["wish 4", "wish 3", "wish 2"]
        found = one_turn(database, last_turns(database)[0]["turn"])
        assert found is not None and found["skill"] == "clock"
        assert one_turn(database, 1) is None

    anyio.run(live)
