"""A house for guests under test: everything that a home may lend, under real permissions, with a real log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np

from assistant.bus import Bus
from assistant.consent import Consent, Holder
from assistant.events import Answer, AudioChunk, Frame, Looked, Region, Scene
from assistant.held import HeldHome
from assistant.memory import grants
from assistant.memory.audit import Audit, entries
from assistant.memory.database import Database
from assistant.memory.grants import Grant, Grants
from assistant.phrases import Phrases
from assistant.skill import Skill
from tests.inline import InlineWorker
from tests.skills.home import NOON, KnownThings, SmallHome

CUP = Region((0, 0, 1, 1), "cup", 0.9)


class Sees(KnownThings):
    """Also gives the frames away, and tells each look as the eyes of a turn do."""

    def __init__(self) -> None:
        super().__init__([CUP])
        self.bus, self._index = Bus(), -1

    async def frame(self) -> Frame:
        return Frame(np.zeros((2, 2, 3), np.uint8), index=77, source="door")

    async def read(self) -> Answer:
        self._look("")
        return Answer("EXIT", "It says EXIT.", 0.9, "reader")

    def _look(self, words: str) -> None:
        super()._look(words)
        self._index += 1
        self.bus.send(Looked(0.0, 1, Scene(Frame(np.zeros((2, 2, 3), np.uint8), index=self._index, source="door")), 0.1))


class Door(Skill):
    name = "door"


class WholeHome(SmallHome):
    """Everything that a home may lend."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Door())
        self.sight = Sees()  # type: ignore[assignment]
        self.folder = folder

    async def play(self, sound: AudioChunk) -> bool:
        return True

    async def fetch(self, url: str, *, json: Any = None, headers: Any = None) -> bytes:
        return url.encode()

    async def stream(self, url: str, *, json: Any, headers: Any = None) -> AsyncIterator[str]:
        for line in ("one", "two"):
            yield line

    async def pictures(self) -> Path:
        return self.folder

    async def voice(self, *, rate: float = 1.0, volume: float = 1.0) -> tuple[float, float]:
        return rate, volume

    async def report(self) -> dict[str, str]:
        return {"version": "1"}


class House:
    def __init__(self, folder: Path) -> None:
        self.database, self.worker = Database(None), InlineWorker("memory")
        self.home = WholeHome(folder)
        self.told: list[str] = []
        self.waited = 0.0
        """Seconds that a background took."""
        self.consent = Consent(
            Grants(self.database, self.worker),
            Audit(self.database, self.worker, lambda: self.home.time),
            Phrases("assistant", "permissions"),
            wall=lambda: self.home.time,
            memory=60.0,
            configured=frozenset({"localhost"}),
            tell=self.told.append,
        )

    def grant(self, skill: str, owner: str, *permissions: str, state: Any = "granted") -> None:
        for permission in permissions:
            grants.decide(self.database, Grant(skill, owner, permission, state, NOON))

    def held(self, *declared: str, owner: str = "owlish-door", turn: int = 1) -> HeldHome:
        return HeldHome(self.home, Holder("door", f"{owner} 0.1", declared), self.consent, "ask", turn)  # type: ignore[arg-type]

    def log(self) -> list[tuple[Any, ...]]:
        return [(row["skill"], row["act"], row["target"], row["frame"], row["purpose"]) for row in entries(self.database, self.home.time)]
