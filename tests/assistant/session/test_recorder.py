"""Recording never stands in the way of the assistant."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import anyio
import numpy as np
import pytest

from assistant.bus import Bus
from assistant.commands import record
from assistant.config import Config, Hooks
from assistant.events import Event, Frame, Heard, Notice, Recording
from assistant.phrases import Phrases
from assistant.session.bundle import FRAMES, read
from assistant.session.recorder import Recorder
from tests.assistant.conversation import Room, pick, replies
from tests.assistant.session import made

QUIET = ("run", "--headless", "--json", "--no-mic", "--no-camera", "--text-only")
pytestmark = pytest.mark.usefixtures("default_models")


@pytest.fixture
def said(owlish):
    """`said(folder)`: the notices of a run that is told to stop as soon as it has begun."""

    def run(folder: Path) -> list[str]:
        process = owlish.start(*QUIET, "--record", folder)
        assert process.stdout is not None
        rows = []
        for line in process.stdout:
            rows.append(json.loads(line))
            if rows[-1].get("state") == "idle":
                process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
        return [row["sentence"] for row in rows if row["event"] == "Notice"]

    return run


def test_it_is_said_at_the_start_and_there_is_a_whole_bundle_at_the_end(said, tmp_path: Path) -> None:
    assert said(tmp_path / "new" / "bundle") == [
        f"All that is heard, seen, typed and answered is recorded into {tmp_path / 'new' / 'bundle'} until I stop."
    ]
    assert read(tmp_path / "new" / "bundle").whole


def test_a_folder_that_was_there_becomes_one_for_its_owner_alone(said, tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir(mode=0o755)
    assert "is recorded into" in said(tmp_path / "bundle")[0]
    assert (tmp_path / "bundle").stat().st_mode & 0o777 == 0o700


def test_a_folder_with_something_in_it_is_left_alone(said, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    assert said(tmp_path) == [
        f"Nothing is recorded: {tmp_path} is not empty; choose a folder of its own with --record. The rest works as always."
    ]


def test_a_folder_that_cannot_be_written_is_told(said) -> None:
    (sentence,) = said(Path("/proc/owlish"))
    assert sentence.startswith("Nothing is recorded: /proc/owlish cannot be written (")


@pytest.mark.skipif(os.geteuid() != 0, reason="this user may not mount a file system")
@pytest.mark.slow
def test_a_disk_that_fills_up_ends_the_recording_and_not_the_conversation(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "owlish-test", tmp_path], capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        events = made.record(Room(typed=[(1, "what time is it"), (9, "what day is it")], length=14, picture=None), tmp_path / "b")
    finally:
        subprocess.run(["umount", tmp_path], check=True)
    assert [event.on for event in pick(events, Recording)] == [True, False]
    assert pick(events, Notice)[-1].sentence.startswith(f"The recording in {tmp_path / 'b'} has stopped (No space left on device);")
    assert len(replies(events)) == 2


def test_that_nothing_is_recorded_any_more_is_told_though_nobody_says_a_word(tmp_path: Path) -> None:
    """What can be kept no longer fails in the writer's thread; that the house lives on is enough to hear of it."""
    happened: list[Event] = []

    async def live() -> None:
        recorder, bus = Recorder(tmp_path, bytes(32), 4.0, 0.0, Phrases("assistant", "session")), Bus()
        recorder.begin(bus)
        (tmp_path / FRAMES).rmdir()
        recorder.frame(Frame(np.zeros((4, 4, 3), np.uint8)))
        while recorder.on:
            await anyio.sleep(0)
        with bus.watched_by(happened.append):
            bus.send(Heard(anyio.current_time(), -60.0, 0.0, 0.0))
        recorder.close()

    anyio.run(live)
    assert [event.on for event in pick(happened, Recording)] == [False]


def test_passwords_and_keys_are_not_recorded() -> None:
    kept = record.without_secrets({"camera": {"device": "rtsp://me:pass@cam/1"}, "chat": {"api_key": "abc", "host": "h"}})
    assert kept == {"camera": {"device": "rtsp://cam/1"}, "chat": {"api_key": "", "host": "h"}}


def test_commands_of_hooks_are_not_recorded(tmp_path: Path) -> None:
    config = Config(hooks=Hooks(heard="curl --user me:pass http://lights.local"))
    made.record(Room(length=1, picture=None), tmp_path / "b", config)
    assert "me:pass" not in (tmp_path / "b" / "session.json").read_text() and read(tmp_path / "b").config.hooks == Hooks()


def test_the_time_zone_is_one_that_the_system_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    assert record.timezone() == "Asia/Kolkata"
