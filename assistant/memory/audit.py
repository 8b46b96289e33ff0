"""Which skill saw which frame, asked which host, saved which picture, and when. No words, no picture and no sound are in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.memory.database import Database
from assistant.worker import Worker

Act = Literal["look", "frame", "network", "folder", "saved", "refused"]
"""look: an answer about a frame. frame: the picture itself, given away. folder: the person's folder of pictures was opened."""
KEPT = 30 * 86_400.0
"""Seconds after which an entry is forgotten."""
TOGETHER = 60.0
"""Seconds of one and the same in the background that make one entry: a watch looks once a second, all day."""
COLUMNS = ("time", "until", "skill", "act", "target", "frame", "last_frame", "times", "purpose", "turn")


@dataclass(frozen=True)
class Access:
    skill: str
    act: Act
    target: str
    """The frame's source, the host, the folder, the file's name, or the permission that was refused."""
    purpose: str
    """The intent and what was asked of the frame: `look.ask: answer`."""
    turn: int = 0
    """0 in the background."""
    frame: int | None = None


class Audit:
    def __init__(self, database: Database, worker: Worker, wall: Callable[[], float] = time.time) -> None:
        self._database, self._worker, self._wall = database, worker, wall
        self._open: dict[Access, tuple[int, float]] = {}

    async def add(self, access: Access) -> None:
        """On disk when it returns. Raises StoreError."""
        await self._worker.run(self._add, access)

    def _add(self, access: Access) -> None:
        now = self._wall()
        self._open = {alike: (number, began) for alike, (number, began) in self._open.items() if 0 <= now - began < TOGETHER}
        alike = replace(access, frame=None)
        if number := self._open.get(alike, (0, now))[0]:
            more = "UPDATE audit SET until = ?, last_frame = ?, times = times + 1 WHERE number = ?"
            self._database.write(more, (now, access.frame, number))
            return
        values = (now, now, access.skill, access.act, access.target, access.frame, access.frame, 1, access.purpose, access.turn)
        number = self._database.write(f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", values)
        if access.turn == 0 or access.act == "refused":
            self._open[alike] = (number, now)
        forget_old(self._database, now)


def forget_old(database: Database, now: float) -> None:
    """now: by the wall clock. Raises StoreError."""
    database.write("DELETE FROM audit WHERE time < ?", (now - KEPT,))


def entries(database: Database, now: float, skill: str | None = None) -> list[dict[str, Any]]:
    """
    Those that are not too old, the oldest first.
    now: by the wall clock
    Raises StoreError.
    """
    wanted = f"SELECT {', '.join(COLUMNS)} FROM audit WHERE time >= ? AND (? IS NULL OR skill = ?) ORDER BY number"
    return [dict(zip(COLUMNS, row, strict=True)) for row in database.read(wanted, (now - KEPT, skill, skill))]
