"""A home for skills under test: real storage, the real network, a clock that is set by hand, and a sight that knows a list of things."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.lowlevel
import numpy as np

from assistant import network
from assistant.errors import CameraError
from assistant.events import Answer, AudioChunk, Frame, Grounding, Region
from assistant.home import Doors
from assistant.memory.database import Database
from assistant.memory.storage import SkillStorage
from assistant.permissions import OWNER
from assistant.routing.router import Router
from assistant.skill import Reply, Skill, Turn
from assistant.speech.manner import Manner
from tests.inline import InlineWorker

NOON = 1_700_000_000.0
SETTLED = 6
"""Steps of the loop in which what was told is written down."""


class KnownThings:
    """Sees the regions it was given, and answers from their labels alone; what it reads are `lines`."""

    engine = "known-things"

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = tuple(regions)
        self.asked: list[str] = []
        self.lines: tuple[Region, ...] = ()
        self.pixels = np.zeros((48, 64, 3), np.uint8)

    async def answer(self, question: str) -> Answer:
        self._look(question)
        hits = tuple(region for region in self.regions if region.label in question)
        if question.startswith("is "):
            denied = question.startswith("is there ") and not hits
            return Answer("yes" if hits else "no", "", 0.9, self.engine, hits, denied=denied)
        return Answer(str(len(hits)), f"I count {len(hits)}.", 0.9, self.engine, hits)

    async def ground(self, phrase: str) -> Grounding:
        self._look(phrase)
        hit = next((region for region in self.regions if region.label in phrase), None)
        return Grounding(
            phrase, hit.box if hit else None, 0.9 if hit else 0.0, self.engine, hit, "It is there." if hit else "I can't see it."
        )

    async def describe(self) -> Answer:
        self._look("")
        labels = ", ".join(region.label for region in self.regions)
        return Answer(labels, f"I see {labels}.", 0.9, self.engine, self.regions)

    async def read(self) -> Answer:
        text = "\n".join(line.label for line in self.lines)
        return Answer(text, text.replace("\n", ". ") or "I see no text.", 0.9, self.engine, self.lines, not text)

    async def frame(self) -> Frame:
        self._look("")
        return Frame(self.pixels)

    def _look(self, words: str) -> None:
        self.asked.append(words)
        if not self.regions:
            raise CameraError("I have no camera.")


def doors(**given: Any) -> Doors:
    """Those that a test opens; whoever tries another fails it."""

    def shut(name: str) -> Callable[..., Any]:
        def refuse(*_: object) -> Any:
            raise AssertionError(f"nobody asks for {name} here")

        return refuse

    names = [item.name for item in fields(Doors) if item.name not in given]
    return Doors(**{name: Path("nowhere") if name == "photos" else shut(name) for name in names}, **given)


class SmallHome:
    def __init__(
        self, skill: Skill, regions: Sequence[Region] = (), database: Database | None = None, others: Sequence[Skill] = ()
    ) -> None:
        self.time = NOON
        self.sight = KnownThings(regions)
        self.storage = SkillStorage(database or Database(None), skill.name, OWNER, InlineWorker("memory"))
        self.announced: list[str] = []
        self.acts: list[Any] = []
        self.played: list[AudioChunk] = []
        self.patience = 3
        self.manner = Manner()
        self.facts: Mapping[str, Any] = {}
        self.folder: Path | None = None
        self._skills = (skill, *others)

    def now(self) -> float:
        return self.time

    async def sleep_until(self, when: float) -> None:
        """Time passes only as far as somebody waits for it."""
        await anyio.lowlevel.checkpoint()
        self.time = max(self.time, when)

    async def announce(self, reply: Reply) -> bool:
        self.announced.append(reply.text)
        return True

    async def play(self, sound: AudioChunk) -> bool:
        """Cut off after `patience` sounds."""
        await anyio.lowlevel.checkpoint()
        self.played.append(sound)
        return len(self.played) % self.patience != 0

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        self.manner = self.manner.times(rate, volume)
        return self.manner.rate, self.manner.volume

    async def report(self) -> Mapping[str, Any]:
        return self.facts

    async def pictures(self) -> Path:
        assert self.folder is not None
        self.folder.mkdir(exist_ok=True)
        return self.folder

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        return await network.fetch(url, json=json, headers=headers)

    def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        return network.stream(url, json=json, headers=headers)

    async def stop(self) -> None:
        self.acts.append("stop")

    async def switch(self, sense: str, on: bool) -> None:
        self.acts.append((sense, on))

    def skills(self) -> Sequence[Skill]:
        return self._skills


async def say(router: Router, skill: Skill, home: SmallHome, text: str, **context: Any) -> Reply:
    """Routes the words and lets the skill handle them, as the pipeline would."""
    return await skill.handle(turn_of(router, skill, home, text, **context))


async def undo(router: Router, skill: Skill, home: SmallHome, reply: Reply) -> Reply:
    """What that reply did is taken back, as a person says it."""
    return await say(router, skill, home, "undo", undo=(reply.undo, skill.name))


def turn_of(router: Router, skill: Skill, home: SmallHome, text: str, **context: Any) -> Turn:
    routing = router.route(text, context=context)
    assert routing.chosen is not None and routing.chosen.skill == skill.name, f"{text!r} went to {routing.chosen}"
    return Turn(routing.text, routing.chosen.intent, routing.chosen.slots, home, context=context, said=text)


async def until_told(skill: Skill, home: SmallHome, count: int) -> None:
    """Runs the skill's background until it has spoken so often, its rows are settled and nothing rings."""
    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(skill.background, home)
            while len(home.announced) < count:
                await anyio.lowlevel.checkpoint()
            left = SETTLED
            while left:
                rung = len(home.played)
                await anyio.lowlevel.checkpoint()
                rings = len(home.played) > rung and len(home.played) % home.patience
                left = SETTLED if rings else left - 1
            tasks.cancel_scope.cancel()


Made = TypeVar("Made", bound=Skill)


def home_at(make: Callable[[], Made], *when: int, path: Path | None = None) -> tuple[Made, SmallHome]:
    """when: year, month, day, hour and what follows, by the clock on the wall."""
    skill = make()
    home = SmallHome(skill, database=Database(path))
    home.time = datetime(*when).timestamp()
    return skill, home


def converse(router: Router, make: Callable[[], Skill], *texts: str, now: tuple[int, ...] = (2026, 3, 4, 10)) -> list[str]:
    """What is replied to each, a second apart, with the question of one reply open for the next sentence."""

    async def live() -> list[str]:
        skill, home = home_at(make, *now)
        said, asked = [], ""
        for text in texts:
            reply = await say(router, skill, home, text, asked=asked, asked_by=skill.name)
            said.append(reply.text)
            asked = reply.follow_up
            home.time += 1
        return said

    return anyio.run(live)
