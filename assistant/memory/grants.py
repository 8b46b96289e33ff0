"""What each skill was granted and denied, by whom it was asked for, and when.

A grant belongs to a skill of a distribution: another package that brings a skill of the same name begins with nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.memory.database import Database
from assistant.worker import Worker

State = Literal["granted", "denied"]
PUT = """INSERT INTO grants (skill, owner, permission, state, time) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (skill, owner, permission) DO UPDATE SET state = excluded.state, time = excluded.time"""


@dataclass(frozen=True)
class Grant:
    skill: str
    owner: str
    """Name of the distribution that brought the skill."""
    permission: str
    state: State
    time: float
    """Wall clock."""


class Grants:
    """Read at each use, so that what another process revokes holds at once."""

    def __init__(self, database: Database, worker: Worker) -> None:
        self._database, self._worker = database, worker

    async def state(self, skill: str, owner: str, permission: str) -> State | None:
        """None where nobody has decided yet. Raises StoreError."""
        found = await self._worker.run(all_grants, self._database, skill, owner)
        return next((grant.state for grant in found if grant.permission == permission), None)

    async def decide(self, grant: Grant) -> None:
        """On disk when it returns. Raises StoreError."""
        await self._worker.run(decide, self._database, grant)


def all_grants(database: Database, skill: str, owner: str) -> list[Grant]:
    wanted = "SELECT skill, owner, permission, state, time FROM grants WHERE skill = ? AND owner = ? ORDER BY permission"
    return [Grant(*row) for row in database.read(wanted, (skill, owner))]


def decide(database: Database, grant: Grant) -> None:
    database.write(PUT, (grant.skill, grant.owner, grant.permission, grant.state, grant.time))


def forget(database: Database, skill: str, owner: str, permission: str) -> None:
    """It will be asked for again."""
    database.write("DELETE FROM grants WHERE skill = ? AND owner = ? AND permission = ?", (skill, owner, permission))
