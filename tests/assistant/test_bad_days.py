"""Bad days of a machine, through the real command line: one sentence each, nothing lost, no traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import anyio
import pytest

from assistant import samples
from assistant.commands.alone import only_one
from assistant.errors import AlreadyRunning
from assistant.memory.audit import Access, Audit
from assistant.memory.database import Database
from assistant.memory.turns import Trace, Turns
from tests.inline import InlineWorker


@pytest.fixture
def disk(tmp_path: Path):
    """`disk("size=4k,nr_inodes=1")` is a file system of its own."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "owlish-test", place], capture_output=True).returncode:
            pytest.skip("this user may not mount a file system")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def model_copy(prepared, tmp_path: Path) -> Path:
    """A folder of models of one's own, to damage."""
    for model_id in ("silero-vad", "whisper-tiny.en"):
        shutil.copytree(prepared(model_id).folder, tmp_path / "models" / "prepared" / model_id)
    return tmp_path / "models"


def test_a_full_disk_for_the_models_is_one_sentence(owlish, disk):
    done = owlish("models", "pull", "silero-vad", OWLISH_MODELS=disk("size=4k,nr_inodes=1"))
    assert done.returncode == 2
    assert done.stderr.startswith("silero-vad: Model 'silero-vad' cannot be kept in ")
    assert "(No space left on device); make room there" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_full_disk_for_data_and_log_disturbs_nobody(owlish, disk, prepared):
    done = owlish("route", "what time is it", OWLISH_DATA=disk("size=4k,nr_inodes=1") / "owlish")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_read_only_home_disturbs_nobody(owlish, disk, prepared):
    home = disk("size=1m")
    subprocess.run(["mount", "-o", "remount,ro", home], check=True)
    prepared("silero-vad")
    environment = {"HOME": home, "OWLISH_DATA": home / "data", "OWLISH_MODELS": prepared("silero-vad").folder.parents[1]}
    assert owlish("route", "what time is it", **environment).stdout.startswith("clock.time takes it.")
    done = owlish("models", "pull", "silero-vad", **environment)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "silero-vad: ready\n")


@pytest.mark.parametrize("damage", ["changed by a byte", "cut short"])
def test_a_damaged_model_is_refused_and_named(owlish, says_one_sentence, model_copy, damage):
    graph = next((model_copy / "prepared" / "silero-vad").glob("*.onnx"))
    content = bytearray(graph.read_bytes())
    content[1000] ^= 1
    graph.write_bytes(content if damage == "changed by a byte" else content[:1000])
    sentence = rf"^{graph} is not the file that was prepared; run: owlish models pull silero-vad\.$"
    says_one_sentence(sentence, "transcribe", "any.wav", OWLISH_MODELS=model_copy)


def test_a_model_that_is_not_there_names_the_command(says_one_sentence, tmp_path):
    sentence = r"^Model 'whisper-tiny\.en' is not prepared on this machine; run: owlish models pull whisper-tiny\.en\.$"
    says_one_sentence(sentence, "transcribe", "any.wav", OWLISH_MODELS=tmp_path / "none")


def test_a_second_owlish_says_that_there_is_one(monkeypatch, tmp_path):
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    with only_one():
        with pytest.raises(AlreadyRunning, match=rf"^Owlish is already running as process {os.getpid()}; stop it"), only_one():
            pass
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())


def test_a_disk_without_room_for_a_number_keeps_nobody_from_starting(monkeypatch, disk):
    full = disk("size=4k")
    (full / "rest").write_bytes(bytes(shutil.disk_usage(full).free))
    monkeypatch.setenv("OWLISH_DATA", str(full))
    with only_one(), pytest.raises(AlreadyRunning, match=r"^Owlish is already running as process unknown; stop it"), only_one():
        pass


def test_one_after_the_other_is_fine_and_a_killed_one_leaves_no_lock(monkeypatch, tmp_path):
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path))
    code = "import os, signal\nfrom assistant.commands.alone import only_one\nwith only_one(): os.kill(os.getpid(), signal.SIGKILL)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    with only_one():
        pass


def test_ctrl_c_while_a_model_computes_ends_at_once(owlish, prepared, tmp_path):
    """Two hundred questions: the recognizer is at work when the key is pressed."""
    import numpy as np
    import soundfile

    prepared("silero-vad"), prepared("whisper-tiny.en")
    question, rate = soundfile.read(Path(samples.__file__).parent / "question.flac")
    soundfile.write(tmp_path / "long.wav", np.tile(question, 200), rate)
    process = owlish.start("transcribe", "nowhere.wav", tmp_path / "long.wav")
    assert process.stderr is not None
    assert "nowhere.wav" in process.stderr.readline()  # the next file has its turn now
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in rest


@pytest.mark.parametrize("state", ["read-only", "full"])
def test_what_was_is_still_told_where_nothing_can_be_written(owlish, disk, state):
    home = disk("size=1m")
    with closing(Database(home / "owlish.db")) as database:
        anyio.run(Turns(database, InlineWorker("memory"), keep=3).add, Trace(100.0, "text", "hello there"))
        anyio.run(Audit(database, InlineWorker("memory")).add, Access("look", "look", "door", "look.ask: answer", 1))
    if state == "full":
        with suppress(OSError), open(home / "filling", "wb", buffering=0) as filling:
            while filling.write(b"x" * 4096):
                pass
    else:
        subprocess.run(["mount", "-o", "remount,ro", home], check=True)
    assert '"hello there"' in owlish("why", OWLISH_DATA=home).stdout
    assert "look.ask: answer" in owlish("skills", "audit", OWLISH_DATA=home).stdout
    listed = owlish("skills", "--json", OWLISH_DATA=home)
    assert (listed.returncode, listed.stderr) == (0, "")
