"""skill.Storage: the rows of one skill of one distribution, which no other sees, be its name the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.errors import StoreError
from assistant.memory.database import Database
from assistant.permissions import OWNER
from assistant.rows import HALVES, checked_row
from assistant.worker import Worker

PUT = "INSERT INTO rows (skill, owner, key, row) VALUES (?, ?, ?, ?) ON CONFLICT (skill, owner, key) DO UPDATE SET row = excluded.row"
MINE = "skill = ? AND owner = ?"
BESIDE = f"SELECT count(*), coalesce(sum(length(key) + length(row)), 0) FROM rows WHERE {MINE} AND key != ?"
MOST_ROWS, MOST_TEXT = 10_000, 8 * 2**20
"""What a guest may keep: rows, and characters in all of them with their keys. It gets all of them in one message."""


class SkillStorage:
    def __init__(self, database: Database, skill: str, owner: str, worker: Worker) -> None:
        """owner: name of the distribution that brought the skill"""
        self._database, self._mine, self._worker = database, (skill, owner), worker

    async def put(self, key: str, row: Mapping[str, Any]) -> None:
        """On disk when it returns. Raises StoreError, TypeError for what JSON cannot hold."""
        await self._worker.run(self._put, key, json.dumps(checked_row(key, row)))

    def _put(self, key: str, row: str) -> None:
        skill, owner = self._mine
        if owner != OWNER:
            ((rows, text),) = self._database.read(BESIDE, (*self._mine, key))
            if rows >= MOST_ROWS or text + len(key) + len(row) > MOST_TEXT:
                most = f"a guest may keep {MOST_ROWS} rows of {MOST_TEXT} characters in all"
                raise StoreError(f"The row {key[:40]!r} of the skill '{skill}' is one too many; {most}, and must delete some first.")
        self._set_aside(key)
        self._database.write(PUT, (*self._mine, key, row))

    def _set_aside(self, key: str) -> None:
        """A damaged row of that key, which the skill knows nothing of, stays under another one."""
        for number, text in self._database.read(f"SELECT rowid, row FROM rows WHERE {MINE} AND key = ?", (*self._mine, key)):
            if _read(key, text) is None:
                self._database.write("UPDATE rows SET key = ? WHERE rowid = ?", (f"{key} (damaged {number})", number))

    async def delete(self, key: str) -> None:
        await self._worker.run(self._database.write, f"DELETE FROM rows WHERE {MINE} AND key = ?", (*self._mine, key))

    async def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """Those that can be read; one that is damaged stays where it is, and takes no other with it."""
        found = await self._worker.run(self._database.read, f"SELECT key, row FROM rows WHERE {MINE} ORDER BY key", self._mine)
        return {key: row for key, text in found if (row := _read(key, text)) is not None}


def damaged(database: Database) -> list[str]:
    """Skills with rows that cannot be read. Raises StoreError."""
    return sorted({skill for skill, key, row in database.read("SELECT skill, key, row FROM rows") if _read(key, row) is None})


def _read(key: Any, text: Any) -> dict[str, Any] | None:
    """None where one of both is damaged."""
    try:
        row = None if HALVES.search(key) or HALVES.search(text) else json.loads(text)
    except (ValueError, TypeError):
        return None
    return row if isinstance(row, dict) else None


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


def all_holders(database: Database) -> frozenset[tuple[str, str]]:
    """Skills with the distributions that brought them, of all that is kept. Raises StoreError."""
    wanted = "SELECT skill, owner FROM rows UNION SELECT skill, owner FROM grants"
    return frozenset((skill, owner) for skill, owner in database.read(wanted))


def forget_all(database: Database, skill: str, owner: str) -> tuple[int, int]:
    """How many rows it had stored, and about how many permissions a person had decided; both are gone. Raises StoreError."""
    ((rows,),) = database.read(f"SELECT count(*) FROM rows WHERE {MINE}", (skill, owner))
    ((grants,),) = database.read(f"SELECT count(*) FROM grants WHERE {MINE}", (skill, owner))
    for kept in ("rows", "grants"):
        database.write(f"DELETE FROM {kept} WHERE {MINE}", (skill, owner))
    return rows, grants
