"""What the assistant lends to a skill: what it sees, its storage, its voice, its switches."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from assistant import network
from assistant.errors import StoreError
from assistant.events import AudioChunk
from assistant.network import Outside
from assistant.seeing import TurnSight
from assistant.skill import Reply, Skill, Storage

CHECK = 5.0
"""A skill waits at most this long before it looks at the wall clock again, which a person or NTP may have set."""


@dataclass
class Doors:
    """The assistant's own acts that a skill may ask for; the pipeline fills them in."""

    announce: Callable[[Reply], Awaitable[bool]]
    play: Callable[[AudioChunk], Awaitable[bool]]
    stop: Callable[[], Awaitable[None]]
    switch: Callable[[str, bool], Awaitable[None]]
    skills: Callable[[], Sequence[Skill]]
    voice: Callable[[float, float], tuple[float, float]]
    """Rate and volume as factors; returns what holds from now on."""
    report: Callable[[], Mapping[str, Any]]
    photos: Path
    """Where pictures are kept that a person asked for."""


@dataclass
class TurnHome:
    """skill.Home. In the background of a skill there is no turn, and `sight` looks at the present moment."""

    sight: TurnSight
    storage: Storage
    doors: Doors
    wall: Callable[[], float] = time.time
    outside: Outside = network

    def now(self) -> float:
        return self.wall()

    async def sleep_until(self, when: float) -> None:
        while (left := when - self.now()) > 0:
            await anyio.sleep(min(left, CHECK))

    async def announce(self, reply: Reply) -> bool:
        return await self.doors.announce(reply)

    async def play(self, sound: AudioChunk) -> bool:
        return await self.doors.play(sound)

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        return self.doors.voice(rate, volume)

    async def report(self) -> Mapping[str, Any]:
        return self.doors.report()

    async def pictures(self) -> Path:
        """Made at the first picture. Raises StoreError."""
        try:
            self.doors.photos.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Pictures cannot be kept in {self.doors.photos} ({error.strerror}); "
                "choose another folder as photos.folder in the configuration."
            ) from None
        return self.doors.photos

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        return await self.outside.fetch(url, json=json, headers=headers)

    def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        return self.outside.stream(url, json=json, headers=headers)

    async def stop(self) -> None:
        await self.doors.stop()

    async def switch(self, sense: str, on: bool) -> None:
        await self.doors.switch(sense, on)

    def skills(self) -> Sequence[Skill]:
        return self.doors.skills()
