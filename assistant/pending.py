"""What will come due, told to those who show it: read off the rows that skills keep, so that no skill has to say it twice.

A row with a wall-clock time as `ends` or `due` is shown under its `name` or `text`; one with a number as `left` is paused, and one that is
`told` has come due.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import anyio

from assistant.bus import Bus
from assistant.errors import StoreError
from assistant.events import Due, Pending
from assistant.skill import Storage

Rows = Mapping[str, Mapping[str, Any]]


def due(rows: Rows) -> tuple[Due, ...]:
    """The next first, paused ones last."""
    found = [item for row in rows.values() if (item := _item(row)) is not None]
    return tuple(sorted(found, key=lambda item: (item.at is None, item.at or item.left or 0.0, item.name)))


def _item(row: Mapping[str, Any]) -> Due | None:
    if row.get("told"):
        return None
    name = str(row.get("name") or row.get("text") or "")
    if _is_time(row.get("left")):
        return Due(name, None, float(row["left"]))
    when = next((row[key] for key in ("ends", "due") if _is_time(row.get(key))), None)
    return None if when is None else Due(name, float(when))


def _is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class Board:
    """Sends Pending when it differs from what was sent before."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told: dict[str, tuple[Due, ...]] = {}

    def watched(self, skill: str, storage: Storage) -> Storage:
        return WatchedStorage(self, skill, storage)

    async def tell(self, skill: str, storage: Storage) -> None:
        """A database that cannot be read is the skill's own trouble, and told there."""
        with suppress(StoreError):
            items = due(await storage.rows())
            if items != self._told.get(skill, ()):
                self._told[skill] = items
                self._bus.send(Pending(anyio.current_time(), skill, items))


class WatchedStorage:
    """skill.Storage of one skill, and every change of it is told."""

    def __init__(self, board: Board, skill: str, storage: Storage) -> None:
        self._board, self._skill, self._storage = board, skill, storage

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        await self._storage.put(key, row)
        await self._board.tell(self._skill, self._storage)

    async def delete(self, key: str) -> None:
        await self._storage.delete(key)
        await self._board.tell(self._skill, self._storage)

    async def rows(self) -> Rows:
        return await self._storage.rows()
