"""What comes due is never lost and never told twice: over a day of hundreds, a clock that jumps, a process that is killed."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import anyio
import pytest
from trio.testing import MockClock

from assistant.errors import StoreError
from assistant.events import AudioChunk
from assistant.home import TurnHome
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.permissions import OWNER
from assistant.skill import Home, Reply, Skill, Turn
from assistant.when import When
from skills.alarm import Alarms
from skills.due import Due
from skills.timer import Timers
from tests.inline import InlineWorker
from tests.skills.home import NOON, doors

CONFIRMS = """
import sys, time, anyio
from pathlib import Path
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.permissions import OWNER
from assistant.skill import Turn
from tests.inline import InlineWorker
from skills.timer import Timers

FAST = 1000  # how fast this place's clock runs

class Place:
    @staticmethod
    def now():
        return time.time() * FAST
    def __init__(self, skill):
        self.storage = SkillStorage(Database(Path(sys.argv[1])), skill.name, OWNER, InlineWorker("memory"))
    async def sleep_until(self, when):
        await anyio.sleep(max(0, when - self.now()) / FAST)
    async def play(self, sound):
        return False
    async def announce(self, reply):
        print("told", reply.text, flush=True)
        return True

async def live():
    skill = Timers()
    home = Place(skill)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(skill.background, home)
        for number in range(100_000):
            seconds = 1 if number % 3 == 0 else 3600
            await skill.handle(Turn("", "start", {"seconds": seconds, "name": f"n{number}"}, home))
            print("confirmed", f"n{number}", flush=True)
            await anyio.lowlevel.checkpoint()

anyio.run(live)
"""


@pytest.mark.parametrize("lines", [1, 17, 60, 143])
def test_a_process_that_is_killed_loses_nothing_that_was_confirmed(lines: int, tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    child = subprocess.Popen([sys.executable, "-c", CONFIRMS, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    said += child.stdout.read().splitlines()[:-1]  # the last line may be cut
    child.wait()
    child.stdout.close()
    confirmed = {line.split()[1] for line in said if line.startswith("confirmed")}
    told = {name for line in said if line.startswith("told") for name in re.findall(r"\bn\d+\b", line)}
    kept = {row["name"] for row in anyio.run(rows, path).values()}
    assert confirmed and not confirmed - kept - told


async def rows(path: Path) -> Mapping[str, Mapping]:
    return await SkillStorage(Database(path), "timer", OWNER, InlineWorker("memory")).rows()


class Day:
    """A house in virtual time whose wall clock may jump."""

    def __init__(self) -> None:
        self.jumped = 0.0
        self.told: list[str] = []
        self._database = Database(None)

    def home(self, skill: Skill) -> TurnHome:
        lent = doors(announce=self.announce, play=self.play, skills=lambda: (skill,))
        return TurnHome(None, SkillStorage(self._database, skill.name, OWNER, InlineWorker("memory")), lent, self.wall)  # type: ignore[arg-type]

    def wall(self) -> float:
        return NOON + anyio.current_time() + self.jumped

    async def announce(self, reply: Reply) -> bool:
        await anyio.sleep(2.0)
        self.told += re.findall(r"\bn\d+\b", reply.text)
        return True

    async def play(self, sound: AudioChunk) -> bool:
        await anyio.sleep(sound.duration)
        return False


async def live_through(day: Day, jumps: Mapping[float, float], count: int) -> Counter[str]:
    """jumps: after how many seconds the clock jumps, and how far. Sets timers and alarms all day; returns how often each was told."""
    timers, alarms, chance = Timers(), Alarms(), random.Random(4)
    places: dict[Skill, Home] = {skill: day.home(skill) for skill in (timers, alarms)}

    async def wish(skill: Skill, at: float, intent: str, slots: Mapping[str, object]) -> None:
        await anyio.sleep_until(start + at)
        reply = await skill.handle(Turn("", intent, slots, places[skill]))
        assert reply.undo, reply.text

    async def jump(at: float, far: float) -> None:
        await anyio.sleep_until(start + at)
        day.jumped += far

    start = anyio.current_time()
    async with anyio.create_task_group() as tasks:
        for skill in (timers, alarms):
            tasks.start_soon(skill.background, places[skill])
        for at, far in jumps.items():
            tasks.start_soon(jump, at, far)
        for number in range(count):
            at, name = chance.uniform(0, 50_000), f"n{number}"
            if number % 3:
                tasks.start_soon(wish, timers, at, "start", {"seconds": chance.choice((60, 300, 301, 3600, 9000.5)), "name": name})
            else:
                when = When(hour=chance.randrange(24), minute=chance.randrange(0, 60, 5), settled=True)
                tasks.start_soon(wish, alarms, at, "set", {"when": when, "name": name})
        with anyio.move_on_after(4 * 86_400):
            while len(set(day.told)) < count:
                await anyio.sleep(3600)
        await anyio.sleep(3600)
        tasks.cancel_scope.cancel()
    return Counter(day.told)


@pytest.mark.parametrize("jumps", [{}, {10_000: 5400.0, 20_000: -3600.0, 30_000: 7 * 3600.0, 40_000: -12 * 3600.0}])
@pytest.mark.slow
def test_a_day_of_hundreds_loses_none_and_tells_none_twice(jumps: Mapping[float, float]) -> None:
    async def live() -> Counter[str]:
        return await live_through(Day(), jumps, 400)

    told = anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)})
    assert len(told) == 400 and set(told.values()) == {1}


def test_a_storage_that_fails_is_asked_again_and_what_was_told_is_not_told_twice() -> None:
    async def live() -> list[str]:
        told: list[str] = []
        failures = iter([True, False])

        async def pending(home: Home) -> Mapping[str, float]:
            if next(failures, False):
                raise StoreError("The disk is full.")
            return {"tea": NOON + 1}

        async def ring(home: Home, keys: list[str]) -> None:
            told.extend(keys)
            raise StoreError("The disk is full.")

        due = Due(pending, ring, ring)  # type: ignore[arg-type]
        with anyio.move_on_after(60):
            await due.run(Day().home(Timers()))
        return told

    assert anyio.run(live, backend="trio", backend_options={"clock": MockClock(autojump_threshold=0)}) == ["tea"]
