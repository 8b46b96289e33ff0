from __future__ import annotations

from datetime import datetime
from pathlib import Path

import anyio
import pytest

from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.worker import InlineWorker, ThreadWorker


def test_rows_survive_a_new_connection_and_belong_to_one_skill(tmp_path: Path) -> None:
    async def live() -> None:
        worker = ThreadWorker("memory")
        timers = SkillStorage(Database(tmp_path / "owlish.db"), "timer", worker)
        await timers.put("tea", {"ends": 12.5})
        await timers.put("tea", {"ends": 13.5})
        await timers.put("egg", {"ends": 1.0})
        await timers.delete("egg")
        again = Database(tmp_path / "owlish.db")
        assert await SkillStorage(again, "timer", worker).rows() == {"tea": {"ends": 13.5}}
        assert await SkillStorage(again, "lists", worker).rows() == {}

    anyio.run(live)


def test_a_value_that_cannot_be_kept_is_refused() -> None:
    storage = SkillStorage(Database(None), "timer", InlineWorker("memory"))
    with pytest.raises(TypeError, match=r"'ends' of the row 'tea' is of type datetime; "):
        anyio.run(storage.put, "tea", {"ends": datetime(2026, 1, 1)})
    assert anyio.run(storage.rows) == {}
