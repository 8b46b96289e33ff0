"""What will come due is read off the rows, and told once for each change."""

from __future__ import annotations

import anyio

from assistant.bus import Bus
from assistant.events import Due, Pending
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.pending import Board, due
from assistant.permissions import OWNER
from tests.inline import InlineWorker
from tests.skills.talk import Talk


def test_the_next_comes_first_and_what_is_paused_last():
    rows = {
        "a": {"name": "tea", "ends": 200.0, "left": None},
        "b": {"text": "call mother", "due": 100, "told": False},
        "c": {"name": "", "ends": 50.0, "left": 30.0},
    }
    assert due(rows) == (Due("call mother", 100.0), Due("tea", 200.0), Due("", None, 30.0))


def test_rows_without_a_time_are_nothing_that_comes_due():
    assert due({"a": {"name": "milk"}, "b": {"ends": None}, "c": {"due": "seven"}, "d": {"ends": True}, "e": {"left": None}}) == ()


def test_what_was_told_has_come_due():
    assert due({"a": {"text": "call mother", "due": 100.0, "told": True}}) == ()


def test_timers_alarms_and_reminders_are_what_comes_due():
    talk = Talk()
    talk("set a tea timer for ten minutes", "set an alarm called early for seven", "remind me to water the plants tomorrow at noon")
    shown = {name: [item.name for item in due(anyio.run(talk.homes[name].storage.rows))] for name in ("timer", "alarm", "reminder")}
    assert shown == {"timer": ["tea"], "alarm": ["early"], "reminder": ["water the plants"]}


def test_each_change_is_told_and_nothing_twice():
    told: list[Pending] = []

    async def keep() -> None:
        bus = Bus()
        storage = SkillStorage(Database(None), "timer", OWNER, InlineWorker("memory"))
        board = Board(bus)
        with bus.watched_by(told.append):
            await board.tell("timer", storage)
            rows = board.watched("timer", storage)
            await rows.put("a", {"name": "tea", "ends": 9.0})
            await rows.put("list", {"items": ["milk"]})
            await rows.delete("a")
            assert list(await rows.rows()) == ["list"]

    anyio.run(keep)
    assert [(event.skill, event.items) for event in told] == [("timer", (Due("tea", 9.0),)), ("timer", ())]
