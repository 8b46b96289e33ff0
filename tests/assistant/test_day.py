"""A day of use in virtual time: hundreds of turns and timers; nothing crashes, nothing is lost, nothing grows."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from functools import partial

import anyio
import pytest

from assistant.events import Event, Notice, Replied, SkillFailed, TurnEnded
from assistant.life import Assistant
from assistant.memory.database import Database
from assistant.routing.registry import load_registry
from tests.assistant.conversation import Config, Room, assemble, pick, replace_section

pytestmark = pytest.mark.usefixtures("default_models")
PAUSE = 100.0
"""Seconds between two sentences."""
ROUND = (
    "set a tea timer for sixteen minutes",
    "what time is it",
    "set a pasta timer for seven minutes",
    "what timers are running",
    "add two minutes to the pasta timer",
    "flip a coin",
    "set an egg timer for ninety seconds",
    "book a flight to Boston",
    "what is 15 percent of 80",
    "set a timer",
    "five minutes",
    "say that again",
)
ROUNDS = 72
RINGS = {
    "Your tea timer is over.": 960,
    "Your pasta timer is over.": 200 + 540,
    "Your egg timer is over.": 600 + 90,
    "Your timer for 5 minutes is over.": 1000 + 300,
}
"""When each timer of a round rings, in seconds from its begin."""


def test_a_day_of_turns_and_timers_loses_nothing_and_grows_nowhere() -> None:
    from trio.testing import MockClock

    happened: list[Event] = []
    grown: list[tuple[int, int]] = []
    anyio.run(partial(_day, happened, grown), backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    assert not pick(happened, SkillFailed) and not pick(happened, Notice)
    assert len(pick(happened, TurnEnded)) == ROUNDS * (len(ROUND) + len(RINGS))
    assert {event.outcome for event in pick(happened, TurnEnded)} == {"done"}
    for words, due in RINGS.items():
        rung = [event.time for event in pick(happened, Replied) if event.text == words]
        assert rung == pytest.approx([number * PAUSE * len(ROUND) + due for number in range(ROUNDS)], abs=0.5), words
    (objects, bytes_used), *_, (objects_at_last, bytes_at_last) = grown
    assert objects_at_last - objects < 3000, grown
    assert bytes_at_last - bytes_used < 16_000_000, grown


async def _day(happened: list[Event], grown: list[tuple[int, int]]) -> None:
    length = (ROUNDS + 1) * PAUSE * len(ROUND)
    room = Room(length=length, picture=None, deaf=True, aloud=False)
    assistant = assemble(room, replace_section(Config(), "memory", keep_turns=50), load_registry(), Database(None))
    seen = (Replied, TurnEnded, SkillFailed, Notice)
    with assistant.bus.watched_by(lambda event: happened.append(event) if isinstance(event, seen) else None):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_talk, assistant, ROUND * ROUNDS, happened, grown)
            await assistant.run()


async def _talk(assistant: Assistant, sentences: Sequence[str], happened: list[Event], grown: list[tuple[int, int]]) -> None:
    for number, sentence in enumerate(sentences):
        await anyio.sleep_until(number * PAUSE)
        await assistant.hear_text(sentence)
        if number % (8 * len(ROUND)) == 0 and number:
            grown.append(_size(happened))
    await anyio.sleep(PAUSE * len(ROUND))
    grown.append(_size(happened))
    assistant.shut_down()


def _size(happened: Sequence[Event]) -> tuple[int, int]:
    """Objects that are alive, but for what the test itself keeps; bytes of memory in use."""
    gc.collect()
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return len(gc.get_objects()) - _held(happened), pages * os.sysconf("SC_PAGE_SIZE")


def _held(happened: Sequence[Event]) -> int:
    return sum(1 + sum(gc.is_tracked(value) for value in vars(event).values()) for event in happened)
