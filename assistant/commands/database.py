"""The database as a command opens it, beside an assistant that may be running."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from assistant.errors import StoreError
from assistant.memory.database import Database, open_to_read
from assistant.memory.storage import holders
from assistant.paths import database_file


@contextmanager
def known() -> Iterator[Database]:
    """What there is; a file that cannot be used is told, and one that is not there is not made."""
    try:
        database = open_to_read(database_file()) if database_file().exists() else Database(None)
    except StoreError as error:
        print(error, file=sys.stderr)
        database = Database(None)
    with closing(database):
        yield database


@contextmanager
def read() -> Iterator[Database]:
    """Empty where there is no file yet. Raises StoreError: what cannot be read is not empty."""
    with closing(open_to_read(database_file()) if database_file().exists() else Database(None)) as database:
        yield database


@contextmanager
def kept() -> Iterator[Database]:
    """To be written. Raises StoreError."""
    with closing(Database(database_file())) as database:
        yield database


def holders_of(skill: str) -> frozenset[str]:
    with known() as database:
        return holders(database, skill)
