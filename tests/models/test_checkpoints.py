"""What training keeps is never run, never half written, never written over."""

from __future__ import annotations

import pickle

import pytest

torch = pytest.importorskip("torch")
from models import checkpoints  # noqa: E402
from models.errors import CannotKeep, DamagedModel  # noqa: E402


class Harmful:
    def __reduce__(self):
        return (open, ("harm", "w"))


@pytest.mark.parametrize("content", [b"root:x:0:0:root\n", b"", b"\x80\x02", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_checkpoint_is_one_sentence(tmp_path, content):
    (tmp_path / "checkpoint.pt").write_bytes(content)
    with pytest.raises(DamagedModel, match=r"is no checkpoint \(\w+\); nothing in it was run"):
        checkpoints.read(tmp_path / "checkpoint.pt", ())


def test_code_in_a_checkpoint_is_not_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "checkpoint.pt").write_bytes(pickle.dumps(Harmful()))
    with pytest.raises(DamagedModel, match="nothing in it was run"):
        checkpoints.read(tmp_path / "checkpoint.pt", ())
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("content", [{"weights": torch.zeros(2)}, torch.zeros(2), [1, 2]])
def test_a_checkpoint_of_something_else_says_what_it_lacks(tmp_path, content):
    torch.save(content, tmp_path / "other.pt")
    with pytest.raises(DamagedModel, match="a checkpoint of something else, as it has no network"):
        checkpoints.read(tmp_path / "other.pt", ("network",))


def test_a_missing_one_stays_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        checkpoints.read(tmp_path / "none.pt", ())


def test_one_that_cannot_be_written_leaves_the_last_one_whole(tmp_path):
    path = tmp_path / "run" / "checkpoint.pt"
    checkpoints.write({"step": 1}, path)
    with pytest.raises(AttributeError):
        checkpoints.write({"step": 2, "unkept": lambda: None}, path)
    assert checkpoints.read(path, ("step",)) == {"step": 1}


def test_a_folder_is_one_process_at_a_time(tmp_path):
    told = pytest.raises(CannotKeep, match="Another process is training in")
    with checkpoints.alone(tmp_path / "run"), told, checkpoints.alone(tmp_path / "run"):
        pass
    with checkpoints.alone(tmp_path / "run"):
        pass
