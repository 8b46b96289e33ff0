"""The database as a command opens it, beside an assistant that may be running."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.memory.database import Database, open_database
from assistant.memory.storage import holders
from assistant.paths import database_file


@contextmanager
def known() -> Iterator[Database]:
    """What there is; a file that cannot be used is told, and one that is not there is not made."""
    database, trouble = open_database(database_file()) if database_file().exists() else (Database(None), "")
    if trouble:
        print(trouble, file=sys.stderr)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def kept() -> Iterator[Database]:
    """Raises StoreError."""
    database = Database(database_file())
    try:
        yield database
    finally:
        database.close()


def holders_of(skill: str) -> frozenset[str]:
    with known() as database:
        return holders(database, skill)
