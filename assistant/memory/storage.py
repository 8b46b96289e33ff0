"""skill.Storage: the rows of one skill, which no other skill sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.memory.database import Database
from assistant.rows import checked_row
from assistant.worker import Worker

PUT = "INSERT INTO rows (skill, key, row) VALUES (?, ?, ?) ON CONFLICT (skill, key) DO UPDATE SET row = excluded.row"


class SkillStorage:
    def __init__(self, database: Database, skill: str, worker: Worker) -> None:
        self._database, self._skill, self._worker = database, skill, worker

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        """On disk when it returns. Raises StoreError, TypeError for what JSON cannot hold."""
        await self._worker.run(self._database.write, PUT, (self._skill, key, json.dumps(checked_row(key, row))))

    async def delete(self, key: str) -> None:
        await self._worker.run(self._database.write, "DELETE FROM rows WHERE skill = ? AND key = ?", (self._skill, key))

    async def rows(self) -> Mapping[str, Mapping[str, Any]]:
        found = await self._worker.run(self._database.read, "SELECT key, row FROM rows WHERE skill = ? ORDER BY key", (self._skill,))
        return {key: json.loads(row) for key, row in found}
