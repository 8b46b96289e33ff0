"""skill.Home as one skill is lent it: everything passes here, is granted or refused, and is noted."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

from assistant.bus import Sends
from assistant.consent import Consent, Holder
from assistant.errors import PermissionDenied
from assistant.events import Answer, AudioChunk, Event, Frame, Grounding, Looked
from assistant.home import TurnHome
from assistant.memory.audit import Access, Act
from assistant.permissions import for_address, host_of
from assistant.seeing import TurnSight
from assistant.skill import Reply, Sight, Skill

T = TypeVar("T")


class HeldHome:
    def __init__(self, home: TurnHome, holder: Holder, consent: Consent, purpose: str, turn: int = 0) -> None:
        """
        purpose: the intent, for the log
        turn:    0 in the background, where a question is asked aside
        """
        self._home, self.holder, self._consent, self._purpose, self._turn = home, holder, consent, purpose, turn
        self.sight: Sight = HeldSight(home.sight, self)
        self.storage = home.storage
        self.wanted: str | None = None
        """The permission that a person has to be asked for before this turn can go on."""
        self._folders: dict[Path, frozenset[str]] = {}

    async def allow(self, permission: str) -> None:
        """Raises PermissionDenied."""
        try:
            state = await self._consent.state(self.holder, permission)
        except PermissionDenied:
            await self.note("refused", permission, "undeclared")
            raise
        if state is None and self._turn:
            self.wanted = self.wanted or permission
        elif state is None and await self._consent.ask_aside(self.holder, permission, self._home.announce):
            state = "granted"
        if state != "granted":
            if not self.wanted:
                await self.note("refused", permission, "denied")
            raise self._consent.denied(self.holder, permission)

    async def note(self, act: Act, target: str, what: str = "", frame: int | None = None) -> None:
        purpose = f"{self._purpose}: {what}" if what else self._purpose
        await self._consent.note(Access(self.holder.skill, act, target, purpose, self._turn, frame))

    async def note_files(self) -> None:
        """Those that are new in the folders that were lent."""
        for folder, before in self._folders.items():
            self._folders[folder] = now = _names(folder)
            for name in sorted(now - before):
                await self.note("saved", str(folder / name))

    async def _only_at_home(self, what: str) -> None:
        if self.holder.is_guest:
            await self.note("refused", what)
            raise PermissionDenied(f"{self.holder} reached for {what}, which is lent only to skills that come with Owlish.")

    async def _speak(self) -> None:
        await self.note_files()  # in the background no turn ends: what was saved is noted when it is told
        await self.allow("speech")

    async def _reach(self, url: str) -> None:
        permission = for_address(url)
        await self.allow(permission)
        await self.note("network", host_of(permission))

    # ---- skill.Home

    def now(self) -> float:
        return self._home.now()

    async def sleep_until(self, when: float) -> None:
        await self._home.sleep_until(when)

    async def announce(self, reply: Reply) -> bool:
        await self._speak()
        return await self._home.announce(reply)

    async def play(self, sound: AudioChunk) -> bool:
        await self._speak()
        return await self._home.play(sound)

    async def fetch(self, url: str, *, json: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
        await self._reach(url)
        return await self._home.fetch(url, json=json, headers=headers)

    async def stream(self, url: str, *, json: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> AsyncGenerator[str, None]:
        await self._reach(url)
        async with aclosing(self._home.stream(url, json=json, headers=headers)) as lines:
            async for line in lines:
                yield line

    async def pictures(self) -> Path:
        await self.allow("files")
        folder = await self._home.pictures()
        self._folders.setdefault(folder, _names(folder))
        await self.note("folder", str(folder))
        return folder

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        await self._only_at_home("the voice")
        return await self._home.voice(rate=rate, volume=volume)

    async def report(self) -> Mapping[str, Any]:
        await self._only_at_home("the report")
        return await self._home.report()

    async def stop(self) -> None:
        await self._only_at_home("the end of what is being said")
        await self._home.stop()

    async def switch(self, sense: str, on: bool) -> None:
        await self._only_at_home(f"the switch of the {sense}")
        await self._home.switch(sense, on)

    def skills(self) -> Sequence[Skill]:
        return self._home.skills()


class HeldSight:
    """skill.Sight under the permission `camera`; each frame that something was seen in is noted before the skill gets the answer."""

    def __init__(self, sight: TurnSight, home: HeldHome) -> None:
        self._sight, self._home = sight, home
        self._seen = Seen(sight.bus)
        sight.bus = self._seen

    async def answer(self, question: str) -> Answer:
        return await self._look("answer", self._sight.answer, question)

    async def ground(self, phrase: str) -> Grounding:
        return await self._look("ground", self._sight.ground, phrase)

    async def describe(self) -> Answer:
        return await self._look("describe", self._sight.describe)

    async def read(self) -> Answer:
        return await self._look("read", self._sight.read)

    async def frame(self) -> Frame:
        await self._home.allow("camera")
        frame = await self._sight.frame()
        self._seen.taken()
        await self._home.note("frame", frame.source, "frame", frame.index)
        return frame

    async def _look(self, what: str, look: Callable[..., Awaitable[T]], *words: str) -> T:
        await self._home.allow("camera")
        seen = await look(*words)
        for frame in self._seen.taken():
            await self._home.note("look", frame.source, what, frame.index)
        return seen


class Seen:
    """Sends on, and remembers of which frames it was told."""

    def __init__(self, bus: Sends) -> None:
        self._bus = bus
        self._frames: list[Frame] = []

    def send(self, event: Event) -> None:
        if isinstance(event, Looked):
            self._frames.append(event.scene.frame)
        self._bus.send(event)

    def taken(self) -> list[Frame]:
        frames, self._frames = self._frames, []
        return frames


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:  # not there yet
        return frozenset()
