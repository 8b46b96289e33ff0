"""The home of a guest: what a skill is lent (skill.Home), each of it a question to the house."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Protocol

from assistant.events import Answer, AudioChunk, Frame, Grounding
from assistant.rows import checked_row
from assistant.skill import Reply, Sight, Storage


class Process(Protocol):
    """As much of guest_process.GuestProcess as a home needs: it carries the questions of a call to the house, and the answers back."""

    others: Sequence[Any]

    async def ask(self, call: int, what: str, **arguments: Any) -> Any: ...

    def lines(self, call: int, what: str, **arguments: Any) -> AsyncGenerator[str, None]: ...


class GuestHome:
    """skill.Home by messages; what it may is decided in the house."""

    def __init__(self, process: Process, call: int, ahead: float) -> None:
        """call: of the house, to which it is lent; ahead: of this machine's clock, the house's."""
        self._process, self._call, self._ahead = process, call, ahead
        self.sight: Sight = GuestSight(self)
        self.storage: Storage = GuestStorage(self)

    async def ask(self, what: str, **arguments: Any) -> Any:
        return await self._process.ask(self._call, what, **arguments)

    def now(self) -> float:
        return time.time() + self._ahead

    async def sleep_until(self, when: float) -> None:
        await self.ask("sleep_until", when=when)

    async def announce(self, reply: Reply) -> bool:
        return await self.ask("announce", reply=reply)

    async def play(self, sound: AudioChunk) -> bool:
        return await self.ask("play", sound=sound)

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        return await self.ask("fetch", url=url, json=json, headers=headers)

    async def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        async with aclosing(self._process.lines(self._call, "stream", url=url, json=json, headers=headers)) as lines:
            async for line in lines:
                yield line

    async def pictures(self) -> Path:
        """A folder of this process; what is in it at the end of the turn is moved to the person's."""
        return Path(await self.ask("pictures"))

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        return tuple(await self.ask("voice", rate=rate, volume=volume))

    async def report(self) -> Mapping[str, Any]:
        return await self.ask("report")

    async def stop(self) -> None:
        await self.ask("stop")

    async def switch(self, sense: str, on: bool) -> None:
        await self.ask("switch", sense=sense, on=on)

    def skills(self) -> Sequence[Any]:
        return self._process.others


class GuestSight:
    def __init__(self, home: GuestHome) -> None:
        self._home = home

    async def answer(self, question: str) -> Answer:
        return await self._home.ask("sight.answer", question=question)

    async def ground(self, phrase: str) -> Grounding:
        return await self._home.ask("sight.ground", phrase=phrase)

    async def describe(self) -> Answer:
        return await self._home.ask("sight.describe")

    async def read(self) -> Answer:
        return await self._home.ask("sight.read")

    async def frame(self) -> Frame:
        return await self._home.ask("sight.frame")


class GuestStorage:
    def __init__(self, home: GuestHome) -> None:
        self._home = home

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        await self._home.ask("storage.put", key=key, row=checked_row(key, row))

    async def delete(self, key: str) -> None:
        await self._home.ask("storage.delete", key=key)

    async def rows(self) -> Mapping[str, Mapping[str, Any]]:
        return await self._home.ask("storage.rows")
