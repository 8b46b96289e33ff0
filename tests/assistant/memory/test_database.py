"""What was confirmed is there after a kill; what is wrong with the file is one sentence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.memory.database import VERSION, Database, open_database

WRITER = """
import sys
from pathlib import Path
from assistant.memory.database import Database
from assistant.memory.storage import PUT
database = Database(Path(sys.argv[1]))
for number in range(10**9):
    database.write(PUT, ("timer", str(number), "{}"))
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        confirmed = [int(writer.stdout.readline()) for _ in range(40)]
        os.kill(writer.pid, signal.SIGKILL)
    kept = {int(key) for (key,) in Database(path).read("SELECT key FROM rows")}
    assert set(confirmed) <= kept


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer Owlish"):
        Database(path)


def test_a_damaged_file_is_told_and_the_assistant_goes_on_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    path.write_bytes(b"this is no database, and was never one " * 100)
    database, sentence = open_database(path)
    assert "damaged" in sentence and str(path) in sentence
    database.write("INSERT INTO turns (time, trace) VALUES (1, '{}')")
    assert path.read_bytes().startswith(b"this is no database")


def test_a_half_written_file_keeps_its_first_half(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    first = Database(path)
    first.write("INSERT INTO turns (time, trace) VALUES (1, '{}')")
    first.close()
    path.write_bytes(path.read_bytes()[:5000])
    _, sentence = open_database(path)
    assert sentence


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    _, sentence = open_database(tmp_path / "file" / "owlish.db")
    assert "cannot be used" in sentence


def test_two_processes_write_without_losing_a_row(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    first, second = Database(path), Database(path)
    for number in range(50):
        for database in (first, second):
            database.write("INSERT INTO turns (time, trace) VALUES (?, '{}')", (number,))
    assert first.read("SELECT COUNT(*) FROM turns") == [(100,)]
