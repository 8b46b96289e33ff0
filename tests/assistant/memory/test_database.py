"""What was confirmed is there after a kill; what is wrong with the file is one sentence."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.memory.database import VERSION, Database, open_database, open_to_read, reason
from assistant.memory.pictures import PictureIndex
from assistant.memory.storage import PUT

WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from assistant.memory.database import Database
from assistant.memory.storage import PUT
database = Database(Path(sys.argv[1]))
for number in range(10**9):
    database.write(PUT, ("timer", "owlish", str(number), "{}"))
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


def test_nobody_else_of_the_machine_may_read_it_be_it_from_before(tmp_path: Path) -> None:
    path = tmp_path / "data" / "owlish.db"
    for database in (Database(path), PictureIndex(path.with_name("pictures.db"), "clip", 4)):
        database.close()
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    path.chmod(0o644)
    with closing(Database(path)) as database:
        database.write(PUT, ("timer", "owlish", "tea", "{}"))
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="this user may not mount a file system")
def test_a_disk_that_is_full_is_told_as_such(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "owlish-test", tmp_path], capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        with closing(Database(tmp_path / "owlish.db")) as database:
            database.write(PUT, ("timer", "owlish", "tea", "{}"))
        (tmp_path / "rest").write_bytes(bytes(shutil.disk_usage(tmp_path).free))
        with pytest.raises(StoreError, match=r"owlish\.db cannot grow: the disk is full; make room"):
            Database(tmp_path / "owlish.db")
        with closing(open_database(tmp_path / "owlish.db")[0]) as copy:
            assert copy.read("SELECT key FROM rows") == [("tea",)], "what is due is still told"
            copy.write("DELETE FROM rows")
        with closing(open_to_read(tmp_path / "owlish.db")) as copy:
            assert copy.read("SELECT key FROM rows") == [("tea",)]
    finally:
        subprocess.run(["umount", tmp_path], check=True)


OLD = """
CREATE TABLE rows (skill TEXT NOT NULL, key TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (skill, key));
CREATE TABLE turns (number INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, trace TEXT NOT NULL);
INSERT INTO rows VALUES ('timer', 'tea', '{"ends": 1}');
INSERT INTO turns (time, trace) VALUES (1, '{}');
PRAGMA user_version = 1;
"""
"""As the first Owlish wrote it."""


def write(path: Path, script: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()


def test_a_database_of_the_first_version_is_upgraded_and_loses_nothing(tmp_path: Path) -> None:
    write(tmp_path / "owlish.db", OLD)
    database = Database(tmp_path / "owlish.db")
    assert database.read("SELECT skill, owner, key, row FROM rows") == [("timer", "", "tea", '{"ends": 1}')]
    assert database.read("SELECT * FROM turns") == [(1, 1.0, "{}")]
    assert database.read("SELECT * FROM grants") == database.read("SELECT * FROM audit") == []
    assert database.read("PRAGMA user_version") == [(VERSION,)]


def test_an_upgrade_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    """Killed before it was confirmed: half of it was written, none of it holds."""
    write(tmp_path / "owlish.db", OLD)
    code = f"""
import os, sqlite3
connection = sqlite3.connect({str(tmp_path / "owlish.db")!r}, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE grants (half INTEGER)")
connection.execute("PRAGMA user_version = 2")
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    database = Database(tmp_path / "owlish.db")
    assert database.read("SELECT skill FROM grants") == []
    assert database.read("SELECT key FROM rows") == [("tea",)]


def test_rows_of_two_packages_may_have_one_key_in_an_upgraded_database_too(tmp_path: Path) -> None:
    write(tmp_path / "owlish.db", OLD)
    database = Database(tmp_path / "owlish.db")
    database.write(PUT, ("timer", "mine", "tea", "{}"))
    database.close()
    assert Database(tmp_path / "owlish.db").read("SELECT owner FROM rows ORDER BY owner") == [("",), ("mine",)]


def test_a_table_that_is_missing_is_there_again(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "owlish.db")) as database:
        database.write(PUT, ("timer", "owlish", "tea", "{}"))
    write(tmp_path / "owlish.db", "DROP TABLE turns")
    database = Database(tmp_path / "owlish.db")
    database.write("INSERT INTO turns (time, trace) VALUES (1, '{}')")
    assert database.read("SELECT key FROM rows") == [("tea",)]


def test_a_damaged_file_is_told_and_the_assistant_goes_on_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    path.write_bytes(b"this is no database, and was never one " * 100)
    database, sentence = open_database(path)
    assert "damaged" in sentence and str(path) in sentence
    database.write("INSERT INTO turns (time, trace) VALUES (1, '{}')")
    assert path.read_bytes().startswith(b"this is no database")


@pytest.mark.parametrize("version", [0, 1, VERSION])
def test_tables_of_another_program_are_told_and_left_alone(tmp_path: Path, version: int) -> None:
    write(tmp_path / "owlish.db", f"CREATE TABLE rows (a, b); INSERT INTO rows VALUES (1, 2); PRAGMA user_version = {version};")
    database, sentence = open_database(tmp_path / "owlish.db")
    assert "is damaged (" in sentence and "move it away, and Owlish starts a new one." in sentence
    assert database.read("SELECT skill, owner, key, row FROM rows") == []
    database.close()
    with closing(sqlite3.connect(tmp_path / "owlish.db")) as kept:
        assert kept.execute("SELECT a, b FROM rows").fetchall() == [(1, 2)]


def test_what_cannot_be_brought_up_to_date_is_read_as_if_it_were(tmp_path: Path) -> None:
    """In a read-only home, of an older version; or empty, of a start on a full disk."""
    path = tmp_path / "owlish.db"
    for script, keys in (("", []), (OLD, [("tea",)])):
        write(path, script)
        before = path.read_bytes()
        with closing(Database(path, copied=True)) as copy:
            assert copy.read("SELECT key FROM rows") == keys
            assert copy.read("SELECT * FROM grants") == copy.read("SELECT * FROM audit") == []
        assert path.read_bytes() == before


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
    assert sentence.startswith(f"{tmp_path}/file/owlish.db cannot be used (File exists); check")


def test_two_processes_write_without_losing_a_row(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    first, second = Database(path), Database(path)
    for number in range(50):
        for database in (first, second):
            database.write("INSERT INTO turns (time, trace) VALUES (?, '{}')", (number,))
    assert first.read("SELECT COUNT(*) FROM turns") == [(100,)]


def test_a_file_that_another_program_holds_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "owlish.db"
    with closing(sqlite3.connect(path, timeout=0)) as holder, closing(sqlite3.connect(path, timeout=0)) as other:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("CREATE TABLE rows (key TEXT)")
    assert "is in use by another program" in reason(path, caught.value)
