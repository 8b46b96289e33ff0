"""How rows were before an act that no sentence of its own takes back, so that "undo" can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.skill import Home


class Before:
    def __init__(self) -> None:
        self._rows: dict[str, Mapping[str, Any] | None] = {}

    async def keep(self, home: Home, keys: Iterable[str]) -> None:
        """keys: of what is about to be changed, deleted or made."""
        rows = await home.storage.rows()
        self._rows = {key: rows.get(key) for key in keys}

    async def put_back(self, home: Home) -> bool:
        """False where nothing is kept."""
        rows, self._rows = self._rows, {}
        for key, row in rows.items():
            if row is None:
                await home.storage.delete(key)
            else:
                await home.storage.put(key, dict(row))
        return bool(rows)
