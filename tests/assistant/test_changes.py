"""A setting that is said to hold at once does: what rests on it works otherwise from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import anyio
import pytest
from trio.testing import MockClock

from assistant import config_edit
from assistant.changes import AT_ONCE
from assistant.config import Config
from assistant.events import Event, SkillFailed, SpeakingEnded, SpeakingStarted, TurnEnded
from assistant.life import Assistant
from assistant.memory.database import Database
from assistant.routing.registry import Registry
from assistant.skill import Reply, Skill, Turn
from tests.assistant.conversation import Room, assemble, pick, replies
from tests.installed import skills

pytestmark = pytest.mark.usefixtures("default_models")


def live(room: Room, *changes: tuple[float, str, Any], registry: Any = None) -> tuple[Assistant, Sequence[Event]]:
    """What happened in a room in which settings were changed at those times."""
    happened: list[Event] = []

    async def run() -> Assistant:
        assistant = assemble(room, Config(), registry or skills(), Database(None))
        with assistant.bus.watched_by(happened.append):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(assistant.run)
                for at, what, value in sorted([*changes, *((at, "", text) for at, text in room.typed)], key=lambda one: one[0]):
                    await anyio.sleep_until(at)
                    await (assistant.change(what, value) if what else assistant.hear_text(value))
                await anyio.sleep_until(room.length)
                assistant.shut_down()
        return assistant

    return anyio.run(run, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)}), happened


def test_every_one_of_them_is_a_setting_and_the_running_settings_take_it() -> None:
    known = dict(config_edit.fields())
    assert set(AT_ONCE) <= set(known)
    everything = [(0.1, key, config_edit.value_of(Config(), key)) for key in AT_ONCE]
    assistant, _ = live(Room(length=1.0, picture=None, deaf=True), *everything, (0.2, "routing.skill_timeout", 3.0))
    assert assistant.config.routing.skill_timeout == 3.0


def test_the_silence_that_ends_an_utterance() -> None:
    room = Room(speech=[(1.0, "What time is it?"), (7.0, "What time is it?")], length=12, picture=None, aloud=False)
    _, events = live(room, (5.0, "listening.silence", 1.1))
    first, second = (event.stages["endpoint"] for event in pick(events, TurnEnded))
    assert first < 0.5 and 1.0 < second < 1.3


def test_how_fast_it_speaks_and_how_loud() -> None:
    room = Room(typed=[(1.0, "flip a coin"), (8.0, "flip a coin")], length=14, picture=None, deaf=True)
    assistant, events = live(room, (7.0, "speech.rate", 0.6), (7.0, "speech.volume", 2.0))
    begins, ends = pick(events, SpeakingStarted), pick(events, SpeakingEnded)
    slow, normal = (ends[turn].time - begins[turn].time for turn in (1, 0))
    assert slow > 1.3 * normal
    assert assistant._parts.mouth.manner.volume == 2.0


class Hanging(Skill):
    name = "clock"

    async def handle(self, turn: Turn) -> Reply:
        await anyio.sleep_forever()
        raise AssertionError


def test_how_long_a_skill_may_take() -> None:
    registry = Registry([replace(one, skill=Hanging()) if one.skill.name == "clock" else one for one in skills().loaded])
    room = Room(typed=[(1.0, "what time is it")], length=5, picture=None, deaf=True, aloud=False)
    _, events = live(room, (0.5, "routing.skill_timeout", 1.5), registry=registry)
    (failed,) = pick(events, SkillFailed)
    assert failed.sentence == "Skill 'clock' had not answered after 1.5 s and was given up." and 2.4 < failed.time < 2.7


def test_how_old_a_picture_may_be() -> None:
    room = Room(typed=[(4.0, "what do you see"), (6.0, "what do you see")], blind_from=2.0, length=9, deaf=True, aloud=False)
    _, events = live(room, (5.0, "camera.stale_after", 60.0))
    first, second = replies(events)
    assert "camera" in first and "camera" not in second


def test_what_a_skill_was_told_before() -> None:
    registry = skills()
    live(Room(length=1.0, picture=None, deaf=True), (0.5, "weather.units", "imperial"), registry=registry)
    assert registry.get("weather")._imperial
