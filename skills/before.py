"""How rows were before each act that no sentence of its own takes back, so that "undo" can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.skill import Home

MOST = 8
"""Acts that are kept, the latest."""


class Before:
    def __init__(self) -> None:
        self._acts: list[Mapping[str, Mapping[str, Any] | None]] = []

    async def keep(self, home: Home, keys: Iterable[str]) -> None:
        """keys: of what is about to be changed, deleted or made."""
        rows = await home.storage.rows()
        self._acts = [*self._acts, {key: rows.get(key) for key in keys}][-MOST:]

    async def put_back(self, home: Home) -> bool:
        """What the latest act changed; said again, the one before. False where nothing is kept."""
        rows = self._acts.pop() if self._acts else {}
        for key, row in rows.items():
            if row is None:
                await home.storage.delete(key)
            else:
                await home.storage.put(key, dict(row))
        return bool(rows)
