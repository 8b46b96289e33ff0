"""Pictures by meaning: one vector a file in SQLite (sqlite-vec), so that a folder is looked at once and searched often.

A file counts as unchanged while its times of change and its size are. What could not be read is remembered too, with the reason.
The index can always be made anew from the pictures; it is a file of its own, beside what must never be lost. apsw brings the SQLite:
many a Python is built with one that takes no extensions.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import numpy as np
import sqlite_vec

from assistant.errors import StoreError
from assistant.memory.database import damage, reason
from assistant.paths import keep_private

MOST = 4096
"""Neighbours that sqlite-vec gives at once."""
SCHEMA = """
DROP TABLE IF EXISTS vectors;
DROP TABLE IF EXISTS pictures;
CREATE TABLE pictures (id INTEGER PRIMARY KEY, path BLOB UNIQUE NOT NULL, changed INTEGER NOT NULL, touched INTEGER NOT NULL,
    size INTEGER NOT NULL, fault BLOB NOT NULL);
CREATE VIRTUAL TABLE vectors USING vec0(picture INTEGER PRIMARY KEY, vector FLOAT[{width}] distance_metric=cosine);
DELETE FROM space;
"""
LAYOUT = 2
"""Of the tables; a file that has another one is made anew."""
PUT = """
INSERT INTO pictures (path, changed, touched, size, fault) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET changed = excluded.changed, touched = excluded.touched, size = excluded.size, fault = excluded.fault
RETURNING id
"""
Version = tuple[int, int, int]
"""Of a file: two times of change, and the size (senses.files.Version)."""
NEVER: Version = (-1, -1, -1)
"""No file's."""
WITHIN = "substr(path, 1, length(?1)) = ?1"


@dataclass(frozen=True, eq=False)
class Entry:
    path: Path
    version: Version | None
    """Of the file when it was looked at; None where it must be looked at again."""
    vector: np.ndarray | None
    """None where the file could not be read."""
    fault: str = ""
    """Why not."""


@dataclass(frozen=True)
class Hit:
    path: Path
    score: float
    """Cosine, -1 to 1; after a second look a share, 0 to 1."""


class PictureIndex:
    """Blocking; used from one thread."""

    def __init__(self, path: Path | None, space: str, width: int) -> None:
        """
        path:  None for an index in memory
        space: version of the encoder; vectors of another are forgotten, for they cannot be compared
        Raises StoreError.
        """
        self.path = path
        self._connection = self._run(lambda: self._open(path))
        self._run(lambda: self._prepare(space, width))

    def _open(self, path: Path | None) -> apsw.Connection:
        if path is not None:
            keep_private(path)
        connection = apsw.Connection(str(path) if path else ":memory:")
        connection.set_busy_timeout(10_000)
        connection.enable_load_extension(True)
        connection.load_extension(sqlite_vec.loadable_path())
        connection.enable_load_extension(False)
        return connection

    def _prepare(self, space: str, width: int) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS space (name TEXT NOT NULL)")
        name = f"{space}, layout {LAYOUT}"
        if self._connection.execute("SELECT name FROM space").fetchall() == [(name,)]:
            return
        with self._connection:  # a transaction
            self._connection.execute(SCHEMA.format(width=width))
            self._connection.execute("INSERT INTO space VALUES (?)", (name,))

    def known(self, folder: Path) -> dict[Path, Version]:
        """The version in which each file under the folder was looked at."""
        rows = self._read(f"SELECT path, changed, touched, size FROM pictures WHERE {WITHIN}", (inside(folder),))
        return {Path(os.fsdecode(path)): (changed, touched, size) for path, changed, touched, size in rows}

    def faults(self, folder: Path) -> dict[Path, str]:
        """The files that could not be read, each with the reason."""
        rows = self._read(f"SELECT path, fault FROM pictures WHERE fault != x'' AND {WITHIN} ORDER BY path", (inside(folder),))
        return {Path(os.fsdecode(path)): fault.decode("utf-8", "surrogatepass") for path, fault in rows}

    def put(self, entries: Iterable[Entry]) -> None:
        """All of them or, where it fails, none. Raises StoreError."""
        self._run(lambda: self._put(entries))

    def _put(self, entries: Iterable[Entry]) -> None:
        with self._connection:  # a transaction
            for entry in entries:
                values = (os.fsencode(entry.path), *(entry.version or NEVER), entry.fault.encode("utf-8", "surrogatepass"))
                (number,) = self._connection.execute(PUT, values).fetchone()
                self._connection.execute("DELETE FROM vectors WHERE picture = ?", (number,))
                if entry.vector is not None:
                    vector = np.ascontiguousarray(entry.vector, np.float32).tobytes()
                    self._connection.execute("INSERT INTO vectors (picture, vector) VALUES (?, ?)", (number, vector))

    def forget(self, paths: Iterable[Path]) -> None:
        """Files that are gone."""
        self._run(lambda: self._forget(paths))

    def _forget(self, paths: Iterable[Path]) -> None:
        with self._connection:  # a transaction
            for path in paths:
                key = (os.fsencode(path),)
                self._connection.execute("DELETE FROM vectors WHERE picture IN (SELECT id FROM pictures WHERE path = ?)", key)
                self._connection.execute("DELETE FROM pictures WHERE path = ?", key)

    def nearest(self, vector: np.ndarray, folder: Path, count: int) -> list[Hit]:
        """vector: (D,) of length 1. The likest pictures under the folder, best first."""
        found = f"""
            SELECT pictures.path, near.distance FROM pictures JOIN
                (SELECT picture, distance FROM vectors WHERE vector MATCH ?2 AND k = ?3
                    AND picture IN (SELECT id FROM pictures WHERE {WITHIN})) AS near
            ON near.picture = pictures.id ORDER BY near.distance, pictures.path
        """
        wanted = np.ascontiguousarray(vector, np.float32).tobytes()
        rows = self._read(found, (inside(folder), wanted, min(count, MOST)))
        return [Hit(Path(os.fsdecode(path)), 1.0 - distance) for path, distance in rows]

    def _read(self, statement: str, values: tuple) -> list[tuple]:
        return self._run(lambda: self._connection.execute(statement, values).fetchall())

    def _run(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except apsw.SQLError as error:  # the statements are right, so what they are about is not as it was written
            raise StoreError(damage(self.path, str(error))) from error
        except (apsw.Error, OSError) as error:
            raise StoreError(reason(self.path, error)) from error

    def close(self) -> None:
        """Raises StoreError."""
        self._run(self._connection.close)


def inside(folder: Path) -> bytes:
    """How the paths of all files under the folder begin."""
    return os.path.join(os.fsencode(folder), b"")
