"""The rows that skills had stored when a session began, as JSON can hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.memory.database import Database

UNKEPT = ("turns", "audit")
"""Tables that no answer rests on."""
Contents = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by table, values by column."""


def contents(database: Database) -> Contents:
    tables = [table for table in tables_of(database) if table not in UNKEPT]
    return {table: _rows(database, table) for table in tables}


def fill(database: Database, kept: Contents) -> None:
    """What this Owlish has no table or column for is left out."""
    for table in tables_of(database):
        for row in kept.get(table, ()):
            known = [column for column in _columns(database, table) if column in row]
            names, marks = ", ".join(map(_quoted, known)), ", ".join("?" for _ in known)
            database.write(f"INSERT OR REPLACE INTO {_quoted(table)} ({names}) VALUES ({marks})", [row[column] for column in known])


def tables_of(database: Database) -> list[str]:
    found = database.read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    return [name for (name,) in found]


def _rows(database: Database, table: str) -> list[dict[str, Any]]:
    columns = _columns(database, table)
    found = database.read(f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)}")
    return [dict(zip(columns, row, strict=True)) for row in found]


def _columns(database: Database, table: str) -> list[str]:
    return [column for _, column, *_ in database.read(f"PRAGMA table_info({_quoted(table)})")]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
