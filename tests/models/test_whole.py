"""What is written is there whole or not at all."""

from __future__ import annotations

import os

import pytest

from assistant.commands.output import replacing
from assistant.errors import BadInput
from models.whole import in_place_of


def test_what_was_written_takes_the_files_place_and_its_folder_is_made(tmp_path):
    file = tmp_path / "new" / "list.txt"
    with in_place_of(file) as part:
        part.write_text("milk", "utf-8")
        assert not file.exists()
    assert [path.name for path in file.parent.iterdir()] == ["list.txt"] and file.read_text("utf-8") == "milk"


def test_a_block_that_raises_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path):
    file = tmp_path / "list.txt"
    file.write_text("milk", "utf-8")
    with pytest.raises(KeyboardInterrupt), in_place_of(file) as part:
        part.write_text("mi", "utf-8")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["list.txt"] and file.read_text("utf-8") == "milk"


def test_nothing_that_is_left_of_a_killed_process_looks_like_such_a_file(tmp_path):
    with in_place_of(tmp_path / "00001.npz") as part:
        part.write_bytes(b"half")
        assert not list(tmp_path.glob("*.npz"))


def test_a_device_is_not_replaced(tmp_path):
    """A pipe stands for it: a root that renames over /dev/null breaks the machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="no regular file"), in_place_of(pipe) as part:
        part.write_text("new")
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]
    with pytest.raises(BadInput, match="cannot be written"), replacing(pipe) as out:
        out.write(b"new")
    assert pipe.is_fifo() and list(tmp_path.iterdir()) == [pipe]
