from __future__ import annotations

from datetime import datetime
from pathlib import Path

import anyio
import pytest

from assistant.errors import StoreError
from assistant.memory import storage as memory_storage
from assistant.memory.database import Database
from assistant.memory.grants import Grant, decide
from assistant.memory.storage import SkillStorage, claim, damaged, holders
from assistant.permissions import OWNER
from assistant.worker import ThreadWorker
from tests.inline import InlineWorker


def test_rows_survive_a_new_connection_and_belong_to_one_skill(tmp_path: Path) -> None:
    async def live() -> None:
        worker = ThreadWorker("memory")
        timers = SkillStorage(Database(tmp_path / "owlish.db"), "timer", OWNER, worker)
        await timers.put("tea", {"ends": 12.5})
        await timers.put("tea", {"ends": 13.5})
        await timers.put("egg", {"ends": 1.0})
        await timers.delete("egg")
        again = Database(tmp_path / "owlish.db")
        assert await SkillStorage(again, "timer", OWNER, worker).rows() == {"tea": {"ends": 13.5}}
        assert await SkillStorage(again, "lists", OWNER, worker).rows() == {}

    anyio.run(live)


def test_a_skill_of_the_same_name_from_another_package_sees_other_rows() -> None:
    async def live() -> None:
        database, worker = Database(None), InlineWorker("memory")
        mine, theirs = (SkillStorage(database, "plants", owner, worker) for owner in ("owlish-plants", "other-plants"))
        await mine.put("fern", {"thirsty": True})
        assert await theirs.rows() == {}
        await theirs.put("fern", {"thirsty": False})
        await theirs.delete("fern")
        assert await mine.rows() == {"fern": {"thirsty": True}}

    anyio.run(live)


def test_rows_of_before_packages_were_noted_go_to_whoever_has_the_skill_first() -> None:
    database, worker = Database(None), InlineWorker("memory")
    database.write("INSERT INTO rows (skill, key, row) VALUES ('plants', 'fern', '{}'), ('plants', 'rose', '{}'), ('timer', 'tea', '{}')")
    mine = SkillStorage(database, "plants", "owlish-plants", worker)
    anyio.run(mine.put, "rose", {"new": True})
    claim(database, [("plants", "owlish-plants")])
    claim(database, [("plants", "other-plants")])
    assert anyio.run(mine.rows) == {"fern": {}, "rose": {"new": True}}
    assert anyio.run(SkillStorage(database, "plants", "other-plants", worker).rows) == {}
    assert anyio.run(SkillStorage(database, "timer", OWNER, worker).rows) == {}


def test_who_holds_rows_or_grants_of_a_name_is_known() -> None:
    database = Database(None)
    anyio.run(SkillStorage(database, "plants", "a", InlineWorker("memory")).put, "fern", {})
    decide(database, Grant("plants", "b", "camera", "granted", 0.0))
    decide(database, Grant("timer", "c", "camera", "granted", 0.0))
    database.write("INSERT INTO rows (skill, key, row) VALUES ('plants', 'x', '{}')")
    assert holders(database, "plants") == {"a", "b"}


def test_a_value_that_cannot_be_kept_is_refused() -> None:
    storage = SkillStorage(Database(None), "timer", OWNER, InlineWorker("memory"))
    with pytest.raises(TypeError, match=r"'ends' of the row 'tea' is of type datetime; "):
        anyio.run(storage.put, "tea", {"ends": datetime(2026, 1, 1)})
    assert anyio.run(storage.rows) == {}


def test_a_damaged_row_takes_no_other_with_it_and_stays(tmp_path: Path) -> None:
    database = Database(tmp_path / "owlish.db")
    storage = SkillStorage(database, "timer", OWNER, InlineWorker("memory"))
    anyio.run(storage.put, "tea", {"ends": 1.0})
    database.write("INSERT INTO rows (skill, owner, key, row) VALUES ('timer', 'owlish', 'egg', '{\"ends'), ('lists', 'owlish', 'x', '[]')")
    assert anyio.run(storage.rows) == {"tea": {"ends": 1.0}}
    assert damaged(database) == ["lists", "timer"]
    assert database.read("SELECT count(*) FROM rows") == [(3,)]


def test_one_byte_that_is_no_letter_costs_its_own_row_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "owlish.db")
    storage = SkillStorage(database, "lists", OWNER, InlineWorker("memory"))
    for key in ("shopping", "to do", "party"):
        anyio.run(storage.put, key, {"items": ["milk"]})
    for column, key in (("row", "shopping"), ("key", "party")):
        database.write(f"UPDATE rows SET {column} = CAST(CAST({column} AS BLOB) || x'ff' AS TEXT) WHERE key = ?", (key,))
    assert anyio.run(storage.rows) == {"to do": {"items": ["milk"]}}
    assert damaged(database) == ["lists"]


@pytest.mark.parametrize("damage", ['\'{"items": [["milk\'', "CAST(x'ff' AS TEXT)", "x'00'"])
def test_what_is_written_under_the_key_of_a_damaged_row_is_not_written_over_it(tmp_path: Path, damage: str) -> None:
    database = Database(tmp_path / "owlish.db")
    storage = SkillStorage(database, "lists", OWNER, InlineWorker("memory"))
    for item in ("milk", "eggs", "tea"):
        anyio.run(storage.put, "shopping", {"items": [item]})
        anyio.run(storage.put, "shopping", {"items": [item, "bread"]})
        database.write(f"UPDATE rows SET row = {damage} WHERE key = 'shopping'")
    anyio.run(storage.put, "shopping", {"items": ["salt"]})
    assert anyio.run(storage.rows) == {"shopping": {"items": ["salt"]}}
    assert database.read(f"SELECT count(*) FROM rows WHERE row = {damage}") == [(3,)]


def test_a_guest_may_keep_so_many_rows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_storage, "MOST_ROWS", 2)
    guest = SkillStorage(Database(None), "plants", "owlish-plants", InlineWorker("memory"))
    anyio.run(guest.put, "fern", {})
    anyio.run(guest.put, "rose", {})
    anyio.run(guest.put, "rose", {"thirsty": True})
    with pytest.raises(StoreError, match=r"^The row 'ivy' of the skill 'plants' is one too many; a guest may keep 2 rows "):
        anyio.run(guest.put, "ivy", {})
    anyio.run(guest.delete, "fern")
    anyio.run(guest.put, "ivy", {})
    assert set(anyio.run(guest.rows)) == {"rose", "ivy"}


def test_nor_more_text_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_storage, "MOST_TEXT", 39)
    database = Database(None)
    guest, own = (SkillStorage(database, "plants", owner, InlineWorker("memory")) for owner in ("owlish-plants", OWNER))
    for storage in (guest, own):
        anyio.run(storage.put, "fern", {"is": "x" * 20})
    with pytest.raises(StoreError, match="The row 'rose' of the skill 'plants' is one too many"):
        anyio.run(guest.put, "rose", {})
    anyio.run(guest.put, "fern", {"is": "y" * 20})
    anyio.run(own.put, "rose", {})
