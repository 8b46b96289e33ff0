"""A day of use in virtual time: hundreds of turns and timers; nothing crashes, nothing is lost, nothing grows."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import anyio
import pytest

from assistant.events import Event, Notice, Replied, SkillFailed, TurnEnded
from assistant.life import Assistant
from assistant.memory.database import Database
from assistant.routing.registry import load_registry
from tests.assistant.conversation import Config, Room, assemble, replace_section

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

Happened = tuple[str, float, str]
"""Name of the event, its time, its words."""


@pytest.mark.slow
def test_a_day_of_turns_and_timers_loses_nothing_and_grows_nowhere() -> None:
    # in a process of its own: the one of the other tests holds gigabytes, whose allocator's moods would be taken for growth
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        happened, grown = apart.submit(_run).result()
    kinds = Counter((kind, "" if kind == "Replied" else words) for kind, _, words in happened)
    turns = ROUNDS * (len(ROUND) + len(RINGS))
    assert kinds == {("Replied", ""): turns, ("TurnEnded", "done"): turns}
    for words, due in RINGS.items():
        rung = [time for _, time, said in happened if said == words]
        assert rung == pytest.approx([number * PAUSE * len(ROUND) + due for number in range(ROUNDS)], abs=0.5), words
    _, (objects, bytes_used), *_, (objects_at_last, bytes_at_last) = grown  # until the first, memory is still being claimed
    assert objects_at_last - objects < 300, grown
    assert bytes_at_last - bytes_used < 4_000_000, grown


def _run() -> tuple[list[Happened], list[tuple[int, int]]]:
    """The day, and the sizes it had."""
    from trio.testing import MockClock

    happened: list[Happened] = []
    grown: list[tuple[int, int]] = []
    anyio.run(partial(_day, happened, grown), backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    return happened, grown


async def _day(happened: list[Happened], grown: list[tuple[int, int]]) -> None:
    length = (ROUNDS + 1) * PAUSE * len(ROUND)
    room = Room(length=length, picture=None, deaf=True, aloud=False)
    assistant = assemble(room, replace_section(Config(), "memory", keep_turns=50), load_registry(), Database(None))

    def keep(event: Event) -> None:
        if isinstance(event, (Replied, TurnEnded, SkillFailed, Notice)):
            words = getattr(event, "text", "") or getattr(event, "outcome", "") or getattr(event, "sentence", "")
            happened.append((type(event).__name__, event.time, words))

    with assistant.bus.watched_by(keep):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_talk, assistant, ROUND * ROUNDS, grown)
            await assistant.run()


async def _talk(assistant: Assistant, sentences: Sequence[str], grown: list[tuple[int, int]]) -> None:
    for number, sentence in enumerate(sentences):
        await anyio.sleep_until(number * PAUSE)
        await assistant.hear_text(sentence)
        if number % (8 * len(ROUND)) == 0 and number:
            grown.append(_size())
    await anyio.sleep(PAUSE * len(ROUND))
    grown.append(_size())
    assistant.shut_down()


def _size() -> tuple[int, int]:
    """Objects that the collector knows, among which what the test keeps is not; bytes of memory in use."""
    gc.collect()
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    return len(gc.get_objects()), pages * os.sysconf("SC_PAGE_SIZE")
