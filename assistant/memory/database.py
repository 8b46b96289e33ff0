"""One SQLite file for all that must survive a restart: timers, lists, turns. Each write is on disk when the call returns.

Write-ahead logging with full synchronization: a killed process loses nothing that was confirmed. When the file cannot be written, the
assistant goes on with a copy of it in memory, or with an empty one where it cannot be read either, and says so.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.errors import StoreError
from assistant.paths import is_full, keep_private
from assistant.rows import HALVES

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE IF NOT EXISTS rows (
            skill TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '', key TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (skill, owner, key))""",
        "CREATE TABLE IF NOT EXISTS turns (number INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, trace TEXT NOT NULL)",
    ),
    (
        """CREATE TABLE IF NOT EXISTS grants (
            skill TEXT NOT NULL, owner TEXT NOT NULL, permission TEXT NOT NULL, state TEXT NOT NULL, time REAL NOT NULL,
            PRIMARY KEY (skill, owner, permission))""",
        """CREATE TABLE IF NOT EXISTS audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, until REAL NOT NULL, skill TEXT NOT NULL,
            act TEXT NOT NULL, target TEXT NOT NULL, frame INTEGER, last_frame INTEGER, times INTEGER NOT NULL,
            purpose TEXT NOT NULL, turn INTEGER NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS audit_time ON audit (time)",
    ),
)
"""What each version of the schema adds to the one before; each may be run again, so that a table that was lost is there again."""
OWNED = 3
"""The version in which rows have an owner."""
OWN = (
    "ALTER TABLE rows RENAME TO rows_of_nobody",
    *STEPS[0],
    "INSERT INTO rows (skill, key, row) SELECT skill, key, row FROM rows_of_nobody",
    "DROP TABLE rows_of_nobody",
)
"""What makes rows of an older version those of version 3, run once: they are nobody's until somebody claims them (memory.storage)."""
VERSION = OWNED
AS_IT_IS = ("mode=ro", "immutable=1")
"""How SQLite reads a file and writes none: beside an assistant that runs; where even the file that both would share cannot be made."""
DAMAGE = ("malformed", "not a database", "no such table", "no such column")
"""What SQLite says of a file that is not as it was written here."""
WAIT = 10.0
"""Seconds for another that writes."""


class Database:
    """Blocking; called from a worker."""

    def __init__(self, path: Path | None, *, copied: bool = False) -> None:
        """
        path:   None for a database in memory
        copied: into memory, where it is brought up to date; the file is left as it is
        Raises StoreError with the reason and the remedy.
        """
        self.path = path
        self._lock = threading.Lock()
        try:
            if path is not None and not copied:
                keep_private(path)
            place = ":memory:" if path is None or copied else path
            self._connection = sqlite3.connect(place, timeout=WAIT, check_same_thread=False, isolation_level=None)
            self._connection.text_factory = _text
        except (sqlite3.Error, OSError) as error:
            raise StoreError(reason(path, error)) from error
        try:
            if path is not None and copied:
                copy(path, self._connection)
            self._refuse_newer()
            self._prepare()
        except sqlite3.Error as error:
            self._connection.close()
            raise StoreError(reason(path, error)) from error

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not only let go of
        self._check()
        self._connection.execute("BEGIN IMMEDIATE")  # two that start at once upgrade one after the other; a killed one leaves what was
        self._refuse_newer()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        for step in (*STEPS, OWN if version < OWNED else ()):
            for statement in step:
                self._connection.execute(statement)
        for table, column in _schema() - _columns(self._connection):
            raise sqlite3.DatabaseError(f"no such column: {table}.{column}")
        self._connection.execute(f"PRAGMA user_version = {VERSION}")
        self._connection.execute("COMMIT")

    def _check(self) -> None:
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"malformed: {' '.join(found.split())}")

    def _refuse_newer(self) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self._connection.close()
            raise StoreError(f"{self.path} was written by a newer Owlish (schema {version}, this one knows {VERSION}); update Owlish.")

    def write(self, statement: str, values: Iterable[Any] = ()) -> int:
        """Returns the new row's number. Raises StoreError; nothing is half-written."""
        return self._run(lambda: self._connection.execute(statement, tuple(map(_bound, values))).lastrowid or 0)

    def read(self, statement: str, values: Iterable[Any] = ()) -> list[tuple]:
        return self._run(lambda: self._connection.execute(statement, tuple(map(_bound, values))).fetchall())

    def _run(self, work: Callable[[], Any]) -> Any:
        with self._lock:
            try:
                return work()
            except sqlite3.Error as error:
                raise StoreError(reason(self.path, error)) from error

    def close(self) -> None:
        """What is asked of it afterwards raises StoreError."""
        with self._lock:
            self._connection.close()


def _text(kept: bytes) -> str:
    """A byte that is no UTF-8, as damage leaves it, becomes half a character: so it can be told, and costs nothing beside itself."""
    return kept.decode("utf-8", "surrogateescape")


def _bound(value: Any) -> Any:
    """Half a character goes back as the bytes that it came from."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) and HALVES.search(value) else value


@cache
def _schema() -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as new:
        for statement in chain(*STEPS):
            new.execute(statement)
        return _columns(new)


def _columns(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """Tables with what each has."""
    every = "SELECT tables.name, fields.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS fields"
    return frozenset(connection.execute(f"{every} WHERE tables.type = 'table'"))


def reason(path: Path | None, error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    if "full" in text or "No space" in text or (path is not None and "I/O" in text and is_full(path.parent)):
        return f"{path} cannot grow: the disk is full; make room, then try again."
    if any(sign in text for sign in DAMAGE):
        return damage(path, text)
    if "locked" in text:
        return f"{path} is in use by another program that does not let go of it; close that one, or try again."
    return f"{path} cannot be used ({text}); check that its folder is yours and writable."


def damage(path: Path | None, text: str) -> str:
    return f"{path} is damaged ({text}); move it away, and Owlish starts a new one."


def copy(path: Path, into: sqlite3.Connection) -> None:
    """Whatever can be written beside it. Raises sqlite3.Error."""
    for last, way in enumerate(AS_IT_IS, 1):
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{way}", timeout=WAIT, uri=True)) as kept:
                return kept.backup(into)
        except sqlite3.Error:
            if last == len(AS_IT_IS):
                raise


def open_database(path: Path) -> tuple[Database, str]:
    """The database, or one in memory that begins with what can be read of it, and the sentence that says why."""
    try:
        return Database(path), ""
    except StoreError as error:
        with suppress(StoreError):
            return Database(path, copied=True), str(error)
        return Database(None), str(error)


def open_to_read(path: Path) -> Database:
    """For who only reads: where it cannot be written, in a read-only home or on a full disk, a copy of it. Raises StoreError."""
    with suppress(StoreError):
        return Database(path)
    return Database(path, copied=True)
