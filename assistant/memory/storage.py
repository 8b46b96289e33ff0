"""skill.Storage: the rows of one skill of one distribution, which no other sees, be its name the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.memory.database import Database
from assistant.rows import checked_row
from assistant.worker import Worker

PUT = "INSERT INTO rows (skill, owner, key, row) VALUES (?, ?, ?, ?) ON CONFLICT (skill, owner, key) DO UPDATE SET row = excluded.row"
MINE = "skill = ? AND owner = ?"


class SkillStorage:
    def __init__(self, database: Database, skill: str, owner: str, worker: Worker) -> None:
        """owner: name of the distribution that brought the skill"""
        self._database, self._mine, self._worker = database, (skill, owner), worker

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        """On disk when it returns. Raises StoreError, TypeError for what JSON cannot hold."""
        await self._worker.run(self._database.write, PUT, (*self._mine, key, json.dumps(checked_row(key, row))))

    async def delete(self, key: str) -> None:
        await self._worker.run(self._database.write, f"DELETE FROM rows WHERE {MINE} AND key = ?", (*self._mine, key))

    async def rows(self) -> Mapping[str, Mapping[str, Any]]:
        found = await self._worker.run(self._database.read, f"SELECT key, row FROM rows WHERE {MINE} ORDER BY key", self._mine)
        return {key: json.loads(row) for key, row in found}


def claim(database: Database, present: Iterable[tuple[str, str]]) -> None:
    """
    Rows that were stored before owners were noted go to the skill that is there when they are first found.
    present: skills with their owners
    Raises StoreError.
    """
    nobodys = {skill for (skill,) in database.read("SELECT DISTINCT skill FROM rows WHERE owner = ''")}
    for skill, owner in present:
        if skill in nobodys:
            database.write("UPDATE OR IGNORE rows SET owner = ? WHERE skill = ? AND owner = ''", (owner, skill))
            database.write("DELETE FROM rows WHERE skill = ? AND owner = ''", (skill,))  # of these there are newer ones


def holders(database: Database, skill: str) -> frozenset[str]:
    """Distributions that have stored something under this name, or of which a person has decided what it may. Raises StoreError."""
    wanted = "SELECT owner FROM rows WHERE skill = ? AND owner != '' UNION SELECT owner FROM grants WHERE skill = ?"
    return frozenset(owner for (owner,) in database.read(wanted, (skill, skill)))
